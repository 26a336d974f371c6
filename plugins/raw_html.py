# SPDX-License-Identifier: AGPL-3.0-or-later
"""Raw HTML in Markdown -> elements of the tree, when plugins/html_policy.py lets them in.

A handler or a style is dropped with a warning; a script, a form, an unknown or unbalanced tag is an error.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown_it.token import Token

from plugins.html_policy import ELEMENTS, GLOBAL, RAW_TEXT, REMEDIES, REMEDY
from plugins.serializer import VOID
from plugins.tree import Located, Tree, located

MORE = "more"  # the tag of the marker in the tree; plugins/page_outline.py takes it out

# Tags and attributes: CommonMark 0.31.2, section 6.6.
_VALUE = r"""[^\s"'=<>`]+|'[^']*'|"[^"]*\""""
_ATTRIBUTE = rf"\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:{_VALUE}))?"
PIECE = re.compile(
    rf"""(?P<text>[^<]+)
      | <!--(?P<comment>.*?)-->
      | </(?P<end>[A-Za-z][A-Za-z0-9-]*)\s*>
      | <(?P<start>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:{_ATTRIBUTE})*)\s*(?P<slash>/?)>
      | (?P<unreadable><[A-Za-z/!?][^>]*>?)
      | (?P<sign><)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
ATTRIBUTE = re.compile(rf"\s+(?P<name>[A-Za-z_:][\w.:-]*)(?:\s*=\s*(?P<value>{_VALUE}))?", re.ASCII)
# In attributes a reference without its semicolon is text: `?a=1&copy=2`.
REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);", re.ASCII)


def raw_html(tree: Tree, token: Token) -> None:
    """The rule for `html_block` and `html_inline` tokens."""
    first, position, source = tree.line, 0, token.content
    while piece := PIECE.match(source, position):
        line = first + source.count("\n", 0, position)
        position = piece.end()
        _rule(piece)(tree, piece, line)
        if (piece["start"] or "").lower() in RAW_TEXT:
            position = _end_of_raw_text(source, position, piece["start"])


def _text(tree: Tree, piece: re.Match[str], line: int) -> None:
    tree.text(html.unescape(piece[0]))


def _comment(tree: Tree, piece: re.Match[str], line: int) -> None:
    """`<!--more-->` is kept for the page to cut its excerpt at; other comments are not for readers."""
    if piece["comment"].strip() == "more":
        tree.leaf(Element(MORE), is_block=False)
    else:
        tree.body.warn(line, "comment", "not published", "remove it, or keep it in the head as a YAML comment")


def _unreadable(tree: Tree, piece: re.Match[str], line: int) -> None:
    tree.body.error(
        line, piece[0].split("\n")[0], "not a tag that can be read", "write &lt; for the sign, or mend the tag"
    )


def _start_tag(tree: Tree, piece: re.Match[str], line: int) -> None:
    tag = piece["start"].lower()
    if tag not in ELEMENTS:
        _refuse(tree, tag, line)
    elif piece["slash"] and tag not in VOID:
        tree.body.error(line, f"<{tag}/>", "such a tag stays open", f"write <{tag}></{tag}>")
        return
    element = located(tag, line, _attributes(tree, tag, piece["attributes"], line) if tag in ELEMENTS else None)
    if tag in VOID:
        tree.leaf(element, is_block=False)
    elif not piece["slash"]:
        tree.open_raw(element)


def _end_tag(tree: Tree, piece: re.Match[str], line: int) -> None:
    tag = piece["end"].lower()
    if not tree.close_raw(tag):
        tree.body.error(
            line, f"</{tag}>", "closes nothing opened in this block", f"write <{tag}> before it, or remove it"
        )


def _refuse(tree: Tree, tag: str, line: int) -> None:
    """Say it once: what stands inside a refused element goes with it."""
    inside_refused = isinstance(tree.top, Located) and tree.top.tag not in ELEMENTS
    if not inside_refused:
        tree.body.error(line, f"<{tag}>", "not an element a page may hold", REMEDIES.get(tag, REMEDY))


def _attributes(tree: Tree, tag: str, source: str, line: int) -> dict[str, str]:
    kept: dict[str, str] = {}
    for found in ATTRIBUTE.finditer(source):
        name = found["name"].lower()
        if name not in GLOBAL and name not in ELEMENTS[tag]:
            tree.body.warn(line, name, f"dropped from <{tag}>", "remove it: classes carry the style, no handler is run")
        else:
            kept.setdefault(name, _value(found["value"] or ""))
    return kept


def _value(written: str) -> str:
    bare = written[1:-1] if written[:1] in ("'", '"') else written
    return REFERENCE.sub(lambda reference: html.unescape(reference[0]), bare)


def _end_of_raw_text(source: str, position: int, tag: str) -> int:
    end = re.compile(rf"</{tag}\b", re.IGNORECASE).search(source, position)
    return end.start() if end else len(source)


def _rule(piece: re.Match[str]) -> Callable[[Tree, re.Match[str], int], None]:
    if piece["start"]:
        return _start_tag
    if piece["end"]:
        return _end_tag
    if piece["unreadable"]:
        return _unreadable
    return _text if piece["comment"] is None else _comment
