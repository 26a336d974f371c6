# SPDX-License-Identifier: AGPL-3.0-or-later
"""sitemap.xml (sitemaps.org, protocol 0.9): every page that is written, with the day its words last changed.

A page has a `lastmod` only when its front matter gives one; a list has that of the newest thing on it. No clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from pelican import signals

from plugins.dates import iso_date
from plugins.release import NOT_FOUND
from plugins.urls import absolute, url_path
from plugins.xml_document import xml_bytes

if TYPE_CHECKING:
    from pelican import Pelican

SITEMAP = "sitemap.xml"
# The lists that are not cut into pages, and what of the context each shows.
_LISTED = {"/": ("articles", "services"), "/services": ("services",)}
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Written:
    """A page of the site: its URL path and the day it last changed, if one is known."""

    path: str
    changed: date | None


def sitemap(pages: Iterable[Written], site_url: str) -> bytes:
    """The sitemap of `pages`, sorted by path."""
    root = ET.Element("urlset", xmlns=_NAMESPACE)
    for page in sorted(pages, key=lambda page: page.path):
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = absolute(site_url, page.path)
        if page.changed:
            ET.SubElement(url, "lastmod").text = iso_date(page.changed)
    return xml_bytes(root)


def changed(content: object) -> date | None:
    """The day an article or a page says it last changed."""
    moment = getattr(content, "modified", None) or getattr(content, "date", None)
    return moment.date() if moment else None


def _newest(contents: Iterable[object]) -> date | None:
    return max((day for content in contents if (day := changed(content))), default=None)


def _shown(context: Mapping[str, Any]) -> Iterator[object]:
    """What the page being written holds: one content, or the head and the contents of a list."""
    if alone := context.get("article") or context.get("page"):
        yield alone
        return
    path = url_path(context["output_file"])
    if path in context["sections"]:
        yield context["sections"][path]
    if "articles_page" in context:
        yield from context["articles_page"].object_list
    for key in _LISTED.get(path, ()):
        yield from context[key]


def _start(pelican: Pelican) -> None:
    pelican.settings["written"] = []


def _note(_path: str, context: Mapping[str, Any]) -> None:
    if context["output_file"] != NOT_FOUND:
        page = Written(url_path(context["output_file"]), _newest(_shown(context)))
        context["written"].append(page)


def _write(pelican: Pelican) -> None:
    settings = pelican.settings
    Path(pelican.output_path, SITEMAP).write_bytes(sitemap(settings["written"], settings["SITEURL"]))


def register() -> None:
    signals.initialized.connect(_start)
    signals.content_written.connect(_note)
    signals.finalized.connect(_write)
