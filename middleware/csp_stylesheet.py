# SPDX-License-Identifier: MIT
"""What a stylesheet asks of the policy: its fonts, its pictures, and why it may be refused. Pure."""

from __future__ import annotations

import re

Need = tuple[str, str]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)""", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b", re.IGNORECASE)
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def stylesheet_needs(css: str) -> tuple[list[Need], tuple[str, ...]]:
    """(needs, reasons to refuse) of one stylesheet's text."""
    text = _COMMENT.sub("", css)
    fonts = "".join(_FONT_FACE.findall(text))
    pictures = _FONT_FACE.sub("", text)
    needs = [("font-src", "'self'")] if _addresses(fonts) else []
    needs += [("img-src", "'self'")] if _addresses(pictures) else []
    reasons = [
        f"url({address[:60]}) is not this site: put the file in theme/static"
        for address in _addresses(text)
        if _REMOTE.match(address)
    ]
    if _IMPORT.search(text):
        reasons.append("@import hides a stylesheet from the policy: put its rules in the one file")
    return needs, tuple(reasons)


def _addresses(css: str) -> list[str]:
    """What `url(...)` names in `css`, without references inside the page (`url(#id)`)."""
    found = ("".join(groups) for groups in _URL.findall(css))
    return [address for address in found if address and not address.startswith("#")]
