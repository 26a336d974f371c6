# SPDX-License-Identifier: MIT
"""The ASGI shell of the crawler room: hand the request to the guard, do what it decided, and log it."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from middleware.challenge import Challenge
from middleware.client_address import ClientAddresses
from middleware.crawler_policy import Action, Mode
from middleware.decision_log import log_decision
from middleware.guard import Asked, Decision, Guard, Outcome
from middleware.redirect_target import redirect_target
from middleware.refusal import new_incident, refusal

WholeAnswer = tuple[int, Sequence[tuple[bytes, bytes]], bytes]


class GatekeeperMiddleware:
    """Answers what `guard` refuses or challenges, in `enforce` mode; everything else goes to `app` untouched.

    The security headers of a refusal are those of the middleware around this one; `challenge` has its own.
    """

    def __init__(self, app: ASGIApp, *, guard: Guard, addresses: ClientAddresses, challenge: Challenge) -> None:
        self.app = app
        self.guard = guard
        self.addresses = addresses
        self.challenge = challenge
        self.enforces = guard.gate.policy.mode is Mode.ENFORCE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = read_asked(scope, self.addresses)
        decision = await self.guard.decide(asked)
        if decision.outcome is Outcome.PASS and decision.verdict.action is Action.ALLOW:
            await self.app(scope, receive, send)
            return
        incident = new_incident()
        is_refused = self.enforces and decision.outcome is not Outcome.PASS
        log_decision(asked, decision, incident, is_refused)
        if is_refused:
            await send_answer(self._answer(asked, decision, incident, scope["query_string"]), asked.method, send)
        else:
            await self.app(scope, receive, send)

    def _answer(self, asked: Asked, decision: Decision, incident: str, query: bytes) -> WholeAnswer:
        if decision.outcome is not Outcome.CHALLENGE:
            return refusal(decision.outcome, decision.seconds, incident)
        target = redirect_target(asked.path, query)
        return self.challenge.ask(asked.headers, asked.user_agent, target, incident)


def read_asked(scope: Scope, addresses: ClientAddresses) -> Asked:
    """All values of a field are joined: whoever sends two User-Agents is judged by both."""
    user_agent = forwarded = b""
    for name, value in scope["headers"]:
        if name == b"user-agent":
            user_agent = value if not user_agent else user_agent + b" " + value
        elif name == b"x-forwarded-for":
            forwarded = value if not forwarded else forwarded + b"," + value
    peer = scope.get("client")
    client = addresses.client(peer[0] if peer else "", forwarded.decode("latin-1"))
    return Asked(scope["method"], scope["path"], user_agent.decode("latin-1"), client, scope["headers"])


async def send_answer(answer: WholeAnswer, method: str, send: Send) -> None:
    """Send (status, headers, body); a HEAD gets no body."""
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
