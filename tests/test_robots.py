# SPDX-License-Identifier: MIT
"""robots.txt says what the gatekeeper does: for every agent, on every kind of path, as a parser reads it."""

from __future__ import annotations

import pytest
from protego import Protego
from robotstxt import RobotsMatcher, is_valid_user_agent

from middleware.agents import Purpose, load_directory
from middleware.audit import disallows
from middleware.crawler_policy import PRESETS, Action, CrawlerPolicy, read_crawler_policy
from middleware.robots import USAGE_NOTE, robots_txt
from middleware.signal_policy import SignalPolicy
from middleware.table import Table

DIRECTORY = load_directory()
SITE = "https://rempart.example"
PATHS = [
    "/",
    "/blog",
    "/blog/moltbot",
    "/services/durcissement",
    "/blog/page/2?x=1",
    "/theme/css/site.abc.css",
    "/inventaire/x",
]
POLICIES = {"default": read_crawler_policy(Table({}), DIRECTORY.tokens)} | {
    name: CrawlerPolicy(actions=actions, agents={}) for name, actions in PRESETS.items()
}
POLICIES["overridden"] = CrawlerPolicy(
    actions=PRESETS["equilibre"],
    agents={"GPTBot": Action.ALLOW, "Applebot": Action.BLOCK, "Applebot-Extended": Action.ALLOW},
)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_scrapys_parser_agrees_with_the_policy_for_every_agent_and_path(policy: CrawlerPolicy) -> None:
    rules = Protego.parse(robots_txt(policy, DIRECTORY, SITE))

    wrong = [
        (agent.robots_token, path)
        for agent in DIRECTORY.agents
        for path in PATHS
        if rules.can_fetch(SITE + path, agent.robots_token) is disallows(policy, agent, path)
    ]

    assert wrong == []


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_googles_parser_agrees_with_the_policy_for_every_agent_and_path(policy: CrawlerPolicy) -> None:
    """It cannot be asked about a name with a digit, a dot or a space: RFC 9309, 2.2.1 has no such product token."""
    text, matcher = robots_txt(policy, DIRECTORY, SITE), RobotsMatcher()
    asked = [agent for agent in DIRECTORY.agents if is_valid_user_agent(agent.robots_token)]

    wrong = [
        (agent.robots_token, path)
        for agent in asked
        for path in PATHS
        if matcher.is_allowed(text, agent.robots_token, SITE + path) is disallows(policy, agent, path)
    ]

    assert wrong == []
    assert len(asked) > len(DIRECTORY.agents) * 0.8


def test_no_two_agents_share_a_robots_token_and_differ_in_purpose() -> None:
    purposes: dict[str, set[Purpose]] = {}
    for agent in DIRECTORY.agents:
        purposes.setdefault(agent.robots_token.lower(), set()).add(agent.purpose)

    assert {token for token, found in purposes.items() if len(found) > 1} == set()


@pytest.mark.parametrize("token", ["GPTBot", "CCBot", "ClaudeBot", "Google-Extended", "Applebot-Extended"])
def test_the_blocked_are_named_control_tokens_too(token: str) -> None:
    blocked = robots_txt(POLICIES["equilibre"], DIRECTORY, SITE).split("Disallow: /\n")[0]

    assert f"User-agent: {token}\n" in blocked


def test_the_blocked_are_sorted_as_a_person_sorts() -> None:
    blocked = robots_txt(POLICIES["equilibre"], DIRECTORY, SITE).split("\nDisallow: /\n")[0].split("\n")

    assert blocked == sorted(blocked, key=str.lower)


@pytest.mark.parametrize("token", ["Googlebot", "bingbot", "Applebot", "facebookexternalhit", "anything"])
def test_search_engines_and_previews_may_fetch_everything(token: str) -> None:
    rules = Protego.parse(robots_txt(POLICIES["strict"], DIRECTORY, SITE))

    assert all(rules.can_fetch(SITE + path, token) for path in PATHS)


@pytest.mark.parametrize(
    ("preset", "signal"),
    [
        ("strict", "Content-Signal: search=yes, ai-input=no, ai-train=no"),
        ("equilibre", "Content-Signal: search=yes, ai-train=no"),
        ("ouvert", "Content-Signal: search=yes, ai-input=yes"),
    ],
)
def test_the_content_signal_says_what_the_policy_does(preset: str, signal: str) -> None:
    assert signal in robots_txt(POLICIES[preset], DIRECTORY, SITE).split("\n")


@pytest.mark.parametrize(
    ("preset", "signal"),
    [("strict", {"search": True, "ai_input": False, "ai_train": False}),
     ("equilibre", {"search": True, "ai_input": None, "ai_train": False}),
     ("ouvert", {"search": True, "ai_input": True, "ai_train": None})],
)  # fmt: skip
def test_googles_parser_reads_the_same_content_signal(preset: str, signal: dict[str, bool | None]) -> None:
    matcher = RobotsMatcher()

    matcher.is_allowed(robots_txt(POLICIES[preset], DIRECTORY, SITE), "Googlebot", SITE)

    assert matcher.content_signal == signal


@pytest.mark.parametrize("preset", ["strict", "equilibre"])
def test_the_content_usage_names_a_path_and_the_date_of_its_draft(preset: str) -> None:
    *_, usage = robots_txt(POLICIES[preset], DIRECTORY, SITE).partition(USAGE_NOTE)

    assert usage.startswith("\nContent-Usage: / search=y, train-ai=n\nAllow: /\n")
    assert "draft of 2026-08-19" in USAGE_NOTE


def test_the_signals_are_those_the_owner_chose() -> None:
    signals = SignalPolicy(content_signal={"search": "no"}, content_usage={}, tdm_reservation=None)

    text = robots_txt(POLICIES["equilibre"], DIRECTORY, SITE, signals)

    assert "\nContent-Signal: search=no\nAllow: /\n" in text
    assert "Content-Usage" not in text


def test_a_policy_that_only_slows_signals_nothing() -> None:
    policy = CrawlerPolicy(actions=dict.fromkeys(Purpose, Action.THROTTLE), agents={})

    text = robots_txt(policy, DIRECTORY, SITE)

    assert "Content-Signal" not in text
    assert "Content-Usage" not in text


def test_an_open_policy_has_one_group_and_the_sitemap() -> None:
    policy = CrawlerPolicy(actions=dict.fromkeys(Purpose, Action.OBSERVE), agents={})

    text = robots_txt(policy, DIRECTORY, SITE)

    assert text == f"User-agent: *\nAllow: /\n\nSitemap: {SITE}/sitemap.xml\n"


def test_the_file_is_the_same_whatever_the_order_of_the_agents() -> None:
    shuffled = type(DIRECTORY)(DIRECTORY.taken, tuple(reversed(DIRECTORY.agents)), DIRECTORY.sources)

    assert robots_txt(POLICIES["strict"], DIRECTORY, SITE) == robots_txt(POLICIES["strict"], shuffled, SITE)


def test_no_line_can_be_split_by_what_it_holds() -> None:
    text = robots_txt(POLICIES["strict"], DIRECTORY, SITE)

    assert text.isascii()
    assert "\r" not in text
    assert len(text) < 500 * 1024  # what parsers must read, RFC 9309 section 2.5
