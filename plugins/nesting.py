# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which element may stand inside which (HTML Living Standard, section 4): raw tags can be balanced and still wrong.

A browser mends wrong nesting in its own way, so the page would not be the tree that was checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from plugins.body import Desk
from plugins.html_policy import ELEMENTS
from plugins.tree import Located

TRANSPARENT = frozenset({"a", "del", "ins"})  # they hold what their parent holds
PHRASING_ONLY = frozenset({
    "abbr", "b", "bdi", "cite", "code", "dfn", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "kbd", "label",
    "mark", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
    "u", "var",
})  # fmt: skip
BLOCKS = frozenset({
    "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
PARENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "caption": frozenset({"table"}),
        "col": frozenset({"colgroup"}),
        "colgroup": frozenset({"table"}),
        "dd": frozenset({"dl", "div"}),
        "dt": frozenset({"dl", "div"}),
        "figcaption": frozenset({"figure"}),
        "li": frozenset({"ol", "ul"}),
        "rp": frozenset({"ruby"}),
        "rt": frozenset({"ruby"}),
        "summary": frozenset({"details"}),
        "tbody": frozenset({"table"}),
        "td": frozenset({"tr"}),
        "tfoot": frozenset({"table"}),
        "th": frozenset({"tr"}),
        "thead": frozenset({"table"}),
        "tr": frozenset({"table", "tbody", "tfoot", "thead"}),
    }
)
CHILDREN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "colgroup": frozenset({"col"}),
        "dl": frozenset({"dd", "div", "dt"}),
        "ol": frozenset({"li"}),
        "table": frozenset({"caption", "colgroup", "tbody", "tfoot", "thead", "tr"}),
        "tbody": frozenset({"tr"}),
        "tfoot": frozenset({"tr"}),
        "thead": frozenset({"tr"}),
        "tr": frozenset({"td", "th"}),
        "ul": frozenset({"li"}),
    }
)


class Nesting(Treeprocessor):
    """Notes the first element of each that stands where it may not, with the line of the nearest raw tag around it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def run(self, root: Element) -> None:
        refused: set[Element] = set()
        waiting = [(child, root, 0, False, False) for child in reversed(root)]
        while waiting:
            element, parent, line, is_phrasing, is_linked = waiting.pop()
            if isinstance(element, Located):
                line = element.line
                if element.tag not in ELEMENTS:
                    continue  # refused already, with all it holds
            problem = _problem(element, parent, is_phrasing=is_phrasing, is_linked=is_linked)
            if problem and parent not in refused:
                refused.add(parent)
                remedy = "close the tag before it, or set it apart by blank lines"
                self.desk.body.error(line, f"<{element.tag}>", problem, remedy)
            is_phrasing = element.tag in PHRASING_ONLY or (is_phrasing and element.tag in TRANSPARENT)
            is_linked = is_linked or element.tag == "a"
            waiting.extend((child, element, line, is_phrasing, is_linked) for child in reversed(element))


def _problem(element: Element, parent: Element, *, is_phrasing: bool, is_linked: bool) -> str:
    """Why `element` may not stand in `parent`, "" when it may."""
    if element.tag in CHILDREN and _has_text(element):
        return f"text directly inside <{element.tag}>"
    if element.tag == "a" and is_linked:
        return "a link inside a link"
    if is_phrasing and element.tag in BLOCKS:
        return f"a block inside <{parent.tag}>, which holds text only"
    if element.tag in PARENTS and parent.tag not in PARENTS[element.tag]:
        return f"not inside <{parent.tag}> but " + " or ".join(f"<{tag}>" for tag in sorted(PARENTS[element.tag]))
    if parent.tag in CHILDREN and element.tag not in CHILDREN[parent.tag]:
        return f"not inside <{parent.tag}>"
    return ""


def _has_text(element: Element) -> bool:
    return any(text and text.strip() for text in (element.text, *(child.tail for child in element)))
