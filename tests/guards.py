# SPDX-License-Identifier: MIT
"""Gatekeepers for tests: under any policy, with known addresses, and a clock that stands still until it is moved."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import ip_network
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from middleware.agents import Directory, load_directory
from middleware.challenge import Challenge
from middleware.client_address import ClientAddresses
from middleware.crawler_policy import CrawlerPolicy, read_crawler_policy
from middleware.gatekeeper import GatekeeperMiddleware
from middleware.guard import Guard
from middleware.limit_policy import LimitPolicy
from middleware.limiter import Limiter
from middleware.policy import load_policy
from middleware.ranges import RangeList
from middleware.reverse_dns import ReverseDns
from middleware.server_policy import ServerPolicy
from middleware.table import Table
from middleware.verdict import Gate
from middleware.verification import Known, Verifier, known_agents
from tests.asgi import Answered, ask_scope, scope_of

DIRECTORY: Directory = load_directory()
DEFAULT: CrawlerPolicy = read_crawler_policy(Table({}), DIRECTORY.tokens)
PROXY = ServerPolicy((ip_network("127.0.0.0/8"),))
# Signed by a key that every test knows.
CHALLENGE = Challenge(load_policy(Path(os.devnull)), b"a secret of thirty-two characters")
TODAY = date(2026, 11, 23)

GOOGLE, ELSEWHERE = "66.249.66.1", "198.51.100.7"
GPT, SEARCHED, CHATGPT = "20.125.66.80", "20.42.10.176", "20.161.75.208"
PUBLISHED = {
    "https://developers.google.com/static/crawling/ipranges/common-crawlers.json": "66.249.66.0/27",
    "https://openai.com/gptbot.json": "20.125.66.80/28",
    "https://openai.com/searchbot.json": "20.42.10.176/28",
    "https://openai.com/chatgpt-user.json": "20.161.75.208/28",
}


@dataclass
class Clock:
    """Seconds, moved by hand."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def lists_of(published: Mapping[str, str] = PUBLISHED, taken: date = TODAY) -> dict[str, RangeList]:
    return {
        url: RangeList(url=url, taken=taken, source="a test", licence="CC0-1.0", networks=(ip_network(network),))
        for url, network in published.items()
    }


def known() -> dict[str, Known]:
    return known_agents(DIRECTORY.agents, lists_of(), TODAY)


def guard_of(
    policy: CrawlerPolicy = DEFAULT,
    limits: LimitPolicy | None = None,
    *,
    clock: Clock | None = None,
    dns: ReverseDns | None = None,
) -> Guard:
    """A guard of `policy`, on a clock of its own, that knows the addresses of PUBLISHED."""
    clock = clock or Clock()
    limiter = Limiter(limits or LimitPolicy(), clock)
    return Guard(Gate(policy, DIRECTORY), Verifier(known(), dns), limiter, CHALLENGE.clearances, clock)


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"the page"})


def gatekeeper(guard: Guard, app: ASGIApp = page, proxies: ServerPolicy = PROXY) -> GatekeeperMiddleware:
    return GatekeeperMiddleware(app, guard=guard, addresses=ClientAddresses(proxies), challenge=CHALLENGE)


def asked(
    app: ASGIApp,
    user_agent: str,
    path: str = "/blog/moltbot",
    *,
    client: str = ELSEWHERE,
    method: str = "GET",
    **fields: str,
) -> Answered:
    """The answer of `app` to `user_agent`; `fields` are header fields, their names with `_` for `-`, beside those that
    every browser sends."""
    sent = {"accept": "text/html,*/*;q=0.8", "accept_language": "fr", **fields}
    headers = [("user-agent", user_agent), *((name.replace("_", "-"), value) for name, value in sent.items())]
    return ask_scope(app, {**scope_of(path, method, headers), "client": (client, "4711")})


def policy_of(**changes: object) -> CrawlerPolicy:
    return replace(DEFAULT, **changes)
