# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a publish tells its owner at the end: the warnings by file, the release in figures, what changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from middleware.manifest import Manifest
from plugins.faults import Fault


@dataclass(frozen=True, slots=True)
class Changes:
    """How many URLs a release adds to the one before, how many it changes and removes."""

    added: int
    changed: int
    removed: int

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.removed} removed"


def changes(before: Manifest, after: Manifest) -> Changes:
    """Compares the bytes of each URL."""
    common = before.entries.keys() & after.entries.keys()
    return Changes(
        added=len(after.entries.keys() - common),
        changed=sum(before.entries[url].identity != after.entries[url].identity for url in common),
        removed=len(before.entries.keys() - common),
    )


@dataclass(frozen=True, slots=True)
class Published:
    """A release that is now served. `changes` is None for the first of all; `seconds` is what it took."""

    digest: str
    manifest: Manifest
    warnings: tuple[Fault, ...]
    changes: Changes | None
    seconds: float

    def summary(self) -> str:
        """The warnings, then the release in two lines."""
        since = f"Since the release before: {self.changes}." if self.changes else "The first release."
        lines = [f"Release {self.digest} in {self.seconds:.1f} s: {figures(self.manifest)}.", since]
        return "\n".join((*grouped(self.warnings), *lines))


def figures(manifest: Manifest) -> str:
    """Pages, files and their weight as they are and over the wire with the best coding of each."""
    entries = (manifest.not_found, *manifest.entries.values())
    pages = sum(entry.policy != "" for entry in entries)
    size = sum(entry.identity.size for entry in entries)
    best = sum(min(file.size for file in (entry.identity, *entry.encodings.values())) for entry in entries)
    return f"{pages} pages, {len(entries)} files, {size:,} bytes ({best:,} compressed)"


def grouped(warnings: Iterable[Fault]) -> list[str]:
    """The warnings, one line each, below the name of their file."""
    lines = []
    for path, faults in groupby(sorted(warnings), key=lambda fault: fault.path):
        lines.append(f"Warnings in {path}:")
        lines += [f"  line {fault.line}: {fault.key}: {fault.problem}: {fault.remedy}" for fault in faults]
    return lines
