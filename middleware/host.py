# SPDX-License-Identifier: MIT
"""HostMiddleware: a request says once which host it is for, or gets a 400 (RFC 9112, section 3.2)."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

_BODY = "400 : la requête doit nommer une fois le site qu’elle demande.\n".encode()
_HEADERS = (
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-length", str(len(_BODY)).encode("ascii")),
)


class HostMiddleware:
    """Refuses HTTP/1.1 without `Host`, and any request with two: servers let both pass, caches differ on them.

    An empty name is none (RFC 9110, 4.2.1), and is what granian makes of a missing one. HTTP/2 names the host in
    `:authority`, which servers do not all repeat as a field.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_addressed(scope):
            await self.app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 400, "headers": list(_HEADERS)})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else _BODY})


def _is_addressed(scope: Scope) -> bool:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    return len(hosts) == 1 and hosts[0] != b"" if scope["http_version"] == "1.1" else len(hosts) < 2
