# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keys of a head, Nuxt Content's and those of our services, as one checked value.

A key that Nuxt's modules know and that has no effect here (sitemap, robots, ogImage, head, layout...) is unknown like
any other: kept, and named once a build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from plugins.faults import Fault
from plugins.head_keys import Keys
from plugins.slug import SlugError, category_slug
from plugins.yaml_core import FLAGS, plain
from plugins.yaml_nodes import Items, Node, Pairs, Scalar

# The first one written wins; the others are checked all the same.
DATES = ("publishedAt", "date", "createdAt")
CHANGES = ("updatedAt", "modified", "modifiedAt", "lastUpdated")


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of a head, as written: `src` is a URL, `alt` is "" when the head has none."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a service's FAQ."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Head:
    """Everything a head says; a missing text is "", and dates without a zone are naive.

    `unknown` holds the other keys by dotted name ("image.width"), in YAML 1.2's types; `lines` says in which line of
    the file each key stands, by dotted name as written.
    """

    title: str
    description: str
    summary: str
    image: Image | None
    category: str
    tags: tuple[str, ...]
    date: datetime | None
    modified: datetime | None
    draft: bool
    navigation: bool
    seo_title: str
    seo_description: str
    toc: bool
    order: int
    deliverables: tuple[str, ...]
    duration: str
    faq: tuple[Question, ...]
    unknown: Mapping[str, object]
    lines: Mapping[str, int]


def read_head(pairs: Pairs, path: str, faults: list[Fault]) -> Head:
    """The head written in `pairs`; what is wrong joins `faults`, and reads as if it had not been written."""
    keys = Keys(pairs, path, "", faults)
    image, seo, rows = keys.keys("image"), keys.mapping("seo"), tuple(keys.rows("faq"))
    menu, toc = keys.keys("navigation"), keys.keys("toc")  # Nuxt takes a flag or a mapping, which means true
    return Head(
        title=keys.text("title"),
        description=keys.text("description"),
        summary=keys.text("summary"),
        image=_image(image.text("src"), image.text("alt")) if image else _image(keys.text("image"), ""),
        category=_category(keys),
        tags=keys.texts("tags", separator=","),
        date=keys.date(*DATES),
        modified=keys.date(*CHANGES),
        draft=_is_draft(keys),
        navigation=menu is not None or keys.flag("navigation", True),
        seo_title=seo.text("title") if seo else "",
        seo_description=seo.text("description") if seo else "",
        toc=toc is not None or keys.flag("toc", True),
        order=keys.number("order"),
        deliverables=keys.texts("deliverables"),
        duration=keys.text("duration"),
        faq=tuple(map(_question, rows)),
        unknown=_unknown([keys, *(each for each in (image, seo, menu, toc) if each), *rows]),  # once all is read
        lines=MappingProxyType(dict(_lines(pairs, ""))),
    )


def _image(src: str, alt: str) -> Image | None:
    return Image(src, alt) if src else None


def _category(keys: Keys) -> str:
    """The first category written; more of them stay unknown keys. Its name has to make a URL."""
    for key, node in keys.found("category", "categories"):
        several = node.items if isinstance(node, Items) else (node,)
        if len(several) > 1:
            keys.seen.discard(key)
        name = keys.as_text(key, several[0]) if several else ""
        if name:
            _check_slug(keys, key, node, name)
            return name
    return ""


def _check_slug(keys: Keys, key: str, node: Node, name: str) -> None:
    try:
        category_slug(name)
    except SlugError as error:
        keys.fault(key, node, f"makes no URL: {error}", "write a name with Latin letters")


def _is_draft(keys: Keys) -> bool:
    """Either of Nuxt's two keys, or `published: false`, which can mean nothing else."""
    flags = [keys.flag("draft", False), keys.flag("_draft", False)]
    published = keys.pairs.pairs.get("published")
    if isinstance(published, Scalar) and published.text in FLAGS:
        keys.seen.add("published")
        flags.append(not FLAGS[published.text])
    return any(flags)


def _question(row: Keys) -> Question:
    question, answer = row.text("question"), row.text("answer")
    if not (question and answer):
        row.fault("question", row.pairs, "a question or its answer is missing", "write question: and answer:")
    return Question(question, answer)


def _unknown(read: list[Keys]) -> Mapping[str, object]:
    """What no reader asked for; in a list of mappings, the last one's value stands for all."""
    return MappingProxyType({key: plain(node) for keys in read for key, node in keys.rest()})


def _lines(pairs: Pairs, name: str) -> Iterator[tuple[str, int]]:
    for key, node in pairs.pairs.items():
        yield name + key, pairs.lines[key]
        if isinstance(node, Pairs):
            yield from _lines(node, f"{name}{key}.")
