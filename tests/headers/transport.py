# SPDX-License-Identifier: MIT
"""https, and the promise to keep to it: Strict-Transport-Security and the redirect from plain http."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.headers.fields import field_notes
from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.survey import Survey, Trial

HSTS = "strict-transport-security"
HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO
_HALF_A_YEAR, _YEAR = 15_552_000, 31_536_000
_DIRECTIVE = re.compile(r'\s*([A-Za-z-]+)\s*(?:=\s*"?([0-9]{1,12})"?)?\s*')


def parse_hsts(value: str) -> Mapping[str, str] | None:
    """Directive -> value ("" when none); None when browsers would drop the field (RFC 6797, 6.1)."""
    found: dict[str, str] = {}
    for part in value.rstrip("; ").split(";"):
        match = _DIRECTIVE.fullmatch(part)
        if match is None or match[1].lower() in found:
            return None
        found[match[1].lower()] = match[2] or ""
    return found if found.get("max-age") else None


def appraise_hsts(value: str) -> Severity | None:
    directives = parse_hsts(value)
    if directives is None:
        return HIGH
    seconds, has_subdomains = int(directives["max-age"]), "includesubdomains" in directives
    if seconds < _HALF_A_YEAR:
        return MEDIUM
    # https://hstspreload.org: the list takes only a year or more, subdomains included.
    if "preload" in directives and (seconds < _YEAR or not has_subdomains):
        return MEDIUM
    return None if seconds >= _YEAR and has_subdomains else INFO


@expect(
    "https",
    "the site is served over https",
    HIGH,
    reason="whoever stands between can read and rewrite every page",
    source="RFC 9110, 17.1; W3C Secure Contexts (which trusts localhost)",
)
def https(survey: Survey) -> Iterator[Note]:
    if survey.is_local and not survey.is_https:
        yield moot("plain http on this machine")
        return
    seen = survey.origin.scheme
    yield Note(seen, str(survey.origin), None if survey.is_https else HIGH)


@expect(
    "hsts",
    "Strict-Transport-Security of a year or more, with includeSubDomains, on every https answer",
    HIGH,
    reason="without it the first request of each visit can be kept on plain http",
    source="RFC 6797, 6.1 and 7.1; hstspreload.org; Mozilla HTTP Observatory (six months at least)",
)
def hsts(survey: Survey) -> Iterator[Note]:
    if not survey.is_https:
        yield moot("not https")
        return
    yield from field_notes(survey.answers(), HSTS, appraise_hsts, absent=HIGH)


@expect(
    "hsts-plain",
    "no Strict-Transport-Security over plain http",
    INFO,
    reason="a server must not send it there, and on localhost it locks the developer's browser out",
    source="RFC 6797, 7.2",
)
def hsts_plain(survey: Survey) -> Iterator[Note]:
    plain = survey.tried(Trial.HTTP) if survey.is_https else survey.answers()
    for exchange in plain:
        value = exchange.answer.value(HSTS)
        yield flaw(exchange, value, INFO) if value else good(exchange, "absent")


@expect(
    "http-to-https",
    "plain http answers a permanent redirect to https on the same host",
    HIGH,
    reason="a bare name typed by a visitor goes to port 80 first",
    source="Mozilla HTTP Observatory, redirection; hstspreload.org (same host first)",
)
def http_to_https(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.HTTP):
        answer, location = exchange.answer, exchange.answer.value("location")
        if location.rstrip("/") != str(survey.origin) and not location.startswith(f"{survey.origin}/"):
            yield flaw(exchange, f"{answer.status} {location}".strip(), HIGH)
        elif answer.status not in {301, 308}:
            yield flaw(exchange, f"{answer.status}: not permanent", INFO)
        else:
            yield good(exchange, f"{answer.status} {location}")


CHECKS = (https, hsts, hsts_plain, http_to_https)
