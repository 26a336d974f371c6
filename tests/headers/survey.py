# SPDX-License-Identifier: MIT
"""Everything that was asked of a site and everything it answered: what the judges read. Frozen, no I/O."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum

from tests.headers import policy_text
from tests.headers.page import Page, read_page
from tests.headers.request import Origin, Request
from tests.headers.wire import Answer

_CSP = "content-security-policy"


class Kind(StrEnum):
    """What lies at the address, as far as it can be told before asking."""

    PAGE = "page"
    STYLE = "stylesheet"
    SCRIPT = "script"
    PICTURE = "picture"
    FEED = "feed"
    ROBOTS = "robots.txt"
    SITEMAP = "sitemap"
    CONTACT = "security.txt"
    MISSING = "missing page"
    ALIAS = "alias"
    ODD = "odd path"


class Trial(StrEnum):
    """What was tried on it."""

    PLAIN = "plain"
    HEAD = "HEAD"
    AGAIN = "asked again"
    MATCH_EXACT = "If-None-Match: the ETag"
    MATCH_LIST = "If-None-Match: a list with the ETag"
    MATCH_ANY = "If-None-Match: *"
    MATCH_WEAK = "If-None-Match: the ETag, weak"
    MATCH_OTHER = "If-None-Match: another ETag"
    MATCH_HEAD = "HEAD, If-None-Match: the ETag"
    SINCE = "If-Modified-Since: its date"
    OTHER_SINCE = "If-None-Match: another ETag, If-Modified-Since: its date"
    RANGE_FIRST = "Range: bytes=0-0"
    RANGE_LAST = "Range: bytes=-1"
    RANGE_BEYOND = "Range beyond the end"
    RANGE_UNKNOWN = "Range in an unknown unit"
    RANGE_SAME = "Range, If-Range: the ETag"
    RANGE_OTHER = "Range, If-Range: another ETag"
    GZIP = "Accept-Encoding: gzip"
    BROTLI = "Accept-Encoding: br"
    ZSTD = "Accept-Encoding: zstd"
    NO_CODING = "Accept-Encoding: every coding refused"
    UNKNOWN_CODING = "Accept-Encoding: an unknown coding"
    LIKES_GZIP = "Accept-Encoding: gzip before br"
    LIKES_BROTLI = "Accept-Encoding: br before gzip"
    METHOD = "other method"
    ORIGIN = "Origin: another site"
    PREFLIGHT = "CORS preflight"
    HOSTILE_HOST = "Host: another site"
    HOSTILE_FORWARDED = "X-Forwarded-Host: another site"
    QUERY = "with a query"
    FOLLOWED = "the redirect's target"
    RAW = "raw path"
    SECRET = "hidden file"
    SIDECAR = "compressed file by its own name"
    INJECTED = "line break in the path"
    CRAWLER = "User-Agent: GPTBot"
    REFUSED = "asked too soon"
    THROTTLED = "never answered"
    NO_HOST = "without Host"
    TWO_HOSTS = "two Hosts"
    TWO_LENGTHS = "Content-Length and chunked"
    LONG_PATH = "path of 64 KiB"
    UNKNOWN_METHOD = "unknown method"
    HTTP = "over plain http"


# Asked of the server's own parser: an application behind it may never see them, so its headers are not looked for.
_PARSER_TRIALS = frozenset({Trial.NO_HOST, Trial.TWO_HOSTS, Trial.TWO_LENGTHS, Trial.LONG_PATH, Trial.UNKNOWN_METHOD})


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer."""

    kind: Kind
    trial: Trial
    request: Request
    answer: Answer

    @property
    def where(self) -> str:
        """Where this was, in a few words: `GET /blog 200`, with the trial when it was not a plain GET."""
        target = self.request.target if len(self.request.target) <= 60 else self.request.target[:57] + "..."
        shown = f"{self.request.method} {target} {self.answer.status or 'no answer'}"
        return shown if self.trial in {Trial.PLAIN, Trial.HEAD, Trial.METHOD} else f"{shown} [{self.trial}]"

    @property
    def is_document(self) -> bool:
        """Whether a browser would show the answer as a page of this site, and so live by its policy.

        A refusal in HTML that is confined to a sandbox is none: what page headers rule, it cannot do.
        """
        if self.answer.status == 304:
            return self.kind is Kind.PAGE
        is_confined = any(map(policy_text.is_confined, map(policy_text.parse, self.answer.values(_CSP))))
        return self.answer.essence == "text/html" and not 300 <= self.answer.status < 400 and not is_confined

    @property
    def page(self) -> Page:
        return read_page(self.answer.body)


@dataclass(frozen=True, slots=True)
class Survey:
    """The exchanges, in the order asked."""

    origin: Origin
    exchanges: tuple[Exchange, ...]

    @property
    def is_https(self) -> bool:
        return self.origin.scheme == "https"

    @property
    def is_local(self) -> bool:
        """Whether the site runs on this machine, where browsers trust plain http too (W3C Secure Contexts)."""
        host = self.origin.host
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost" or host.endswith(".localhost")

    def answers(self) -> tuple[Exchange, ...]:
        """Every answer that the site itself, not only its parser, had a hand in."""
        return tuple(
            exchange
            for exchange in self.exchanges
            if exchange.answer.status and exchange.trial not in _PARSER_TRIALS | {Trial.HTTP}
        )

    def documents(self) -> tuple[Exchange, ...]:
        return tuple(exchange for exchange in self.answers() if exchange.is_document)

    def tried(self, *trials: Trial) -> tuple[Exchange, ...]:
        """The exchanges of these trials, unanswered ones included."""
        return tuple(exchange for exchange in self.exchanges if exchange.trial in trials)

    def found(self, *kinds: Kind) -> tuple[Exchange, ...]:
        """The plain GETs of these kinds (all kinds when none is named) that were answered 200."""
        return tuple(
            exchange
            for exchange in self.tried(Trial.PLAIN)
            if exchange.answer.status == 200 and (not kinds or exchange.kind in kinds)
        )

    def plain(self, exchange: Exchange) -> Exchange | None:
        """The plain GET of the same address, to compare with."""
        target = exchange.request.target
        return next((other for other in self.tried(Trial.PLAIN) if other.request.target == target), None)
