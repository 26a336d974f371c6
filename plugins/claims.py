# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who writes which URL: two makers of one URL stop the build before either is written.

Pelican would keep one of them, and say so at a level nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.paginator import Paginator

from plugins.assets import published_files
from plugins.faults import Fault, FaultsError
from plugins.feeds import FEED
from plugins.front_matter import shown_path
from plugins.signals import signal_files
from plugins.sitemap import SITEMAP
from plugins.urls import url_path


@dataclass(frozen=True, slots=True)
class Claim:
    """`maker`, the name of a file or of what else makes pages, wants to write `save_as`."""

    save_as: str
    maker: str


def check_claims(claims: Iterable[Claim]) -> None:
    """Raises FaultsError with every URL claimed twice."""
    owners: dict[str, Claim] = {}
    faults = []
    for claim in claims:
        url = url_path(claim.save_as)
        owner = owners.setdefault(url, claim)
        if owner is not claim:
            problem = f"{owner.maker} is on the same URL, {url}"
            faults.append(Fault(claim.maker, 1, "URL", problem, "rename or move one of the two"))
    if faults:
        raise FaultsError(faults)


def _claims(context: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[Claim]:
    """The build's own files first, so that a fault names the file which the author can rename."""
    feeds = [FEED] if context["articles"] else []
    yield from (Claim(save_as, "the build") for save_as in (SITEMAP, *signal_files(settings["policy"]), *feeds))
    yield from (Claim(save_as, "the theme") for save_as in published_files(context["assets"]))
    yield from _listings(context, settings)
    content = Path(settings["PATH"])
    for page in (*context["articles"], *context["pages"]):
        yield Claim(page.save_as, shown_path(Path(page.source_path), content))
    for save_as, path in context["files"].items():
        yield Claim(save_as, shown_path(path, content))


def _listings(context: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[Claim]:
    for template in settings["DIRECT_TEMPLATES"]:
        save_as = settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
        articles = context["articles"] if template in settings["PAGINATED_TEMPLATES"] else []
        maker = f"the template {template}.html"
        yield from (Claim(page, maker) for page in _numbered(save_as, articles, template, settings))
    for category, articles in context["categories"]:
        maker = f"the category {category.name}"
        pages = _numbered(category.save_as, articles, "category", settings)
        yield from (Claim(page, maker) for page in pages)


def _numbered(save_as: str, articles: Sequence[object], template: str, settings: Mapping[str, Any]) -> list[str]:
    """The files of a list, one for each page of it: Pelican's own paginator counts them."""
    paginator = Paginator(save_as, "", articles, settings, settings["PAGINATED_TEMPLATES"].get(template))
    return [paginator.page(number).save_as for number in paginator.page_range]


def _check(generators: Sequence[Generator]) -> None:
    check_claims(_claims(generators[0].context, generators[0].settings))


def register() -> None:
    signals.all_generators_finalized.connect(_check)
