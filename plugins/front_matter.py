# SPDX-License-Identifier: AGPL-3.0-or-later
"""One Markdown file -> its route, its checked head and its body, or every fault of the three.

Title, description and excerpt may also come from the body; only its renderer knows them: see plugins/sources.py.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.faults import Fault, FaultsError
from plugins.head import DATES, Head, read_head
from plugins.routes import Kind, Route, route
from plugins.slug import SlugError
from plugins.yaml_errors import HEAD
from plugins.yaml_head import parse_head
from plugins.yaml_nodes import Pairs

FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read. `name` is how messages call it; `body` has LF ends and starts on line `body_line`, from 1."""

    path: Path
    name: str
    route: Route
    head: Head
    body: str
    body_line: int

    @property
    def is_draft(self) -> bool:
        """Checked like any other, written nowhere."""
        return self.head.draft or self.route.is_draft


def read_source(path: Path, content: Path) -> Source:
    """The file `path` of the folder `content`, one that has a URL (`is_routed`).

    Raises FaultsError with every fault of the file, and OSError when it cannot be read.
    """
    name = shown_path(path, content)
    faults: list[Fault] = []
    place = _route(path.relative_to(content), name, faults)
    try:
        text = _decode(path.read_bytes(), name)
        pairs, body, body_line = _split(text, name)
    except FaultsError as error:
        raise FaultsError([*faults, *error.faults]) from None
    head = read_head(pairs, name, faults)
    if place is not None and place.kind is Kind.ARTICLE:
        faults.extend(_undated(head, name, faults))
    if faults or place is None:
        raise FaultsError(faults)
    return Source(path, name, place, head, body, body_line)


def shown_path(path: Path, content: Path) -> str:
    """The path as messages show it, content/blog/x.md; a name that is not UTF-8 could not be printed as it is."""
    return (content.name / path.relative_to(content)).as_posix().encode("utf-8", "backslashreplace").decode()


def _route(relative: Path, name: str, faults: list[Fault]) -> Route | None:
    try:
        return route(PurePosixPath(relative))
    except SlugError as error:
        faults.append(Fault(name, 1, "file name", str(error), "rename it with Latin letters, digits and hyphens"))
        return None


def _undated(head: Head, name: str, faults: list[Fault]) -> Iterator[Fault]:
    """An article's missing date, unless one is written, badly."""
    if head.date is not None or any(fault.key in DATES for fault in faults):
        return
    if not head.lines:
        remedy = "write ---, title: ..., publishedAt: 2026-02-03, ---"
        yield Fault(name, 1, HEAD, "an article without a head", remedy)
    else:
        line = next((head.lines[key] for key in DATES if key in head.lines), 1)
        yield Fault(name, line, "date", "an article needs a date", "write publishedAt: 2026-02-03")


def _decode(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, with or without BOM, any line ends made LF."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FaultsError([Fault(name, 1, "encoding", "UTF-16", "save the file as UTF-8")])
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        problem = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise FaultsError([_misencoded(data, error.start, name, problem)]) from None
    if "\0" in text:
        raise FaultsError([_misencoded(data, data.index(0), name, "a NUL character")])
    return text


def _misencoded(data: bytes, at: int, name: str, problem: str) -> Fault:
    remedy = "save the file as UTF-8 (from Windows-1252: iconv -f CP1252 -t UTF-8)"
    return Fault(name, data.count(b"\n", 0, at) + 1, "encoding", problem, remedy)


def _split(text: str, name: str) -> tuple[Pairs, str, int]:
    """The head, empty where there is none, the body and the line it starts on."""
    lines = text.split("\n")
    if not FENCE.fullmatch(lines[0]):
        return _headless(text, name), text, 1
    end = next((at for at, line in enumerate(lines) if at and FENCE.fullmatch(line)), None)
    if end is None:
        remedy = "add a line --- after the last key"
        raise FaultsError([Fault(name, 1, HEAD, "the head opened here is never closed", remedy)])
    pairs = parse_head("\n".join(lines[1:end]), path=name, first_line=2)
    return pairs, "\n".join(lines[end + 1 :]), end + 2


def _headless(text: str, name: str) -> Pairs:
    """No keys; a head that starts too low would be published as text."""
    start = text.lstrip()
    if not start:
        remedy = "write a head between two lines ---, then the text"
        raise FaultsError([Fault(name, 1, HEAD, "the file is empty", remedy)])
    if start.startswith("---\n"):
        line = text[: text.index("---")].count("\n") + 1
        remedy = "remove the blank lines and spaces above ---"
        raise FaultsError([Fault(name, line, HEAD, "the head does not start on the first line", remedy)])
    return Pairs({}, {}, 1, 1)
