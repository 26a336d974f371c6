# SPDX-License-Identifier: MIT
"""What an audit counts: verdicts, robots.txt ignored, names denied by their address, and what a policy changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from middleware.access_log import Hit
from middleware.action import Action
from middleware.agents import Purpose, load_directory
from middleware.audit import Audit, Change, Row, disallows
from middleware.audit_run import judge_of
from middleware.audit_summary import summarize
from middleware.policy import Policy, load_policy

DIRECTORY = load_directory()
AGENTS = {agent.token: agent for agent in DIRECTORY.agents}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SOMEWHERE = "203.0.113.7"


def hit(user_agent: str, path: str = "/", address: str = SOMEWHERE) -> Hit:
    return Hit(address, "GET", path, 200, 100, user_agent)


def written(folder: Path, text: str) -> Policy:
    path = folder / "written.toml"
    path.write_text(text)
    return load_policy(path)


def audit_of(policy: Policy, *hits: Hit, current: Policy | None = None) -> Audit:
    against = judge_of(current, DIRECTORY) if current else None
    audit = Audit(judge_of(policy, DIRECTORY), policy.crawlers, against)
    for each in hits:
        audit.add(each)
    return audit


def test_requests_are_counted_by_purpose_agent_and_action(policy: Policy) -> None:
    audit = audit_of(policy, hit("CCBot/2.0"), hit("CCBot/2.0", "/blog"), hit("CCBot/2.0", "/robots.txt"), hit(FIREFOX))

    assert audit.rows == {
        (Purpose.DATASET, "CCBot", Action.BLOCK): Row(hits=2, size=200, violations=2, suspects=2),
        (Purpose.DATASET, "CCBot", Action.THROTTLE): Row(hits=1, size=100, violations=0, suspects=1),
        (Purpose.BROWSER, "", Action.ALLOW): Row(hits=1, size=100),
    }
    assert audit.hits == 4


def test_a_name_that_its_address_denies_is_a_suspect(policy: Policy) -> None:
    audit = audit_of(policy, hit(GOOGLEBOT), hit(GOOGLEBOT, address="66.249.66.1"), hit(GOOGLEBOT, address="127.0.0.1"))

    assert audit.rows[Purpose.SEARCH, "Googlebot", Action.BLOCK] == Row(hits=1, size=100, suspects=1)
    assert audit.rows[Purpose.SEARCH, "Googlebot", Action.ALLOW] == Row(hits=2, size=200)


@pytest.mark.parametrize("address", ["", "-", "localhost", "unix:", "300.1.1.1"])
def test_an_address_that_is_none_denies_nothing(policy: Policy, address: str) -> None:
    audit = audit_of(policy, hit(GOOGLEBOT, address=address))

    assert [row.suspects for row in audit.rows.values()] == [0]


@pytest.mark.parametrize(
    ("token", "path", "expected"),
    [
        ("GPTBot", "/", True),
        ("GPTBot", "/robots.txt", False),
        ("Googlebot", "/blog", False),
        ("Googlebot", "/inventaire/x", True),
        ("GPTBot", "", True),
    ],
)
def test_robots_txt_forbids_the_blocked_everything_and_everybody_the_trap(
    policy: Policy, token: str, path: str, expected: bool
) -> None:
    assert disallows(policy.crawlers, AGENTS[token], path) is expected


def test_without_a_trap_nothing_is_forbidden_to_the_welcome(tmp_path: Path) -> None:
    policy = written(tmp_path, "[crawlers.trap]\nenabled = false")

    assert not disallows(policy.crawlers, AGENTS["Googlebot"], "/inventaire/x")


def test_another_policy_is_compared_hit_by_hit(tmp_path: Path, policy: Policy) -> None:
    strict = written(tmp_path, '[crawlers]\npreset = "strict"')

    audit = audit_of(strict, hit("Manus-User/1.0"), hit("Manus-User/1.0"), hit(FIREFOX), hit("x"), current=policy)

    assert dict(audit.changes) == {
        Change(Purpose.AGENT, "Manus-User", Action.CHALLENGE, Action.BLOCK): 2,
        Change(Purpose.UNKNOWN_BOT, "", Action.THROTTLE, Action.CHALLENGE): 1,
    }


def test_the_first_unreadable_line_is_named(policy: Policy) -> None:
    audit = audit_of(policy)

    audit.skip("access.log:3")
    audit.skip("access.log:7")

    assert (audit.unreadable, audit.first_unreadable) == (2, "access.log:3")


def test_the_summary_sums_what_was_counted(policy: Policy) -> None:
    audit = audit_of(policy, *[hit("CCBot/2.0")] * 2, *[hit("GPTBot")] * 3, hit("ClaudeBot"), hit(FIREFOX))

    summary = summarize(audit)

    assert [each.purpose for each in summary.purposes] == [Purpose.TRAINING, Purpose.DATASET, Purpose.BROWSER]
    training = summary.purposes[0]
    assert (training.figures.hits, training.figures.bytes, training.figures.robots_violations) == (4, 400, 4)
    assert training.figures.actions == {**dict.fromkeys(Action, 0), Action.BLOCK: 4}
    assert [(agent.agent, agent.figures.hits) for agent in training.agents] == [("GPTBot", 3), ("ClaudeBot", 1)]
    assert [agent.agent for agent in summary.agents] == ["GPTBot", "CCBot", "ClaudeBot"]
    assert summary.total.hits == audit.hits == 7
    assert sum(summary.total.actions.values()) == 7
