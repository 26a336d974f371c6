# SPDX-License-Identifier: MIT
"""The ASGI shell of a release: a look-up, a variant, and one of 200, 206, 304, 308, 404, 405, 406, 412, 416."""

from __future__ import annotations

from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from middleware.answer import Answer, Body, Variant
from middleware.conditional import UnsatisfiableError, byte_range, fails_precondition, is_unmodified_for
from middleware.headers import RawHeaders, ReadyHeaders
from middleware.negotiation import IDENTITY, choose
from middleware.release import Release

_ALLOW = (b"allow", b"GET, HEAD")
_NO_STORE = (b"cache-control", b"no-store")
_TEXT = (b"content-type", b"text/plain; charset=utf-8")

_CONSULTED = frozenset({b"accept-encoding", b"if-match", b"if-none-match", b"if-range", b"range"})

# Bytes handed to the server at a time, so that a slow client's back-pressure is felt.
_CHUNK = 256 * 1024

# What a query may hold in a Location (RFC 3986, 3.4); anything else is percent-encoded.
_QUERY_SAFE = "!$&'()*+,;=:@/?-._~%"


class StaticSite:
    """Answers GET and HEAD from the table of `release`, and everything else by a refusal."""

    def __init__(self, release: Release) -> None:
        self.release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        status, headers, body = self.respond(scope)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await _send_body(send, b"" if scope["method"] == "HEAD" or status == 304 else body)

    def respond(self, scope: Scope) -> tuple[int, RawHeaders, Body]:
        """(status, complete headers, body) of one request. Pure."""
        if scope["method"] not in {"GET", "HEAD"}:
            return self._refuse(405, "Seules les méthodes GET et HEAD sont admises.", _ALLOW)
        path = scope["path"]
        answer = self.release.answers.get(path)
        if answer is None and (canonical := self.release.aliases.get(path)) is not None:
            return self._redirect(canonical, scope["query_string"])
        fields = _read_fields(scope)
        variant = _select(answer or self.release.not_found, fields)
        if answer is None:
            found = variant or self.release.not_found.variants[IDENTITY]
            return 404, found.whole, found.body
        if variant is None:
            return self._refuse(406, "Aucun des codages proposés n’est accepté.")
        return self._evaluate(variant, answer, scope["method"], fields)

    def _evaluate(
        self, variant: Variant, answer: Answer, method: str, fields: dict[bytes, str]
    ) -> tuple[int, RawHeaders, Body]:
        """Preconditions in the order of RFC 9110, 13.2.2."""
        if (if_match := fields.get(b"if-match")) is not None and fails_precondition(if_match, variant.etag):
            return self._refuse(412, "La version demandée n’est plus celle-ci.")
        if (if_none_match := fields.get(b"if-none-match")) is not None and is_unmodified_for(
            if_none_match, variant.etag
        ):
            return 304, variant.not_modified, b""
        if b"range" in fields and method == "GET" and fields.get(b"if-range", variant.etag) == variant.etag:
            return self._range(variant, answer, fields[b"range"])
        return 200, variant.whole, variant.body

    def _range(self, variant: Variant, answer: Answer, header: str) -> tuple[int, RawHeaders, Body]:
        size = len(variant.body)
        try:
            asked = byte_range(header, size)
        except UnsatisfiableError:
            whole = (b"content-range", b"bytes */%d" % size)
            return self._refuse(416, "Cette partie du fichier n’existe pas.", whole)
        if asked is None:
            return 200, variant.whole, variant.body
        first, last = asked
        body = variant.body[first : last + 1]
        part = ((b"content-range", b"bytes %d-%d/%d" % (first, last, size)), (b"content-length", b"%d" % len(body)))
        return 206, ReadyHeaders((*variant.fields, *part, *answer.security)), body

    def _redirect(self, canonical: str, query: bytes) -> tuple[int, RawHeaders, Body]:
        """308 to a path, never to a URL made of the Host header; the query is kept."""
        suffix = "?" + quote(query.decode("latin-1"), safe=_QUERY_SAFE, encoding="latin-1") if query else ""
        location = (b"location", (canonical + suffix).encode("ascii"))
        caching = (b"cache-control", b"max-age=3600")
        return 308, self._complete((location, caching, (b"content-length", b"0"))), b""

    def _refuse(self, status: int, sentence: str, *extra: tuple[bytes, bytes]) -> tuple[int, RawHeaders, Body]:
        body = f"{status} : {sentence}\n".encode()
        return status, self._complete((_TEXT, _NO_STORE, (b"content-length", b"%d" % len(body)), *extra)), body

    def _complete(self, fields: RawHeaders) -> ReadyHeaders:
        return ReadyHeaders((*fields, *self.release.refusal))


def _read_fields(scope: Scope) -> dict[bytes, str]:
    """The request's fields that matter here; the lines of a repeated one are joined, as RFC 9110, 5.3 says."""
    fields: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in _CONSULTED:
            text = value.decode("latin-1")
            fields[name] = f"{fields[name]}, {text}" if name in fields else text
    return fields


def _select(answer: Answer, fields: dict[bytes, str]) -> Variant | None:
    coding = choose(fields.get(b"accept-encoding"), answer.codings)
    return None if coding is None else answer.variants[coding]


async def _send_body(send: Send, body: Body) -> None:
    size = len(body)
    for start in range(0, max(size, 1), _CHUNK):
        more = start + _CHUNK < size
        await send({"type": "http.response.body", "body": body[start : start + _CHUNK], "more_body": more})
