# SPDX-License-Identifier: MIT
"""Conditional requests: what the reader already has is not sent again, and what he gets instead is complete."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.findings import Check, Note, Severity, expect, flaw, good, moot
from tests.headers.survey import Exchange, Survey, Trial

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO

# What a stored answer needs from its 304: the validators, the cache's rules, and the policy of the page.
KEPT = (
    "cache-control",
    "content-location",
    "content-security-policy",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "etag",
    "expires",
    "integrity-policy",
    "origin-agent-cluster",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "vary",
    "x-content-type-options",
    "x-frame-options",
)
_MATCHES = (Trial.MATCH_EXACT, Trial.MATCH_LIST, Trial.MATCH_ANY, Trial.MATCH_WEAK, Trial.MATCH_HEAD)


def _answers_304(trial: Trial, note: str, source: str) -> Check:
    @expect(
        trial.name.lower().replace("_", "-"),
        f"{trial} → 304",
        MEDIUM,
        reason=note,
        source=source,
    )
    def judge(survey: Survey) -> Iterator[Note]:
        tried = survey.tried(trial)
        if not tried:
            yield moot("no date to compare with" if trial is Trial.SINCE else "no ETag to compare with")
        for exchange in tried:
            status = exchange.answer.status
            yield good(exchange, "304") if status == 304 else flaw(exchange, str(status or "no answer"), MEDIUM)

    return judge


_TAGS = "RFC 9110, 13.1.2"
match_exact = _answers_304(Trial.MATCH_EXACT, "a reader who has the page must not pay for it twice", _TAGS)
match_list = _answers_304(Trial.MATCH_LIST, "a cache that holds several versions asks for them all at once", _TAGS)
match_any = _answers_304(Trial.MATCH_ANY, "* matches whatever there is", _TAGS)
match_weak = _answers_304(Trial.MATCH_WEAK, "the comparison is the weak one: W/ makes no difference", _TAGS)
match_head = _answers_304(Trial.MATCH_HEAD, "HEAD is asked and answered as GET is", f"{_TAGS}; 9.3.2")
since = _answers_304(Trial.SINCE, "a reader without ETag has only the date", "RFC 9110, 13.1.3")


@expect(
    "match-other",
    "another ETag → 200, whatever the date says",
    MEDIUM,
    reason="If-None-Match decides alone: a date is too coarse to contradict it",
    source="RFC 9110, 13.1.2, 13.1.3 and 13.2.2",
)
def match_other(survey: Survey) -> Iterator[Note]:
    tried = survey.tried(Trial.MATCH_OTHER, Trial.OTHER_SINCE)
    if not tried:
        yield moot("no ETag to compare with")
    for exchange in tried:
        status = exchange.answer.status
        yield good(exchange, "200") if status == 200 else flaw(exchange, str(status or "no answer"), MEDIUM)


def _unmodified(survey: Survey) -> list[Exchange]:
    return [at for at in survey.tried(*_MATCHES, Trial.SINCE) if at.answer.status == 304]


@expect(
    "unmodified-bare",
    "a 304 bears no body",
    MEDIUM,
    reason="the bytes would be read as the next answer on the same connection",
    source="RFC 9110, 15.4.5; RFC 9112, 6.3",
)
def unmodified_bare(survey: Survey) -> Iterator[Note]:
    for exchange in _unmodified(survey):
        excess = exchange.answer.excess
        yield flaw(exchange, f"{excess} bytes follow", MEDIUM) if excess else good(exchange, "no body")


@expect(
    "unmodified-policy",
    "a 304 repeats the ETag, Cache-Control, Vary and the policy headers of the 200",
    MEDIUM,
    reason="the stored copy lives on under the headers of the 304: a tightened policy must arrive with it",
    source="RFC 9110, 15.4.5; RFC 9111, 4.3.4",
)
def unmodified_policy(survey: Survey) -> Iterator[Note]:
    for exchange in _unmodified(survey):
        plain = survey.plain(exchange)
        if plain is None:
            continue
        lost = [name for name in KEPT if plain.answer.values(name) != exchange.answer.values(name)]
        yield flaw(exchange, f"other or no {', '.join(lost[:3])}", MEDIUM) if lost else good(exchange, "all kept")


CHECKS = (
    match_exact,
    match_list,
    match_any,
    match_weak,
    match_head,
    since,
    match_other,
    unmodified_bare,
    unmodified_policy,
)
