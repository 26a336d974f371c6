# SPDX-License-Identifier: MIT
"""The violations not written down yet, counted, in memory of a fixed size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from middleware.reports import Violation

# Distinct violations held between two writings; further ones are counted together.
_DISTINCT = 1000


class ReportTally:
    """Equal violations are one entry with a count."""

    def __init__(self) -> None:
        self.counts: dict[Violation, int] = {}

    def add(self, violations: Iterable[Violation]) -> None:
        for violation in violations:
            self._count(violation, 1)

    def take(self) -> Mapping[Violation, int]:
        """Everything counted so far, which is then forgotten."""
        taken, self.counts = self.counts, {}
        return taken

    def give_back(self, counts: Mapping[Violation, int]) -> None:
        """What was taken and could not be written."""
        for violation, count in counts.items():
            self._count(violation, count)

    def _count(self, violation: Violation, count: int) -> None:
        if violation not in self.counts and len(self.counts) >= _DISTINCT:
            violation = violation.folded()
        self.counts[violation] = self.counts.get(violation, 0) + count
