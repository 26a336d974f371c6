# SPDX-License-Identifier: MIT
"""One page, one address: other spellings lead there for good, by path, with their query, and never elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from tests.headers.discovery import local_target
from tests.headers.fields import shorten
from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.request import parse_origin
from tests.headers.survey import Exchange, Kind, Survey, Trial
from tests.headers.trials import QUERY, STRANGER

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO
_PERMANENT, _TEMPORARY = frozenset({301, 308}), frozenset({302, 303, 307})
_SAFE_REFUSALS = frozenset({400, 403, 404, 410, 421})


def _is_redirect(exchange: Exchange) -> bool:
    return exchange.answer.status in _PERMANENT | _TEMPORARY


def _aliases(survey: Survey, trial: Trial) -> list[Exchange]:
    return [exchange for exchange in survey.tried(trial) if exchange.kind is Kind.ALIAS]


@expect(
    "alias-permanent",
    "another spelling of a page's address → 301 or 308 to the one",
    MEDIUM,
    reason="two addresses of one page are two pages to caches and search engines; a policy by path knows only one",
    source="RFC 9110, 15.4.2 and 15.4.9; RFC 6596 (canonical link)",
)
def alias_permanent(survey: Survey) -> Iterator[Note]:
    tried = _aliases(survey, Trial.PLAIN)
    if not tried:
        yield moot("no page has another spelling to try")
    pages = {at.answer.body for at in survey.found(Kind.PAGE)}
    for exchange in tried:
        status = exchange.answer.status
        if status in _PERMANENT:
            yield good(exchange, str(status))
        elif status in _TEMPORARY:
            yield flaw(exchange, f"{status}: not permanent", MEDIUM)
        elif status == 200:
            is_copy = exchange.answer.body in pages
            yield flaw(exchange, "the page a second time" if is_copy else "200", MEDIUM)
        else:
            yield flaw(exchange, f"{status or 'no answer'}: leads nowhere", INFO)


@expect(
    "alias-path",
    "a redirect's Location is a path",
    INFO,
    reason="behind a proxy the server does not know its own scheme and name: http:// comes back on an https site",
    source="RFC 9110, 10.2.2 (a relative reference is resolved by the client)",
)
def alias_path(survey: Survey) -> Iterator[Note]:
    for exchange in filter(_is_redirect, survey.answers()):
        location = exchange.answer.value("location")
        is_path = location.startswith("/") and not location.startswith(("//", "/\\"))
        yield good(exchange, "a path") if is_path else flaw(exchange, shorten(location) or "no Location", INFO)


@expect(
    "alias-query",
    "a redirect keeps the query",
    MEDIUM,
    reason="what the link's author wrote after the question mark is part of the address",
    source="RFC 3986, 3.4",
)
def alias_query(survey: Survey) -> Iterator[Note]:
    tried = [exchange for exchange in _aliases(survey, Trial.QUERY) if _is_redirect(exchange)]
    if not tried:
        yield moot("no alias redirects")
    for exchange in tried:
        location = exchange.answer.value("location")
        yield good(exchange, "kept") if location.endswith(QUERY) else flaw(exchange, shorten(location), MEDIUM)


@expect(
    "alias-arrives",
    "a redirect arrives in one step",
    MEDIUM,
    reason="each step is a round trip, and a chain is where loops begin",
    source="RFC 9110, 15.4",
)
def alias_arrives(survey: Survey) -> Iterator[Note]:
    followed = survey.tried(Trial.FOLLOWED)
    if not followed:
        yield moot("no alias redirects within the site")
    for exchange in followed:
        status = exchange.answer.status
        yield good(exchange, "200") if status == 200 else flaw(exchange, str(status or "no answer"), MEDIUM)


@expect(
    "host-unused",
    "no Location and no page is made from Host or X-Forwarded-Host",
    HIGH,
    reason="a cache that stores one such answer sends every later visitor to the attacker",
    source="OWASP Web Security Testing Guide, WSTG-INPV-17 (Host header injection); RFC 9110, 7.2",
)
def host_unused(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.HOSTILE_HOST, Trial.HOSTILE_FORWARDED):
        answer = exchange.answer
        if STRANGER in answer.value("location"):
            yield flaw(exchange, f"Location: {shorten(answer.value('location'))}", HIGH)
        elif STRANGER.encode() in answer.body and answer.status not in _SAFE_REFUSALS:
            yield flaw(exchange, "repeated in the page", HIGH)
        else:
            yield good(exchange, "unused")


@expect(
    "no-open-redirect",
    "no path makes the site send its visitors elsewhere",
    HIGH,
    reason="a link that begins with this site's name ends at another",
    source="CWE-601; OWASP Web Security Testing Guide, WSTG-CLNT-04",
)
def no_open_redirect(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.RAW, Trial.INJECTED):
        location = exchange.answer.value("location")
        if not _is_redirect(exchange):
            yield good(exchange, "no redirect")
        elif _leads_away(survey, exchange, location):
            yield flaw(exchange, f"Location: {shorten(location)}", HIGH)
        else:
            yield good(exchange, "stays")


def _leads_away(survey: Survey, exchange: Exchange, location: str) -> bool:
    """Browsers read `\\` as `/`: so is it read here. The site's own name over another scheme stays."""
    readable = location.replace("\\", "/")
    if readable.startswith("//"):
        return True
    try:
        there, _ = parse_origin(urljoin(f"{survey.origin}/", readable))
    except ValueError:
        return True
    is_own = there.host == survey.origin.host
    return not is_own and local_target(survey.origin, exchange.request.target, readable) is None


CHECKS = (alias_permanent, alias_path, alias_query, alias_arrives, host_unused, no_open_redirect)
