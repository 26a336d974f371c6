# SPDX-License-Identifier: MIT
"""Content for readers elsewhere: no address stays relative."""

from __future__ import annotations

import pytest

from plugins.absolute_links import absolute_links

BASE = "https://rempart.example/blog/molt"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/services">x</a>', '<a href="https://rempart.example/services">x</a>'),
        ('<a href="moltbook">x</a>', '<a href="https://rempart.example/blog/moltbook">x</a>'),
        ('<a href="#fn:1">1</a>', '<a href="https://rempart.example/blog/molt#fn:1">1</a>'),
        ('<a href="https://o.example/a?b=1&amp;c">x</a>', '<a href="https://o.example/a?b=1&amp;c">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<img src="/blog/m.png" alt="é">', '<img src="https://rempart.example/blog/m.png" alt="é">'),
        (
            '<img srcset="/a.png 1x,/b.png 2x">',
            '<img srcset="https://rempart.example/a.png 1x, https://rempart.example/b.png 2x">',
        ),
        ('<img srcset="/a.png">', '<img srcset="https://rempart.example/a.png">'),
        ('<q cite="/s">x</q>', '<q cite="https://rempart.example/s">x</q>'),
        ("<p>a &lt; b</p>\n<ul><li>c</li></ul>", "<p>a &lt; b</p>\n<ul><li>c</li></ul>"),
        ("", ""),
    ],
)
def test_each_address_becomes_absolute(html: str, expected: str) -> None:
    assert absolute_links(html, BASE) == expected
