# SPDX-License-Identifier: MIT
"""A progress bar on a terminal; nothing elsewhere."""

from __future__ import annotations

from io import BufferedReader, FileIO
from typing import TextIO

_WIDTH = 40


class Progress:
    """One line of `stream`, drawn over and over. `total` bytes are to be read; 0: nobody knows how many."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self.stream = stream
        self.total = total
        self.is_shown = stream.isatty()
        self.before = 0  # bytes of the logs read already
        self.lines = 0

    def step(self, log: BufferedReader[FileIO], lines: int) -> None:
        """`lines` more were read of `log`."""
        self.lines += lines
        if self.is_shown:
            done = self.before + (log.tell() if self.total else 0)
            self._write(f"\r{self._bar(done)}{self.lines:,} lines")

    def finish(self, log: BufferedReader[FileIO]) -> None:
        """`log` was read to its end."""
        self.before += log.tell() if self.total else 0

    def clear(self) -> None:
        """Leave the line empty for what comes next."""
        if self.is_shown:
            self._write("\r\x1b[K")

    def _bar(self, done: int) -> str:
        if not self.total:
            return ""
        part = min(done / self.total, 1.0)
        return f"[{'#' * int(part * _WIDTH):.<{_WIDTH}}] {part:4.0%}  "

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
