# SPDX-License-Identifier: MIT
"""A small site that does everything right, written for the suite to find nothing in: an ASGI application.

It shares no line with the site this suite was made for: a mistake there must not excuse itself here.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import brotli

from tests.headers.permissions import POWERFUL

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Pairs = list[tuple[str, str]]

_STYLE = b"body{margin:1rem}\n" * 100
_SCRIPT = b"'use strict';\n" * 20
_ALIASES = {
    "/index.html": "/",
    **{f"/blog{end}": "/blog" for end in ("/", ".html", "/index.html")},
    **{f"/blog/a{end}": "/blog/a" for end in ("/", ".html", "/index.html")},
}
_FILE_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def _integrity(data: bytes) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"


_HTML = f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Modèle</title>
<link rel="stylesheet" href="/s.0123abcd.css" integrity="{_integrity(_STYLE)}" crossorigin>
<link rel="alternate" type="application/atom+xml" href="/atom.xml">
<script src="/s.0123abcd.js" integrity="{_integrity(_SCRIPT)}" crossorigin></script></head>
<body><a href="/blog">Blog</a> <a href="/blog/a">Un article</a> <img src="/m.png" alt="">
<img src="/m.svg" alt="">{"<p>Un paragraphe de texte.</p>" * 40}</body></html>""".encode()


@dataclass(frozen=True, slots=True)
class Resource:
    """What lies at an address: its bytes in each coding, its type, its age."""

    body: bytes
    media_type: str
    cache: str = "no-cache"

    def coded(self, accepted: str) -> tuple[str, bytes]:
        """(coding, bytes) that suit an Accept-Encoding best."""
        weights = {"br": 0.0, "gzip": 0.0}
        for item in accepted.replace(" ", "").split(","):
            name, _, weight = item.partition(";q=")
            weights[name] = float(weight or 1)
        best = max(("br", "gzip"), key=lambda name: weights[name])
        if weights[best] <= 0 or len(self.body) < 200:
            return "", self.body
        return best, brotli.compress(self.body) if best == "br" else gzip.compress(self.body, mtime=0)


_TEXT = "text/plain; charset=utf-8"
RESOURCES: Mapping[str, Resource] = {
    **{path: Resource(_HTML, "text/html; charset=utf-8") for path in ("/", "/blog", "/blog/a")},
    "/s.0123abcd.css": Resource(_STYLE, "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
    "/s.0123abcd.js": Resource(_SCRIPT, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
    "/m.png": Resource(b"\x89PNG\r\n\x1a\n" + bytes(range(100)), "image/png", "public, max-age=3600"),
    "/m.svg": Resource(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "public, max-age=3600"),
    "/atom.xml": Resource(b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "application/atom+xml"),
    "/sitemap.xml": Resource(b"<urlset/>", "application/xml"),
    "/robots.txt": Resource(b"User-agent: *\nAllow: /\n", _TEXT),
    "/.well-known/security.txt": Resource(b"Contact: mailto:a@b.invalid\nExpires: 2030-01-01T00:00:00Z\n", _TEXT),
}


def model_site(*, is_https: bool = False) -> Callable[[Message, Any, Send], Awaitable[None]]:
    """The application; with `is_https`, the headers that belong to https only are sent too."""

    async def answer(scope: Message, _receive: object, send: Send) -> None:
        status, headers, body = respond(scope["method"], scope["raw_path"].decode("latin-1"), scope)
        headers += policy(dict(headers).get("content-type", ""), is_https=is_https)
        sent = body if scope["method"] != "HEAD" and status != 304 else b""
        if status != 304:
            headers.append(("content-length", str(len(body))))
        pairs = [(name.encode(), value.encode()) for name, value in headers]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": sent})

    return answer


def respond(method: str, path: str, scope: Message) -> tuple[int, Pairs, bytes]:
    """(status, headers without the policy's, body) of one request."""
    asked = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    fields = dict(asked)
    if sum(name == "host" for name, _ in asked) != 1:
        return 400, [("content-type", _TEXT)], b"Host?"
    if method not in {"GET", "HEAD"}:
        return 405, [("content-type", _TEXT), ("allow", "GET, HEAD")], b"GET ou HEAD."
    if "GPTBot" in fields.get("user-agent", "") and path != "/robots.txt":
        return 403, [("content-type", _TEXT), ("cache-control", "no-store")], b"Voir /robots.txt"
    if path in _ALIASES:
        query = scope["query_string"].decode()
        return 308, [("location", _ALIASES[path] + (f"?{query}" if query else "")), ("cache-control", "no-cache")], b""
    if path not in RESOURCES:
        return 404, [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-cache")], _HTML
    return _serve(RESOURCES[path], fields)


def _serve(resource: Resource, asked: Mapping[str, str]) -> tuple[int, Pairs, bytes]:
    coding, body = resource.coded(asked.get("accept-encoding", ""))
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = [("content-type", resource.media_type), ("cache-control", resource.cache)]
    headers += [("etag", etag), ("vary", "Accept-Encoding"), ("accept-ranges", "bytes")]
    if coding:
        headers.append(("content-encoding", coding))
    wanted = asked.get("if-none-match", "")
    if wanted == "*" or etag in wanted:
        return 304, headers, b""
    unit, _, span = asked.get("range", "").partition("=")
    if unit == "bytes" and asked.get("if-range", etag) == etag:
        first, last = span.split("-")
        start = int(first) if first else len(body) - int(last)
        if start >= len(body):
            return 416, [*headers, ("content-range", f"bytes */{len(body)}")], b""
        headers.append(("content-range", f"bytes {start}-{start}/{len(body)}"))
        return 206, headers, body[start : start + 1]
    return 200, headers, body


def policy(media_type: str, *, is_https: bool) -> Pairs:
    """The headers of an answer of this type."""
    is_page, is_picture = media_type.startswith("text/html"), media_type.startswith(("image/", "application/atom"))
    pairs = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("x-permitted-cross-domain-policies", "none"),
        ("cross-origin-resource-policy", "cross-origin" if is_picture else "same-origin"),
        ("content-security-policy", _page_csp(is_https=is_https) if is_page else _FILE_CSP),
    ]
    if is_https:
        pairs.append(("strict-transport-security", "max-age=63072000; includeSubDomains"))
    return [*pairs, *_page_headers()] if is_page else pairs


def _page_csp(*, is_https: bool) -> str:
    directives = ["default-src 'none'", f"script-src '{_integrity(_SCRIPT)}'", "style-src 'self'", "img-src 'self'"]
    directives += ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]
    directives += ["require-trusted-types-for 'script'", "trusted-types 'none'"]
    return "; ".join([*directives, *(["upgrade-insecure-requests"] if is_https else [])])


def _page_headers() -> Iterable[tuple[str, str]]:
    return (
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("origin-agent-cluster", "?1"),
        ("integrity-policy", "blocked-destinations=(script)"),
        ("permissions-policy", ", ".join(f"{name}=()" for name in POWERFUL)),
        ("x-dns-prefetch-control", "off"),
    )
