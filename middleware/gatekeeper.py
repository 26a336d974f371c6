# SPDX-License-Identifier: MIT
"""The ASGI shell of the crawler room: ask the gate, refuse or let through, and log what was not plainly allowed."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from middleware import refusal
from middleware.crawler_policy import Action, Mode
from middleware.decision_log import log_decision
from middleware.verdict import Gate


class GatekeeperMiddleware:
    """Answers 403 itself to what `gate` blocks, in `enforce` mode; everything else goes to `app` untouched.

    `throttle` and `challenge` are logged and let through: limits and challenge are not built yet. The security
    headers are those of the middleware around this one.
    """

    def __init__(self, app: ASGIApp, *, gate: Gate) -> None:
        self.app = app
        self.gate = gate
        self.enforces = gate.policy.mode is Mode.ENFORCE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        user_agent = _user_agent(scope)
        verdict = self.gate.verdict(user_agent, scope["path"])
        is_refused = self.enforces and verdict.action is Action.BLOCK
        if verdict.action is not Action.ALLOW:
            log_decision(scope, user_agent, verdict, is_refused)
        if is_refused:
            await _refuse(scope, send)
        else:
            await self.app(scope, receive, send)


def _user_agent(scope: Scope) -> str:
    """All User-Agent values, joined: whoever sends two is judged by both."""
    return b" ".join([value for name, value in scope["headers"] if name == b"user-agent"]).decode("latin-1")


async def _refuse(scope: Scope, send: Send) -> None:
    await send({"type": "http.response.start", "status": refusal.STATUS, "headers": list(refusal.HEADERS)})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else refusal.BODY})
