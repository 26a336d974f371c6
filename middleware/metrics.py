# SPDX-License-Identifier: MIT
"""What is counted of the answers, where each number stands, and the Prometheus text of them all. Pure.

Counters are a flat array of doubles, one array a worker process, so that several can be added up: each series below has
its place in it. Text format: https://prometheus.io/docs/instrumenting/exposition_formats/ (0.0.4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from middleware.action import Action
from middleware.agents import Purpose
from middleware.guard import Decision, Outcome
from middleware.verification import Verification

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Seconds: a remembered verdict costs 2 µs with its limits, a storage of limits in the network 300.
_BOUNDS = (2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 1e-2)

Labels = tuple[tuple[str, str], ...]
Series = tuple[str, Labels]


def _series() -> Iterator[Series]:
    for purpose in Purpose:
        for action in Action:
            yield "rempart_decisions_total", (("purpose", purpose), ("action", action))
    yield from (("rempart_outcomes_total", (("outcome", outcome),)) for outcome in Outcome)
    yield from (("rempart_verifications_total", (("result", result),)) for result in Verification)
    yield from (("rempart_responses_total", (("status", status),)) for status in _STATUSES)
    yield from (("rempart_decision_seconds_bucket", (("le", str(bound)),)) for bound in (*_BOUNDS, "+Inf"))
    yield "rempart_decision_seconds_sum", ()


PLACES: Mapping[Series, int] = {series: place for place, series in enumerate(_series())}
_DECISIONS = {
    (purpose, action): PLACES["rempart_decisions_total", (("purpose", purpose), ("action", action))]
    for purpose in Purpose
    for action in Action
}
_OUTCOMES = {outcome: PLACES["rempart_outcomes_total", (("outcome", outcome),)] for outcome in Outcome}
_VERIFICATIONS = {each: PLACES["rempart_verifications_total", (("result", each),)] for each in Verification}
_FIRST_STATUS = PLACES["rempart_responses_total", (("status", "1xx"),)]
_FIRST_BUCKET = PLACES["rempart_decision_seconds_bucket", (("le", str(_BOUNDS[0])),)]
_BUCKETS = slice(_FIRST_BUCKET, _FIRST_BUCKET + len(_BOUNDS) + 1)
_SUM = PLACES["rempart_decision_seconds_sum", ()]

_FAMILIES = {
    "rempart_decisions_total": ("counter", "Requests by purpose and by the action that the policy wants."),
    "rempart_outcomes_total": ("counter", "Requests by what the guard decided; in observe mode it was not done."),
    "rempart_verifications_total": ("counter", "Claims to a name by what the address says of them."),
    "rempart_responses_total": ("counter", "Answers by class of status."),
    "rempart_decision_seconds": ("histogram", "What it took to decide, limits included."),
}


class Counters:
    """The numbers of one process. `values` has len(PLACES) of them."""

    def __init__(self, values: list[float] | memoryview[float]) -> None:
        self.values = values

    def decided(self, decision: Decision, seconds: float) -> None:
        """Count one decision of the guard, which took `seconds`."""
        verdict, values = decision.verdict, self.values
        values[_DECISIONS[verdict.identity.purpose, verdict.action]] += 1
        values[_OUTCOMES[decision.outcome]] += 1
        if verdict.verification is not None:
            values[_VERIFICATIONS[verdict.verification]] += 1
        values[_FIRST_BUCKET + bisect_left(_BOUNDS, seconds)] += 1
        values[_SUM] += seconds

    def answered(self, status: int) -> None:
        """Count one answer."""
        self.values[_FIRST_STATUS + status // 100 - 1] += 1


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number that stands for now, under one name."""

    name: str
    help: str
    samples: Mapping[Labels, float]


def metrics_text(counts: Iterable[Sequence[float]], gauges: Iterable[Gauge]) -> str:
    """The text for a scrape: the sum of all `counts`, and `gauges`. A series is there before it counts anything: its
    first increase can be seen."""
    values = [sum(column) for column in zip(*counts, strict=True)] or [0.0] * len(PLACES)
    values[_BUCKETS] = accumulate(values[_BUCKETS])
    samples = [*zip(PLACES, values, strict=True), (("rempart_decision_seconds_count", ()), values[_BUCKETS][-1])]
    lines: list[str] = []
    for family, (kind, text) in _FAMILIES.items():
        lines += [f"# HELP {family} {text}", f"# TYPE {family} {kind}"]
        lines += [_line(*series, value) for series, value in samples if series[0].startswith(family)]
    for gauge in gauges:
        lines += [f"# HELP {gauge.name} {gauge.help}", f"# TYPE {gauge.name} gauge"]
        lines += [_line(gauge.name, labels, value) for labels, value in gauge.samples.items()]
    return "\n".join([*lines, ""])


def _line(name: str, labels: Labels, value: float) -> str:
    """Labels are words of this house: nothing in them has to be escaped."""
    shown = ",".join(f'{key}="{word}"' for key, word in labels)
    return f"{name}{{{shown}}} {value:.17g}" if labels else f"{name} {value:.17g}"
