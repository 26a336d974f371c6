# SPDX-License-Identifier: MIT
"""The Atom feed, read back by an XML parser."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest

from middleware.policy import Policy, SitePolicy
from plugins.feeds import MAX_ENTRIES, atom
from plugins.images import Picture

PARIS = timezone(timedelta(hours=1))
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Category:
    name: str = "IA"


@dataclass
class Article:
    """What the feed reads of an article."""

    url: str = "blog/molt"
    title: str = "Moltbot"
    summary: str = "Un résumé"
    content: str = "<p>Texte</p>"
    date: datetime = datetime(2026, 2, 3, tzinfo=PARIS)
    modified: datetime | None = None
    category: Category = field(default_factory=Category)
    tags: tuple[str, ...] = ()
    image: Picture | None = None


@pytest.fixture
def site(policy: Policy) -> SitePolicy:
    return replace(policy.site, url="https://rempart.example", author="L’atelier", description="Des remparts")


def read(data: bytes) -> ET.Element:
    return ET.fromstring(data)


def text(parent: ET.Element, tag: str) -> str:
    found = parent.findall(ATOM + tag)
    assert len(found) == 1
    return found[0].text or ""


def links(parent: ET.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in parent.findall(f"{ATOM}link")}


def test_the_feed_has_what_rfc_4287_wants_of_it(site: SitePolicy) -> None:
    feed = read(atom([Article()], site))

    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "fr"}
    assert text(feed, "id") == "https://rempart.example/blog"
    assert text(feed, "title") == "Rempart"
    assert text(feed, "subtitle") == "Des remparts"
    assert text(feed, "updated") == "2026-02-03T00:00:00+01:00"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "L’atelier"
    assert links(feed) == {
        "self": "https://rempart.example/blog/atom.xml",
        "alternate": "https://rempart.example/blog",
    }


def test_an_entry_holds_the_whole_article_with_absolute_addresses(site: SitePolicy) -> None:
    article = Article(url="blog/été", content='<p>Voir <a href="/services">ici</a> &amp; là</p>', tags=("agents",))

    entry = read(atom([article], site)).find(f"{ATOM}entry")

    assert entry is not None
    assert text(entry, "id") == "https://rempart.example/blog/%C3%A9t%C3%A9"
    assert links(entry) == {"alternate": text(entry, "id")}
    assert text(entry, "summary") == "Un résumé"
    assert text(entry, "content") == '<p>Voir <a href="https://rempart.example/services">ici</a> &amp; là</p>'
    assert entry.find(f"{ATOM}content").attrib == {"type": "html"}  # type: ignore[union-attr]
    assert [category.attrib["term"] for category in entry.findall(f"{ATOM}category")] == ["IA", "agents"]
    assert text(entry, "published") == text(entry, "updated") == "2026-02-03T00:00:00+01:00"


def test_the_picture_of_the_head_opens_the_content(site: SitePolicy) -> None:
    entry = read(atom([Article(image=Picture("/blog/m.png", 'un "homard"', 1200, 630))], site)).find(f"{ATOM}entry")

    assert entry is not None
    assert text(entry, "content") == (
        '<p><img src="https://rempart.example/blog/m.png" alt="un &quot;homard&quot;" width="1200" height="630"></p>'
        "<p>Texte</p>"
    )


def test_updated_is_the_newest_date_that_an_article_gives(site: SitePolicy) -> None:
    old = Article(url="blog/a", date=datetime(2026, 1, 1, tzinfo=PARIS), modified=datetime(2026, 5, 6, tzinfo=PARIS))

    feed = read(atom([Article(), old], site))

    assert text(feed, "updated") == "2026-05-06T00:00:00+01:00"
    assert [text(entry, "updated") for entry in feed.findall(f"{ATOM}entry")] == [
        "2026-02-03T00:00:00+01:00",
        "2026-05-06T00:00:00+01:00",
    ]


def test_words_are_escaped_and_what_xml_forbids_is_left_out(site: SitePolicy) -> None:
    article = Article(title='A < B & "C"', content="<p>]]&gt; \x0b\x00 fin \ufffe👉</p>")

    entry = read(atom([article], site)).find(f"{ATOM}entry")

    assert entry is not None
    assert text(entry, "title") == 'A < B & "C"'
    assert "\x0b" not in text(entry, "content")
    assert text(entry, "content").endswith("fin 👉</p>")


def test_a_site_without_description_has_no_subtitle(site: SitePolicy) -> None:
    assert read(atom([Article()], replace(site, description=""))).find(f"{ATOM}subtitle") is None


def test_the_feed_is_bounded(site: SitePolicy) -> None:
    articles = [Article(url=f"blog/{number}") for number in range(MAX_ENTRIES + 5)]

    assert len(read(atom(articles, site)).findall(f"{ATOM}entry")) == MAX_ENTRIES


def test_the_feed_is_the_same_each_time(site: SitePolicy) -> None:
    assert atom([Article()], site) == atom([Article()], site)
