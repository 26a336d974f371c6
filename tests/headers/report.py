# SPDX-License-Identifier: MIT
"""Rows -> what is read: a table for people, JSON for machines. Pure."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from tests.headers.checks import SUBJECTS
from tests.headers.findings import Row, Severity, Verdict, exit_code, score

_COLOURS = MappingProxyType({Verdict.PASS: "32", Verdict.WARN: "33", Verdict.FAIL: "31", Verdict.NOT_APPLICABLE: "2"})
_SHOWN = MappingProxyType({Verdict.NOT_APPLICABLE: "n/a"})
_VERDICT, _SEVERITY, _NARROWEST = 7, 8, 80
_MOST_PLACES = 3


def table(url: str, rows: Sequence[Row], *, width: int, has_colour: bool, explains_all: bool = False) -> str:
    """The rows by subject, aligned within `width` columns (80 at least); the reason under each that is not a pass."""
    widths = _columns(max(width, _NARROWEST))
    lines = [f"Header suite: {url}"]
    by_name = {row.check.name: row for row in rows}
    for subject, checks in SUBJECTS.items():
        found = [by_name[check.name] for check in checks if check.name in by_name]
        lines += ["", subject] if found else []
        for row in found:
            lines += _row_lines(row, widths, has_colour)
            if explains_all or row.verdict in {Verdict.WARN, Verdict.FAIL}:
                lines += _explanation(row, sum(widths) + 6)
    return "\n".join([*lines, "", summary(rows)])


def summary(rows: Sequence[Row]) -> str:
    """One line: how many of each verdict, the worst, the score."""
    counts = {verdict: sum(row.verdict is verdict for row in rows) for verdict in Verdict}
    worst = max((row.severity for row in rows if row.verdict in {Verdict.WARN, Verdict.FAIL}), default=None)
    shown = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict)
    return f"{shown}; worst finding: {worst.name.lower() if worst else 'none'}; score {score(rows)}/100"


def machine(url: str, rows: Sequence[Row]) -> str:
    """The same as JSON, every reason, source and place included."""
    found = {
        "url": url,
        "score": score(rows),
        "exit_code": exit_code(rows),
        "rows": [
            {
                "name": row.check.name,
                "expectation": row.check.expectation,
                "seen": row.seen,
                "verdict": str(row.verdict),
                "severity": row.severity.name.lower(),
                "reason": row.check.reason,
                "source": row.check.source,
                "places": list(row.places),
            }
            for row in rows
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _columns(width: int) -> tuple[int, int, int, int]:
    """Verdict, severity, then what is left in two: two columns of space between each."""
    left = width - _VERDICT - _SEVERITY - 6
    return _VERDICT, _SEVERITY, left - left * 2 // 5, left * 2 // 5


def _row_lines(row: Row, widths: Sequence[int], has_colour: bool) -> Iterator[str]:
    severity = "" if row.verdict is Verdict.NOT_APPLICABLE else Severity(row.severity).name.lower()
    cells = [_SHOWN.get(row.verdict, str(row.verdict)), severity, row.check.expectation, row.seen]
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    for index in range(max(map(len, wrapped))):
        parts = [
            (cell[index] if index < len(cell) else "").ljust(width) for cell, width in zip(wrapped, widths, strict=True)
        ]
        if has_colour and not index:
            parts[0] = f"\x1b[{_COLOURS[row.verdict]}m{parts[0]}\x1b[0m"
        yield "  ".join(parts).rstrip()


def _explanation(row: Row, width: int) -> Iterator[str]:
    indent = " " * (_VERDICT + 2)
    if row.places:
        more = f" and {len(row.places) - _MOST_PLACES} more" if len(row.places) > _MOST_PLACES else ""
        yield from _wrap(f"at {', '.join(row.places[:_MOST_PLACES])}{more}", width, indent)
    yield from _wrap(f"because {row.check.reason} [{row.check.source}]", width, indent)


def _wrap(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=f"{indent}  ")
