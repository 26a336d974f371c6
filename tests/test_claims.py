# SPDX-License-Identifier: MIT
"""Two makers of one URL."""

from __future__ import annotations

import pytest

from plugins.claims import Claim, check_claims
from plugins.faults import FaultsError


def test_different_urls_are_no_trouble() -> None:
    check_claims([Claim("blog.html", "the template blog.html"), Claim("blog/a.html", "content/blog/a.md")])


def test_each_url_claimed_twice_is_named_with_both_makers() -> None:
    claims = [
        Claim("robots.txt", "the build"),
        Claim("blog.html", "the template blog.html"),
        Claim("robots.txt", "content/public/robots.txt"),
        Claim("blog/index.html", "content/public/blog/index.html"),
    ]

    with pytest.raises(FaultsError) as caught:
        check_claims(claims)

    assert str(caught.value).splitlines() == [
        "content/public/blog/index.html:1: URL: the template blog.html is on the same URL, /blog: "
        "rename or move one of the two",
        "content/public/robots.txt:1: URL: the build is on the same URL, /robots.txt: rename or move one of the two",
    ]
