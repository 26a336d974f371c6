# SPDX-License-Identifier: AGPL-3.0-or-later
"""One file read and rendered: its head, the HTML of its body, the picture of its head."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.faults import Fault, FaultsError
from plugins.front_matter import Source, read_source, shown_path
from plugins.images import Picture, PictureError, picture, picture_path
from plugins.markdown_page import Rendered, Renderer

MISNAMED = frozenset(
    {".markdown", ".mkd", ".mdown", ".mdx", ".mdc"}
)  # Markdown to others; left unread, it would be lost


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, read once and rendered once."""

    source: Source
    rendered: Rendered
    picture: Picture | None

    @property
    def title(self) -> str:
        """The head's title, else the body's first heading."""
        return self.source.head.title or self.rendered.title


def read_entry(path: Path, content: Path, renderer: Renderer) -> Entry:
    """The entry of the file `path` of the folder `content`.

    Raises FaultsError: those of its head, or those of its picture, its body and its title together.
    """
    if path.suffix != ".md":
        name = shown_path(path, content)
        raise FaultsError([Fault(name, 1, "file name", f"{path.suffix} files are not read", "name it .md")])
    source = read_source(path, content)
    faults: list[Fault] = []
    shown = _picture(source, content, faults)
    rendered = _render(source, renderer, faults)
    if rendered and not (source.head.title or rendered.title):
        line = source.head.lines.get("title", 1)
        problem = "no title, neither in the head nor as a first heading #"
        faults.append(Fault(source.name, line, "title", problem, 'write title: "..."'))
    if faults or rendered is None:
        raise FaultsError(faults)
    return Entry(source, rendered, shown)


def _picture(source: Source, content: Path, faults: list[Fault]) -> Picture | None:
    """The head's picture, with the size its file has."""
    image, lines = source.head.image, source.head.lines
    if image is None:
        return None
    try:
        return picture(content, picture_path(image.src, source.route.path), image.alt)
    except PictureError as error:
        problem, remedy = error.problem, error.remedy
    except (ValueError, OSError):  # a name that no file can have
        problem, remedy = "not the path of a picture", "write a path such as /blog/picture.png"
    key = "image.src" if "image.src" in lines else "image"
    faults.append(Fault(source.name, lines[key], key, f"{image.src}: {problem}", remedy))
    return None


def _render(source: Source, renderer: Renderer, faults: list[Fault]) -> Rendered | None:
    head = source.head
    try:
        return renderer.render(
            source.body,
            name=source.name,
            first_line=source.body_line,
            route_path=source.route.path,
            title=head.title,
            picture=head.image.src if head.image else "",
        )
    except FaultsError as error:
        faults.extend(error.faults)
        return None
