# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader sees of an element, as one line of text."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

CALL = "footnote-ref"  # the class of a note's number in the text
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark", "q", "rb",
    "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip


def plain_text(element: Element) -> str:
    """The words of `element`, blocks set apart by a space; calls of notes are not words."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("class") != CALL:
            apart = "" if child.tag in INLINE else " "
            yield apart
            yield from _pieces(child)
            yield apart
        yield child.tail or ""
