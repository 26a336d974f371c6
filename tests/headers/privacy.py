# SPDX-License-Identifier: MIT
"""Cookies and CORS: a site of texts sets none, and opens its answers to no other site."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.fields import shorten
from tests.headers.findings import Note, Severity, expect, flaw, good
from tests.headers.survey import Exchange, Survey, Trial
from tests.headers.trials import STRANGER

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO


@expect(
    "no-cookies",
    "no cookie is set",
    HIGH,
    reason="a reader of texts need not be recognised; without consent the law forbids most of it",
    source="RFC 6265, 8; Mozilla HTTP Observatory, cookies; directive 2002/58/CE, article 5(3)",
)
def no_cookies(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        cookies = exchange.answer.values("set-cookie")
        if not cookies:
            yield good(exchange, "none")
        for cookie in cookies:
            yield flaw(exchange, shorten(cookie.partition("=")[0]), _weigh_cookie(cookie, survey))


def _weigh_cookie(cookie: str, survey: Survey) -> Severity:
    attributes = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
    if survey.is_https and "secure" not in attributes:
        return HIGH
    return INFO if {"secure", "httponly", "samesite"} <= attributes else MEDIUM


@expect(
    "no-cors",
    "no answer lets another site read it",
    HIGH,
    reason="what is opened once to every origin stays open when the site grows a part that is not public",
    source="WHATWG Fetch, CORS protocol; Mozilla HTTP Observatory, cross-origin-resource-sharing",
)
def no_cors(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        names = [name for name, _ in exchange.answer.headers if name.startswith("access-control-")]
        yield flaw(exchange, *_weigh_cors(exchange, names)) if names else good(exchange, "none")


def _weigh_cors(exchange: Exchange, names: list[str]) -> tuple[str, Severity]:
    allowed = exchange.answer.value("access-control-allow-origin")
    is_credited = exchange.answer.value("access-control-allow-credentials").lower() == "true"
    if STRANGER in allowed or allowed == "null":
        return f"access-control-allow-origin repeats {allowed}", HIGH if is_credited else MEDIUM
    return f"{names[0]}: {shorten(exchange.answer.value(names[0]))}", INFO


@expect(
    "preflight-refused",
    "a CORS preflight is not granted",
    MEDIUM,
    reason="a grant would let another site's script send what forms cannot",
    source="WHATWG Fetch, CORS-preflight fetch",
)
def preflight_refused(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.PREFLIGHT):
        methods = exchange.answer.value("access-control-allow-methods")
        yield flaw(exchange, f"granted: {shorten(methods)}", MEDIUM) if methods else good(exchange, "not granted")


CHECKS = (no_cookies, no_cors, preflight_refused)
