# SPDX-License-Identifier: AGPL-3.0-or-later
"""One publish at a time, in a folder nobody looks into: half a site is never seen, and never left behind."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock"
_STAGING = ".staging-"


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold `output/.lock`; a second publish says that it waits. The lock ends with the process, however it ends."""
    output.mkdir(parents=True, exist_ok=True)
    with (output / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another publish is at work in {output}: waiting for it.", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """A new folder beside the releases, on their filesystem; whatever is still there at the end is removed.

    Call it with the lock held: any other staging folder then belongs to a process that died.
    """
    (output / "releases").mkdir(parents=True, exist_ok=True)
    _sweep(output)
    folder = output / f"{_STAGING}{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        _sweep(output)


def _sweep(output: Path) -> None:
    for leftover in (*output.glob(f"{_STAGING}*"), *output.glob(".current-*")):
        if leftover.is_symlink():
            leftover.unlink()
        else:
            shutil.rmtree(leftover)
