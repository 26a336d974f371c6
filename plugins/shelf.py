# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shelf of releases, `output/releases/`: put one on it, point `current` at it, keep the newest three.

Every change that can be seen is one rename, so a reader sees the shelf before or after, never between.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from middleware.manifest import MANIFEST, Entry, ManifestError, Stored, digest, parse_manifest
from middleware.releases import HISTORY, point_current, read_history
from plugins.disk import flush, replace

KEPT = 3


def put(staging: Path, output: Path, name: str) -> None:
    """Make the sealed site in `staging` the release `name`, and the one that is served.

    A whole release of that name is left untouched: servers may be reading it.
    """
    releases = output / "releases"
    place = releases / name
    if not is_whole(place):
        if place.exists():
            place.rename(staging.with_name(f"{staging.name}-damaged"))
        staging.rename(place)
        flush(releases)
    kept = _write_history(output, name)
    point_current(output, name)
    flush(output)
    for path in releases.iterdir():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path)


def current(output: Path) -> Path | None:
    """The folder of the release that `output/current` names, None when there is none."""
    link = output / "current"
    return link.resolve() if link.is_symlink() and link.exists() else None


def is_whole(release: Path) -> bool:
    """Whether `release` has its manifest and every file in it, byte for byte."""
    try:
        data = (release / MANIFEST).read_bytes()
        manifest = parse_manifest(data)
        files = [file for entry in (manifest.not_found, *manifest.entries.values()) for file in _files(entry)]
        return digest(data) == release.name and all(_is_intact(release, file) for file in files)
    except (OSError, ManifestError):
        return False


def _files(entry: Entry) -> tuple[Stored, ...]:
    return (entry.identity, *entry.encodings.values())


def _is_intact(release: Path, stored: Stored) -> bool:
    with (release / stored.file).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256


def _write_history(output: Path, name: str) -> list[str]:
    """Note `name` as the newest release. Returns the names that stay on the shelf, oldest first."""
    history = [line for line in read_history(output) if line != name]
    former = current(output)
    if former and former.name not in (*history, name):
        history.append(former.name)  # published, then its line was lost: the way back goes through it
    kept = [*history, name][-KEPT:]
    replace(output / "releases" / HISTORY, "".join(f"{line}\n" for line in kept).encode("ascii"))
    return kept
