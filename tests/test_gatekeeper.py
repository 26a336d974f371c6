# SPDX-License-Identifier: MIT
"""The gatekeeper at the door: who is refused, how, and what is written about it."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from middleware import refusal
from middleware.agents import load_directory
from middleware.crawler_policy import PRESETS, CrawlerPolicy, Mode
from middleware.gatekeeper import GatekeeperMiddleware
from middleware.verdict import Gate
from tests.asgi import Answered, ask, ask_scope, scope_of
from tests.real_clients import default_gate, user_agents

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
POLICY = CrawlerPolicy(actions=PRESETS["equilibre"], agents={})


async def page(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"the page"})


APP = GatekeeperMiddleware(page, gate=default_gate())
OBSERVING = GatekeeperMiddleware(page, gate=Gate(replace(POLICY, mode=Mode.OBSERVE), load_directory()))


def asked_by(user_agent: str, path: str = "/blog/moltbot", method: str = "GET") -> Answered:
    return ask(APP, path, method, [("User-Agent", user_agent)])


def test_a_reader_gets_the_page() -> None:
    answered = asked_by(FIREFOX)

    assert (answered.status, answered.body) == (200, b"the page")


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT"])
def test_a_blocked_crawler_is_refused_whatever_it_asks(method: str) -> None:
    answered = asked_by(GPTBOT, method=method)

    assert answered.status == 403
    assert answered.body == refusal.BODY
    assert answered.fields == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(refusal.BODY)),
        "cache-control": "no-store",
        "x-robots-tag": "noindex",
    }


def test_head_is_refused_without_a_body_and_with_its_length() -> None:
    answered = asked_by(GPTBOT, method="HEAD")

    assert (answered.status, answered.body) == (403, b"")
    assert answered.fields["content-length"] == str(len(refusal.BODY))


@pytest.mark.parametrize("path", ["/robots.txt", "/blog/atom.xml", "/.well-known/security.txt", "/politique-robots"])
def test_a_blocked_crawler_may_read_the_rules_and_the_feeds(path: str) -> None:
    assert asked_by(GPTBOT, path).status == 200


def test_whoever_sends_two_user_agents_is_judged_by_both() -> None:
    answered = ask(APP, "/", headers=[("User-Agent", FIREFOX), ("User-Agent", GPTBOT)])

    assert answered.status == 403


def test_no_user_agent_at_all_is_let_through() -> None:
    assert ask(APP, "/").status == 200


@pytest.mark.parametrize("user_agent", ["OAI-SearchBot/1.3", "Manus-User/1.0", "curl/8.11.0"])
def test_what_is_to_be_slowed_or_challenged_is_let_through_for_now(user_agent: str) -> None:
    assert asked_by(user_agent).status == 200


def test_observing_refuses_nobody_and_decides_the_same(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")
    answers = {ask(OBSERVING, "/", headers=[("user-agent", text)]).status for text in user_agents("ai.txt")}
    observed = decisions(caplog)
    caplog.clear()
    for text in user_agents("ai.txt"):
        ask(APP, "/", headers=[("user-agent", text)])

    assert answers == {200}
    assert [(line["agent"], line["action"], line["rule"]) for line in observed] == [
        (line["agent"], line["action"], line["rule"]) for line in decisions(caplog)
    ]
    assert not any(line["refused"] for line in observed)


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_what_is_not_http_passes_untouched(kind: str) -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    scope = {"type": kind}
    asyncio.run(GatekeeperMiddleware(app, gate=default_gate())(scope, None, None))

    assert seen == [scope]


def test_the_refusal_is_a_small_french_page_that_names_the_policy() -> None:
    tree = LexborHTMLParser(refusal.BODY.decode())

    assert len(refusal.BODY) <= 1024
    assert tree.css_first("html").attributes["lang"] == "fr"
    assert tree.css_first("title").text() == "Accès refusé"
    assert [link.attributes["href"] for link in tree.css("a")] == ["/politique-robots"]
    assert tree.css("script, style, link, [style], [src]") == []


def decisions(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(record.getMessage()) for record in caplog.records if record.name == "rempart.decisions"]


def test_a_refusal_is_one_line_of_json_without_a_whole_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    asked_by(GPTBOT)

    (line,) = decisions(caplog)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "purpose": "training",
        "agent": "GPTBot",
        "action": "block",
        "refused": True,
        "rule": "actions.training",
        "network": "203.0.113.0/24",
        "method": "GET",
        "path": "/blog/moltbot",
        "user_agent": GPTBOT,
    }


def test_a_plain_allow_is_not_written(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    asked_by(FIREFOX)

    assert decisions(caplog) == []


@pytest.mark.parametrize(
    ("client", "network"),
    [
        (("198.51.100.77", 1), "198.51.100.0/24"),
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

    ask_scope(APP, {**scope_of("/", headers=[("user-agent", GPTBOT)]), "client": client})

    assert decisions(caplog)[0]["network"] == network


def test_what_a_client_sends_cannot_forge_a_line_nor_fill_the_disk(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    ask(APP, "/\n" + "x" * 9999, headers=[("user-agent", 'GPTBot "\n\x1b[31m' + "y" * 9999)])

    (record,) = caplog.records
    assert "\n" not in record.getMessage()
    assert "\x1b" not in record.getMessage()
    assert len(record.getMessage()) < 1500


@given(
    st.lists(st.tuples(st.sampled_from([b"user-agent", b"accept"]), st.binary(max_size=300)), max_size=6),
    st.text(max_size=50),
    st.sampled_from(["GET", "HEAD", "POST"]),
)
def test_no_header_is_too_odd_to_answer(headers: list[tuple[bytes, bytes]], path: str, method: str) -> None:
    answered = ask_scope(APP, {**scope_of("/", method), "path": f"/{path}", "headers": headers})

    assert answered.status in (200, 403)
