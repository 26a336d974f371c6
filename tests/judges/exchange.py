# SPDX-License-Identifier: MIT
"""One request of every kind that a site is asked, and the answers as they came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.server import get

READER = {
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-encoding": "gzip, deflate, br, zstd",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
}
CRAWLER = {"user-agent": "CCBot/2.0 (https://commoncrawl.org/faq/)"}


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    method: str = "GET"
    headers: Mapping[str, str] | None = None

    @property
    def fields(self) -> dict[str, str]:
        return {**READER, **(self.headers or {})}


@dataclass(frozen=True, slots=True)
class Exchange:
    """`fields`: every line of the answer's head, in its order and its spelling."""

    request: Request
    status: int
    reason: str
    fields: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name.lower() for name, _ in self.fields)

    def value(self, name: str) -> str:
        """What the only field of that name says, or "" when there is none."""
        values = [value for found, value in self.fields if found.lower() == name]
        assert len(values) < 2, f"{name} came {len(values)} times"
        return "".join(values)


def requests(manifest: Mapping) -> dict[str, Request]:
    """A request for each kind of file, and one for each status that is not 200."""
    paths = list(manifest["entries"])

    def first(end: str, start: str = "/") -> Request:
        return Request(next(path for path in paths if path.startswith(start) and path.endswith(end)))

    return {
        "page": Request("/"),
        "article": Request(next(path for path in paths if path.startswith("/blog/") and "." not in path)),
        "stylesheet": first(".css"),
        "picture": first(".png", "/blog/"),
        "drawing": first(".svg"),
        "icon": first(".ico"),
        "feed": Request("/blog/atom.xml"),
        "sitemap": Request("/sitemap.xml"),
        "robots.txt": Request("/robots.txt"),
        "security.txt": Request("/.well-known/security.txt"),
        "head": Request("/", "HEAD"),
        "part": Request("/", headers={"range": "bytes=0-9"}),
        "redirect": Request("/blog/?a=1"),
        "unchanged": Request("/", headers={"if-none-match": "*"}),
        "refused": Request("/", headers=CRAWLER),
        "absent": Request("/absente"),
        "method": Request("/", "DELETE"),
        "coding": Request("/", headers={"accept-encoding": "*;q=0"}),
        "condition": Request("/", headers={"if-match": '"autre"'}),
        "range": Request("/", headers={"range": "bytes=99999999-"}),
    }


def exchange(port: int, request: Request) -> Exchange:
    answer = get(port, request.path, request.fields, request.method)
    return Exchange(request, answer.status, answer.reason, tuple(answer.getheaders()), answer.content)


def exchanges(port: int, manifest: Mapping) -> dict[str, Exchange]:
    """One exchange of every kind, by its kind."""
    return {kind: exchange(port, request) for kind, request in requests(manifest).items()}
