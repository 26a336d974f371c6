# SPDX-License-Identifier: MIT
"""Media types are pinned: the machine's own table has no say."""

from __future__ import annotations

import mimetypes

import pytest

from middleware.media_types import MEDIA_TYPES, is_compressible, media_type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("site.0123.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("MOLT.PNG", "image/png"),
        ("a.webp", "image/webp"),
        ("a.avif", "image/avif"),
        ("a.woff2", "font/woff2"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("blog/atom.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("blog/feed.json", "application/feed+json"),
        ("a.json", "application/json"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json"),
        ("speculation.json", "application/speculationrules+json"),
        ("a.exe", None),
        ("article.md", None),
        ("a.html.gz", None),
        (".env", None),
        ("README", None),
        ("", None),
    ],
)
def test_a_name_has_its_type_or_is_not_published(name: str, expected: str | None) -> None:
    assert media_type(name) == expected


def test_an_empty_system_table_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimetypes, "types_map", {})

    assert media_type("a.webp") == "image/webp"


def test_every_text_says_its_encoding() -> None:
    assert [kind for kind in MEDIA_TYPES.values() if kind.startswith("text/") and "charset=utf-8" not in kind] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.html", True),
        ("a.svg", True),
        ("a.json", True),
        ("atom.xml", True),
        ("a.webmanifest", True),
        ("a.ttf", True),
        ("a.png", False),
        ("a.woff2", False),
        ("a.zip", False),
        ("a.mp4", False),
    ],
)
def test_what_is_packed_already_is_not_packed_again(name: str, expected: bool) -> None:
    assert is_compressible(media_type(name) or "") is expected
