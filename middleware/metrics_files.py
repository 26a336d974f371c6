# SPDX-License-Identifier: MIT
"""The counters of several worker processes: a small file each, mapped into memory, in a folder that they share.

A worker writes only its own file, so nothing is locked; whoever reads adds them up. The file of a worker that ended
stays, and its counts with it: a sum never goes down.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, flock
from mmap import mmap
from pathlib import Path

from middleware.metrics import PLACES, Counters

_NAME = 64  # bytes for the release's name, after the numbers
_NUMBERS = 8 * len(PLACES)
_ENDING = ".counters"


class WorkerCounters(Counters):
    """The counters of this process, in `folder`. The lock on its file says that it lives, and lasts as long."""

    def __init__(self, folder: Path) -> None:
        file = os.open(folder / f"{os.getpid()}{_ENDING}", os.O_RDWR | os.O_CREAT, 0o600)
        flock(file, LOCK_SH)
        os.truncate(file, _NUMBERS + _NAME)
        self._map = mmap(file, _NUMBERS + _NAME)
        super().__init__(memoryview(self._map)[:_NUMBERS].cast("d"))

    def serve(self, release: str) -> None:
        """This process now answers from `release`."""
        self._map[_NUMBERS:] = release.encode("ascii").ljust(_NAME, b"\0")


@dataclass(frozen=True, slots=True)
class Worker:
    """What one process, living or not, has counted; `release` is what it serves."""

    counts: array[float]
    release: str
    is_alive: bool


def read_workers(folder: Path) -> Iterator[Worker]:
    """Every process that ever counted in `folder`."""
    for path in sorted(folder.glob(f"*{_ENDING}")):
        with path.open("rb") as file:
            data = file.read()
            if len(data) == _NUMBERS + _NAME:  # else it was opened a moment ago
                name = data[_NUMBERS:].rstrip(b"\0").decode("ascii")
                yield Worker(array("d", data[:_NUMBERS]), name, _is_locked(file.fileno()))


def _is_locked(descriptor: int) -> bool:
    with suppress(BlockingIOError):
        flock(descriptor, LOCK_EX | LOCK_NB)
        flock(descriptor, LOCK_UN)
        return False
    return True
