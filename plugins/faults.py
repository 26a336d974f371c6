# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is wrong with the content, said once: where, which key, what, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake in one file. `line` counts from 1; `path` is as the author would type it."""

    path: str
    line: int
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.key}: {self.problem}: {self.remedy}"


class FaultsError(Exception):
    """Every fault found in one pass, sorted by file and line: the build stops once, having said all."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))
