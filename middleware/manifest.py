# SPDX-License-Identifier: MIT
"""The manifest of a release: the whole of what may be served, written by the build, read by the server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from middleware.header_policy import Directives

MANIFEST = "manifest.json"
FORMAT = 1


class ManifestError(ValueError):
    """The manifest cannot be read: one sentence."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of the release: its path from the release's folder, its length in bytes, its SHA-256 in hex."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What answers one URL path. `encodings`: content coding -> sidecar. `policy`: class name, "" if no document."""

    identity: Stored
    media_type: str
    encodings: Mapping[str, Stored]
    cache: str
    policy: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`entries` by decoded URL path. `policies`: class name -> the directives of its pages."""

    site_url: str
    policies: Mapping[str, Directives]
    not_found: Entry
    entries: Mapping[str, Entry]


def digest(manifest: bytes) -> str:
    """The name of a release: it covers every byte published, since the manifest holds each file's SHA-256."""
    return hashlib.sha256(manifest).hexdigest()[:20]


def parse_manifest(data: bytes) -> Manifest:
    """Raises ManifestError when `data` is not a manifest of this format."""
    try:
        values = json.loads(data)
        if values["format"] != FORMAT:
            raise ManifestError(f"has format {values['format']!r}, not {FORMAT}: publish again")
        return Manifest(
            site_url=values["site_url"],
            policies={name: _directives(value) for name, value in values["policies"].items()},
            not_found=_entry(values["not_found"]),
            entries={path: _entry(value) for path, value in values["entries"].items()},
        )
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ManifestError(f"is damaged ({type(error).__name__}: {error}): publish again") from error


def _directives(value: Mapping[str, Any]) -> Directives:
    return {name: tuple(sources) for name, sources in value.items()}


def _stored(value: Mapping[str, Any]) -> Stored:
    return Stored(file=value["file"], size=value["size"], sha256=value["sha256"])


def _entry(value: Mapping[str, Any]) -> Entry:
    return Entry(
        identity=_stored(value),
        media_type=value["type"],
        encodings={coding: _stored(stored) for coding, stored in value["encodings"].items()},
        cache=value["cache"],
        policy=value["policy"],
    )
