# SPDX-License-Identifier: MIT
"""The pictures and documents of the content folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.faults import FaultsError
from plugins.files import find_files, without_drafts
from plugins.sources import scan

ARTICLE = "---\ntitle: Un titre\ndate: 2026-02-03\n{head}---\n\n{body}\n"


def write(content: Path, *names: str) -> Path:
    for name in names:
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return content


def article(content: Path, name: str, body: str, head: str = "") -> None:
    write(content, name)
    (content / name).write_text(ARTICLE.format(head=head, body=body), "utf-8")


def test_a_file_keeps_its_path_and_public_is_the_root(tmp_path: Path) -> None:
    content = write(
        tmp_path / "content", "blog/a.png", "deep/er/b.pdf", "public/ads.txt", "public/x/page.html", "été.svg"
    )

    files = find_files(content)

    assert list(files) == ["blog/a.png", "deep/er/b.pdf", "ads.txt", "x/page.html", "été.svg"]
    assert files["ads.txt"] == content / "public/ads.txt"


@pytest.mark.parametrize(
    "name",
    [
        "blog/.a.png",
        ".obsidian/a.json",
        "_notes/a.png",
        "blog/_a.exe",
        "-draft/a.png",
        "blog/a.md",
        "blog/A.MD",
        "blog/a.mdx",
    ],
)
def test_hidden_files_partials_and_texts_are_not_files(tmp_path: Path, name: str) -> None:
    assert find_files(write(tmp_path / "content", name)) == {}


def test_well_known_is_meant_to_be_seen(tmp_path: Path) -> None:
    content = write(tmp_path / "content", "public/.well-known/assetlinks.json", "public/.well-known/.hidden.json")

    assert list(find_files(content)) == [".well-known/assetlinks.json"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("blog/a.exe", "content/blog/a.exe:1: name: the site publishes no .exe files: convert it"),
        ("blog/a", "content/blog/a:1: name: the site publishes no extensionless files: convert it"),
        ("public/a.md", "content/public/a.md:1: name: the site publishes no .md files"),
        ("blog/a.html", "content/blog/a.html:1: name: a page that is not Markdown: write it in Markdown or move it"),
        ("blog/a\nb.png", "content/blog/a\nb.png:1: name: holds a character that no URL shows: rename the file"),
        (os.fsdecode(b"a\xe9.png"), "content/a\\udce9.png:1: name: holds a character that no URL shows"),
    ],
)
def test_a_file_that_cannot_be_published_is_named(tmp_path: Path, name: str, expected: str) -> None:
    with pytest.raises(FaultsError) as caught:
        find_files(write(tmp_path / "content", name))

    assert str(caught.value).startswith(expected)


def test_every_bad_file_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as caught:
        find_files(write(tmp_path / "content", "a.exe", "b.png", "c.doc"))

    assert [fault.path for fault in caught.value.faults] == ["content/a.exe", "content/c.doc"]


@pytest.mark.parametrize("target", ["../secret.png", "gone.png", "blog"], ids=["outside", "nowhere", "folder"])
def test_a_link_out_of_the_content_to_nowhere_or_to_a_folder_is_refused(tmp_path: Path, target: str) -> None:
    content = write(tmp_path / "content", "blog/b.png")
    (tmp_path / "secret.png").write_text("")
    (content / "a.png").symlink_to(target)

    with pytest.raises(FaultsError, match=r"content/a\.png:1: link: leads out of the content, to a folder or nowhere"):
        find_files(content)


def test_a_link_to_a_file_of_the_content_is_that_file(tmp_path: Path) -> None:
    content = write(tmp_path / "content", "blog/b.png")
    (content / "a.png").symlink_to("blog/b.png")

    assert list(find_files(content)) == ["a.png", "blog/b.png"]


def test_what_only_a_draft_mentions_stays_with_it(tmp_path: Path) -> None:
    content = write(tmp_path / "content", "blog/mon plan.svg", "blog/head.svg", "blog/both.svg", "blog/nobody.svg")
    for path in content.rglob("*.svg"):
        path.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')
    body = "![p](/blog/mon%20plan.svg) ![b](/blog/both.svg)"
    article(content, "blog/a.draft.md", body, "image:\n  src: /blog/head.svg\n  alt: une image\n")
    article(content, "blog/b.md", "![b](both.svg)")

    kept = without_drafts(find_files(content), scan(content))

    assert list(kept) == ["blog/both.svg", "blog/nobody.svg"]
