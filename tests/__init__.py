# SPDX-License-Identifier: MIT
"""A package, not a namespace: a dependency that installs a `tests` of its own must not stand before it."""
