# SPDX-License-Identifier: MIT
"""What a Content-Security-Policy of this house may say: known directives, and sources that cannot be widened.

`secure` joins what it is given; it does not see `self` without quotes, `'none'` beside another source, or a misspelt
directive (reference: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/, sections 2.3 and 6).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from types import MappingProxyType

FETCH_DIRECTIVES = frozenset(
    {
        "connect-src",
        "default-src",
        "font-src",
        "frame-src",
        "img-src",
        "manifest-src",
        "media-src",
        "object-src",
        "script-src",
        "style-src",
        "worker-src",
    }
)

# The directives that are no lists of sources, each with the tokens it may hold (none: the directive stands alone).
TOKEN_DIRECTIVES = MappingProxyType(
    {
        "require-trusted-types-for": frozenset({"'script'"}),
        "trusted-types": frozenset({"'none'"}),
        "sandbox": frozenset(
            {
                "allow-forms",
                "allow-popups",
                "allow-popups-to-escape-sandbox",
                "allow-same-origin",
                "allow-scripts",
            }
        ),
        "upgrade-insecure-requests": frozenset[str](),
    }
)

NAVIGATION_DIRECTIVES = frozenset({"base-uri", "form-action", "frame-ancestors"})
DIRECTIVES = FETCH_DIRECTIVES | NAVIGATION_DIRECTIVES | frozenset(TOKEN_DIRECTIVES)

_HASH = re.compile(r"'sha(256|384|512)-[A-Za-z0-9+/]+={0,2}'")
_KEYWORDS = frozenset({"none", "self"})


def source_fault(source: str) -> str | None:
    """Why `source` may not stand in a list of sources, with the remedy; None when it may."""
    if source in {"'none'", "'self'"} or _HASH.fullmatch(source):
        return None
    if source.strip("'\"") in _KEYWORDS or source.startswith(("sha256-", "sha384-", "sha512-")):
        return f"{source} has no single quotes: write '{source.strip(chr(39) + chr(34))}'"
    if source.startswith("'unsafe-") or source.startswith("'nonce-"):
        return f"{source} would let in what the page does not hold: remove it"
    return f"{source} is not this site: bring the file home and write 'self'"


def directive_faults(name: str, sources: Sequence[str]) -> Iterator[str]:
    """Each fault of one directive."""
    if name not in DIRECTIVES:
        yield f"unknown directive: write one of {', '.join(sorted(DIRECTIVES))}"
        return
    if name in TOKEN_DIRECTIVES:
        yield from _token_faults(sources, TOKEN_DIRECTIVES[name])
        return
    yield from filter(None, map(source_fault, sources))
    if not sources:
        yield "empty: write 'none'"
    if "'none'" in sources and len(sources) > 1:
        yield "'none' beside another source is ignored by browsers: remove one of them"


def _token_faults(sources: Sequence[str], allowed: Collection[str]) -> Iterator[str]:
    for source in sources:
        if source not in allowed:
            yield f"{source} is not allowed here: write {' or '.join(sorted(allowed)) or 'nothing'}"
