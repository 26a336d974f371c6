# SPDX-License-Identifier: MIT
"""The ASGI shell of the challenge: a form sent, or a link followed after a wait, to /_garde."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from middleware.challenge import Challenge
from middleware.client_address import ClientAddresses
from middleware.decision_log import log_passage
from middleware.exemption import CHALLENGE_PATH
from middleware.gatekeeper import read_asked, send_answer
from middleware.refusal import new_incident

# A ticket, a number, and room for their names.
_LARGEST = 2048


class ChallengeEndpoint:
    """Answers 303 and a clearance to who passed, 403 and a page that says why to who did not, and 405 or 413."""

    def __init__(self, challenge: Challenge, addresses: ClientAddresses) -> None:
        self.challenge = challenge
        self.addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            refused = _refusal(405, "Seules les méthodes GET, HEAD et POST sont admises.", {"allow": "GET, HEAD, POST"})
            await refused(scope, receive, send)
            return
        try:
            sent = await _read_body(Request(scope, receive)) if scope["method"] == "POST" else scope["query_string"]
        except ClientDisconnect:
            return
        if sent is None:
            await _refusal(413, "Cette réponse est trop longue.", {})(scope, receive, send)
            return
        await self._judge(scope, _fields(sent), send)

    async def _judge(self, scope: Scope, fields: dict[str, str], send: Send) -> None:
        asked, ticket = read_asked(scope, self.addresses), fields.get("t", "")
        passage = self.challenge.judge(asked.headers, asked.user_agent, ticket, fields.get("n", ""))
        incident = passage.incident or new_incident()
        log_passage(asked, passage.result, incident)
        await send_answer(self.challenge.answer(passage, asked.user_agent, ticket, incident), asked.method, send)


async def _read_body(request: Request) -> bytes | None:
    """The whole body; None as soon as it is too long, whatever its Content-Length said."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    return body


def _fields(sent: bytes) -> dict[str, str]:
    """The first value of each field of a form (application/x-www-form-urlencoded)."""
    return {name: values[0] for name, values in parse_qs(sent[:_LARGEST].decode("latin-1")).items()}


def _refusal(status: int, sentence: str, headers: dict[str, str]) -> PlainTextResponse:
    return PlainTextResponse(f"{status} : {sentence}\n", status, {"cache-control": "no-store", **headers})


def challenge_route(challenge: Challenge, addresses: ClientAddresses) -> Route:
    """The route to put in Starlette's list."""
    return Route(CHALLENGE_PATH, ChallengeEndpoint(challenge, addresses))
