# SPDX-License-Identifier: MIT
"""What is expected, what was seen, and how much it matters: an Expectation, Notes on answers, and the Row they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.headers.survey import Exchange, Survey


class Severity(IntEnum):
    """What a broken expectation costs. INFO: worth knowing. The weight of each is its share of the score."""

    INFO = 1
    MEDIUM = 3
    HIGH = 6


class Verdict(StrEnum):
    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing seen. `severity` None: as expected. `is_moot`: nothing here could be judged, `seen` says why."""

    seen: str
    where: str = ""
    severity: Severity | None = None
    is_moot: bool = False


Judge = Callable[["Survey"], Iterable[Note]]


@dataclass(frozen=True, slots=True)
class Check:
    """An expectation and the judge of it. `severity`: what breaking it costs at most, and its weight in the score."""

    name: str
    expectation: str
    severity: Severity
    reason: str
    source: str
    judge: Judge


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `places`: the answers that break the expectation, the worst first."""

    check: Check
    verdict: Verdict
    severity: Severity
    seen: str
    places: tuple[str, ...] = ()


def expect(name: str, expectation: str, severity: Severity, *, reason: str, source: str) -> Callable[[Judge], Check]:
    """Decorate a judge with what it expects."""

    def bind(judge: Judge) -> Check:
        return Check(name, expectation, severity, reason, source, judge)

    return bind


def good(exchange: Exchange, seen: str) -> Note:
    return Note(seen, exchange.where)


def flaw(exchange: Exchange, seen: str, severity: Severity) -> Note:
    return Note(seen, exchange.where, severity)


def moot(reason: str) -> Note:
    return Note(reason, is_moot=True)


def grade(check: Check, survey: Survey) -> Row:
    """Judge one expectation: a flaw above INFO fails it, an INFO flaw warns, no note at all leaves it unjudged."""
    notes = list(check.judge(survey))
    flaws = sorted((note for note in notes if note.severity is not None), key=lambda note: -(note.severity or 0))
    judged = [note for note in notes if not note.is_moot]
    if flaws:
        worst = flaws[0].severity or check.severity
        verdict = Verdict.WARN if worst is Severity.INFO else Verdict.FAIL
        places = tuple(dict.fromkeys(note.where for note in flaws))
        return Row(check, verdict, worst, _summary(flaws), places)
    if judged:
        return Row(check, Verdict.PASS, check.severity, _summary(judged))
    return Row(check, Verdict.NOT_APPLICABLE, check.severity, notes[0].seen if notes else "nothing to judge")


def _summary(notes: Sequence[Note]) -> str:
    """What was seen, each thing once with its number of answers, the three first ones."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note.seen] = counts.get(note.seen, 0) + 1
    shown = [seen if count == 1 else f"{seen} ({count} answers)" for seen, count in list(counts.items())[:3]]
    return "; ".join([*shown, f"and {len(counts) - 3} more"] if len(counts) > 3 else shown)


def score(rows: Iterable[Row]) -> int:
    """0 to 100: the weight of what was kept among what could be judged; a finding costs the weight of its severity."""
    judged = [row for row in rows if row.verdict is not Verdict.NOT_APPLICABLE]
    whole = sum(row.check.severity for row in judged)
    lost = sum(row.severity for row in judged if row.verdict is not Verdict.PASS)
    return 100 * (whole - lost) // whole if whole else 0


def exit_code(rows: Iterable[Row]) -> int:
    """0: nothing above INFO; 1: something MEDIUM; 2: something HIGH."""
    worst = max((row.severity for row in rows if row.verdict is Verdict.FAIL), default=Severity.INFO)
    return {Severity.INFO: 0, Severity.MEDIUM: 1, Severity.HIGH: 2}[worst]
