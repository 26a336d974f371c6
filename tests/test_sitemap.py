# SPDX-License-Identifier: MIT
"""The sitemap, read back by an XML parser."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from plugins.sitemap import Written, changed, sitemap

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_pages_are_sorted_absolute_and_escaped() -> None:
    pages = [Written("/services", None), Written("/blog/été & co", date(2026, 2, 3)), Written("/", None)]

    root = ET.fromstring(sitemap(pages, "https://rempart.example"))

    assert root.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
    assert [(url.findtext("s:loc", None, NAMESPACE), url.findtext("s:lastmod", None, NAMESPACE)) for url in root] == [
        ("https://rempart.example/", None),
        ("https://rempart.example/blog/%C3%A9t%C3%A9%20%26%20co", "2026-02-03"),
        ("https://rempart.example/services", None),
    ]


MORNING, EVENING = datetime(2026, 2, 3, 8, tzinfo=UTC), datetime(2026, 5, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SimpleNamespace(date=MORNING, modified=EVENING), date(2026, 5, 6)),
        (SimpleNamespace(date=MORNING), date(2026, 2, 3)),
        (SimpleNamespace(), None),
    ],
    ids=["modified", "dated", "undated"],
)
def test_a_page_changed_when_its_front_matter_says_so(content: object, expected: date | None) -> None:
    assert changed(content) == expected
