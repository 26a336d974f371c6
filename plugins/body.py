# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one body being rendered: where it comes from, and what was found and noted on its way through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.faults import Fault

if TYPE_CHECKING:
    from plugins.headings import Heading


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a body comes from. `first_line` is the file's line of the body's first line, from 1.

    `title` and `picture` are the head's, "" when it has none: the body does not repeat them.
    """

    name: str = "body.md"
    first_line: int = 1
    route_path: str = "/"
    title: str = ""
    picture: str = ""


@dataclass(slots=True)
class Body:
    """What the parser and the tree processors share about one body. Lines count from 0 in the body, here only."""

    origin: Origin = field(default_factory=Origin)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    title: str = ""
    description: str = ""
    excerpt: str = ""
    toc: tuple[Heading, ...] = ()
    words: int = 0

    def error(self, line: int, key: str, problem: str, remedy: str) -> None:
        """Note what must be mended before the page can be published."""
        self.errors.append(self._fault(line, key, problem, remedy))

    def warn(self, line: int, key: str, problem: str, remedy: str) -> None:
        """Note what was left out of the page."""
        self.warnings.append(self._fault(line, key, problem, remedy))

    def _fault(self, line: int, key: str, problem: str, remedy: str) -> Fault:
        shown = " ".join(key.split())[:80]  # a key may be the author's text, over several lines
        return Fault(self.origin.name, self.origin.first_line + line, shown, problem, remedy)


@dataclass(slots=True)
class Desk:
    """Holds the body being rendered: the parser and the processors are made once, and look here."""

    body: Body = field(default_factory=Body)
