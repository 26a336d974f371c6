# SPDX-License-Identifier: MIT
"""The gatekeeper at the door: who is refused, how, and what is written about it."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from middleware.crawler_policy import Action, Mode
from middleware.gatekeeper import read_asked
from middleware.guard import Outcome
from middleware.limit_policy import LimitPolicy
from middleware.refusal import refusal
from tests.asgi import ask, ask_scope, scope_of
from tests.guards import (
    CHATGPT,
    DEFAULT,
    ELSEWHERE,
    GOOGLE,
    GPT,
    SEARCHED,
    Clock,
    asked,
    gatekeeper,
    guard_of,
    policy_of,
)
from tests.real_clients import user_agents

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
EXEMPT = ["/robots.txt", "/blog/atom.xml", "/.well-known/security.txt", "/politique-robots", "/favicon.ico", "/a.png"]
UNLIMITED = LimitPolicy(enabled=False)


@pytest.mark.parametrize("client", [ELSEWHERE, "127.0.0.1", "unix:", "2001:db8::7"])
def test_a_reader_gets_the_page(client: str) -> None:
    answered = asked(gatekeeper(guard_of()), FIREFOX, client=client)

    assert (answered.status, answered.body) == (200, b"the page")


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT"])
def test_a_blocked_crawler_is_refused_whatever_it_asks(method: str) -> None:
    answered = asked(gatekeeper(guard_of()), GPTBOT, method=method)

    assert answered.status == 403
    assert answered.fields == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(answered.body)),
        "cache-control": "no-store",
        "x-robots-tag": "noindex",
    }


def test_head_is_refused_without_a_body_and_with_its_length() -> None:
    app = gatekeeper(guard_of())

    answered = asked(app, GPTBOT, method="HEAD")

    assert (answered.status, answered.body) == (403, b"")
    assert answered.fields["content-length"] == asked(app, GPTBOT).fields["content-length"]


@pytest.mark.parametrize("path", EXEMPT)
def test_a_blocked_crawler_may_read_the_rules_and_the_feeds(path: str) -> None:
    assert asked(gatekeeper(guard_of()), GPTBOT, path).status == 200


def test_whoever_sends_two_user_agents_is_judged_by_both() -> None:
    answered = ask(gatekeeper(guard_of()), "/", headers=[("User-Agent", FIREFOX), ("User-Agent", GPTBOT)])

    assert answered.status == 403


def test_no_user_agent_at_all_is_let_through() -> None:
    assert ask(gatekeeper(guard_of()), "/").status == 200


CLAIMS = [
    (GOOGLEBOT, GOOGLE, 200, "allow", "verified", "actions.search"),
    (GOOGLEBOT, ELSEWHERE, 403, "block", "spoofed", "verification.spoofed"),
    (GOOGLEBOT, "127.0.0.1", 200, "allow", "unverifiable", "actions.search"),
    (GOOGLEBOT, "10.1.2.3", 200, "allow", "unverifiable", "actions.search"),
    (GOOGLEBOT, "unix:", 200, "allow", "unverifiable", "actions.search"),
    ("Mozilla/5.0 (compatible; YandexBot/3.0)", ELSEWHERE, 200, "allow", "unverifiable", "actions.search"),
    ("MojeekBot/0.2 (archi; http://www.mojeek.com/bot.html)", ELSEWHERE, 200, "allow", "", "actions.search"),
    (GPTBOT, GPT, 403, "block", "verified", "actions.training"),
    (GPTBOT, ELSEWHERE, 403, "block", "spoofed", "actions.training"),
    ("ChatGPT-User/1.0", CHATGPT, 200, "allow", "verified", "verification.verified"),
    ("ChatGPT-User/1.0", "127.0.0.1", 200, "throttle", "unverifiable", "verification.unverifiable"),
    ("ChatGPT-User/1.0", ELSEWHERE, 403, "block", "spoofed", "verification.spoofed"),
    ("OAI-SearchBot/1.3", SEARCHED, 200, "allow", "verified", "verification.verified"),
    ("Claude-User/1.0", ELSEWHERE, 200, "throttle", "unverifiable", "verification.unverifiable"),
]


@pytest.mark.parametrize(("user_agent", "client", "status", "action", "verification", "rule"), CLAIMS)
def test_a_claim_is_checked_against_the_address(
    user_agent: str, client: str, status: int, action: str, verification: str, rule: str
) -> None:
    guard = guard_of()
    app = gatekeeper(guard)

    assert asked(app, user_agent, client=client).status == status
    verdict = decided(app, user_agent, client)
    assert (verdict.action, verdict.verification or "", verdict.rule) == (action, verification, rule)


def decided(app: Any, user_agent: str, client: str, path: str = "/") -> Any:
    scope = {**scope_of(path, headers=[("user-agent", user_agent)]), "client": (client, 1)}
    return asyncio.run(app.guard.decide(read_asked(scope, app.addresses))).verdict


def test_a_client_is_the_one_a_trusted_proxy_names() -> None:
    app = gatekeeper(guard_of())

    assert asked(app, GOOGLEBOT, client="127.0.0.1", x_forwarded_for=ELSEWHERE).status == 403
    assert asked(app, GOOGLEBOT, client="127.0.0.1", x_forwarded_for=f"{ELSEWHERE}, {GOOGLE}").status == 200
    assert asked(app, GOOGLEBOT, client=ELSEWHERE, x_forwarded_for=GOOGLE).status == 403


def test_the_owner_says_what_is_done_with_impostors_and_the_unproven() -> None:
    verification = replace(DEFAULT.verification, spoofed=Action.OBSERVE)
    lenient = gatekeeper(guard_of(policy_of(verification=verification)))
    named = gatekeeper(guard_of(policy_of(agents={"GPTBot": Action.ALLOW})))

    assert decided(lenient, GOOGLEBOT, ELSEWHERE).action is Action.OBSERVE
    assert decided(lenient, GPTBOT, ELSEWHERE).action is Action.BLOCK
    assert decided(named, GPTBOT, GPT).rule == "agents.GPTBot"
    assert decided(named, GPTBOT, ELSEWHERE).action is Action.BLOCK


def test_observing_acts_on_nothing_and_decides_the_same(caplog: pytest.LogCaptureFixture) -> None:
    """The same requests to both: names, addresses, the trap, and more than the limits let pass."""
    caplog.set_level(logging.INFO, "rempart.decisions")
    limits = LimitPolicy(allowed=20, throttled=3)
    draw = random.Random(4)
    clients = [*user_agents("ai.txt")[:40], *user_agents("search.txt")[:20], *user_agents("browsers_2025.txt")[:5]]
    clients.append("Manus-User/1.0")
    requests = [
        (draw.choice(clients), draw.choice(["/", "/inventaire/", "/robots.txt"]), draw.choice([ELSEWHERE, GOOGLE, GPT]))
        for _ in range(1500)
    ]

    streams = []
    for mode in Mode:
        clock = Clock()
        app = gatekeeper(guard_of(policy_of(mode=mode), limits, clock=clock))
        caplog.clear()
        statuses = set()
        for user_agent, path, client in requests:
            clock.now += 0.02
            statuses.add(asked(app, user_agent, path, client=client).status)
        streams.append((statuses, decisions(caplog)))

    (enforced, acted), (observed, only_said) = streams
    assert (enforced, observed) == ({200, 403, 404, 429}, {200})
    assert {line["outcome"] for line in acted} == set(Outcome)
    assert [unacted(line) for line in acted] == [unacted(line) for line in only_said]
    assert not any(line["refused"] for line in only_said)


def unacted(line: dict[str, Any]) -> dict[str, Any]:
    """`line` without what differs from one run to the next, and without what was done."""
    return {key: value for key, value in line.items() if key not in {"time", "incident", "refused"}}


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_what_is_not_http_passes_untouched(kind: str) -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    scope = {"type": kind}
    asyncio.run(gatekeeper(guard_of(), app)(scope, None, None))

    assert seen == [scope]


@pytest.mark.parametrize(
    ("outcome", "status", "title"),
    [
        (Outcome.LIMIT, 429, "Trop de demandes"),
        (Outcome.REFUSE, 403, "Accès refusé"),
        (Outcome.TRAP, 404, "Page introuvable"),
    ],
)
def test_a_refusal_is_a_small_french_page_that_names_the_policy_and_the_incident(
    outcome: Outcome, status: int, title: str
) -> None:
    answered, headers, body = refusal(outcome, 12.3, "0123456789ab")
    tree = LexborHTMLParser(body.decode())

    assert answered == status
    assert dict(headers).get(b"retry-after") == (b"13" if outcome is Outcome.LIMIT else None)
    assert len(body) <= 1024
    assert tree.css_first("html").attributes["lang"] == "fr"
    assert tree.css_first("title").text() == tree.css_first("h1").text() == title
    assert [link.attributes["href"] for link in tree.css("a")] == ["/politique-robots"]
    assert tree.css_first("code").text() == "0123456789ab"
    assert tree.css("script, style, link, [style], [src]") == []


def decisions(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(record.getMessage()) for record in caplog.records if record.name == "rempart.decisions"]


def test_a_refusal_is_one_line_of_json_without_a_whole_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    answered = asked(gatekeeper(guard_of()), GPTBOT, client="203.0.113.7")

    (line,) = decisions(caplog)
    assert line.pop("time").endswith("+00:00")
    assert f"<code>{line.pop('incident')}</code>".encode() in answered.body
    assert line == {
        "purpose": "training",
        "agent": "GPTBot",
        "verification": "spoofed",
        "action": "block",
        "outcome": "refuse",
        "refused": True,
        "rule": "actions.training",
        "network": "203.0.113.0/24",
        "method": "GET",
        "path": "/blog/moltbot",
        "user_agent": GPTBOT,
    }


def test_a_plain_allow_is_not_written(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    asked(gatekeeper(guard_of()), FIREFOX)

    assert decisions(caplog) == []


@pytest.mark.parametrize(
    ("client", "network"),
    [
        (("198.51.100.77", 1), "198.51.100.0/24"),
        (("198.51.100.77", "41234"), "198.51.100.0/24"),
        (("::ffff:198.51.100.77", 1), "198.51.100.0/24"),
        (("2001:db8:1:2:3::4", 1), "2001:db8:1::/48"),
        (("unix:", 0), ""),
        (("/run/rempart.sock", 0), ""),
        (None, ""),
    ],
)
def test_the_address_is_cut_to_its_network(
    client: tuple[str, int] | None, network: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    ask_scope(gatekeeper(guard_of()), {**scope_of("/", headers=[("user-agent", GPTBOT)]), "client": client})

    assert decisions(caplog)[0]["network"] == network


def test_what_a_client_sends_cannot_forge_a_line_nor_fill_the_disk(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    ask(gatekeeper(guard_of()), "/\n" + "x" * 9999, headers=[("user-agent", 'GPTBot "\n\x1b[31m' + "y" * 9999)])

    (record,) = caplog.records
    assert "\n" not in record.getMessage()
    assert "\x1b" not in record.getMessage()
    assert len(record.getMessage()) < 1500


FIELDS = [
    b"user-agent",
    b"x-forwarded-for",
    b"sec-purpose",
    b"purpose",
    b"accept",
    b"cookie",
    b"accept-language",
    b"forwarded",
]
PATHS = ["/", "/inventaire/", "/robots.txt", "/blog/atom.xml", "/inventaire/../x", "//", "/%2e", "/\udcff", ""]
PEERS = ["203.0.113.7", "127.0.0.1", "", "unix:", "::1", "fe80::1%eth0", "999.1.1.1", "2001:db8::1"]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(FIELDS), st.binary(max_size=300)), max_size=6),
    st.text(max_size=50) | st.sampled_from(PATHS),
    st.sampled_from(["GET", "HEAD", "POST", ""]),
    st.sampled_from(PEERS) | st.text(max_size=20),
)
def test_no_header_is_too_odd_to_answer(headers: list[tuple[bytes, bytes]], path: str, method: str, peer: str) -> None:
    scope = {**scope_of("/", method), "path": path, "headers": headers, "client": (peer, 1)}

    assert ask_scope(gatekeeper(guard_of()), scope).status in {200, 403, 404, 429}


NAMED = [name for file in ("ai.txt", "browsers.txt", "search.txt") for name in user_agents(file)]
PARTS = [
    *(name.encode("latin-1", "replace") for name in NAMED),
    *(peer.encode() for peer in PEERS),
    b"prefetch", b", , ,", b"\xff\x00\r\n", b"[::1]:80", b"1.2.3.4:99", b"for=x", b"a" * 9000, b"GPTBot " * 1000,
]  # fmt: skip


def random_scope(draw: random.Random) -> dict[str, Any]:
    """A request that few clients would send."""
    headers = [
        (draw.choice(FIELDS), b" ".join(draw.choices(PARTS, k=draw.randrange(3)))) for _ in range(draw.randrange(6))
    ]
    return {
        **scope_of("/", draw.choice(["GET", "HEAD", "POST"])),
        "path": draw.choice(PATHS),
        "headers": headers,
        "client": draw.choice([None, (draw.choice(PEERS), draw.choice([1, "1"]))]),
    }


def random_statuses(number: int, seed: int = 1) -> dict[int, int]:
    """How a gatekeeper answers `number` random requests; an exception comes through."""
    app, draw, statuses = gatekeeper(guard_of()), random.Random(seed), dict[int, int]()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses[message["status"]] = statuses.get(message["status"], 0) + 1

    async def ask_all() -> None:
        for _ in range(number):
            await app(random_scope(draw), None, send)
            app.guard.clock.now += 0.001

    asyncio.run(ask_all())
    return statuses


def test_twenty_thousand_random_requests_are_answered() -> None:
    """By hand, a million: `python -c "from tests.test_gatekeeper import *; print(random_statuses(1_000_000))"`."""
    statuses = random_statuses(20_000)

    assert sum(statuses.values()) == 20_000
    assert set(statuses) == {200, 403, 404, 429}
