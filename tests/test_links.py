# SPDX-License-Identifier: MIT
"""Links: no scheme that acts, and those that leave the site say so."""

from __future__ import annotations

import pytest

from plugins.links import scheme
from tests.rendering import errors, html


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("[a](/b)", '<a href="/b">'),
        ("[a](b#c)", '<a href="b#c">'),
        ("[a](#c)", '<a href="#c">'),
        ("[a](https://a.fr 't')", '<a href="https://a.fr" title="t" rel="external">'),
        ("[a](HTTP://a.fr)", '<a href="HTTP://a.fr" rel="external">'),
        ("[a](//a.fr)", '<a href="//a.fr" rel="external">'),
        ("[a](mailto:a@b.fr)", '<a href="mailto:a@b.fr">'),
        ("[a](tel:+33100000000)", '<a href="tel:+33100000000">'),
        ("<https://a.fr>", '<a href="https://a.fr" rel="external">'),
        ("[a](/b:c)", '<a href="/b:c">'),
        ("[a](<b c>)", '<a href="b%20c">'),
        ("[a]()", '<a href="">'),
    ],
)
def test_links_that_leave_the_site_say_so(body: str, shown: str) -> None:
    assert shown in html(body)


@pytest.mark.parametrize(
    "body",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](vbscript:x)",
        "[a](data:text/html,x)",
        "[a](data:image/png;base64,x)",
        "[a](file:///etc/passwd)",
        "[a](ftp://a.fr)",
        "<javascript:x>",
        "<std::vector>",
        "[a][b]\n\n[b]: javascript:x",
        "<a href='javascript:x'>a</a>",
        "<a href=' java\tscript:x'>a</a>",
        "<a href='java&Tab;script&colon;x'>a</a>",
        "<q cite='javascript:x'>a</q>",
    ],
)
def test_other_schemes_are_errors(body: str) -> None:
    (fault,) = errors(f"mot\n\n{body}")

    assert fault.startswith("7: ")
    assert "no link may use the scheme" in fault


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/a:b", ""),
        ("a/b:c", ""),
        ("?a:b", ""),
        ("HTTPS://a", "https"),
        (" \x01java\nscript:x", "javascript"),
        ("\u00a0javascript:x", ""),
    ],
)
def test_the_scheme_is_the_one_a_browser_sees(url: str, expected: str) -> None:
    assert scheme(url) == expected
