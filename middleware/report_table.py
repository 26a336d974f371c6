# SPDX-License-Identifier: MIT
"""The table that `python -m middleware reports` prints. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from middleware.report_store import Summary

_HEADS = ("page", "report", "rule", "mode", "count", "last day")


def report_lines(rows: Sequence[Summary]) -> Iterator[str]:
    """An aligned line for each of `rows`, under the names of the columns; counts stand to the right."""
    cells = [
        _HEADS,
        *((row.page, row.kind, row.directive, row.disposition, str(row.count), row.last_day) for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        padded[4] = line[4].rjust(widths[4])
        yield "  ".join(padded).rstrip()
