# SPDX-License-Identifier: MIT
"""Which further questions an address deserves, once its plain answer is known. Pure: plans, nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.request import Request
from tests.headers.survey import Kind, Trial
from tests.headers.wire import Answer

Plan = Iterator[tuple[Trial, Request]]

STRANGER = "elsewhere.invalid"  # RFC 6761: never anybody's host
OTHER_ETAG = '"rempart-no-such-etag"'
METHODS = ("POST", "PUT", "PATCH", "TRACE", "OPTIONS")
TRACE_MARK = "rempart-trace-mark"
QUERY = "?a=1&b=%C3%A9"


def further(kind: Kind, target: str, answer: Answer) -> Plan:
    """Every further question to one thing of this kind, found at `target`, whose plain answer is `answer`."""
    yield from conditional(target, answer)
    if kind in {Kind.PAGE, Kind.PICTURE, Kind.STYLE}:
        yield from ranges(target, answer)
    if kind in {Kind.PAGE, Kind.STYLE, Kind.FEED}:
        yield from codings(target)
    if kind in {Kind.PAGE, Kind.STYLE}:
        yield from other_methods(target)
        yield from strangers(target)
    if kind in {Kind.PAGE, Kind.ROBOTS}:
        yield from crawler(target)


def conditional(target: str, answer: Answer) -> Plan:
    """Every form of revalidation (RFC 9110, 13.1.2 and 13.1.3); nothing when the answer bears no validator."""
    etag, date = answer.value("etag"), answer.value("last-modified")
    if etag:
        bare = etag.removeprefix("W/")
        asked = {
            Trial.MATCH_EXACT: etag,
            Trial.MATCH_LIST: f'{OTHER_ETAG}, {etag}, "x"',
            Trial.MATCH_ANY: "*",
            Trial.MATCH_WEAK: f"W/{bare}",
            Trial.MATCH_OTHER: OTHER_ETAG,
        }
        for trial, value in asked.items():
            yield trial, Request("GET", target, (("If-None-Match", value),), is_last=True)
        yield Trial.MATCH_HEAD, Request("HEAD", target, (("If-None-Match", etag),), is_last=True)
    if date:
        since = ("If-Modified-Since", date)
        yield Trial.SINCE, Request("GET", target, (since,), is_last=True)
        if etag:
            yield Trial.OTHER_SINCE, Request("GET", target, (("If-None-Match", OTHER_ETAG), since), is_last=True)


def ranges(target: str, answer: Answer) -> Plan:
    """Single ranges, good and bad, with and without If-Range (RFC 9110, 13.1.5 and 14)."""
    asked = {
        Trial.RANGE_FIRST: "bytes=0-0",
        Trial.RANGE_LAST: "bytes=-1",
        Trial.RANGE_BEYOND: f"bytes={len(answer.body)}-",
        Trial.RANGE_UNKNOWN: "pages=1-2",
    }
    for trial, value in asked.items():
        yield trial, Request("GET", target, (("Range", value),))
    for trial, etag in ((Trial.RANGE_SAME, answer.value("etag")), (Trial.RANGE_OTHER, OTHER_ETAG)):
        if etag and not etag.startswith("W/"):
            yield trial, Request("GET", target, (("Range", "bytes=0-0"), ("If-Range", etag)))


def codings(target: str) -> Plan:
    """What Accept-Encoding may say (RFC 9110, 12.5.3)."""
    asked = {
        Trial.GZIP: "gzip",
        Trial.BROTLI: "br",
        Trial.ZSTD: "zstd",
        Trial.NO_CODING: "gzip;q=0, br;q=0, zstd;q=0, deflate;q=0",
        Trial.UNKNOWN_CODING: "rempart",
        Trial.LIKES_GZIP: "br;q=0.2, gzip;q=0.9",
        Trial.LIKES_BROTLI: "gzip;q=0.2, br;q=0.9",
    }
    for trial, value in asked.items():
        yield trial, Request("GET", target, (("Accept-Encoding", value),))


def other_methods(target: str) -> Plan:
    """Methods that a page does not have. The If-Match of PUT and PATCH never holds: no server may write for us."""
    guard = (("If-Match", OTHER_ETAG), ("Content-Length", "0"))
    headers: dict[str, tuple[tuple[str, str], ...]] = {
        "PUT": guard,
        "PATCH": guard,
        "POST": (("Content-Length", "0"),),
        "TRACE": (("X-Rempart", TRACE_MARK),),
    }
    for method in METHODS:
        yield Trial.METHOD, Request(method, target, headers.get(method, ()), is_last=True)


def strangers(target: str) -> Plan:
    """What another site, or somebody who says he is one, may ask."""
    origin = ("Origin", f"https://{STRANGER}")
    yield Trial.ORIGIN, Request("GET", target, (origin,))
    preflight = (origin, ("Access-Control-Request-Method", "PUT"))
    yield Trial.PREFLIGHT, Request("OPTIONS", target, preflight, is_last=True)
    yield Trial.HOSTILE_HOST, Request("GET", target, hosts=(STRANGER,))
    yield Trial.HOSTILE_FORWARDED, Request("GET", target, (("X-Forwarded-Host", STRANGER),))


def crawler(target: str) -> Plan:
    yield Trial.CRAWLER, Request("GET", target, (("User-Agent", "Mozilla/5.0 (compatible; GPTBot/1.3)"),))


def parser(target: str, authority: str) -> Plan:
    """Requests that HTTP/1.1 forbids, an oversized one, and a method nobody knows (RFC 9112, 3 and 6.1)."""
    yield Trial.NO_HOST, Request("GET", target, hosts=(), is_last=True)
    yield Trial.TWO_HOSTS, Request("GET", target, hosts=(authority, STRANGER), is_last=True)
    # The server must end the connection of itself: it is not asked to.
    lengths = (("Content-Length", "4"), ("Transfer-Encoding", "chunked"), ("Connection", "keep-alive"))
    yield Trial.TWO_LENGTHS, Request("POST", target, lengths, body=b"0\r\n\r\n", is_last=True)
    yield Trial.LONG_PATH, Request("GET", "/" + "a" * 65_536, is_last=True)
    yield Trial.UNKNOWN_METHOD, Request("REMPART", target, is_last=True)
