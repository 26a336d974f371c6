# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole content folder, read and rendered before Pelican starts: every fault of every file in one FaultsError.

Pelican catches what a reader raises, logs a line and goes on without the file; nothing that can fail is left to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from plugins.faults import Fault, FaultsError
from plugins.front_matter import Source, read_source, shown_path
from plugins.images import Picture, PictureError, picture, picture_path
from plugins.markdown_page import Rendered, Renderer
from plugins.routes import is_routed
from plugins.slug import category_slug
from plugins.yaml_errors import HEAD

READ_BY_THEME = frozenset({"bloc"})  # the keys that templates take from `unknown`: they have an effect
MISNAMED = frozenset({".markdown", ".mkd", ".mdown", ".mdx", ".mdc"})


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


@dataclass(frozen=True, slots=True)
class Scan:
    """All texts of the folder `content` by resolved path, in path order: drafts too, since they are checked."""

    content: Path
    entries: Mapping[Path, Entry]
    warnings: tuple[Fault, ...]

    @property
    def published(self) -> tuple[Entry, ...]:
        """Those that are written, or whose words a listing page takes."""
        return tuple(entry for entry in self.entries.values() if not entry.source.is_draft)


def scan(content: Path) -> Scan:
    """Read and render every Markdown file of `content` that has a URL. Raises FaultsError with all that is wrong."""
    content = content.resolve()
    renderer = Renderer(content)
    entries: dict[Path, Entry] = {}
    faults: list[Fault] = []
    for path in sorted(_texts(content)):
        try:
            entries[path] = _read(path, content, renderer)
        except FaultsError as error:
            faults.extend(error.faults)
    found = Scan(content, MappingProxyType(entries), tuple(_warnings(content, entries.values())))
    faults.extend((*_shared_urls(found.published), *_shared_categories(found.published)))
    if faults:
        raise FaultsError(faults)
    return found


def _texts(content: Path) -> Iterator[Path]:
    """The Markdown files that have a URL, and those that only look like one: `_read` refuses them."""
    for path in content.rglob("*"):
        suffix = path.suffix.lower()
        is_text = suffix == ".md" or suffix in MISNAMED
        if is_text and path.is_file() and is_routed(PurePosixPath(path.relative_to(content))):
            yield path


def _read(path: Path, content: Path, renderer: Renderer) -> Entry:
    """One file, read and rendered; the faults of its picture, its body and its title are told together."""
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


def _shared_urls(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Two files on one URL; the later one, in path order, is named."""
    owners: dict[str, str] = {}
    for entry in entries:
        path, name = entry.source.route.path, entry.source.name
        owner = owners.setdefault(path, name)
        if owner != name:
            yield Fault(name, 1, "file name", f"{path} is already the URL of {owner}", "rename one of the two")


def _shared_categories(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Two categories on one URL: C# and C++, not IA and ia, which Pelican takes for one."""
    owners: dict[str, Source] = {}
    for source in (entry.source for entry in entries if entry.source.head.category):
        name = source.head.category
        owner = owners.setdefault(category_slug(name), source)
        if owner.head.category.casefold() != name.casefold():
            problem = f'"{name}" has the URL of "{owner.head.category}" in {owner.name}'
            line = source.head.lines.get("category", 1)
            yield Fault(source.name, line, "category", problem, "rename one of the two")


def _warnings(content: Path, entries: Iterable[Entry]) -> Iterator[Fault]:
    """What the bodies warn of, and one line for all unknown keys: a site that moves here has many."""
    counts: Counter[str] = Counter()
    for entry in entries:
        yield from entry.rendered.warnings
        counts.update(entry.source.head.unknown.keys() - READ_BY_THEME)
    if counts:
        listed = ", ".join(f"{key} ({count} file{'s' * (count > 1)})" for key, count in sorted(counts.items()))
        yield Fault(content.name, 1, HEAD, f"keys kept, without effect here: {listed}", "leave or remove them")
