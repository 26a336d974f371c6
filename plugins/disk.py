# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing so that what was written outlives a power cut (fsync, POSIX.1-2017)."""

from __future__ import annotations

import os
from pathlib import Path


def store(path: Path, body: bytes) -> None:
    """Write the file `path`, on the disk for good when this returns."""
    path.write_bytes(body)
    flush(path)


def replace(path: Path, body: bytes) -> None:
    """Write the file `path` so that a reader finds the former bytes or the new ones, never a part."""
    temporary = path.with_name(f"{path.name}.new")
    store(temporary, body)
    temporary.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Have the disk keep the file or folder at `path`."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
