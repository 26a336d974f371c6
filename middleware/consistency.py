# SPDX-License-Identifier: MIT
"""Do the headers of a request fit the browser that its User-Agent claims to be? Pure.

A doubt raises a challenge, and never more: privacy browsers, old ones and proxies have headers of their own. The
figures are those of 5,000 navigations of browsers; nine captures of HTTP clients under a browser's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Any of these alone is enough; both together: 0 browsers of 5,000, 7 clients of 9.
NO_LANGUAGE = "no accept-language"
ANY_TYPE = "accept */*"
# Two of these: 21 browsers of 5,000, 9 clients of 9. What depends on https is looked at there only.
NO_BROTLI = "no br"
NO_FETCH_METADATA = "no sec-fetch-mode"
NO_HINTS = "no sec-ch-ua"
OTHER_HINTS = "other sec-ch-ua"
OTHER_PLATFORM = "other sec-ch-ua-platform"
_ENOUGH = 2

_READ = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"sec-ch-ua",
        b"sec-ch-ua-platform",
        b"sec-fetch-dest",
        b"sec-fetch-mode",
    }
)

_CHROME = re.compile(r"Chrome/(\d{1,4})\.")
# Since when every release sends Fetch Metadata and client hints (https://caniuse.com), with some years to spare.
_FETCH_METADATA = re.compile(
    r"Chrome/(?:[89]\d|\d{3})\.|Firefox/(?:9\d|\d{3})\.|Version/(?:1[7-9]|[2-9]\d)\.\S+ (?:Mobile/\S+ )?Safari/"
)
_HINTS_SINCE = 100
# What a platform is called in a hint, and a word of every User-Agent there. iOS has no hints: its browsers are WebKit.
_PLATFORMS = {
    '"Android"': "Android",
    '"Chrome OS"': "CrOS",
    '"Chromium OS"': "CrOS",
    '"Linux"': "Linux",
    '"macOS"': "Mac OS X",
    '"Windows"': "Windows",
}


def contradictions(
    method: str, path: str, user_agent: str, headers: Iterable[tuple[bytes, bytes]], *, is_https: bool
) -> tuple[str, ...]:
    """What does not fit, when it is enough for a challenge; else nothing. `is_https`: the site's address is.

    Looks at requests for a document only: browsers ask for pictures, and scripts for data, with other headers.
    """
    if method != "GET" or not _is_document(path):
        return ()
    fields = {name: value.decode("latin-1") for name, value in headers if name in _READ}
    if fields.get(b"sec-fetch-dest", "document") != "document":
        return ()
    hard, soft = tuple(_hard(fields)), tuple(_soft(user_agent, fields, is_https))
    return (*hard, *soft) if hard or len(soft) >= _ENOUGH else ()


def _is_document(path: str) -> bool:
    """Whether `path` is that of a page: their addresses have no extension."""
    name = path.rpartition("/")[2]
    return "." not in name or name.endswith(".html")


def _hard(fields: dict[bytes, str]) -> Iterator[str]:
    if not fields.get(b"accept-language"):
        yield NO_LANGUAGE
    if fields.get(b"accept", "*/*").strip() in {"*/*", ""}:
        yield ANY_TYPE


def _soft(user_agent: str, fields: dict[bytes, str], is_https: bool) -> Iterator[str]:
    found = _CHROME.search(user_agent)
    version = int(found[1]) if found else 0
    hints = fields.get(b"sec-ch-ua")
    if is_https:
        if "br" not in fields.get(b"accept-encoding", ""):
            yield NO_BROTLI
        if b"sec-fetch-mode" not in fields and _FETCH_METADATA.search(user_agent):
            yield NO_FETCH_METADATA
        if hints is None and version >= _HINTS_SINCE:
            yield NO_HINTS
    if hints is not None and f'v="{version}"' not in hints:
        yield OTHER_HINTS
    platform = fields.get(b"sec-ch-ua-platform", "")
    if _PLATFORMS.get(platform, "") not in user_agent:
        yield OTHER_PLATFORM
