# SPDX-License-Identifier: MIT
"""Cache-Control and validators: how long an answer may live, and how it is told apart from the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.headers.fields import shorten
from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.survey import Exchange, Kind, Survey, Trial

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO
_YEAR = 31_536_000
_FINGERPRINT = re.compile(r"[.-](?=[0-9A-Za-z_]*[0-9])[0-9A-Za-z_]{8,64}\.[a-z0-9]+$")
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def parse_cache_control(value: str) -> Mapping[str, str]:
    """Directive -> argument without quotes, "" when it has none (RFC 9111, 5.2)."""
    pairs = (part.strip().partition("=") for part in value.lower().split(",") if part.strip())
    return {name.strip(): argument.strip().strip('"') for name, _, argument in pairs}


def max_age(directives: Mapping[str, str]) -> int | None:
    argument = directives.get("max-age", "")
    return int(argument) if argument.isascii() and argument.isdecimal() else None


def is_fingerprinted(exchange: Exchange) -> bool:
    """Whether the file's name holds a hash of its content, so that it never changes under that name."""
    target = exchange.request.target.partition("?")[0]
    return bool(_FINGERPRINT.search(target)) and exchange.kind in {Kind.STYLE, Kind.SCRIPT, Kind.PICTURE}


@expect(
    "cache-stated",
    "Cache-Control on everything that is served",
    MEDIUM,
    reason="without it each cache guesses an age, and shows yesterday's page under yesterday's policy",
    source="RFC 9111, 4.2.2 and 5.2",
)
def cache_stated(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.PLAIN):
        value = exchange.answer.value("cache-control")
        if value:
            yield good(exchange, shorten(value))
        elif exchange.answer.status == 200:
            yield flaw(exchange, f"absent on a {exchange.kind}", MEDIUM)
        elif exchange.answer.status in {404, 410}:  # cacheable by guess too: RFC 9110, 15.1
            yield flaw(exchange, f"absent on a {exchange.answer.status}", INFO)


@expect(
    "cache-page",
    "pages are checked again before each use, and may be stored",
    MEDIUM,
    reason="a correction, or a tighter policy, reaches readers at once; no-store makes them pay for every visit",
    source="RFC 9111, 5.2.2.4 (no-cache); MDN Cache-Control",
)
def cache_page(survey: Survey) -> Iterator[Note]:
    for exchange in survey.found(Kind.PAGE):
        value = exchange.answer.value("cache-control")
        directives = parse_cache_control(value)
        age = max_age(directives)
        if "no-store" in directives:
            yield flaw(exchange, "no-store", INFO)
        elif "no-cache" in directives or (age is not None and age <= 600):
            yield good(exchange, shorten(value))
        elif value:
            yield flaw(exchange, shorten(value), MEDIUM if "immutable" in directives else INFO)


@expect(
    "cache-fingerprint",
    "immutable for a year where the name holds a hash of the content, and nowhere else",
    MEDIUM,
    reason="what cannot change need not be asked for again; what can change must be",
    source="RFC 8246; RFC 9111, 5.2.2.1",
)
def cache_fingerprint(survey: Survey) -> Iterator[Note]:
    for exchange in survey.found(Kind.STYLE, Kind.SCRIPT, Kind.PICTURE):
        directives = parse_cache_control(exchange.answer.value("cache-control"))
        is_forever = "immutable" in directives and (max_age(directives) or 0) >= _YEAR
        if is_fingerprinted(exchange):
            yield good(exchange, "immutable") if is_forever else flaw(exchange, "hashed name, not immutable", INFO)
        elif "immutable" in directives:
            yield flaw(exchange, "immutable without a hash in the name", MEDIUM)
        else:
            yield good(exchange, "may change")


@expect(
    "etag",
    "each thing served has one well-formed ETag, the same at each asking",
    MEDIUM,
    reason="without one a reader fetches again what he has; one that changes by itself is none",
    source="RFC 9110, 8.8.3",
)
def etag(survey: Survey) -> Iterator[Note]:
    for exchange in survey.found():
        tags = exchange.answer.values("etag")
        again = next(
            (other for other in survey.tried(Trial.AGAIN) if other.request.target == exchange.request.target), None
        )
        if not tags:
            yield flaw(exchange, f"absent on a {exchange.kind}", MEDIUM if exchange.kind is Kind.PAGE else INFO)
        elif len(tags) > 1 or not _ETAG.fullmatch(tags[0]):
            yield flaw(exchange, f"malformed: {shorten(', '.join(tags))}", MEDIUM)
        elif again and again.answer.body == exchange.answer.body and again.answer.values("etag") != tags:
            yield flaw(exchange, "changes though the content does not", MEDIUM)
        else:
            yield good(exchange, "weak" if tags[0].startswith("W/") else "strong")


@expect(
    "vary",
    "Vary names Accept-Encoding wherever a coding may be chosen, and never is *",
    MEDIUM,
    reason="a cache would hand the compressed copy to a reader who cannot open it",
    source="RFC 9110, 12.5.5; RFC 9111, 4.1",
)
def vary(survey: Survey) -> Iterator[Note]:
    coded = {at.request.target for at in survey.answers() if at.answer.value("content-encoding")}
    if not coded:
        yield moot("nothing is served compressed")
    for exchange in survey.answers():
        names = {name.strip().lower() for name in exchange.answer.value("vary").split(",")}
        if "*" in names:
            yield flaw(exchange, "Vary: *", MEDIUM)
        elif exchange.request.target in coded and exchange.answer.status in {200, 304}:
            is_named = "accept-encoding" in names
            yield good(exchange, "Accept-Encoding") if is_named else flaw(exchange, "not named", MEDIUM)


CHECKS = (cache_stated, cache_page, cache_fingerprint, etag, vary)
