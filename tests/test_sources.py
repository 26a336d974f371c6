# SPDX-License-Identifier: MIT
"""A whole content folder: all of it read, or all that is wrong with it said in one run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from plugins.faults import FaultsError
from plugins.images import Picture
from plugins.sources import READ_BY_THEME, Scan, scan
from tests.small_site import article, page, write

NUXT = Path(__file__).parent / "nuxt" / "content"
THEME = Path(__file__).parent.parent / "theme" / "templates"


def faults(content: Path) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        scan(content)
    return [*map(str, caught.value.faults)]


def names(found: Scan) -> list[str]:
    return [path.relative_to(found.content).as_posix() for path in found.entries]


def test_every_text_that_has_a_url_is_read_in_path_order(tmp_path: Path) -> None:
    content = write(
        tmp_path / "content",
        {
            "pages/b.md": page("B"),
            "blog/a.md": article("A"),
            "blog/z.draft.md": article("Z"),
            "blog/_partiel.md": "",
            "blog/notes.txt": "",
            "public/x.md": "",
            ".trash/x.md": "",
            "-x.md": "",
        },
    )

    found = scan(content)

    assert names(found) == ["blog/a.md", "blog/z.draft.md", "pages/b.md"]
    assert [entry.source.name for entry in found.published] == ["content/blog/a.md", "content/pages/b.md"]


def test_every_bad_file_is_named_in_one_run(tmp_path: Path) -> None:
    content = write(
        tmp_path / "content",
        {
            "blog/a.md": "---\ntitle: a: b\n---\n",
            "blog/b.draft.md": "---\ntitle: x\n---\n",
            "blog/c.md": article("C") + "\n::inconnu\n::\n",
            "blog/d.md": "---\ntitle: x\npublishedAt: 2026-02-30\nimage: /rien.png\n---\n",
            "blog/e.md": article("E"),
            "pages/e.markdown": page("E"),
            "pages/f.MD": page("F"),
            "pages/g.md": "---\ntitle: x\nimage: /rien.png\n---\n\n::inconnu\n::\n",
            "pages/h.md": "Rien.\n",
            "pages/i.md": "---\ndescription: x\ntitle:\n---\nRien.\n",
        },
    )
    (content / "blog/j.md").write_bytes(b"\xff")

    told = faults(content)

    assert [re.match(r"content/(.*?:\d+): ", line)[1] for line in told] == [
        "blog/a.md:2",
        "blog/b.draft.md:1",
        "blog/c.md:9",
        "blog/d.md:3",
        "blog/j.md:1",
        "pages/e.markdown:1",
        "pages/f.MD:1",
        "pages/g.md:3",
        "pages/g.md:6",
        "pages/h.md:1",
        "pages/i.md:3",
    ]
    assert told[5] == "content/pages/e.markdown:1: file name: .markdown files are not read: name it .md"
    assert told[9] == (
        'content/pages/h.md:1: title: no title, neither in the head nor as a first heading #: write title: "..."'
    )


@pytest.mark.parametrize(
    ("first", "second", "url"),
    [
        ("blog/1.un.md", "blog/un.md", "/blog/un"),
        ("blog/X.md", "blog/x.md", "/blog/x"),
        ("a.md", "pages/a.md", "/a"),
        ("blog/index.md", "blog.md", "/blog"),
        ("index.md", "pages/index.md", "/"),
        ("docs/a/index.md", "docs/a.md", "/docs/a"),
    ],
)
def test_two_files_on_one_url_are_a_fault(tmp_path: Path, first: str, second: str, url: str) -> None:
    content = write(tmp_path / "content", {first: article("Un"), second: article("Deux")})

    assert faults(content) == [
        f"content/{second}:1: file name: {url} is already the URL of content/{first}: rename one of the two"
    ]


def test_a_draft_may_share_the_url_of_what_it_will_replace(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"blog/x.md": article("Un"), "blog/x.draft.md": article("Deux")})

    assert len(scan(content).published) == 1


def test_two_categories_on_one_url_are_a_fault_but_not_two_spellings_of_one(tmp_path: Path) -> None:
    content = write(
        tmp_path / "content",
        {
            "blog/a.md": article("A", category="C++"),
            "blog/b.md": article("B", category='"C#"'),
            "blog/c.md": article("C", category="IA"),
            "blog/d.md": article("D", category="ia"),
        },
    )

    assert faults(content) == [
        'content/blog/b.md:4: category: "C#" has the URL of "C++" in content/blog/a.md: rename one of the two'
    ]


def test_the_heads_picture_has_its_files_size(tmp_path: Path) -> None:
    image = "---\ntitle: x\nimage: {src: %s, alt: y}\n---\n"
    content = write(tmp_path / "content", {"docs/a.md": image % "./a.png", "docs/b.md": image % "/b.png"})
    (content / "public").mkdir()
    Image.new("L", (7, 5)).save(content / "docs/a.png")
    Image.new("L", (3, 2)).save(content / "public/b.png")

    found = scan(content)

    assert [entry.picture for entry in found.published] == [
        Picture("/docs/a.png", "y", 7, 5),
        Picture("/b.png", "y", 3, 2),
    ]


def test_the_body_knows_its_url_and_the_title_and_picture_of_its_head(tmp_path: Path) -> None:
    head = "---\ntitle: Un\nimage: ./a.png\n---\n\n"
    body = "# {}\n\n![a](a.png)\n\nTexte.\n\n![b](b.png)\n"
    files = {"docs/same.md": head + body.format("Un"), "docs/other.md": head + body.format("Deux")}
    content = write(tmp_path / "content", files)
    for name in "ab":
        Image.new("L", (3, 2)).save(content / f"docs/{name}.png")

    other, same = (entry.rendered.html for entry in scan(content).published)

    assert ("Deux" in other, "Un" in same) == (True, False)
    assert same.count("<img") == 1
    assert 'src="/docs/b.png"' in same


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("image: /a.png", "3: image: /a.png: no file at content/a.png"),
        ("image:\n  src: /a.png", "4: image.src: /a.png: no file at content/a.png"),
        ("image: https://a.example/a.png", "3: image: https://a.example/a.png: not on this site"),
        ("image: //[a", "3: image: //[a: not the path of a picture: write a path such as /blog/picture.png"),
        (f"image: /{'a' * 300}.png", f"3: image: /{'a' * 300}.png: not the path of a picture"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_a_fault(tmp_path: Path, head: str, message: str) -> None:
    content = write(tmp_path / "content", {"pages/x.md": f"---\ntitle: x\n{head}\n---\n"})

    assert faults(content)[0].startswith(f"content/pages/x.md:{message}")


def test_unknown_keys_make_one_line_for_the_whole_build(tmp_path: Path) -> None:
    head = "---\ntitle: x\nlayout: a\n"
    content = write(
        tmp_path / "content",
        {"a.md": head + "---\n", "b.md": head + "robots: b\nimage: {width: 3}\nbloc: c\n---\n"},
    )

    assert [*map(str, scan(content).warnings)] == [
        "content:1: front matter: keys kept, without effect here: image.width (1 file), layout (2 files),"
        " robots (1 file): leave or remove them"
    ]


def test_the_keys_that_templates_read_are_no_unknown_keys() -> None:
    read = {key for path in THEME.rglob("*.html") for key in re.findall(r'unknown\.get\("(\w+)"', path.read_text())}

    assert read == READ_BY_THEME


def test_the_warnings_of_bodies_are_kept(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"a.md": page("A") + "\n<p onclick='x()'>Texte.</p>\n"})

    assert [warning.path for warning in scan(content).warnings] == ["content/a.md"]


def test_an_empty_folder_is_an_empty_site(tmp_path: Path) -> None:
    assert scan(tmp_path).published == ()


def test_a_folder_is_read_the_same_by_any_path_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = write(tmp_path / "content", {"a.md": page("A")})
    monkeypatch.chdir(tmp_path)

    found = scan(Path("content"))

    assert [*found.entries] == [content.resolve() / "a.md"]
    assert found.published[0].source.name == "content/a.md"


def test_the_nuxt_folder_is_read_without_an_edit() -> None:
    found = scan(NUXT)

    assert len(found.entries) >= 50
    assert len(found.warnings) == 1
