# SPDX-License-Identifier: MIT
"""A client that passed is sent to a path of this site, whatever it had asked for."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.redirect_target import is_local, redirect_target

SITE = "https://rempart.example"


@pytest.mark.parametrize(
    ("path", "query", "target"),
    [
        ("/", b"", "/"),
        ("/blog/moltbot", b"", "/blog/moltbot"),
        ("/blog/moltbot", b"utm_source=x&a=%C3%A9", "/blog/moltbot?utm_source=x&a=%C3%A9"),
        ("/blog/été", b"", "/blog/%C3%A9t%C3%A9"),
        ("/a b", b"a b", "/a%20b?a%20b"),
        ("/a?b", b"", "/a%3Fb"),
        ("/100%", b"", "/100%25"),
        ("/x", b"to=https://evil.example/", "/x?to=https://evil.example/"),
        ("/x", b"\xff\"'<>\r\nSet-Cookie: a=b", "/x?%FF%22'%3C%3E%0D%0ASet-Cookie:%20a=b"),
        ("/x\r\nSet-Cookie: a=b", b"", "/x%0D%0ASet-Cookie:%20a=b"),
        ("/\ud800", b"", "/%3F"),
        ("/\\evil.example", b"", "/%5Cevil.example"),
        ("//evil.example", b"", "/"),
        ("///evil.example", b"", "/"),
        ("/a//evil.example", b"", "/"),
        ("/./" + "/evil.example", b"", "/"),
        ("\\\\evil.example", b"", "/"),
        ("https://evil.example/", b"", "/"),
        ("javascript:alert(1)", b"", "/"),
        ("", b"", "/"),
        ("*", b"", "/"),
        ("/_garde", b"t=1", "/"),
        ("/_garde/x.js", b"", "/"),
        ("/_garden", b"", "/_garden"),
        ("/x", b"a" * 500, "/x"),
        ("/" + "x" * 500, b"", "/"),
    ],
)
def test_only_a_path_of_this_site_is_a_target(path: str, query: bytes, target: str) -> None:
    assert redirect_target(path, query) == target
    assert is_local(target)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "x",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/x\\y",
        "/x y",
        "/é",
        "/x#y",
        "/x\r\n",
        "/x\n",
        "https:/evil.example",
        "https://evil.example",
        "/a//b",
        "/_garde?t=x",
        "/_garde/",
    ],
)
def test_what_a_browser_could_take_for_another_site_is_refused(target: str) -> None:
    assert not is_local(target)


@given(st.text(max_size=40), st.binary(max_size=40))
def test_whatever_is_asked_the_browser_stays_here(path: str, query: bytes) -> None:
    target = redirect_target(path, query)
    joined = urlsplit(urljoin(f"{SITE}/page", target))

    assert is_local(target)
    assert f"{joined.scheme}://{joined.netloc}" == SITE
    assert target.isascii()
    assert target.isprintable()
    assert len(target) <= 400


@given(st.from_regex(r"/[\w \-./\\%:@]*", fullmatch=True))
def test_a_target_is_the_path_that_was_asked_or_the_home_page(path: str) -> None:
    target = redirect_target(path, b"")

    assert unquote(target) == path or target == "/"
