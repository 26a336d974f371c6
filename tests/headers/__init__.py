# SPDX-License-Identifier: MIT
"""The black-box header suite: it grades any running site from outside, and imports nothing of the site it grades."""
