# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a stylesheet refers to: find each `url(...)` and `@import`, and write another address in its place. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass

# Comments and strings are tokens too, so that what they hold is never taken for a reference (CSS Syntax, section 4).
_TOKEN = re.compile(
    r"""/\*.*?\*/
    | (?P<before>\burl\(\s*(?P<quote>["']?)) (?P<url>[^"')]*?) (?P<after>(?P=quote)\s*\))
    | (?P<import>@import\s+(?P<mark>["'])) (?P<sheet>[^"']*) (?P<end>(?P=mark))
    | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """What `sheet` refers to as `written`, at `line`; `name` is its path in the static folder, "" if outside of it."""

    sheet: str
    line: int
    written: str
    name: str


def rewrite(css: str, sheet: str, address: Callable[[Target], str]) -> str:
    """`css` with each reference replaced by `address(target)`; the query and fragment stay, `url(#id)` is left alone.

    `sheet` is the stylesheet's own path in the static folder: references are relative to it.
    """

    def replace(match: re.Match[str]) -> str:
        written = match["url"] or match["sheet"]
        if not written or written.startswith("#"):
            return match[0]
        file, mark, rest = _split(written)
        target = Target(sheet, css.count("\n", 0, match.start()) + 1, written, _name(sheet, file))
        start, end = (match["before"], match["after"]) if match["url"] else (match["import"], match["end"])
        return f"{start}{address(target)}{mark}{rest}{end}"

    return _TOKEN.sub(replace, css)


def _split(written: str) -> tuple[str, str, str]:
    at = min((at for mark in "?#" if (at := written.find(mark)) >= 0), default=len(written))
    return written[:at], written[at : at + 1], written[at + 1 :]


def _name(sheet: str, file: str) -> str:
    if _ELSEWHERE.match(file):
        return ""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), file))
    return "" if name.startswith("..") else name
