# SPDX-License-Identifier: MIT
"""HTML -> the smallest Content-Security-Policy under which this very page works. Pure.

The page is parsed as a browser parses it (HTML5, Lexbor), never searched with regular expressions: a `<script>` in a
comment or a `>` in an attribute must not change the policy. A page that could not live without `unsafe-*`, a scheme or
a third party is refused, naming the element. Source: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

from middleware.csp_elements import Need, element_needs, refusals
from middleware.csp_stylesheet import stylesheet_needs
from middleware.header_policy import Directives

_NO_SHEETS: Mapping[str, str] = MappingProxyType({})


class UnsafePageError(ValueError):
    """The page would need a policy that this house does not give. `reasons`: one sentence an element."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


def page_directives(html: str, stylesheets: Mapping[str, str] = _NO_SHEETS) -> dict[str, tuple[str, ...]]:
    """The directives that `html` needs beyond those every page has, sorted by name, sources sorted.

    `stylesheets` maps the `href` of each local stylesheet to its text: its fonts and pictures are the page's too.
    Raises UnsafePageError.
    """
    nodes = list(_elements(html))
    reasons = tuple(dict.fromkeys(reason for node in nodes for reason in refusals(node)))
    hrefs = [node.attributes.get("href") or "" for node in nodes if node.tag == "link"]
    sheets = [stylesheets[href] for href in hrefs if href in stylesheets]
    needs = [need for node in nodes for need in element_needs(node)]
    for sheet in sheets:
        found, refused = stylesheet_needs(sheet)
        needs += found
        reasons += refused
    if reasons:
        raise UnsafePageError(reasons)
    return _collect(needs)


def _elements(html: str) -> Iterator[LexborNode]:
    """Every element of the page, those inside <template> included: a script may bring them to life."""
    root = LexborHTMLParser(html).root
    return root.traverse(include_text=False) if root else iter(())


def _collect(needs: list[Need]) -> dict[str, tuple[str, ...]]:
    directives: dict[str, set[str]] = {"script-src": set()}
    for directive, source in needs:
        directives.setdefault(directive, set()).add(source)
    if not directives["script-src"]:
        directives["script-src"] = {"'none'"}
    return {name: tuple(sorted(directives[name])) for name in sorted(directives)}


def class_name(directives: Directives) -> str:
    """The name of the policy class of all pages with these directives: the same on every build."""
    canonical = json.dumps(directives, sort_keys=True).encode()
    return "page-" + hashlib.sha256(canonical).hexdigest()[:8]
