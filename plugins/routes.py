# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file's place in the content folder -> its kind and its URL, by Nuxt Content's rules.

Nuxt, in each part of the path: a leading `1.` orders and goes, `index` and a final `.draft` go, `_x` is a partial
without URL; `.x` and `-x` are ignored. `content/public/` holds files served as they are: nothing there is Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from plugins.slug import slug

SECTIONS = frozenset({"/", "/blog", "/services", "/404"})
VERSION = re.compile(r"[0-9]+(\.[0-9]+)*(\.x)?")  # Nuxt keeps 1.2 and 3.x whole
UNROUTED = ("_", ".", "-")


class Kind(StrEnum):
    """What a file becomes."""

    ARTICLE = "article"
    SERVICE = "service"
    PAGE = "page"
    SECTION = "section"  # gives its words to a listing page; is not written itself


@dataclass(frozen=True, slots=True)
class Route:
    """Where a file goes. `path` is the URL path, "/" for home; `is_draft` comes from the file's name alone."""

    kind: Kind
    path: str
    slug: str
    is_draft: bool

    @property
    def url(self) -> str:
        """The path as Pelican writes URLs, without its first slash: "" for home."""
        return self.path.lstrip("/")

    @property
    def save_as(self) -> str:
        """The file in the output folder."""
        return f"{self.url or 'index'}.html"

    @property
    def template(self) -> str:
        """Name of the template, without its extension. A section is read by the listing templates: it has none."""
        return "page" if self.kind is Kind.SECTION else self.kind.value


def is_routed(relative: PurePosixPath) -> bool:
    """Whether a file of the content folder can have a URL of its own: it is neither ignored, partial nor public."""
    parts = relative.parts
    return not (parts[0] == "public" and len(parts) > 1) and not any(part.startswith(UNROUTED) for part in parts)


def route(relative: PurePosixPath) -> Route | None:
    """The route of a Markdown file, given its path inside the content folder; None when it has no URL.

    Raises SlugError when a part of the path cannot be written in a URL.
    """
    if not is_routed(relative):
        return None
    parts = relative.with_suffix("").parts
    slugs = [slug(name) for part in parts if (name := _refine(part))]
    folder = slugs[0] if len(parts) > 1 and slugs else ""
    shown = slugs[1:] if folder == "pages" else slugs
    path = "/" + "/".join(shown)
    return Route(_kind(folder, path), path, shown[-1] if shown else "index", _is_draft(parts))


def _refine(part: str) -> str:
    """One part of the path without Nuxt's order prefix, `index` and `.draft`."""
    if VERSION.fullmatch(part):
        return part
    name = re.sub(r"^[0-9]+\.", "", part)
    return "" if name in ("index", "index.draft") else name.removesuffix(".draft")


def _is_draft(parts: tuple[str, ...]) -> bool:
    return any(re.search(r"\.draft(\.|$)", part) for part in parts)


def _kind(folder: str, path: str) -> Kind:
    if path in SECTIONS:
        return Kind.SECTION
    return {"blog": Kind.ARTICLE, "services": Kind.SERVICE}.get(folder, Kind.PAGE)
