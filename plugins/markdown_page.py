# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Markdown body -> the HTML of a page and what is known of it. The order of the tree processors is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown

from plugins.body import Body, Desk, Origin
from plugins.commonmark import CommonMarkExtension
from plugins.faults import Fault, FaultsError
from plugins.headings import Heading, HeadingIds
from plugins.links import Links
from plugins.nesting import Nesting
from plugins.page_outline import LeadingTitle, Outline
from plugins.page_pictures import Pictures

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # Unicode's Cc, but tab and line feed


@dataclass(frozen=True, slots=True)
class Rendered:
    """One body as a page.

    title: text of the leading `# ` heading, "" if none; description: plain text of the first paragraph; excerpt: HTML
    before `<!--more-->`, "" if none; toc: h2 with nested h3; words: of the visible text, code included.
    """

    html: str
    title: str
    description: str
    excerpt: str
    toc: tuple[Heading, ...]
    words: int
    warnings: tuple[Fault, ...]


class Renderer:
    """Renders the bodies of one content folder, one after the other; the parser is made once."""

    def __init__(self, content: Path) -> None:
        self._desk = Desk()
        self._markdown = Markdown(extensions=[CommonMarkExtension(self._desk)], output_format="html")
        for priority, name, processor in (
            (90, "nesting", Nesting(self._desk)),
            (80, "heading_ids", HeadingIds()),  # before the title goes: in Nuxt it has an id too
            (70, "leading_title", LeadingTitle(self._desk)),
            (60, "pictures", Pictures(self._desk, content)),
            (50, "links", Links(self._desk)),
            (0, "outline", Outline(self._desk)),
        ):
            self._markdown.treeprocessors.register(processor, name, priority)

    def render(self, body: str, *, name: str, first_line: int, route_path: str, title: str, picture: str) -> Rendered:
        """The page of `body` (LF line ends). Raises FaultsError with every fault of it.

        `name` is for messages; `first_line` is the file's line of the body's first line; `title` and `picture` are the
        head's, "" if none: a leading heading or a first picture that repeats them is left out.
        """
        notes = self._desk.body = Body(Origin(name, first_line, route_path, title, picture))
        _refuse_controls(body, notes)
        html = self._markdown.reset().convert(body)
        if notes.errors:
            raise FaultsError(notes.errors)
        warnings = tuple(sorted(notes.warnings))
        return Rendered(html, notes.title, notes.description, notes.excerpt, notes.toc, notes.words, warnings)


def _refuse_controls(body: str, notes: Body) -> None:
    for found in CONTROL.finditer(body):
        line = body.count("\n", 0, found.start())
        shown = f"U+{ord(found[0]):04X}"
        notes.error(line, shown, "a control character, which no reader sees", "delete it and type the text again")
