# SPDX-License-Identifier: MIT
"""Access logs on disk or on stdin, compressed or not, as lines."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from gzip import GzipFile
from io import BufferedReader, FileIO
from pathlib import Path

STDIN = "-"
_GZIP = b"\x1f\x8b"
_BUFFER = 1 << 20


class LogError(OSError):
    """A log cannot be opened: one sentence."""


class CutShortError(Exception):
    """A compressed log is broken, or ends before its end: one sentence."""


def total_size(names: Iterable[str]) -> int:
    """The bytes of all the logs; 0 when stdin is one of them: nobody knows then. Raises LogError."""
    sizes = []
    for name in names:
        with opened(name) as log:
            sizes.append(0 if name == STDIN else Path(log.name).stat().st_size)
    return sum(sizes) if all(sizes) else 0


@contextmanager
def opened(name: str) -> Iterator[BufferedReader[FileIO]]:
    """The file `name`, or stdin for "-", as it is. Raises LogError."""
    try:
        raw = FileIO(sys.stdin.fileno(), closefd=False) if name == STDIN else FileIO(name)
    except OSError as error:
        raise LogError(f"{name}: cannot be read ({error.strerror}): write the path of an access log") from error
    with BufferedReader(raw, _BUFFER) as log:
        yield log


def lines(log: BufferedReader[FileIO]) -> Iterator[bytes]:
    """The lines of `log`, decompressed if it begins as gzip does. Raises CutShortError."""
    if log.peek(len(_GZIP))[: len(_GZIP)] != _GZIP:
        yield from log
        return
    try:
        yield from BufferedReader(GzipFile(fileobj=log), _BUFFER)
    except (EOFError, OSError, zlib.error) as error:
        raise CutShortError(f"broken gzip, read as far as it goes ({error})") from error
