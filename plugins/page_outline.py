# SPDX-License-Identifier: AGPL-3.0-or-later
"""What other pages and the head need to know of a body: its title, first words, excerpt, contents and length."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from plugins.body import Desk
from plugins.headings import contents
from plugins.plain_text import CALL, plain_text
from plugins.raw_html import MORE
from plugins.serializer import to_html

WORD = re.compile(r"\w+(?:['’\-‑]\w+)*")


class LeadingTitle(Treeprocessor):
    """A body that opens with `# Title` names the page; the heading goes when the head says nothing else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def run(self, root: Element) -> None:
        body = self.desk.body
        first = next((child for child in root if child.tag != MORE), None)
        if first is None or first.tag != "h1":
            return
        body.title = plain_text(first)
        if body.origin.title.split() in ([], body.title.split()):
            root.remove(first)


class Outline(Treeprocessor):
    """The last look at the finished tree; takes the `<!--more-->` markers out of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def run(self, root: Element) -> None:
        body = self.desk.body
        marker = next(root.iter(MORE), None)
        if marker is not None:
            excerpt, _ = _before(root, marker)
            _remove(excerpt, lambda element: element.get("class") == CALL)
            body.excerpt = to_html(excerpt).removeprefix("<div>").removesuffix("</div>").strip()
            _remove(root, lambda element: element.tag == MORE)
        body.description = next(filter(None, map(plain_text, root.findall("p"))), "")
        body.toc = contents(child for child in root if child.tag in ("h2", "h3"))
        body.words = len(WORD.findall(plain_text(root)))


def _before(element: Element, marker: Element) -> tuple[Element, bool]:
    """A copy of `element` up to `marker`, without ids (a list shows many excerpts), and whether the marker was met."""
    copy = Element(element.tag, {name: value for name, value in element.items() if name != "id"})
    copy.text = element.text
    for child in element:
        if child is marker:
            return copy, True
        part, is_met = _before(child, marker)
        part.tail = None if is_met else child.tail
        copy.append(part)
        if is_met:
            return copy, True
    return copy, False


def _remove(root: Element, is_unwanted: Callable[[Element], bool]) -> None:
    """Take some elements out of `root`; what follows each stays."""
    for parent in list(root.iter()):
        for index in reversed(range(len(parent))):
            if not is_unwanted(parent[index]):
                continue
            tail = parent[index].tail or ""
            if index:
                parent[index - 1].tail = (parent[index - 1].tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            del parent[index]
