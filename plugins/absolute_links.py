# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page's content for readers who are elsewhere: every address in it made absolute. Pure."""

from __future__ import annotations

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ADDRESSES = ("href", "src", "poster", "cite")


def absolute_links(html: str, base: str) -> str:
    """The HTML fragment with each link and picture resolved against `base`, the absolute URL of its page."""
    tree = LexborHTMLParser(html)
    for node in tree.css("[href], [src], [srcset], [poster], [cite]"):
        _resolve(node, base)
    return (tree.body.inner_html if tree.body else None) or ""


def _resolve(node: LexborNode, base: str) -> None:
    for name in _ADDRESSES:
        if address := node.attributes.get(name):
            node.attrs[name] = urljoin(base, address)
    if candidates := node.attributes.get("srcset"):
        node.attrs["srcset"] = ", ".join(_candidate(each, base) for each in candidates.split(","))


def _candidate(candidate: str, base: str) -> str:
    """One image candidate of a srcset: an address, then a width or a density."""
    address, _, size = candidate.strip().partition(" ")
    return f"{urljoin(base, address)} {size}".strip()
