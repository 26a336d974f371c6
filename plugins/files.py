# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures and documents of the content folder: each at its own path, `public/` at the root, nothing by accident.

What only a draft mentions stays unpublished with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from pelican import signals

from middleware.media_types import media_type
from plugins.faults import Fault, FaultsError
from plugins.front_matter import shown_path
from plugins.routes import UNROUTED
from plugins.sources import MISNAMED, Entry, Scan

if TYPE_CHECKING:
    from pelican import Pelican

PUBLIC = "public"
# The one hidden folder that is meant to be seen (RFC 8615).
_WELL_KNOWN = ".well-known"


def find_files(content: Path) -> dict[str, Path]:
    """The files to publish: path below the site's root -> file. Raises FaultsError with all that cannot be."""
    files: dict[str, Path] = {}
    faults: list[Fault] = []
    for path in sorted(content.rglob("*")):
        relative = PurePosixPath(path.relative_to(content).as_posix())
        if _is_left_out(relative):
            continue
        fault = _fault(content, path, relative)
        if fault:
            faults.append(fault)
        elif path.is_file() and not _is_text(relative):
            save_as = relative.relative_to(PUBLIC) if relative.parts[0] == PUBLIC else relative
            files[save_as.as_posix()] = path
    if faults:
        raise FaultsError(faults)
    return files


def _is_left_out(relative: PurePosixPath) -> bool:
    return any(part.startswith(UNROUTED) and part != _WELL_KNOWN for part in relative.parts)


def _is_text(relative: PurePosixPath) -> bool:
    """Whether plugins.sources answers for the file."""
    return relative.suffix.lower() in {".md", *MISNAMED} and relative.parts[0] != PUBLIC


def _fault(content: Path, path: Path, relative: PurePosixPath) -> Fault | None:
    """Why the file at `path` cannot be published, if so."""
    name = shown_path(path, content)
    if path.is_symlink() and not (path.is_file() and path.resolve().is_relative_to(content.resolve())):
        return Fault(name, 1, "link", "leads out of the content, to a folder or nowhere", "put the file itself here")
    if not path.is_file() or _is_text(relative):
        return None
    if not relative.as_posix().isprintable():
        return Fault(name, 1, "name", "holds a character that no URL shows", "rename the file")
    kind = media_type(relative.name)
    if kind is None:
        remedy = "convert it, or start its name with _ to keep it out of the site"
        return Fault(name, 1, "name", f"the site publishes no {relative.suffix or 'extensionless'} files", remedy)
    if kind.startswith("text/html") and relative.parts[0] != PUBLIC:
        return Fault(name, 1, "name", "a page that is not Markdown", f"write it in Markdown or move it to {PUBLIC}/")
    return None


def without_drafts(files: Mapping[str, Path], scan: Scan) -> dict[str, Path]:
    """`files` without those that drafts mention and no published page does. A mention is the file's name, anywhere."""
    published = scan.published
    kept = "\n".join(_words(published))
    hidden = "\n".join(_words(entry for entry in scan.entries.values() if entry not in published))

    def is_wanted(path: Path) -> bool:
        names = {path.name, quote(path.name)}
        return any(name in kept for name in names) or not any(name in hidden for name in names)

    return {save_as: path for save_as, path in files.items() if is_wanted(path)}


def _words(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield entry.source.body
        if entry.source.head.image:
            yield entry.source.head.image.src


def _find(pelican: Pelican) -> None:
    files = find_files(Path(pelican.settings["PATH"]))
    pelican.settings["files"] = without_drafts(files, pelican.settings["SCAN"])


def _copy(pelican: Pelican) -> None:
    for save_as, path in pelican.settings["files"].items():
        target = Path(pelican.output_path, save_as)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def register() -> None:
    signals.initialized.connect(_find)
    signals.finalized.connect(_copy)
