# SPDX-License-Identifier: MIT
"""What is text in the tree is that text on the page, whatever it looks like."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from hypothesis import given
from hypothesis import strategies as st

from plugins.serializer import to_html

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.title: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.title = dict(attrs).get("title", self.title)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(TEXT, TEXT, TEXT)
def test_text_and_attributes_come_back_as_they_went(inside: str, title: str, after: str) -> None:
    root = Element("div")
    child = SubElement(root, "b", {"title": title})
    child.text, child.tail = inside, after
    reader = _Reader()

    reader.feed(to_html(root))
    reader.close()

    assert "".join(reader.texts) == inside + after
    assert reader.title == title


def test_empty_and_boolean_attributes_are_written_as_html_reads_them() -> None:
    root = Element("div", {"b": "1", "a": ""})
    SubElement(root, "img", {"alt": ""})
    SubElement(root, "details", {"open": ""}).tail = "fin"

    assert to_html(root) == '<div b="1" a=""><img alt=""><details open></details>fin</div>'


def test_depth_does_not_stop_the_serializer() -> None:
    root = top = Element("div")
    for _ in range(5000):
        top = SubElement(top, "b")

    assert to_html(root).count("<b>") == 5000
