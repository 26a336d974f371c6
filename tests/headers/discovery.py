# SPDX-License-Identifier: MIT
"""From pages to addresses worth asking: same-origin ones, one or a few of each kind. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from tests.headers.page import Page
from tests.headers.request import Origin, as_target, parse_origin
from tests.headers.survey import Kind

# Nobody's page: the same in every run, so that two runs can be compared.
MISSING = "/rempart-no-such-page-5f2c"
WELL_KNOWN = {
    Kind.ROBOTS: "/robots.txt",
    Kind.SITEMAP: "/sitemap.xml",
    Kind.CONTACT: "/.well-known/security.txt",
}

_PAGE_SUFFIXES = frozenset({"", ".html", ".htm"})
_MOST = {Kind.STYLE: 3, Kind.SCRIPT: 3, Kind.PICTURE: 2, Kind.FEED: 1}


def local_target(origin: Origin, at: str, href: str) -> str | None:
    """The request target of `href` on the page at target `at`; None when it leads elsewhere or nowhere."""
    try:
        url = urljoin(f"{origin}{at}", href)
        there, path = parse_origin(url)
    except ValueError:
        return None
    if there != origin:
        return None
    query = urlsplit(url).query
    return as_target(f"{path}?{query}") if query else path


def inner_pages(origin: Origin, home: str, page: Page) -> list[str]:
    """Two more pages that `page` (at `home`) links to: the first one, and the first one deeper in the site."""
    targets = list(dict.fromkeys(filter(None, (local_target(origin, home, href) for href in page.links))))
    pages = [target for target in targets if target != home and _looks_like_page(target)]
    deeper = [target for target in pages if target.strip("/").count("/")]
    return list(dict.fromkeys([*pages[:1], *deeper[:1], *pages[1:]]))[:2]


def _looks_like_page(target: str) -> bool:
    return "?" not in target and PurePosixPath(target).suffix.lower() in _PAGE_SUFFIXES


def resources(origin: Origin, pages: Iterable[tuple[str, Page]]) -> Iterator[tuple[Kind, str]]:
    """The stylesheets, scripts, pictures and feed that the pages (target, page) name, a few of each."""
    named: dict[Kind, dict[str, None]] = {kind: {} for kind in _MOST}
    for at, page in pages:
        urls = {
            Kind.STYLE: [style.url for style in page.styles],
            Kind.SCRIPT: [script.url for script in page.scripts],
            Kind.PICTURE: list(page.pictures),
            Kind.FEED: list(page.feeds),
        }
        for kind, hrefs in urls.items():
            named[kind].update(dict.fromkeys(filter(None, (local_target(origin, at, href) for href in hrefs))))
    for kind, targets in named.items():
        yield from ((kind, target) for target in list(targets)[: _MOST[kind]])
