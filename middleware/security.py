# SPDX-License-Identifier: MIT
"""SecurityHeadersMiddleware: no answer leaves without its headers, whatever happened inside."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from middleware.headers import RawHeaders, ReadyHeaders, names_of

# Names that tell an attacker what runs here and readers nothing (OWASP Secure Headers Project, headers to remove).
_TELLTALE = frozenset({b"server", b"x-powered-by"})


class SecurityHeadersMiddleware:
    """Puts `headers` on every HTTP answer; the policy wins over anything the application set.

    Wrap the whole application with it, from outside: an entry of Starlette's `middleware=[...]` list misses
    Starlette's own 500 and 413. Answers that come with `ReadyHeaders` hold their own policy class already and pass.
    """

    def __init__(self, app: ASGIApp, *, headers: RawHeaders) -> None:
        self.app = app
        self.headers = headers
        self.owned = names_of(headers) | _TELLTALE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and type(message.get("headers")) is not ReadyHeaders:
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in self.owned]
                message = {**message, "headers": [*kept, *self.headers]}
            await send(message)

        await self.app(scope, receive, send_with_headers)
