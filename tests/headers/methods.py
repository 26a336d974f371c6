# SPDX-License-Identifier: MIT
"""Methods: GET and HEAD are served, every other one is refused, and the refusal says what is allowed."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.findings import Note, Severity, expect, flaw, good
from tests.headers.survey import Exchange, Survey, Trial
from tests.headers.trials import TRACE_MARK

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO

# What says something of one message or one hop only, and so may differ between GET and HEAD.
_HOP = frozenset(
    [
        "age",
        "connection",
        "date",
        "keep-alive",
        "server-timing",
        "set-cookie",
        "transfer-encoding",
        "x-request-id",
        "content-length",
    ]
)


@expect(
    "head-headers",
    "HEAD answers the status and the headers of GET",
    MEDIUM,
    reason="link checkers, caches and previews ask by HEAD, and believe it",
    source="RFC 9110, 9.3.2",
)
def head_headers(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.HEAD):
        plain = survey.plain(exchange)
        if plain is None or not plain.answer.status:
            continue
        if exchange.answer.status != plain.answer.status:
            severity = INFO if plain.answer.status >= 400 else MEDIUM
            yield flaw(exchange, f"{exchange.answer.status or 'no answer'} for {plain.answer.status}", severity)
        elif differing := _differing(exchange, plain):
            yield flaw(exchange, f"other or no {', '.join(differing[:3])}", MEDIUM)
        else:
            yield good(exchange, "as GET")


def _differing(head: Exchange, plain: Exchange) -> list[str]:
    names = {name for name, _ in (*head.answer.headers, *plain.answer.headers)} - _HOP
    found = sorted(name for name in names if head.answer.values(name) != plain.answer.values(name))
    lengths = head.answer.values("content-length")
    # Content-Length may be left out of a HEAD, but may not be another one (RFC 9110, 8.6).
    is_other = bool(lengths) and lengths != (str(len(plain.answer.body)),)
    return [*found, "content-length"] if is_other else found


@expect(
    "head-bare",
    "HEAD answers no body",
    MEDIUM,
    reason="the bytes would be read as the next answer on the same connection",
    source="RFC 9110, 9.3.2; RFC 9112, 6.3",
)
def head_bare(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.HEAD, Trial.MATCH_HEAD):
        excess = exchange.answer.excess
        yield flaw(exchange, f"{excess} bytes follow", MEDIUM) if excess else good(exchange, "no body")


@expect(
    "method-refused",
    "POST, PUT, PATCH and OPTIONS → 405 on a page",
    MEDIUM,
    reason="a page that takes a method it has no use for answers questions nobody should ask",
    source="RFC 9110, 15.5.6 and 15.6.2; OWASP Web Security Testing Guide, WSTG-CONF-06",
)
def method_refused(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.METHOD):
        method, status = exchange.request.method, exchange.answer.status
        if method == "TRACE":
            continue
        if status == 405:
            yield good(exchange, "405")
        elif 200 <= status < 300 and method != "OPTIONS":
            yield flaw(exchange, f"{method}: {status}", MEDIUM)
        else:
            yield flaw(exchange, f"{method}: {status or 'no answer'}", INFO)


@expect(
    "method-unknown",
    "an unknown method → 405, 501 or 400",
    MEDIUM,
    reason="a server that takes it for GET lets it past every rule written for GET",
    source="RFC 9110, 9.1 and 15.6.2",
)
def method_unknown(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.UNKNOWN_METHOD):
        status = exchange.answer.status
        is_refused = status in {400, 403, 405, 501} or not status
        yield good(exchange, str(status or "closed")) if is_refused else flaw(exchange, str(status), MEDIUM)


@expect(
    "method-trace",
    "TRACE is refused",
    HIGH,
    reason="it sends a request's headers back in a body, cookies and credentials with them",
    source="RFC 9110, 9.3.8 and 17.10; OWASP, Cross Site Tracing",
)
def method_trace(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.METHOD):
        if exchange.request.method != "TRACE":
            continue
        if TRACE_MARK.encode() in exchange.answer.body:
            yield flaw(exchange, "echoes the request", HIGH)
        elif 200 <= exchange.answer.status < 300:
            yield flaw(exchange, f"{exchange.answer.status}, without an echo", MEDIUM)
        else:
            yield good(exchange, str(exchange.answer.status or "no answer"))


@expect(
    "method-allow",
    "a 405 says which methods are allowed: GET and HEAD",
    MEDIUM,
    reason="a server must say so in a 405",
    source="RFC 9110, 10.2.1 and 15.5.6",
)
def method_allow(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        if exchange.answer.status != 405:
            continue
        allowed = {method.strip().upper() for method in exchange.answer.value("allow").split(",")} - {""}
        if not allowed:
            yield flaw(exchange, "no Allow", MEDIUM)
        elif not {"GET", "HEAD"} <= allowed or "TRACE" in allowed:
            yield flaw(exchange, f"Allow: {exchange.answer.value('allow')}", INFO)
        else:
            yield good(exchange, f"Allow: {exchange.answer.value('allow')}")


CHECKS = (head_headers, head_bare, method_refused, method_unknown, method_trace, method_allow)
