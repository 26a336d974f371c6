# SPDX-License-Identifier: MIT
"""CountingMiddleware: every answer is counted by its status, those of crashes included."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from middleware.metrics import Counters


class CountingMiddleware:
    """Wrap the whole application with it, from outside."""

    def __init__(self, app: ASGIApp, *, counters: Counters) -> None:
        self.app = app
        self.counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.counters.answered(message["status"])
            await send(message)

        await self.app(scope, receive, send_and_count)
