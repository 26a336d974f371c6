# SPDX-License-Identifier: MIT
"""`python -m middleware explain --path`: the answer to one path, and where each of its headers comes from.

The whole application is asked, as a reader's browser would: what the guard, a route or the release answers is told as
it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Message

from middleware.app import build_site, open_house
from middleware.csp_grammar import FETCH_DIRECTIVES
from middleware.explain_headers import WIDEST, Explained, Subject, explain_headers, written_changes
from middleware.header_policy import CSP, PERMISSIONS, Directives
from middleware.headers import Kind, kind_of
from middleware.manifest import MANIFEST, Entry, Manifest, parse_manifest
from middleware.policy import Policy

Fields = Mapping[str, str]

# A navigation, as Firefox begins it; but no encoding is asked for, so that the lengths are those of the files.
_READER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "fr",
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
    "sec-fetch-site": "none",
}


def explain_path(path: str, folder: Path, policy: Policy, file: str) -> Iterator[str]:
    """Lines on the answer of the release at `folder` to a reader's GET of the decoded `path`; `file` is the name of
    the policy's own. Raises ReleaseError or RangesError."""
    house = open_house(replace(policy, limits=replace(policy.limits, enabled=False)))
    status, fields = asyncio.run(_get(build_site(folder, house), path, urlsplit(policy.site.url).netloc))
    manifest = parse_manifest((folder / MANIFEST).read_bytes())
    entry = _entry(manifest, path, status, fields)
    if entry:
        subject = _of_release(policy, file, manifest, entry, path if status == 200 else "")
    else:
        subject = _of_house(policy, file, status, fields)
    yield f"GET {path}: {status}, {_described(subject.kind, entry, fields)}"
    yield ""
    yield from aligned(list(explain_headers(subject, fields.items())))


async def _get(app: ASGIApp, path: str, host: str) -> tuple[int, Fields]:
    """Status and fields of the answer of `app` to a reader."""
    started: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        started.extend([message] if message["type"] == "http.response.start" else [])

    await app(_scope(path, host), receive, send)
    [start] = started
    return start["status"], {name.decode(): value.decode("latin-1") for name, value in start["headers"]}


def _scope(path: str, host: str) -> dict[str, object]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode("ascii"),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in {"host": host, **_READER}.items()],
        "client": ("127.0.0.1", 0),
    }


def _entry(manifest: Manifest, path: str, status: int, fields: Fields) -> Entry | None:
    """The file of the release that was answered; None for what the house answers by itself, the trap's 404 too."""
    if status == 404 and "etag" in fields:
        return manifest.not_found
    return manifest.entries.get(path) if status == 200 else None


def _of_release(policy: Policy, file: str, manifest: Manifest, entry: Entry, path: str) -> Subject:
    page = manifest.policies[entry.policy] if entry.policy else {}
    kind = kind_of(entry.media_type, entry.cache)
    return Subject(policy, file, kind, page, entry.cache, written_changes(policy, file, path))


def _of_house(policy: Policy, file: str, status: int, fields: Fields) -> Subject:
    """A refusal, a redirect, or one of the challenge's own files and pages."""
    changes = written_changes(policy, file, "")
    if PERMISSIONS in fields:
        return Subject(policy, file, Kind.DOCUMENT, _page(policy, fields[CSP]), "", changes)
    is_file = status == 200
    return Subject(policy, file, Kind.ASSET if is_file else Kind.REFUSAL, {}, "asset" if is_file else "", changes)


def _page(policy: Policy, csp: str) -> Directives:
    """The directives of `csp` that are the page's own."""
    sent = {name: tuple(sources) for name, *sources in map(str.split, csp.split(";"))}
    own = FETCH_DIRECTIVES | {"form-action"}
    return {name: sources for name, sources in sent.items() if name in own and policy.headers.csp.get(name) != sources}


def _described(kind: Kind, entry: Entry | None, fields: Fields) -> str:
    if "location" in fields:
        return f"moved to {fields['location']}"
    return f"{kind}, policy class {entry.policy}" if entry and entry.policy else str(kind)


def aligned(rows: Sequence[Explained]) -> Iterator[str]:
    """A line for each of `rows`, in columns; a value that is too long pushes its rule along."""
    names = max(len(row.name) for row in rows)
    values = max(min(len(row.value), WIDEST) for row in rows)
    for row in rows:
        yield f"{row.name:{names}}  {row.value:{values}}  {row.rule}"
