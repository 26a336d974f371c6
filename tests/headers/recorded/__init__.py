# SPDX-License-Identifier: MIT
"""Recorded answers for every check: some that please it, some that break it. One file a subject."""
