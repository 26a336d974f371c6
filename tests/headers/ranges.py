# SPDX-License-Identifier: MIT
"""Parts of a file: the right bytes, rightly named, or the whole; never something in between."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.revalidation import KEPT
from tests.headers.survey import Exchange, Survey, Trial

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO


def _tried(survey: Survey, *trials: Trial) -> Iterator[tuple[Exchange, Exchange]]:
    """Each exchange of these trials, with the plain GET of the same address."""
    for exchange in survey.tried(*trials):
        plain = survey.plain(exchange)
        if plain is not None:
            yield exchange, plain


def _serves_ranges(survey: Survey) -> bool:
    return any(at.answer.status in {206, 416} for at in survey.tried(Trial.RANGE_FIRST, Trial.RANGE_BEYOND))


@expect(
    "range-part",
    "a byte range → 206, the right bytes, the right Content-Range",
    MEDIUM,
    reason="a download taken up again is put together from such parts",
    source="RFC 9110, 14.4 and 15.3.7",
)
def range_part(survey: Survey) -> Iterator[Note]:
    for exchange, plain in _tried(survey, Trial.RANGE_FIRST, Trial.RANGE_LAST):
        whole, answer = plain.answer.body, exchange.answer
        first = 0 if exchange.trial is Trial.RANGE_FIRST else len(whole) - 1
        expected = f"bytes {first}-{first}/{len(whole)}"
        if answer.status == 200:
            is_told = "bytes" in plain.answer.value("accept-ranges")
            yield flaw(exchange, "Accept-Ranges: bytes, yet the whole", INFO) if is_told else moot("ranges not served")
        elif answer.status != 206:
            yield flaw(exchange, str(answer.status or "no answer"), MEDIUM)
        elif answer.value("content-range") != expected or answer.body != whole[first : first + 1]:
            yield flaw(exchange, f"Content-Range: {answer.value('content-range')}", MEDIUM)
        else:
            yield good(exchange, "206")


@expect(
    "range-policy",
    "a 206 bears the validators and the policy headers of the 200",
    MEDIUM,
    reason="a part opened by itself is a document too",
    source="RFC 9110, 15.3.7",
)
def range_policy(survey: Survey) -> Iterator[Note]:
    for exchange, plain in _tried(survey, Trial.RANGE_FIRST, Trial.RANGE_LAST, Trial.RANGE_SAME):
        if exchange.answer.status == 206:
            lost = [name for name in KEPT if plain.answer.values(name) != exchange.answer.values(name)]
            yield flaw(exchange, f"other or no {', '.join(lost[:3])}", MEDIUM) if lost else good(exchange, "all kept")


@expect(
    "range-beyond",
    "a range beyond the end → 416 with Content-Range: bytes */length",
    MEDIUM,
    reason="the reader learns the length and asks again",
    source="RFC 9110, 14.4 and 15.5.17",
)
def range_beyond(survey: Survey) -> Iterator[Note]:
    for exchange, plain in _tried(survey, Trial.RANGE_BEYOND):
        answer = exchange.answer
        if answer.status == 200 and not _serves_ranges(survey):
            yield moot("ranges not served")
        elif answer.status != 416:
            yield flaw(exchange, str(answer.status or "no answer"), MEDIUM)
        elif answer.value("content-range") != f"bytes */{len(plain.answer.body)}":
            yield flaw(exchange, f"Content-Range: {answer.value('content-range') or 'absent'}", INFO)
        else:
            yield good(exchange, "416")


@expect(
    "range-unknown",
    "a range in an unknown unit → the whole",
    MEDIUM,
    reason="a server must ignore a unit it does not know",
    source="RFC 9110, 14.2",
)
def range_unknown(survey: Survey) -> Iterator[Note]:
    for exchange, _ in _tried(survey, Trial.RANGE_UNKNOWN):
        status = exchange.answer.status
        yield good(exchange, "200") if status == 200 else flaw(exchange, str(status or "no answer"), MEDIUM)


@expect(
    "if-range",
    "If-Range: the part when the ETag holds, the whole when it does not",
    MEDIUM,
    reason="parts of two versions, put together, are neither",
    source="RFC 9110, 13.1.5",
)
def if_range(survey: Survey) -> Iterator[Note]:
    if not _serves_ranges(survey):
        yield moot("ranges not served")
        return
    for exchange, _ in _tried(survey, Trial.RANGE_SAME, Trial.RANGE_OTHER):
        status, expected = exchange.answer.status, 206 if exchange.trial is Trial.RANGE_SAME else 200
        severity = INFO if expected == 206 and status == 200 else MEDIUM
        yield good(exchange, str(status)) if status == expected else flaw(exchange, str(status), severity)


CHECKS = (range_part, range_policy, range_beyond, range_unknown, if_range)
