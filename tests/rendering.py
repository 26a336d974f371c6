# SPDX-License-Identifier: MIT
"""A body rendered as the site would, its faults as sentences, and HTML in a form that two renderers share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from plugins.faults import FaultsError
from plugins.markdown_page import Rendered, Renderer

BLOCKS = frozenset(
    ["blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "table", "td", "ul"]
)


def render(body: str, *, content: Path = Path("content"), title: str = "", picture: str = "") -> Rendered:
    """The page of `body`, as the body of content/blog/essai.md, whose head is four lines long."""
    return Renderer(content).render(
        body, name="content/blog/essai.md", first_line=5, route_path="/blog/essai", title=title, picture=picture
    )


def html(body: str, *, content: Path = Path("content")) -> str:
    """The HTML of `body`, each run of blanks between tags gone: the tables of the tests stay readable."""
    return re.sub(r">\n+(?=<|$)", ">", render(body, content=content).html)


def errors(body: str, *, content: Path = Path("content")) -> list[str]:
    """Why `body` is refused, one sentence a fault: `line: key: problem`."""
    with pytest.raises(FaultsError) as caught:
        render(body, content=content)
    return [f"{fault.line}: {fault.key}: {fault.problem}" for fault in caught.value.faults]


def warnings(body: str, *, content: Path = Path("content")) -> list[str]:
    """What was left out of the page of `body`: `line: key: problem`."""
    return [f"{fault.line}: {fault.key}: {fault.problem}" for fault in render(body, content=content).warnings]


def canonical(html: str) -> list[tuple[str, ...]]:
    """The tags and texts of `html`, whatever its blanks between blocks and its own marks on code blocks."""
    reader = _Events()
    reader.feed(html)
    reader.close()
    return list(_trimmed(reader.events))


class _Events(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple[str, ...]] = []
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_code = self.is_code or tag == "pre"
        if not (self.is_code and tag == "span"):
            marks = () if tag == "pre" else sorted(f"{name}={value or ''}" for name, value in attrs)
            self.events.append(("<", tag, *marks))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not (self.is_code and tag == "span"):
            self.events.append((">", tag))
        self.is_code = self.is_code and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self.events and self.events[-1][0] == "text":
            data = self.events.pop()[1] + data
        self.events.append(("text", data, "code" if self.is_code else "prose"))


def _trimmed(events: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    edge = ("<", "p")
    for before, event, after in zip([edge, *events], events, [*events[1:], edge], strict=False):
        if event[0] != "text" or event[2] == "code":
            yield event
            continue
        text = re.sub(r"[ \t\n]+", " ", event[1])
        text = text.lstrip(" ") if before[0] != "text" and before[1] in BLOCKS else text
        text = text.rstrip(" ") if after[0] != "text" and after[1] in BLOCKS else text
        if text:
            yield ("text", text)
