# SPDX-License-Identifier: MIT
"""Other people's content: drafts, long lists, missing rooms, two files on one URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_site import BLOG, article, manifest, page, publish, release, text, tree, write

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write(tmp_path / "content", BLOG)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def test_a_draft_and_its_picture_are_nowhere_in_the_release(content: Path, output: Path) -> None:
    draft = article("Chuchotement").replace("---\n\n", "draft: true\n---\n\n") + "\n![x](/blog/chuchotement.svg)\n"
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><desc>chuchotement</desc></svg>'
    write(
        content,
        {
            "blog/secret.md": draft,
            "blog/autre.draft.md": article("Chuchotement bis"),
            "pages/tu.md": page("Chuchotement ter").replace("---\n\n", "_draft: true\n---\n\n"),
            "blog/_partiel.md": "chuchotement",
            "blog/chuchotement.svg": picture,
        },
    )

    done = publish(content, output)

    assert done.returncode == 0, done.stderr
    for name, body in tree(release(output)).items():
        assert "chuchotement" not in name
        assert b"chuchotement" not in body.lower(), name


def test_a_picture_without_a_description_is_a_warning(content: Path, output: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    write(content, {"blog/a.svg": picture, "blog/un.md": article("Un") + "\n![](a.svg)\n"})

    done = publish(content, output)

    assert done.returncode == 0
    assert "Warnings in content/blog/un.md:\n  line 1: a.svg: a picture without a description: " in done.stdout


def test_what_a_head_says_is_text_and_never_markup(content: Path, output: Path) -> None:
    head, _, _ = article('"<script>alert(1)</script> & Cie"', category='"<i>IA</i>"').partition("Un paragraphe")
    write(content, {"blog/un.md": head + "Texte.\n"})

    done = publish(content, output)

    assert done.returncode == 0, done.stderr
    for url, entry in manifest(output).entries.items():
        if entry.policy:
            assert "<script>alert" not in text(output, url)
            assert "<i>IA" not in text(output, url)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Cie" in text(output, "/blog/un")


def test_pages_of_a_list_hold_ten_articles_each(tmp_path: Path, output: Path) -> None:
    files = {f"blog/a{number:02}.md": article(f"A{number:02}", f"2026-01-{number:02}") for number in range(1, 24)}

    done = publish(write(tmp_path / "content", files), output)

    assert done.returncode == 0, done.stderr
    urls = manifest(output).entries.keys()
    assert {url for url in urls if "/page/" in url} == {
        "/blog/page/2",
        "/blog/page/3",
        "/blog/categorie/ia/page/2",
        "/blog/categorie/ia/page/3",
    }
    assert [f"/blog/a{number:02}" in text(output, "/blog/page/3") for number in (1, 3, 4)] == [True, True, False]
    assert f"{SITE}/blog/page/2" in text(output, "/sitemap.xml")

    write(tmp_path / "content", {"public/blog/page/3.html": "", "public/blog/categorie/ia/page/2.html": ""})
    refused = publish(tmp_path / "content", output)
    assert "content/public/blog/page/3.html:1: URL: the template blog.html is on the same URL" in refused.stderr
    assert "content/public/blog/categorie/ia/page/2.html:1: URL: the category IA is on the same URL" in refused.stderr


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, {"/"}, id="nothing"),
        pytest.param({"a.md": page("A")}, {"/", "/a"}, id="one-page"),
        pytest.param({"blog/a.md": article("A")}, {"/", "/blog", "/blog/a", "/blog/categorie/ia"}, id="a-blog"),
        pytest.param({"services/a.md": page("A")}, {"/", "/services", "/services/a"}, id="services"),
        pytest.param({"blog/index.md": page("B")}, {"/", "/blog"}, id="a-blog-without-articles"),
        pytest.param({"docs/2.x/1.intro.md": page("A")}, {"/", "/docs/2.x/intro"}, id="nested-and-numbered"),
        pytest.param({"blog/2026/a.md": article("A")}, {"/blog/2026/a"}, id="a-blog-by-years"),
    ],
)
def test_other_people_s_content_builds(tmp_path: Path, output: Path, files: dict[str, str], expected: set[str]) -> None:
    content = tmp_path / "content"
    content.mkdir()

    done = publish(write(content, files), output)

    assert done.returncode == 0, done.stderr
    found = {url for url, entry in manifest(output).entries.items() if entry.policy}
    assert expected <= found
    assert ("/blog/atom.xml" in manifest(output).entries) == any(
        "blog/" in name and "index" not in name for name in files
    )


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("public/robots.txt", "the build"),
        ("public/sitemap.xml", "the build"),
        ("public/blog/atom.xml", "the build"),
        ("public/favicon.svg", "the theme"),
        ("public/blog.html", "the template blog.html"),
        ("public/blog/un.html", "content/blog/un.md"),
        ("public/blog/categorie/ia.html", "the category IA"),
    ],
)
def test_two_files_on_one_url_are_refused(content: Path, output: Path, name: str, other: str) -> None:
    write(content, {name: ""})

    done = publish(content, output)

    assert done.returncode == 1
    assert f"content/{name}:1: " in done.stderr
    assert other in done.stderr
