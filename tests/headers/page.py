# SPDX-License-Identifier: MIT
"""What an HTML page holds that a policy must know: scripts, styles, handlers, pictures, links. Pure.

An HTML5 parser reads it, as a browser would: comments, templates and odd quotes are no scripts.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

# HTML standard, "JavaScript MIME type essence match"; other types make a data block, which never runs.
_SCRIPT_TYPES = frozenset(
    {"", "module", "importmap", "speculationrules", "text/javascript", "application/javascript", "text/ecmascript"}
)
_FEED_TYPES = frozenset({"application/atom+xml", "application/rss+xml"})


@dataclass(frozen=True, slots=True)
class Inline:
    """An inline block: its text, and its nonce ("" when none)."""

    text: str
    nonce: str

    @property
    def sources(self) -> frozenset[str]:
        """The hash sources that allow it (CSP3: of the text with LF line ends, as UTF-8)."""
        return frozenset(digest_source(name, self.text.encode()) for name in ("sha256", "sha384", "sha512"))


@dataclass(frozen=True, slots=True)
class Reference:
    """An external script or stylesheet, as the page names it."""

    url: str
    is_script: bool
    integrity: tuple[str, ...]
    has_crossorigin: bool
    is_module: bool
    nonce: str


@dataclass(frozen=True, slots=True)
class Page:
    """URLs are as written. `handlers`: names of `on...` attributes; `styled`: tags with a `style` attribute.

    `metas`: the policies in `<meta http-equiv>`.
    """

    inline_scripts: tuple[Inline, ...]
    inline_styles: tuple[Inline, ...]
    scripts: tuple[Reference, ...]
    styles: tuple[Reference, ...]
    handlers: tuple[str, ...]
    styled: tuple[str, ...]
    pictures: tuple[str, ...]
    links: tuple[str, ...]
    feeds: tuple[str, ...]
    metas: tuple[str, ...]


def digest_source(name: str, data: bytes) -> str:
    """The CSP source `'sha256-...'` of `data`; without its quotes, the integrity metadata."""
    return f"'{name}-{base64.b64encode(hashlib.new(name, data).digest()).decode('ascii')}'"


@lru_cache(maxsize=64)
def read_page(body: bytes) -> Page:
    """The page in `body`, read as UTF-8."""
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    nodes = tree.css("*")
    scripts = [node for node in nodes if node.tag == "script" and _attribute(node, "type").lower() in _SCRIPT_TYPES]
    links = [node for node in nodes if node.tag == "link" and _attribute(node, "href")]
    return Page(
        inline_scripts=tuple(_inline(node) for node in scripts if "src" not in node.attributes),
        inline_styles=tuple(_inline(node) for node in nodes if node.tag == "style"),
        scripts=tuple(_reference(node, "src") for node in scripts if _attribute(node, "src")),
        styles=tuple(_reference(node, "href") for node in links if "stylesheet" in _relations(node)),
        handlers=tuple(name for node in nodes for name in node.attributes if name.startswith("on")),
        styled=tuple(str(node.tag) for node in nodes if "style" in node.attributes),
        pictures=_pictures(nodes, links),
        links=tuple(_attribute(node, "href") for node in nodes if node.tag == "a" and _attribute(node, "href")),
        feeds=tuple(_attribute(node, "href") for node in links if _attribute(node, "type").lower() in _FEED_TYPES),
        metas=tuple(
            _attribute(node, "content")
            for node in nodes
            if node.tag == "meta" and _attribute(node, "http-equiv").lower() == "content-security-policy"
        ),
    )


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()


def _relations(node: LexborNode) -> list[str]:
    return _attribute(node, "rel").lower().split()


def _inline(node: LexborNode) -> Inline:
    text = (node.text() or "").replace("\r\n", "\n").replace("\r", "\n")
    return Inline(text, _attribute(node, "nonce"))


def _reference(node: LexborNode, name: str) -> Reference:
    return Reference(
        url=_attribute(node, name),
        is_script=node.tag == "script",
        integrity=tuple(_attribute(node, "integrity").split()),
        has_crossorigin="crossorigin" in node.attributes,
        is_module=_attribute(node, "type").lower() == "module",
        nonce=_attribute(node, "nonce"),
    )


def _pictures(nodes: list[LexborNode], links: list[LexborNode]) -> tuple[str, ...]:
    """Pictures of the content first, then the icon."""
    shown = [_attribute(node, "src") for node in nodes if node.tag == "img" and _attribute(node, "src")]
    icons = [_attribute(node, "href") for node in links if "icon" in _relations(node)]
    return tuple(url for url in shown + icons if not url.startswith("data:"))
