# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seal a built site: sidecars beside its files, the policy class of each page, and the manifest that names them all.

The manifest is the whole of what may be served, and holds the SHA-256 of every file: its own digest names the release.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from middleware.csp import UnsafePageError, class_name, page_directives
from middleware.header_policy import Directives
from middleware.manifest import FORMAT, MANIFEST, Manifest, digest, parse_manifest
from middleware.media_types import is_compressible, media_type
from plugins.assets import FINGERPRINT, PREFIX
from plugins.disk import flush, store
from plugins.faults import Fault, FaultsError
from plugins.precompress import EXTENSIONS, sidecars
from plugins.urls import url_path

NOT_FOUND = "404.html"
# Only a name that changes with the bytes may be kept for good: content may have a folder called theme too.
_FINGERPRINTED = re.compile(rf"{PREFIX}/.+\.[0-9a-f]{{{FINGERPRINT}}}\.\w+")
_SIGNALS = ("text/plain", "application/xml")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A release that has not been put in its place yet: its name and its manifest."""

    digest: str
    manifest: Manifest


def seal(public: Path, site_url: str) -> Sealed:
    """Write the sidecars and the manifest of the site in `public`, all of it on the disk for good when this returns.

    Raises FaultsError when a page cannot live under the house's policy, or a file is of a kind it does not publish.
    """
    names = sorted(path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file())
    _refuse_unknown(names)
    data = json.dumps(_manifest(public, names, site_url), sort_keys=True, ensure_ascii=False, indent=1).encode()
    store(public / MANIFEST, data)
    for folder in (public, *(path for path in public.rglob("*") if path.is_dir())):
        flush(folder)
    return Sealed(digest(data), parse_manifest(data))


def _manifest(public: Path, names: list[str], site_url: str) -> Json:
    directives = _directives(public, [name for name in names if _is_page(name)])
    classes = {name: class_name(value) for name, value in directives.items()}
    with ThreadPoolExecutor() as pool:  # the compressors let go of the interpreter lock
        entries = dict(zip(names, pool.map(lambda name: _entry(public, name, classes), names), strict=True))
    return {
        "format": FORMAT,
        "site_url": site_url,
        "policies": {classes[name]: value for name, value in directives.items()},
        "not_found": entries.pop(NOT_FOUND),
        "entries": _by_url(entries),
    }


def _is_page(name: str) -> bool:
    return str(media_type(name)).startswith("text/html")


def _refuse_unknown(names: list[str]) -> None:
    remedy = "publish it under another kind, or leave it out"
    faults = [
        Fault(name, 1, "name", "not a kind of file this site serves", remedy) for name in names if not media_type(name)
    ]
    if NOT_FOUND not in names:
        faults.append(Fault(NOT_FOUND, 1, "name", "the site has no such page", "write theme/templates/404.html"))
    if MANIFEST in names:
        faults.append(Fault(MANIFEST, 1, "name", "the name of the release's own manifest", "rename the file"))
    if faults:
        raise FaultsError(faults)


def _directives(public: Path, pages: Iterable[str]) -> dict[str, Directives]:
    """What each page needs beyond what all pages have; every page that asks too much is named."""
    sheets = {f"/{path.relative_to(public).as_posix()}": path.read_text("utf-8") for path in public.rglob("*.css")}
    found: dict[str, Directives] = {}
    faults: list[Fault] = []
    for name in pages:
        try:
            found[name] = page_directives((public / name).read_text("utf-8"), sheets)
        except UnsafePageError as error:
            remedy = "take it out of the page or of its template"
            faults += [Fault(name, 1, "policy", reason, remedy) for reason in error.reasons]
    if faults:
        raise FaultsError(faults)
    return found


def _entry(public: Path, name: str, classes: Mapping[str, str]) -> Json:
    body = (public / name).read_bytes()
    kind = str(media_type(name))
    encodings = {}
    for coding, coded in (sidecars(body) if is_compressible(kind) else {}).items():
        sidecar = name + EXTENSIONS[coding]
        store(public / sidecar, coded)
        encodings[coding] = _stored(sidecar, coded)
    flush(public / name)
    return {
        **_stored(name, body),
        "type": kind,
        "encodings": encodings,
        "cache": _cache_class(name, kind),
        "policy": classes.get(name, ""),
    }


def _stored(name: str, body: bytes) -> Json:
    return {"file": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}


def _cache_class(name: str, kind: str) -> str:
    """How long the answer may be kept: a key of the policy's [cache] table."""
    if kind.startswith("text/html"):
        return "page"
    if _FINGERPRINTED.fullmatch(name):
        return "asset"
    if kind.startswith(("application/atom+xml", "application/rss+xml", "application/feed+json")):
        return "feed"
    return "signal" if kind.startswith(_SIGNALS) or name.startswith(".well-known/") else "media"


def _by_url(entries: Mapping[str, Json]) -> dict[str, Json]:
    by_url: dict[str, Json] = {}
    for name, entry in entries.items():
        former = by_url.setdefault(url_path(name), entry)
        if former is not entry:
            problem = f"{former['file']} is on the same URL, {url_path(name)}"
            raise FaultsError([Fault(name, 1, "URL", problem, "rename one of the two")])
    return by_url
