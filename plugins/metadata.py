# SPDX-License-Identifier: AGPL-3.0-or-later
"""One entry -> what the templates see on `article` and `page`: Pelican's metadata, every key always there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pelican.contents import Category
from selectolax.lexbor import LexborHTMLParser

from plugins.routes import Kind
from plugins.slug import category_slug
from plugins.sources import Entry

WORDS_A_MINUTE = 200


def metadata_of(entry: Entry, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata of `entry`; of `settings`, TIMEZONE and DEFAULT_CATEGORY are read."""
    head, rendered = entry.source.head, entry.rendered
    description = head.description or rendered.description or entry.title
    zone = ZoneInfo(settings["TIMEZONE"])
    return {
        **_place(entry),
        **{key: _aware(date, zone) for key, date in (("date", head.date), ("modified", head.modified)) if date},
        "title": entry.title,
        "description": description,
        "summary": head.summary or _text(rendered.excerpt) or description,
        "category": _category(head.category or settings["DEFAULT_CATEGORY"], settings),
        "tags": list(head.tags),
        "image": entry.picture,
        "navigation": head.navigation,
        "seo_title": head.seo_title,
        "seo_description": head.seo_description,
        "toc": rendered.toc if head.toc else (),
        "words": rendered.words,
        "reading_minutes": max(1, (rendered.words + WORDS_A_MINUTE // 2) // WORDS_A_MINUTE),
        "order": head.order,
        "deliverables": list(head.deliverables),
        "duration": head.duration,
        "faq": list(head.faq),
        "unknown": dict(head.unknown),
    }


def _place(entry: Entry) -> dict[str, str]:
    """Where it goes. A section is read by a listing template, so Pelican has it as a page that it does not write."""
    route = entry.source.route
    is_section = route.kind is Kind.SECTION
    return {
        "kind": route.kind.value,
        "slug": route.slug,
        "url": route.url,
        "save_as": "" if is_section else route.save_as,
        "template": route.template,
        "status": "skip" if entry.source.is_draft else "hidden" if is_section else "published",
    }


def _text(html: str) -> str:
    """What is read of `html`, on one line, its no-break spaces kept."""
    return re.sub(r"[ \t\n]+", " ", LexborHTMLParser(html).text()).strip(" ")


def _aware(date: datetime, zone: ZoneInfo) -> datetime:
    """A date without a zone is the site's own; another is told in the site's."""
    return date.astimezone(zone) if date.tzinfo else date.replace(tzinfo=zone)


def _category(name: str, settings: Mapping[str, Any]) -> Category:
    category = Category(name, settings)
    category.slug = category_slug(name)
    return category
