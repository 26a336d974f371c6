# SPDX-License-Identifier: MIT
"""The message itself: heads of a decent size, no field said twice, and no request read in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.headers.findings import Note, Severity, expect, flaw, good
from tests.headers.survey import Survey, Trial

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO
_MOST_BYTES = 4096

# Fields that RFC 9110 (5.3), or their own specification, defines as lists, besides Set-Cookie: repeating them is legal.
_LISTS = frozenset(
    [
        "accept-ranges",
        "allow",
        "cache-control",
        "connection",
        "content-encoding",
        "content-language",
        "content-security-policy",
        "content-security-policy-report-only",
        "link",
        "set-cookie",
        "speculation-rules",
        "transfer-encoding",
        "vary",
        "via",
        "warning",
        "www-authenticate",
    ]
)


@expect(
    "head-size",
    "a page's head is at most 4 KiB",
    INFO,
    reason="proxies read a head into one buffer, of 4 or 8 KiB by default, and answer 502 beyond it",
    source="nginx, proxy_buffer_size (one memory page)",
)
def head_size(survey: Survey) -> Iterator[Note]:
    sizes = [(exchange, exchange.answer.head_size) for exchange in survey.documents()]
    for exchange, size in sizes:
        if size > _MOST_BYTES:
            yield flaw(exchange, f"{size} bytes", INFO)
    if sizes:
        largest, size = max(sizes, key=lambda pair: pair[1])
        yield good(largest, f"{size} bytes at most")


@expect(
    "fields-once",
    "no field is sent twice, none is empty",
    MEDIUM,
    reason="of two values each reader takes another one; an empty one says that a filter half worked",
    source="RFC 9110, 5.3; RFC 9651, 4.2",
)
def fields_once(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        counts = Counter(name for name, _ in exchange.answer.headers if name not in _LISTS)
        repeated = [name for name, count in counts.items() if count > 1]
        empty = [name for name, value in exchange.answer.headers if not value]
        if repeated:
            yield flaw(exchange, f"{repeated[0]} sent {counts[repeated[0]]} times", MEDIUM)
        elif empty:
            yield flaw(exchange, f"{empty[0]} empty", INFO)
        else:
            yield good(exchange, "once each")


@expect(
    "host-once",
    "a request without Host, or with two, → 400",
    MEDIUM,
    reason="a proxy and the server behind it may each believe another one",
    source="RFC 9112, 3.2",
)
def host_once(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.NO_HOST, Trial.TWO_HOSTS):
        status = exchange.answer.status
        is_refused = status in {400, 421} or not status
        yield good(exchange, str(status or "closed")) if is_refused else flaw(exchange, str(status), MEDIUM)


@expect(
    "length-once",
    "a request with two lengths → 400, or the connection ends",
    MEDIUM,
    reason="two readers of one stream disagree where the next request begins: request smuggling",
    source="RFC 9112, 6.1 and 11.2",
)
def length_once(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.TWO_LENGTHS):
        status, is_closed = exchange.answer.status, exchange.answer.is_closed
        if status == 400 or not status or is_closed:
            yield good(exchange, f"{status or 'closed'}{', closed' if status and is_closed else ''}")
        else:
            yield flaw(exchange, f"{status}, and the connection goes on", MEDIUM)


@expect(
    "long-path",
    "a path of 64 KiB is refused",
    INFO,
    reason="what is read without limit fills the memory",
    source="RFC 9110, 15.5.15; RFC 9112, 3",
)
def long_path(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.LONG_PATH):
        status = exchange.answer.status
        is_refused = 400 <= status < 500 or not status
        yield good(exchange, str(status or "closed")) if is_refused else flaw(exchange, str(status), INFO)


CHECKS = (head_size, fields_once, host_once, length_once, long_path)
