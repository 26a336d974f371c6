# SPDX-License-Identifier: MIT
"""Small sealed releases for tests of the server, written by hand: the server must not need the build."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from middleware.manifest import FORMAT, MANIFEST, digest
from middleware.media_types import media_type
from middleware.releases import HISTORY, point_current

PAGE = "<!doctype html><html lang=fr><title>Rempart</title><p>" + "Une page assez longue. " * 60
DIRECTIVES = {"script-src": ["'none'"], "style-src": ["'self'"]}

FILES: Mapping[str, bytes] = {
    "/": PAGE.encode(),
    "/services": PAGE.encode() + b"<h1>Services</h1>",
    "/blog/été": PAGE.encode() + "<h1>Été</h1>".encode(),
    "/blog/molt.png": bytes(range(256)) * 8,
    "/blog/atom.xml": b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
    "/theme/css/site.0123abcd.css": b"p { color: teal }\n" * 40,
    "/dessin.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "/robots.txt": b"User-agent: *\nAllow: /\n",
}
_CACHES = {
    ".css": "asset",
    ".json": "signal",
    ".mp4": "media",
    ".png": "media",
    ".svg": "media",
    ".xml": "feed",
    ".txt": "signal",
}


def seal(output: Path, files: Mapping[str, bytes] = FILES, *, site_url: str = "http://127.0.0.1:8000") -> Path:
    """Write a release of `files` (URL path -> bytes) in `output`, make it current, and return its folder."""
    staging = output / "staging"
    entries = {path: _entry(staging, path, body) for path, body in files.items()}
    not_found = _entry(staging, "/404", PAGE.encode() + b"<h1>Page introuvable</h1>")
    manifest = {
        "format": FORMAT,
        "site_url": site_url,
        "policies": {"page-1": DIRECTIVES},
        "not_found": not_found,
        "entries": entries,
    }
    data = json.dumps(manifest, sort_keys=True).encode()
    (staging / MANIFEST).write_bytes(data)
    folder = output / "releases" / digest(data)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging.rename(folder)
    with (folder.parent / HISTORY).open("a") as history:
        history.write(folder.name + "\n")
    point_current(output, folder.name)
    return folder


def _entry(staging: Path, path: str, body: bytes) -> dict[str, object]:
    name = path.strip("/") or "index"
    is_page = "." not in name
    file = f"{name}.html" if is_page else name
    packed = gzip.compress(body, mtime=0)
    smaller = {"gzip": (f"{file}.gz", packed)} if len(packed) < len(body) and not file.endswith(".png") else {}
    return {
        **_store(staging, file, body),
        "type": media_type(file),
        "encodings": {coding: _store(staging, *stored) for coding, stored in smaller.items()},
        "cache": "page" if is_page else _CACHES[Path(file).suffix],
        "policy": "page-1" if is_page else "",
    }


def _store(staging: Path, file: str, body: bytes) -> dict[str, object]:
    target = staging / file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)
    return {"file": file, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
