# SPDX-License-Identifier: MIT
"""What a publish tells its owner."""

from __future__ import annotations

from middleware.manifest import Entry, Manifest, Stored
from plugins.faults import Fault
from plugins.report import Changes, Published, changes, figures, grouped


def entry(sha256: str, *, size: int = 100, best: int | None = None, policy: str = "page-1") -> Entry:
    encodings = {"br": Stored("x.br", best, "0")} if best is not None else {}
    return Entry(Stored("x", size, sha256), "text/html; charset=utf-8", encodings, "page", policy)


def manifest(**shas: str) -> Manifest:
    return Manifest("http://x", {}, entry("404"), {f"/{name}": entry(sha) for name, sha in shas.items()})


def test_changes_count_urls_by_their_bytes() -> None:
    before = manifest(same="1", edited="1", gone="1", away="1")
    after = manifest(same="1", edited="2", new="1")

    assert changes(before, after) == Changes(added=1, changed=1, removed=2)


def test_figures_count_the_404_page_and_the_best_coding() -> None:
    entries = {"/": entry("1", size=2000, best=500), "/m.png": entry("2", size=300, policy="")}

    assert figures(Manifest("http://x", {}, entry("3"), entries)) == "2 pages, 3 files, 2,400 bytes (900 compressed)"


def test_warnings_are_grouped_by_file_and_sorted_by_line() -> None:
    warnings = [Fault("b.md", 9, "k", "p", "r"), Fault("a.md", 1, "k", "p", "r"), Fault("b.md", 2, "j", "q", "s")]

    assert grouped(warnings) == [
        "Warnings in a.md:",
        "  line 1: k: p: r",
        "Warnings in b.md:",
        "  line 2: j: q: s",
        "  line 9: k: p: r",
    ]


def test_a_summary_says_what_is_served_and_what_changed() -> None:
    first = Published("0123", manifest(a="1"), (), None, 1.26)
    second = Published("0123", manifest(a="1"), (Fault("a.md", 1, "k", "p", "r"),), Changes(1, 2, 3), 1.26)

    assert first.summary() == (
        "Release 0123 in 1.3 s: 2 pages, 2 files, 200 bytes (200 compressed).\nThe first release."
    )
    assert second.summary().splitlines() == [
        "Warnings in a.md:",
        "  line 1: k: p: r",
        "Release 0123 in 1.3 s: 2 pages, 2 files, 200 bytes (200 compressed).",
        "Since the release before: 1 added, 2 changed, 3 removed.",
    ]
