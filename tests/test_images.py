# SPDX-License-Identifier: MIT
"""Pictures: files of the site only, with their true size."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from plugins.images import MAX_PIXELS, Picture, PictureError, picture, picture_path
from tests.rendering import errors, html, render


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one picture of each kind."""
    for place in ("blog", "public/img"):
        (tmp_path / "content" / place).mkdir(parents=True)
    blog = tmp_path / "content" / "blog"
    for name in ("molt.png", "b.jpg", "c.webp", "d.gif", "e.avif", "été 1.png"):
        Image.new("RGB", (40, 20)).save(blog / name)
    Image.new("RGB", (8, 8)).save(tmp_path / "content" / "public" / "img" / "logo.png")
    (blog / "f.svg").write_text(
        '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 15.4"/>'
    )
    return tmp_path / "content"


@pytest.mark.parametrize(
    ("src", "size"),
    [
        ("/blog/molt.png", (40, 20)),
        ("/blog/b.jpg", (40, 20)),
        ("/blog/c.webp", (40, 20)),
        ("/blog/d.gif", (40, 20)),
        ("/blog/e.avif", (40, 20)),
        ("/blog/f.svg", (30, 15)),
        ("/img/logo.png", (8, 8)),
        ("/blog/%C3%A9t%C3%A9%201.png", (40, 20)),
    ],
)
def test_a_picture_of_the_site_has_a_size(content: Path, src: str, size: tuple[int, int]) -> None:
    assert picture(content, src, "x") == Picture(src, "x", *size)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="10" height="20"', (10, 20)),
        ("height='20px' width='10.6px' viewBox='0 0 1 1'", (11, 20)),
        ('width="100%" height="100%" viewBox="0,0,7,9"', (7, 9)),
        ('viewBox="-1 -2 7 9"', (7, 9)),
    ],
)
def test_the_size_of_an_svg_is_read_from_its_opening_tag(content: Path, attributes: str, size: tuple[int, int]) -> None:
    (content / "a.svg").write_text(f"<svg {attributes}><g width='1' height='1'/></svg>")

    shown = picture(content, "/a.svg", "")

    assert (shown.width, shown.height) == size


def test_a_photograph_taken_sideways_has_the_size_it_is_shown_at(content: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(content / "a.jpg", exif=exif)

    shown = picture(content, "/a.jpg", "")

    assert (shown.width, shown.height) == (20, 40)


def broken(content: Path) -> None:
    data = (content / "blog" / "molt.png").read_bytes()
    (content / "text.png").write_text("pas une image")
    (content / "cut.png").write_bytes(data[:-20])
    (content / "flipped.png").write_bytes(data[:45] + bytes([data[45] ^ 1]) + data[46:])
    (content / "jpeg.png").write_bytes((content / "blog" / "b.jpg").read_bytes())
    (content / "empty.svg").write_text("")
    (content / "sizeless.svg").write_text('<svg width="100%"></svg>')
    (content / "film.mp4").write_bytes(b"")
    (content / "huge.png").write_bytes(png(MAX_PIXELS // 100 + 1, 100))
    (content / "bomb.png").write_bytes(png(100_000, 100_000))


def png(width: int, height: int) -> bytes:
    """A PNG file that only says how large it is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("src", "problem"),
    [
        ("/rien.png", "no file at content/rien.png"),
        ("/blog", "no file at content/blog"),
        ("", "no file at content/"),
        ("/../secret.png", "outside the content folder"),
        ("/%2e%2e/secret.png", "outside the content folder"),
        ("/a%00b.png", "no file at"),
        ("https://a.fr/a.png", "not on this site"),
        ("//a.fr/a.png", "not on this site"),
        ("data:image/png;base64,x", "not on this site"),
        ("/text.png", "not a readable PNG file"),
        ("/cut.png", "not a readable PNG file"),
        ("/flipped.png", "not a readable PNG file"),
        ("/jpeg.png", "not a readable PNG file"),
        ("/empty.svg", "an SVG file without a size"),
        ("/sizeless.svg", "an SVG file without a size"),
        ("/film.mp4", "not a kind of picture shown here: .mp4"),
        ("/huge.png", "pixels"),
        ("/bomb.png", "not a readable PNG file"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_an_error(content: Path, src: str, problem: str) -> None:
    broken(content)

    with pytest.raises(PictureError) as caught:
        picture(content, src, "")

    assert problem in caught.value.problem
    assert str(caught.value) == f"{caught.value.problem}: {caught.value.remedy}"


@pytest.mark.parametrize(
    ("src", "route", "expected"),
    [
        ("/blog/a.png", "/blog/b", "/blog/a.png"),
        ("a.png", "/blog/b", "/blog/a.png"),
        ("./a.png", "/blog/b", "/blog/a.png"),
        ("../a.png", "/blog/b", "/a.png"),
        ("a.png", "/", "/a.png"),
        ("a.png", "/a-propos", "/a.png"),
        ("/../../a.png", "/", "/a.png"),
        ("../../../a.png", "/blog/b", "/a.png"),
        ("/été 1.png", "/", "/%C3%A9t%C3%A9%201.png"),
        ("/%C3%A9t%C3%A9%201.png", "/", "/%C3%A9t%C3%A9%201.png"),
        ("/a.png?v=1#x", "/", "/a.png"),
        ("https://a.fr/a.png", "/blog/b", "https://a.fr/a.png"),
        ("//a.fr/a.png", "/blog/b", "//a.fr/a.png"),
    ],
)
def test_a_src_becomes_an_absolute_path(src: str, route: str, expected: str) -> None:
    assert picture_path(src, route) == expected


LATE = 'loading="lazy" decoding="async"'
MOLT = f'<img src="/blog/molt.png" alt="x" width="40" height="20" {LATE}>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a ![x](/blog/molt.png)", f"<p>a {MOLT}</p>"),
        ("![x](molt.png)", f"<p>{MOLT}</p>"),
        ("![x](./molt.png)", f"<p>{MOLT}</p>"),
        (
            "![x](/blog/molt.png 'L&eacute; *g*')",
            f'<figure class="picture">{MOLT}<figcaption>Lé *g*</figcaption></figure>',
        ),
        ("a ![x](molt.png 'T')", 'alt="x" title="T" width="40"'),
        ("![](molt.png)", '<p><img src="/blog/molt.png" alt="" width="40"'),
        ("a <img src='molt.png' alt='x'>", f"<p>a {MOLT}</p>"),
        ("[![x](molt.png)](/a)", f'<p><a href="/a">{MOLT}</a></p>'),
        ("| ![x](molt.png) |\n|--|", f'<th scope="col">{MOLT}</th>'),
    ],
)
def test_a_picture_in_a_page_says_its_size_and_loads_late(content: Path, body: str, expected: str) -> None:
    assert expected in html(body, content=content)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ("width=20", 'width="20" height="10"'),
        ("width=20 height=999", 'width="20" height="10"'),
        ("width=50% height=1em", 'width="40" height="20"'),
        ("width=0", 'width="40" height="20"'),
    ],
)
def test_a_width_in_raw_html_keeps_the_proportions(content: Path, asked: str, size: str) -> None:
    assert size in html(f"<img src='molt.png' alt='x' {asked}>", content=content)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("a\n\n![x](/blog/rien.png)", "7: /blog/rien.png: no file at content/blog/rien.png"),
        ("a\nb ![x](rien.png)", "6: rien.png: no file at content/blog/rien.png"),
        ("![x](https://a.fr/a.png)", "5: https://a.fr/a.png: not on this site"),
        ("![x](data:image/png;base64,AAAA)", "5: data:image/png;base64,AAAA: not on this site"),
        ("<img src='//a.fr/a.png' alt=''>", "5: //a.fr/a.png: not on this site"),
        ("<img alt=''>", "5: <img>: no file at content/blog"),
        ("<img src='molt.png'>", "5: molt.png: no description"),
        ("![x](javascript:alert(1))", "5: javascript:alert(1): not on this site"),
    ],
)
def test_a_picture_that_is_not_there_stops_the_build(content: Path, body: str, fault: str) -> None:
    assert errors(body, content=content) == [fault]


@pytest.mark.parametrize(
    ("body", "picture", "is_dropped"),
    [
        ("![x](/blog/molt.png)\n\nmot", "/blog/molt.png", True),
        ("![x](molt.png 'titre')\n\nmot", "/blog/molt.png", True),
        ("# T\n\nmot\n\n![x](/blog/molt.png)", "molt.png", True),
        ("![x](/blog/molt.png)\nmot", "/blog/molt.png", True),
        ("![x](/blog/molt.png)  \n*mot*", "/blog/molt.png", True),
        ("![x](/blog/molt.png)\n![y](/blog/b.jpg)", "/blog/molt.png", True),
        ("![x](/blog/molt.png) ![y](/blog/b.jpg)", "/blog/molt.png", False),
        ("![x](/blog/molt.png) mot", "/blog/molt.png", False),
        ("mot ![x](/blog/molt.png)", "/blog/molt.png", False),
        ("![y](/blog/b.jpg)\n\n![x](/blog/molt.png)", "/blog/molt.png", False),
        ("> ![x](/blog/molt.png)", "/blog/molt.png", False),
        ("![x](/blog/molt.png)", "/blog/b.jpg", False),
        ("![x](/blog/molt.png)", "", False),
        ("mot", "/blog/molt.png", True),
    ],
)
def test_the_heads_picture_is_shown_once(content: Path, body: str, picture: str, is_dropped: bool) -> None:
    assert ("molt.png" not in render(body, content=content, picture=picture).html) is is_dropped


@pytest.mark.parametrize("line_break", ["\n", "  \n", "\\\n"])
def test_what_follows_the_heads_picture_stays(content: Path, line_break: str) -> None:
    page = render(f"![x](molt.png){line_break}*mot* fin", content=content, picture="molt.png")

    assert page.html == "<p><em>mot</em> fin</p>"


def test_only_the_first_of_two_equal_pictures_is_dropped(content: Path) -> None:
    page = render("![x](molt.png)\n\n![x](molt.png)", content=content, picture="/blog/molt.png")

    assert page.html.count("molt.png") == 1
