# SPDX-License-Identifier: MIT
"""From files to URLs."""

from __future__ import annotations

import pytest

from plugins.urls import absolute, url_path


@pytest.mark.parametrize(
    ("save_as", "expected"),
    [
        ("index.html", "/"),
        ("blog.html", "/blog"),
        ("blog/page/2.html", "/blog/page/2"),
        ("docs/index.html", "/docs"),
        ("blog/mon-index.html", "/blog/mon-index"),
        ("blog/été.html", "/blog/été"),
        ("blog/molt.png", "/blog/molt.png"),
        (".well-known/security.txt", "/.well-known/security.txt"),
    ],
)
def test_a_page_loses_its_extension_and_other_files_keep_it(save_as: str, expected: str) -> None:
    assert url_path(save_as) == expected


def test_an_absolute_url_is_percent_encoded() -> None:
    assert (
        absolute("https://rempart.example", "/blog/été & co") == "https://rempart.example/blog/%C3%A9t%C3%A9%20%26%20co"
    )
