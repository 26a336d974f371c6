# SPDX-License-Identifier: MIT
"""Content codings: the reader gets one he asked for, it opens to the same bytes, and bears a tag of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import brotli
import zstandard

from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.survey import Exchange, Survey, Trial
from tests.headers.wire import BODY_LIMIT

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO
_OFFERS = {Trial.GZIP: "gzip", Trial.BROTLI: "br", Trial.ZSTD: "zstd"}


def decode(coding: str, body: bytes) -> bytes | None:
    """The bytes that `body` holds under `coding`, 16 MiB of them at most; None when it does not open to its end."""
    try:
        if coding == "gzip":
            gzip = zlib.decompressobj(wbits=31)
            content = gzip.decompress(body, BODY_LIMIT)
            return content if gzip.eof else None
        if coding == "br":
            opener = brotli.Decompressor()
            content = bytes(opener.process(body, output_buffer_limit=BODY_LIMIT))
            return content if opener.is_finished() else None
        return zstandard.ZstdDecompressor().stream_reader(body).read(BODY_LIMIT) if coding == "zstd" else None
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return None


def _coding(exchange: Exchange) -> str:
    return exchange.answer.value("content-encoding").lower() or "identity"


@expect(
    "coding-offered",
    "pages and stylesheets are served compressed to whoever can open them",
    INFO,
    reason="text shrinks to a third or less: time and money of every reader",
    source="RFC 9110, 8.4 and 12.5.3",
)
def coding_offered(survey: Survey) -> Iterator[Note]:
    for target in dict.fromkeys(at.request.target for at in survey.tried(*_OFFERS)):
        tried = [at for at in survey.tried(*_OFFERS) if at.request.target == target]
        served = sorted({_coding(at) for at in tried} - {"identity"})
        is_small = max(len(at.answer.body) for at in tried) < 1024
        if served:
            yield good(tried[0], ", ".join(served))
        else:
            yield moot("too small to gain") if is_small else flaw(tried[0], "never compressed", INFO)


@expect(
    "coding-asked",
    "no coding is sent that the request does not accept",
    HIGH,
    reason="the reader sees noise",
    source="RFC 9110, 12.5.3",
)
def coding_asked(survey: Survey) -> Iterator[Note]:
    allowed = {
        **{trial: {coding, "identity"} for trial, coding in _OFFERS.items()},
        Trial.LIKES_GZIP: {"gzip", "br", "identity"},
        Trial.LIKES_BROTLI: {"gzip", "br", "identity"},
    }
    for exchange in survey.tried(*allowed, Trial.NO_CODING, Trial.UNKNOWN_CODING):
        coding = _coding(exchange)
        is_asked = coding in allowed.get(exchange.trial, {"identity"})
        yield good(exchange, coding) if is_asked else flaw(exchange, f"{coding} unasked", HIGH)


@expect(
    "coding-preferred",
    "of two codings the reader gets the one he likes better",
    INFO,
    reason="the weights are his to give",
    source="RFC 9110, 12.4.2 and 12.5.3",
)
def coding_preferred(survey: Survey) -> Iterator[Note]:
    liked = {Trial.LIKES_GZIP: "gzip", Trial.LIKES_BROTLI: "br"}
    served = {(at.request.target, _coding(at)) for at in survey.tried(*_OFFERS)}
    for exchange in survey.tried(*liked):
        coding, target = liked[exchange.trial], exchange.request.target
        if {(target, "gzip"), (target, "br")} <= served:
            is_liked = _coding(exchange) == coding
            yield good(exchange, coding) if is_liked else flaw(exchange, f"{_coding(exchange)} instead", INFO)
        else:
            yield moot("fewer than two codings are served")


@expect(
    "coding-true",
    "what is served compressed opens to the bytes served plain",
    HIGH,
    reason="two readers of one address must read the same",
    source="RFC 9110, 8.4",
)
def coding_true(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        coding, plain = _coding(exchange), survey.plain(exchange)
        if coding == "identity" or plain is None or exchange.answer.status != 200 or not exchange.answer.body:
            continue
        body = decode(coding, exchange.answer.body)
        if body is None:
            yield flaw(exchange, f"{coding} does not open", HIGH)
        elif body == plain.answer.body:
            yield good(exchange, coding)
        else:
            is_steady = any(
                at.request.target == plain.request.target and at.answer.body == plain.answer.body
                for at in survey.tried(Trial.AGAIN)
            )
            yield flaw(exchange, "other bytes", HIGH) if is_steady else moot("the page differs at each asking")


@expect(
    "coding-etag",
    "each coding of a file has an ETag of its own, unless it is a weak one",
    MEDIUM,
    reason="a strong ETag stands for exact bytes: ranges and caches would mix two streams",
    source="RFC 9110, 8.8.3.3",
)
def coding_etag(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(*_OFFERS):
        tag, plain = exchange.answer.value("etag"), survey.plain(exchange)
        if plain is None or not tag or _coding(exchange) == _coding(plain):
            continue
        if tag.startswith("W/") or tag != plain.answer.value("etag"):
            yield good(exchange, "weak" if tag.startswith("W/") else "its own")
        else:
            yield flaw(exchange, "the ETag of the plain file", MEDIUM)


CHECKS = (coding_offered, coding_asked, coding_preferred, coding_true, coding_etag)
