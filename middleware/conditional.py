# SPDX-License-Identifier: MIT
"""Conditional and range requests: If-Match, If-None-Match, If-Range, Range (RFC 9110, sections 13 and 14). Pure."""

from __future__ import annotations

import re

_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_RANGE = re.compile(r"bytes[ \t]*=[ \t]*(\d{0,18})[ \t]*-[ \t]*(\d{0,18})[ \t]*", re.IGNORECASE)


def _tags(header: str) -> list[str]:
    return _ETAG.findall(header)


def is_unmodified_for(if_none_match: str, etag: str) -> bool:
    """Whether the client already holds `etag`: weak comparison, lists and `*` (13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return any(tag.removeprefix("W/") == etag for tag in _tags(if_none_match))


def fails_precondition(if_match: str, etag: str) -> bool:
    """Whether the client insists on another representation: strong comparison (13.1.1)."""
    return if_match.strip() != "*" and etag not in _tags(if_match)


class UnsatisfiableError(ValueError):
    """The range lies outside the representation: 416."""


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """(first, last) positions, inclusive, of a single byte range; None when the header is to be ignored.

    Several ranges, another unit or nonsense are ignored, as 14.2 allows: the client gets the whole.
    Raises UnsatisfiableError.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        first, last = max(0, size - int(match[2])), size - 1
        if not int(match[2]):
            raise UnsatisfiableError
    else:
        first, last = int(match[1]), min(int(match[2]), size - 1) if match[2] else size - 1
        if match[2] and int(match[2]) < int(match[1]):
            return None
    if first >= size:
        raise UnsatisfiableError
    return first, last
