# SPDX-License-Identifier: MIT
"""Limits: a site that is asked too much says so politely, and what it never answered is not judged."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.survey import Survey, Trial

INFO = Severity.INFO


@expect(
    "throttle-polite",
    "a 429 says when to come back: Retry-After",
    INFO,
    reason="who is not told, tries again at once",
    source="RFC 6585, 4; RFC 9110, 10.2.3",
)
def throttle_polite(survey: Survey) -> Iterator[Note]:
    refused = survey.tried(Trial.REFUSED)
    if not refused:
        yield moot("the suite was not throttled")
    for exchange in refused:
        value = exchange.answer.value("retry-after")
        yield good(exchange, f"Retry-After: {value}") if value else flaw(exchange, "no Retry-After", INFO)


@expect(
    "all-answered",
    "every question of the suite was answered, be it at the second asking",
    INFO,
    reason="what was not answered is missing from this table: run the suite again where it is not throttled",
    source="RFC 6585, 4",
)
def all_answered(survey: Survey) -> Iterator[Note]:
    for exchange in survey.exchanges:
        is_missing = exchange.trial is Trial.THROTTLED
        yield flaw(exchange, "429 to the end", INFO) if is_missing else good(exchange, "answered")


CHECKS = (throttle_polite, all_answered)
