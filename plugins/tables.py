# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables: aligned by class (a strict policy blocks `style`), headers with a scope, in a region one can scroll."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown_it.token import Token

from plugins.plain_text import plain_text
from plugins.tree import Tree

ALIGNMENT = re.compile(r"text-align:(left|center|right)")


def table_open(tree: Tree, token: Token) -> None:
    tree.open(Element("div", {"class": "table", "role": "region", "tabindex": "0"}))
    tree.open(Element("table"))


def table_close(tree: Tree, token: Token) -> None:
    """Close it, and name the region after the column headers: a focusable region needs a name (ARIA 1.2)."""
    headers = [name for name in map(plain_text, tree.top.iter("th")) if name]
    tree.close()
    tree.top.set("aria-label", "Tableau : " + ", ".join(headers) if headers else "Tableau")
    tree.close()


def cell_open(tree: Tree, token: Token) -> None:
    """`th` and `td`: markdown-it says the alignment as a style."""
    alignment = ALIGNMENT.search(str(token.attrs.get("style", "")))
    attributes = {"scope": "col"} if token.tag == "th" else {}
    if alignment:
        attributes["class"] = f"align-{alignment[1]}"
    tree.open(Element(token.tag, attributes))
