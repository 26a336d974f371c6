# SPDX-License-Identifier: AGPL-3.0-or-later
"""Heading ids, as Nuxt writes them so that deep links survive the move, and the table of contents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from plugins.plain_text import plain_text

LEVELS = {f"h{level}": level for level in range(1, 7)}
# What github-slugger keeps: letters, marks, decimal and letter-like numbers, connectors, and the circled letters below.
KEPT = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})
CIRCLED = re.compile("[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]")


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the table of contents: an h2 with its h3 as children."""

    level: int
    id: str
    text: str
    children: tuple[Heading, ...] = ()


def slug(text: str) -> str:
    """github-slugger's slug of a heading's text: accents stay, signs go, spaces become hyphens."""
    kept = (sign for sign in text.lower() if sign in " -" or unicodedata.category(sign) in KEPT or CIRCLED.match(sign))
    return "".join(kept).replace(" ", "-")


def tidy(slug: str) -> str:
    """What Nuxt's compiler does to it: one hyphen at a time, none at the ends, no leading digit."""
    trimmed = re.sub(r"^-|-$", "", re.sub(r"-+", "-", slug))
    return re.sub(r"^(\d)", r"_\1", trimmed, flags=re.ASCII)


class HeadingIds(Treeprocessor):
    """Gives every heading an id; one the author wrote in raw HTML stays."""

    def run(self, root: Element) -> None:
        slugs: dict[str, int] = {}
        ids: set[str] = set()
        for heading in (element for element in root.iter() if element.tag in LEVELS):
            identifier = heading.get("id") or tidy(_unused(slug("".join(heading.itertext())), slugs))
            while identifier in ids or not identifier:  # "A - B" and "A B" meet only once tidied
                identifier = tidy(_unused(identifier or "section", slugs))
            ids.add(identifier)
            heading.set("id", identifier)


def contents(headings: Iterable[Element]) -> tuple[Heading, ...]:
    """The h2 of the page, each with the h3 that follow it; an h3 before any h2 stands alone, as in Nuxt."""
    groups: list[list[Heading]] = []
    for element in headings:
        heading = Heading(LEVELS[str(element.tag)], element.get("id", ""), plain_text(element))
        if groups and groups[-1][0].level < heading.level:
            groups[-1].append(heading)
        else:
            groups.append([heading])
    return tuple(Heading(first.level, first.id, first.text, tuple(rest)) for first, *rest in groups)


def _unused(slug: str, slugs: dict[str, int]) -> str:
    """`slug`, or `slug-1`, `slug-2`, ... the first that this document has not used (github-slugger's count)."""
    unused = slug
    while unused in slugs:
        slugs[slug] += 1
        unused = f"{slug}-{slugs[slug]}"
    slugs[unused] = 0
    return unused
