# SPDX-License-Identifier: MIT
"""Ranges and content codings."""

from __future__ import annotations

import gzip
from dataclasses import replace

import brotli
import zstandard

from tests.headers import codings, ranges
from tests.headers.recording import HIGH, HTML, INFO, MEDIUM, case, seen, silent, survey
from tests.headers.survey import Exchange, Survey, Trial

_BODY = "0123456789"


def part(trial: Trial, text: str = "", status: int = 206, plain: str = "") -> Survey:
    """A file of ten bytes, whole, and what one range request got."""
    return survey(seen(f"{plain}\n\n{_BODY}"), seen(text, status=status, trial=trial))


def conditional(trial: Trial, status: int) -> Survey:
    """A site that serves ranges, and what one If-Range request got."""
    return survey(
        seen(f"\n\n{_BODY}"), seen("", status=206, trial=Trial.RANGE_FIRST), seen("", status=status, trial=trial)
    )


def coded(trial: Trial, coding: str, body: bytes = b"", extra: str = "") -> Exchange:
    """An answer in `coding` ("" for none), with these bytes."""
    exchange = seen(f"{HTML}\n{f'content-encoding: {coding}' if coding else ''}\n{extra}", trial=trial)
    return replace(exchange, answer=replace(exchange.answer, body=body))


def opened(coding: str, body: bytes, again: str = _BODY) -> Survey:
    """A page, plain twice and in `coding` once."""
    return survey(
        seen(f"{HTML}\n\n{_BODY}"), seen(f"{HTML}\n\n{again}", trial=Trial.AGAIN), coded(Trial.GZIP, coding, body)
    )


def tagged(etag: str) -> Survey:
    """A page with the ETag "a", and its compressed copy with another one."""
    return survey(seen(f'{HTML}\netag: "a"'), coded(Trial.GZIP, "gzip", extra=f"etag: {etag}"))


_FIRST = f"content-range: bytes 0-0/10\n\n{_BODY[0]}"
_LAST = f"content-range: bytes 9-9/10\n\n{_BODY[-1]}"
_BOTH = (coded(Trial.GZIP, "gzip"), coded(Trial.BROTLI, "br"))

CASES = (
    case(
        ranges.range_part,
        good=[part(Trial.RANGE_FIRST, _FIRST), part(Trial.RANGE_LAST, _LAST)],
        bad=[
            (part(Trial.RANGE_FIRST, f"\n\n{_BODY[0]}"), MEDIUM, "Content-Range: "),
            (part(Trial.RANGE_FIRST, f"content-range: bytes 0-0/10\n\n{_BODY}"), MEDIUM, "bytes 0-0/10"),
            (part(Trial.RANGE_LAST, _FIRST), MEDIUM, "bytes 0-0/10"),
            (part(Trial.RANGE_FIRST, "", 416), MEDIUM, "416"),
            (part(Trial.RANGE_FIRST, "", 200, "accept-ranges: bytes"), INFO, "yet the whole"),
        ],
        moot=[part(Trial.RANGE_FIRST, "", 200), seen(), seen(trial=Trial.RANGE_FIRST)],
    ),
    case(
        ranges.range_policy,
        good=[part(Trial.RANGE_FIRST, "vary: x", plain="vary: x")],
        bad=[(part(Trial.RANGE_FIRST, "", plain="vary: x"), MEDIUM, "other or no vary")],
        moot=[part(Trial.RANGE_FIRST, "", 200)],
    ),
    case(
        ranges.range_beyond,
        good=[part(Trial.RANGE_BEYOND, "content-range: bytes */10", 416)],
        bad=[
            (part(Trial.RANGE_BEYOND, "", 416), INFO, "Content-Range: absent"),
            (part(Trial.RANGE_BEYOND, "content-range: bytes */9", 416), INFO, "bytes */9"),
            (part(Trial.RANGE_BEYOND, "", 206), MEDIUM, "206"),
            (conditional(Trial.RANGE_BEYOND, 200), MEDIUM, "200"),
        ],
        moot=[part(Trial.RANGE_BEYOND, "", 200)],
    ),
    case(
        ranges.range_unknown,
        good=[part(Trial.RANGE_UNKNOWN, "", 200)],
        bad=[(part(Trial.RANGE_UNKNOWN, "", 400), MEDIUM, "400"), (part(Trial.RANGE_UNKNOWN, "", 206), MEDIUM, "206")],
        moot=[seen()],
    ),
    case(
        ranges.if_range,
        good=[conditional(Trial.RANGE_SAME, 206), conditional(Trial.RANGE_OTHER, 200)],
        bad=[(conditional(Trial.RANGE_SAME, 200), INFO, "200"), (conditional(Trial.RANGE_OTHER, 206), MEDIUM, "206")],
        moot=[part(Trial.RANGE_SAME, "", 200)],
    ),
    case(
        codings.coding_offered,
        good=[coded(Trial.GZIP, "gzip"), survey(*_BOTH)],
        bad=[(coded(Trial.GZIP, "", b"x" * 2000), INFO, "never compressed")],
        moot=[coded(Trial.GZIP, "", b"x")],
    ),
    case(
        codings.coding_asked,
        good=[coded(Trial.GZIP, "gzip"), coded(Trial.NO_CODING, ""), coded(Trial.LIKES_GZIP, "br")],
        bad=[
            (coded(Trial.GZIP, "br"), HIGH, "br unasked"),
            (coded(Trial.NO_CODING, "gzip"), HIGH, "gzip unasked"),
            (coded(Trial.UNKNOWN_CODING, "gzip"), HIGH, "gzip unasked"),
            (coded(Trial.LIKES_BROTLI, "zstd"), HIGH, "zstd unasked"),
        ],
        moot=[seen()],
    ),
    case(
        codings.coding_preferred,
        good=[survey(*_BOTH, coded(Trial.LIKES_GZIP, "gzip"), coded(Trial.LIKES_BROTLI, "br"))],
        bad=[(survey(*_BOTH, coded(Trial.LIKES_GZIP, "br")), INFO, "br instead")],
        moot=[survey(_BOTH[0], coded(Trial.LIKES_BROTLI, "gzip"))],
    ),
    case(
        codings.coding_true,
        good=[
            opened("gzip", gzip.compress(_BODY.encode())),
            opened("br", brotli.compress(_BODY.encode())),
            opened("zstd", zstandard.compress(_BODY.encode())),
        ],
        bad=[
            (opened("gzip", gzip.compress(b"other")), HIGH, "other bytes"),
            (opened("gzip", gzip.compress(_BODY.encode())[:-4]), HIGH, "gzip does not open"),
            (opened("br", brotli.compress(_BODY.encode())[:-1]), HIGH, "br does not open"),
            (opened("zstd", b"not at all"), HIGH, "zstd does not open"),
            (opened("gzip", b"not at all"), HIGH, "gzip does not open"),
            (opened("compress", b"x"), HIGH, "compress does not open"),
        ],
        moot=[opened("gzip", gzip.compress(b"other"), again="changed"), seen(), coded(Trial.GZIP, "gzip", b"x")],
    ),
    case(
        codings.coding_etag,
        good=[tagged('"b"'), tagged('W/"a"')],
        bad=[(tagged('"a"'), MEDIUM, "the ETag of the plain file")],
        moot=[tagged(""), coded(Trial.GZIP, "gzip"), survey(seen(), coded(Trial.GZIP, ""), silent(trial=Trial.ZSTD))],
    ),
)
