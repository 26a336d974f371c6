# SPDX-License-Identifier: MIT
"""Recorded answers, written short: what a judge is shown in the tests, and what it must say of it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.headers.findings import Check, Severity
from tests.headers.request import Origin, Request
from tests.headers.survey import Exchange, Kind, Survey, Trial
from tests.headers.wire import Answer, read_answer

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO
HTML = "content-type: text/html"


def seen(
    text: str = HTML,
    *,
    status: int = 200,
    kind: Kind = Kind.PAGE,
    trial: Trial = Trial.PLAIN,
    method: str = "GET",
    target: str = "/",
    excess: int = 0,
    is_closed: bool | None = None,
) -> Exchange:
    """One exchange. `text`: the answer's fields one a line, then, after an empty line, its body."""
    head, _, body = text.partition("\n\n")
    lines = [f"HTTP/1.1 {status}", *filter(None, head.split("\n")), "", ""]
    answer = read_answer(io.BytesIO("\r\n".join(lines).encode("latin-1") + body.encode()), method)
    answer = replace(answer, excess=excess, is_closed=is_closed)
    return Exchange(kind, trial, Request(method, target), answer)


def silent(*, trial: Trial = Trial.PLAIN, kind: Kind = Kind.PAGE, method: str = "GET", target: str = "/") -> Exchange:
    """An exchange in which nothing came back."""
    return Exchange(kind, trial, Request(method, target), Answer(0, fault="the connection closed early"))


def survey(*exchanges: Exchange, url: str = "http", host: str = "localhost") -> Survey:
    """A site that gave these answers; `url`: its scheme."""
    port = {"http": 8000, "https": 443}[url]
    return Survey(Origin(url, host, port), exchanges)


@dataclass(frozen=True, slots=True)
class Break:
    """What breaks an expectation: how much it matters, and a part of what is said of it."""

    survey: Survey
    severity: Severity
    seen: str


@dataclass(frozen=True, slots=True)
class Case:
    """One check with recorded answers that please it, that it cannot judge, and that break it."""

    check: Check
    good: tuple[Survey, ...]
    bad: tuple[Break, ...]
    moot: tuple[Survey, ...] = ()


Recorded = Exchange | Survey


def _surveys(recorded: Sequence[Recorded]) -> tuple[Survey, ...]:
    return tuple(survey(item) if isinstance(item, Exchange) else item for item in recorded)


def case(
    check: Check,
    *,
    good: Sequence[Recorded],
    bad: Sequence[tuple[Recorded, Severity, str]],
    moot: Sequence[Recorded] = (),
) -> Case:
    """A Case; an exchange alone stands for a site that gave just this answer."""
    breaks = tuple(Break(_surveys([item])[0], severity, seen) for item, severity, seen in bad)
    return Case(check, _surveys(good), breaks, _surveys(moot))
