# SPDX-License-Identifier: MIT
"""Content-Type: the exact type of each kind of file, with its charset, declared once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from types import MappingProxyType

from tests.headers.fields import shorten
from tests.headers.findings import Note, Severity, expect, flaw, good
from tests.headers.survey import Exchange, Kind, Survey

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO

# IANA media types registry; RFC 9239 (text/javascript); RFC 8081 (font/*); RFC 4287 (Atom).
_BY_KIND = MappingProxyType(
    {
        Kind.STYLE: ("text/css",),
        Kind.SCRIPT: ("text/javascript",),
        Kind.FEED: ("application/atom+xml", "application/rss+xml", "application/feed+json"),
        Kind.ROBOTS: ("text/plain",),
        Kind.SITEMAP: ("application/xml", "text/xml"),
        Kind.CONTACT: ("text/plain",),
    }
)
_BY_SUFFIX = MappingProxyType(
    {
        ".avif": ("image/avif",),
        ".gif": ("image/gif",),
        ".htm": ("text/html",),
        ".html": ("text/html",),
        ".ico": ("image/x-icon", "image/vnd.microsoft.icon"),
        ".jpeg": ("image/jpeg",),
        ".jpg": ("image/jpeg",),
        ".png": ("image/png",),
        ".svg": ("image/svg+xml",),
        ".webp": ("image/webp",),
    }
)


def _expected(exchange: Exchange) -> tuple[str, ...]:
    suffix = PurePosixPath(exchange.request.target.partition("?")[0]).suffix.lower()
    by_suffix = _BY_SUFFIX.get(suffix, ())
    if exchange.kind is Kind.PAGE:
        return by_suffix or ("text/html",)
    return by_suffix if exchange.kind is Kind.PICTURE else _BY_KIND.get(exchange.kind, ())


@expect(
    "media-type",
    "each file is declared as what it is, once",
    MEDIUM,
    reason="under nosniff a wrong type breaks a stylesheet or a script; without it, browsers guess",
    source="RFC 9110, 8.3; IANA media types; RFC 9239; WHATWG MIME Sniffing",
)
def media_type(survey: Survey) -> Iterator[Note]:
    for exchange in survey.found():
        declared, expected = exchange.answer.values("content-type"), _expected(exchange)
        if len(declared) != 1:
            yield flaw(exchange, f"{len(declared)} Content-Type fields", MEDIUM)
        elif not expected or exchange.answer.essence in expected:
            yield good(exchange, exchange.answer.essence)
        else:
            # Browsers run these as they run text/javascript (WHATWG MIME Sniffing, JavaScript MIME type).
            is_script = exchange.kind is Kind.SCRIPT and exchange.answer.essence.endswith(("javascript", "ecmascript"))
            yield flaw(exchange, shorten(declared[0]), INFO if is_script else MEDIUM)


@expect(
    "charset",
    "text is declared as UTF-8",
    MEDIUM,
    reason="a page whose encoding is guessed can be made to mean something else",
    source="HTML standard, specifying the character encoding; RFC 9309, 2.3; RFC 9116, 3",
)
def charset(survey: Survey) -> Iterator[Note]:
    for exchange in survey.found():
        value = exchange.answer.value("content-type").lower()
        if not value.startswith("text/"):
            continue
        is_declared = value.replace(" ", "").replace('"', "").partition("charset=")[2].partition(";")[0] == "utf-8"
        severity = MEDIUM if exchange.answer.essence == "text/html" else INFO
        yield good(exchange, "utf-8") if is_declared else flaw(exchange, shorten(value), severity)


CHECKS = (media_type, charset)
