# SPDX-License-Identifier: MIT
"""The media type of each kind of file this site publishes, pinned.

`mimetypes` depends on the machine (without a system table it knows no .webp, .woff2 or .atom), and with `nosniff` a
wrong type breaks a stylesheet or a script. A kind that is not here is not published.
Sources: IANA media types registry; RFC 9239 (text/javascript); RFC 8081 (font/*); RFC 4287 (Atom).
"""

from __future__ import annotations

from pathlib import PurePosixPath

_TEXT = "; charset=utf-8"

MEDIA_TYPES = {
    ".atom": "application/atom+xml" + _TEXT,
    ".avif": "image/avif",
    ".css": "text/css" + _TEXT,
    ".csv": "text/csv" + _TEXT,
    ".gif": "image/gif",
    ".html": "text/html" + _TEXT,
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript" + _TEXT,
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mjs": "text/javascript" + _TEXT,
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".rss": "application/rss+xml" + _TEXT,
    ".svg": "image/svg+xml" + _TEXT,
    ".ttf": "font/ttf",
    ".txt": "text/plain" + _TEXT,
    ".vtt": "text/vtt" + _TEXT,
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml" + _TEXT,
    ".zip": "application/zip",
}

# Names whose type their extension does not tell. The feed is Atom: readers sniff, validators do not.
_BY_NAME = {
    "atom.xml": MEDIA_TYPES[".atom"],
    "rss.xml": MEDIA_TYPES[".rss"],
    "feed.json": "application/feed+json",
    "speculation.json": "application/speculationrules+json",
}

_COMPRESSIBLE = ("text/", "image/svg+xml", "image/x-icon", "font/otf", "font/ttf")


def media_type(name: str) -> str | None:
    """The `Content-Type` of the file called `name`, or None when it is not a kind this site publishes."""
    path = PurePosixPath(name)
    return _BY_NAME.get(path.name) or MEDIA_TYPES.get(path.suffix.lower())


def is_compressible(media_type: str) -> bool:
    """Whether a smaller sidecar is likely: text in all its forms, not what is already compressed."""
    essence = media_type.partition(";")[0]
    return essence.startswith(_COMPRESSIBLE) or essence.endswith(("json", "xml"))
