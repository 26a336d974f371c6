# SPDX-License-Identifier: MIT
"""What is done with a request: real clients under the default policy, exempt paths, and the cost of a verdict."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.agents import Purpose, load_directory
from middleware.crawler_policy import PRESETS, Action, CrawlerPolicy
from middleware.verdict import LONGEST, Gate, classify
from tests.real_clients import default_gate, user_agents

DIRECTORY = load_directory()
STRICT = Gate(CrawlerPolicy(actions=PRESETS["strict"], agents={}), DIRECTORY)
EXEMPT = [
    "/robots.txt",
    "/politique-robots",
    "/.well-known/security.txt",
    "/.well-known/tdmrep.json",
    "/sitemap.xml",
    "/blog/atom.xml",
    "/blog/categorie/ia/rss.xml",
    "/feed.json",
    "/blog/feed.json",
    "/favicon.ico",
    "/favicon.svg",
    "/theme/icons/favicon.0123abcd.svg",
    "/apple-touch-icon.png",
    "/blog/molt.png",
    "/blog/photo.jpeg",
]
GUARDED = ["/", "/blog", "/blog/moltbot", "/services", "/politique-robots-2", "/robots.txt/x", "/blog/molt.avif"]


def gate_of(**agents: Action) -> Gate:
    return Gate(CrawlerPolicy(actions=PRESETS["equilibre"], agents=agents, exempt=("/presse", "/kit/*")), DIRECTORY)


@pytest.mark.parametrize("name", ["browsers.txt", "browsers_2025.txt"])
def test_every_recent_browser_is_allowed(name: str) -> None:
    assert {STRICT.verdict(text).action for text in user_agents(name)} == {Action.ALLOW}


@pytest.mark.parametrize("name", ["search.txt", "feed.txt", "preview.txt", "monitor.txt", "devices.txt"])
def test_no_welcome_client_is_blocked_or_challenged(name: str) -> None:
    turned_away = [
        text for text in user_agents(name) if default_gate().verdict(text).action in (Action.BLOCK, Action.CHALLENGE)
    ]

    assert turned_away == []


def test_every_ai_crawler_is_at_least_slowed() -> None:
    passed = [text for text in user_agents("ai.txt") if default_gate().verdict(text).action is Action.ALLOW]

    assert passed == []


@pytest.mark.parametrize("path", EXEMPT)
@pytest.mark.parametrize("agent", ["GPTBot/1.2", "CCBot/2.0", "Manus-User/1.0", "curl/8.11.0"])
def test_an_exempt_path_is_at_worst_slowed(agent: str, path: str) -> None:
    verdict = STRICT.verdict(agent, path)

    assert verdict.action is Action.THROTTLE
    assert verdict.rule == "exempt"


@given(st.text(max_size=300), st.sampled_from(EXEMPT))
def test_nobody_is_blocked_or_challenged_on_an_exempt_path(user_agent: str, path: str) -> None:
    assert STRICT.verdict(user_agent, path).action not in (Action.BLOCK, Action.CHALLENGE)


@pytest.mark.parametrize("path", GUARDED)
def test_every_other_path_is_guarded(path: str) -> None:
    verdict = STRICT.verdict("GPTBot/1.2", path)

    assert verdict.action is Action.BLOCK


def test_the_owner_may_exempt_paths_and_folders() -> None:
    gate = gate_of()

    assert gate.verdict("GPTBot", "/presse").rule == "exempt"
    assert gate.verdict("GPTBot", "/kit/logo.svg").rule == "exempt"
    assert gate.verdict("GPTBot", "/presse/x").action is Action.BLOCK


def test_an_exempt_path_makes_no_verdict_stricter() -> None:
    assert default_gate().verdict("Googlebot/2.1", "/robots.txt").action is Action.ALLOW
    assert default_gate().verdict("OAI-SearchBot/1.3", "/robots.txt").rule == "verification.unverifiable"
    assert default_gate().verdict("SemrushBot/7", "/robots.txt").rule == "actions.seo"


def test_the_rule_that_decided_is_named() -> None:
    gate = gate_of(GPTBot=Action.ALLOW)

    assert gate.verdict("GPTBot/1.2").rule == "agents.GPTBot"
    assert gate.verdict("CCBot/2.0").rule == "actions.dataset"


@given(st.text(max_size=200))
def test_a_guess_is_never_blocked(user_agent: str) -> None:
    verdict = STRICT.verdict(user_agent)

    assert verdict.identity.agent is not None or verdict.action is not Action.BLOCK


def test_a_verdict_is_remembered_unless_its_key_is_too_long() -> None:
    gate = gate_of()
    long = "GPTBot " + "x" * LONGEST

    assert gate.verdict("GPTBot") is gate.verdict("GPTBot")
    assert gate.verdict(long) is not gate.verdict(long)
    assert gate.verdict(long) == gate.verdict(long)


def test_a_remembered_verdict_costs_microseconds() -> None:
    gate = gate_of()
    browser = user_agents("browsers.txt")[0]

    def seconds() -> float:
        start = perf_counter()
        for _ in range(1000):
            gate.verdict(browser, "/blog/moltbot")
        return (perf_counter() - start) / 1000

    # The figure is 0.35 µs; ten times the goal of 1 µs leaves room for a busy machine and for coverage.
    assert min(seconds() for _ in range(5)) < 1e-5


def test_classify_writes_four_columns_a_line() -> None:
    lines = ["GPTBot/1.2\n", "a\tb\r\n", "\n", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"]

    found = list(classify(lines, gate_of()))

    assert found == [
        "GPTBot/1.2\ttraining\tGPTBot\tblock",
        "a b\tunknown-bot\t\tthrottle",
        "\tunknown-bot\t\tthrottle",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\tbrowser\t\tallow",
    ]


@pytest.mark.parametrize("purpose", Purpose)
def test_classify_says_the_words_of_the_policy(purpose: Purpose) -> None:
    agent = next((agent for agent in DIRECTORY.agents if agent.purpose is purpose and agent.example), None)

    if agent:
        *_, action = next(classify([agent.example], gate_of())).split("\t")
        assert action in set(Action)
