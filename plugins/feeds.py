# SPDX-License-Identifier: AGPL-3.0-or-later
"""The blog's feed, Atom (RFC 4287): whole articles, absolute addresses, and dates that only the content gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from pelican import signals

from middleware.policy import SitePolicy
from plugins.absolute_links import absolute_links
from plugins.images import Picture
from plugins.urls import absolute, url_path
from plugins.xml_document import xml_bytes, xml_text

if TYPE_CHECKING:
    from pelican.contents import Article
    from pelican.generators import ArticlesGenerator

FEED = "blog/atom.xml"
MAX_ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"


def atom(articles: Sequence[Article], site: SitePolicy) -> bytes:
    """The feed of `articles` (newest first, at least one). An entry's id is its permalink."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    home = absolute(site.url, "/blog")
    _text(root, "id", home)
    _text(root, "title", site.name)
    if site.description:
        _text(root, "subtitle", site.description)
    _text(root, "updated", max(_updated(article) for article in articles).isoformat())
    _link(root, absolute(site.url, url_path(FEED)), rel="self", type="application/atom+xml")
    _link(root, home, rel="alternate", type="text/html")
    _text(ET.SubElement(root, "author"), "name", site.author)
    for article in articles[:MAX_ENTRIES]:
        _entry(root, article, site.url)
    return xml_bytes(root)


def _entry(root: ET.Element, article: Article, site_url: str) -> None:
    entry = ET.SubElement(root, "entry")
    permalink = absolute(site_url, f"/{article.url}")
    _text(entry, "id", permalink)
    _text(entry, "title", article.title)
    _link(entry, permalink, rel="alternate", type="text/html")
    _text(entry, "published", article.date.isoformat())
    _text(entry, "updated", _updated(article).isoformat())
    for term in (article.category.name, *article.tags):
        ET.SubElement(entry, "category", term=xml_text(term))
    _text(entry, "summary", article.summary)
    _text(entry, "content", absolute_links(_picture(article.image) + article.content, permalink), type="html")


def _picture(image: Picture | None) -> str:
    """The picture of the head: the page shows it above its content, which no longer holds it."""
    if image is None:
        return ""
    size = f'width="{image.width}" height="{image.height}"'
    return f'<p><img src="{escape(image.src)}" alt="{escape(image.alt)}" {size}></p>'


def _updated(article: Article) -> datetime:
    moment: datetime = getattr(article, "modified", None) or article.date
    return moment


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = xml_text(text)


def _link(parent: ET.Element, href: str, **attributes: str) -> None:
    ET.SubElement(parent, "link", {"href": href, **attributes})


def _write(generator: ArticlesGenerator, writer: object) -> None:
    context: Mapping[str, Any] = generator.context
    if context["articles"]:
        path = Path(generator.output_path, FEED)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(atom(context["articles"], context["site"]))


def register() -> None:
    signals.article_writer_finalized.connect(_write)
