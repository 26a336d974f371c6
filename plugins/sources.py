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

from plugins.entries import MISNAMED as MISNAMED
from plugins.entries import Entry as Entry
from plugins.entries import read_entry
from plugins.faults import Fault, FaultsError
from plugins.front_matter import Source
from plugins.markdown_page import Renderer
from plugins.routes import is_routed
from plugins.slug import category_slug
from plugins.yaml_errors import HEAD

READ_BY_THEME = frozenset({"bloc"})  # the keys that templates take from `unknown`: they have an effect


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
            entries[path] = read_entry(path, content, renderer)
        except FaultsError as error:
            faults.extend(error.faults)
    found = Scan(content, MappingProxyType(entries), tuple(_warnings(content, entries.values())))
    faults.extend((*_shared_urls(found.published), *_shared_categories(found.published)))
    if faults:
        raise FaultsError(faults)
    return found


def _texts(content: Path) -> Iterator[Path]:
    """The Markdown files that have a URL, and those that only look like one: `read_entry` refuses them."""
    for path in content.rglob("*"):
        suffix = path.suffix.lower()
        is_text = suffix == ".md" or suffix in MISNAMED
        if is_text and path.is_file() and is_routed(PurePosixPath(path.relative_to(content))):
            yield path


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
            lines = source.head.lines
            yield Fault(
                source.name,
                lines.get("category", lines.get("categories", 1)),
                "category",
                problem,
                "rename one of the two",
            )


def _warnings(content: Path, entries: Iterable[Entry]) -> Iterator[Fault]:
    """What the bodies warn of, and one line for all unknown keys: a site that moves here has many."""
    counts: Counter[str] = Counter()
    for entry in entries:
        yield from entry.rendered.warnings
        counts.update(entry.source.head.unknown.keys() - READ_BY_THEME)
    if counts:
        listed = ", ".join(f"{key} ({count} file{'s' * (count > 1)})" for key, count in sorted(counts.items()))
        yield Fault(content.name, 1, HEAD, f"keys kept, without effect here: {listed}", "leave or remove them")
