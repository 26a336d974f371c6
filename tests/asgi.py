# SPDX-License-Identifier: MIT
"""One request to an ASGI application, its scope written by hand: clients tidy `/../` and `//host` before sending."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message


@dataclass(frozen=True, slots=True)
class Answered:
    """`fields`: lower-case name -> value; a repeated field would be a fault and is refused here."""

    status: int
    fields: dict[str, str]
    body: bytes


def scope_of(
    path: str, method: str = "GET", headers: Iterable[tuple[str, str]] = (), query: str = ""
) -> dict[str, Any]:
    """An HTTP scope; `path` is decoded, as servers give it. A host is named where `headers` names none."""
    fields = [(name.lower(), value) for name, value in headers]
    named = fields if any(name == "host" for name, _ in fields) else [("host", "127.0.0.1:8000"), *fields]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogateescape"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named],
        "client": ("203.0.113.7", 4711),
        "server": ("127.0.0.1", 8000),
    }


def ask(
    app: ASGIApp,
    path: str,
    method: str = "GET",
    headers: Iterable[tuple[str, str]] = (),
    query: str = "",
    body: bytes = b"",
) -> Answered:
    """The whole answer of `app` to one request."""
    return ask_scope(app, scope_of(path, method, headers, query), body)


def ask_scope(app: ASGIApp, scope: dict[str, Any], body: bytes = b"") -> Answered:
    """The whole answer of `app` to `scope`. An exception let out after the answer is kept silent, as a server would:
    Starlette answers 500 first, then raises for the server's log."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        try:
            await app(scope, receive, send)
        except Exception:
            if not sent:
                raise

    asyncio.run(run())
    return _answered(sent)


def _answered(sent: list[Message]) -> Answered:
    start, *parts = sent
    assert start["type"] == "http.response.start"
    names = [name for name, _ in start["headers"]]
    repeated = {name for name in names if names.count(name) > 1}
    assert not repeated, f"sent twice: {repeated}"
    fields = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Answered(start["status"], fields, b"".join(part.get("body", b"") for part in parts))
