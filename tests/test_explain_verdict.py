# SPDX-License-Identifier: MIT
"""The steps of a verdict: the path, the name, its proof, the policy, and what is answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.agents import load_directory
from middleware.audit_run import verifier_of
from middleware.client_address import ClientAddresses
from middleware.crawlers import Crawlers
from middleware.explain_verdict import Judges, Step, explain_verdict
from middleware.policy import Policy, load_policy
from middleware.verdict import Gate

DIRECTORY = load_directory()
CRAWLERS = Crawlers(DIRECTORY)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def judges_of(policy: Policy) -> Judges:
    return Judges(CRAWLERS, Gate(policy.crawlers, DIRECTORY), verifier_of(policy, DIRECTORY), policy.limits)


def written(folder: Path, text: str) -> Policy:
    path = folder / "written.toml"
    path.write_text(text)
    return load_policy(path)


def steps(policy: Policy, user_agent: str, path: str = "/", address: str = "") -> list[Step]:
    client = ClientAddresses(policy.server).client(address) if address else None
    return list(explain_verdict(judges_of(policy), user_agent, path, client))


def finding(found: list[Step], name: str) -> str:
    return next(step.finding for step in found if step.name == name)


def test_the_steps_come_in_order(policy: Policy) -> None:
    found = steps(policy, "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", "/blog")

    assert found == [
        Step("path", "/blog: guarded, as any page"),
        Step("agent", 'GPTBot, "GPTBot" at character 26'),
        Step("purpose", "training (OpenAI, https://platform.openai.com/docs/bots)"),
        Step("address", "none given (--ip): the claim is neither proved nor denied"),
        Step("preset", "equilibre: training = block"),
        Step("verdict", "block, by crawlers.actions.training"),
        Step("mode", "enforce"),
        Step("answer", "403, naming /politique-robots"),
    ]


@pytest.mark.parametrize(
    ("path", "place", "verdict"),
    [
        ("/", "guarded, as any page", "block, by crawlers.actions.training"),
        ("/robots.txt", "exempt, nobody is challenged or blocked here", "throttle, by the exempt path"),
        ("/presse/x", "exempt, by [crawlers] exempt", "throttle, by the exempt path"),
        ("/inventaire/x", "the trap: who asks for it is banned for 24 hours, unless it brings readers",
         "block, by crawlers.actions.training"),
    ],
)  # fmt: skip
def test_the_path_has_its_say(tmp_path: Path, path: str, place: str, verdict: str) -> None:
    found = steps(written(tmp_path, '[crawlers]\nexempt = ["/presse/*"]'), "GPTBot", path)

    assert finding(found, "path") == f"{path}: {place}"
    assert finding(found, "verdict") == verdict


def test_who_wins_over_whom_is_told(policy: Policy) -> None:
    found = steps(policy, "Googlebot/2.1 GPTBot Applebot-Extended CCBot GPTBot ClaudeBot")

    assert found[1:6] == [
        Step("agent", 'Applebot-Extended, "Applebot-Extended" at character 22'),
        Step("", 'not ClaudeBot, "ClaudeBot" at character 53: of two names for training the longer counts'),
        Step("", 'not GPTBot, "GPTBot" at character 15: of two names for training the longer counts'),
        Step("", 'not CCBot, "CCBot" at character 40: training goes before dataset'),
        Step("", 'not Googlebot, "Googlebot" at character 1: training goes before search'),
    ]


def test_of_two_equals_the_earlier_counts(policy: Policy) -> None:
    found = steps(policy, "DoubaoBot ClaudeBot")

    assert finding(found, "agent") == 'DoubaoBot, "DoubaoBot" at character 1'
    assert (
        finding(found, "") == 'not ClaudeBot, "ClaudeBot" at character 11: of two names for training the earlier counts'
    )


def test_names_are_found_where_they_stand_behind_addresses(policy: Policy) -> None:
    found = steps(policy, "(+https://a.example/bot; mail@a.example) GPTBot")

    assert finding(found, "agent") == 'GPTBot, "GPTBot" at character 42'


@pytest.mark.parametrize(
    ("user_agent", "agent", "purpose"),
    [
        (FIREFOX, "none of the directory; nothing says that it is automated", "browser"),
        ("", "none of the directory; it names no browser", "unknown-bot"),
        ("Mozilla/5.0 foobot/1.0", 'none of the directory; it names its trade: "bot/1"', "unknown-bot"),
        ("Mozilla/5.0 (+https://a.example)", 'none of the directory; it says where to complain: "https://"',
         "unknown-bot"),
        ("Mozilla/5.0 (compatible; Zorglub)", 'none of the directory; it opens as a program does: "compatible; z"',
         "unknown-bot"),
    ],
)  # fmt: skip
def test_a_client_without_a_name_is_judged_by_what_it_declares(
    policy: Policy, user_agent: str, agent: str, purpose: str
) -> None:
    found = steps(policy, user_agent)

    assert finding(found, "agent") == agent
    assert finding(found, "purpose") == purpose
    assert finding(found, "address") == "not asked: there is no name to prove"


def test_what_lies_beyond_the_read_part_is_told(policy: Policy) -> None:
    found = steps(policy, FIREFOX + " " * 2000 + "GPTBot")

    assert finding(found, "user agent") == "only the first 1,024 of its 2,076 characters are read"
    assert finding(found, "purpose") == "browser"


@pytest.mark.parametrize(
    ("user_agent", "address", "says", "verdict"),
    [
        ("Googlebot/2.1", "66.249.66.1", "66.249.66.1 verified: the operator publishes it", "allow"),
        ("Googlebot/2.1", "203.0.113.7",
         "203.0.113.7 spoofed: it lies outside all that the operator publishes", "block"),
        ("Googlebot/2.1", "127.0.0.1", "127.0.0.1 unverifiable: nothing published proves or denies it", "allow"),
        ("Applebot-Extended", "203.0.113.7",
         "not asked: nothing is published that could prove Applebot-Extended", "block"),
    ],
)  # fmt: skip
def test_the_address_proves_or_denies(policy: Policy, user_agent: str, address: str, says: str, verdict: str) -> None:
    found = steps(policy, user_agent, address=address)

    assert finding(found, "address") == says
    assert finding(found, "verdict").startswith(f"{verdict}, by ")


def test_what_the_owner_wrote_over_the_preset_is_told(tmp_path: Path) -> None:
    policy = written(tmp_path, '[crawlers.actions]\ntraining = "challenge"\n[crawlers.agents]\nGPTBot = "allow"')

    found = steps(policy, "GPTBot")

    assert [step.finding for step in found if step.name in ("preset", "override")] == [
        "equilibre: training = block",
        "[crawlers.actions] training = challenge",
        "[crawlers.agents] GPTBot = allow",
    ]
    assert finding(found, "verdict") == "allow, by crawlers.agents.GPTBot"


def test_what_only_a_proof_allows_is_told(policy: Policy) -> None:
    found = steps(policy, "OAI-SearchBot/1.3")

    assert Step("", "ai-search is allowed when verified; [crawlers.verification] unverifiable = throttle") in found
    assert finding(found, "verdict") == "throttle, by crawlers.verification.unverifiable"


@pytest.mark.parametrize(
    ("text", "user_agent", "path", "answer"),
    [
        ("", FIREFOX, "/", "the page, 600 a minute from one address; then 429"),
        ("", "foobot/1", "/", "the page, 60 a minute from one address and 600 for all of unknown-bot; then 429"),
        ("[limits.purposes]\nunknown-bot = 5", "foobot/1", "/",
         "the page, 5 a minute from one address and 600 for all of unknown-bot; then 429"),
        ("[limits]\nenabled = false", "foobot/1", "/", "the page"),
        ("", FIREFOX, "/inventaire/", "404"),
        ("", FIREFOX, "/inventaire/x.png", "the page, 600 a minute from one address; then 429"),
        ("", "Manus-User/1.0", "/",
         "403 and a challenge: 15 bits of work, or 4 s of patience without JavaScript; good for 24 h"),
        ('[crawlers]\nmode = "observe"', "GPTBot", "/", "403, naming /politique-robots"),
    ],
)  # fmt: skip
def test_the_answer_is_what_the_limits_leave(
    tmp_path: Path, text: str, user_agent: str, path: str, answer: str
) -> None:
    assert finding(steps(written(tmp_path, text), user_agent, path), "answer") == answer


@pytest.mark.parametrize(("flag", "expected"), [("true", 1), ("false", 0)])
def test_what_a_browser_is_asked_besides_its_name_is_told(tmp_path: Path, flag: str, expected: int) -> None:
    policy = written(tmp_path, f"[crawlers]\nconsistency = {flag}")

    for user_agent, count in ((FIREFOX, expected), ("GPTBot", 0)):
        assert sum(step.name == "headers" for step in steps(policy, user_agent)) == count


def test_a_watching_policy_says_that_it_only_watches(tmp_path: Path) -> None:
    found = steps(written(tmp_path, '[crawlers]\nmode = "observe"'), "GPTBot")

    assert finding(found, "mode") == "observe: decided and logged, never done"


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_client_on_any_path_is_explained(user_agent: str, path: str) -> None:
    found = list(explain_verdict(DEFAULT, user_agent, f"/{path}", None))

    assert [step.name for step in found if step.name][-3:] == ["verdict", "mode", "answer"]


DEFAULT = judges_of(load_policy(Path(__file__).parent.parent / "policy.toml"))
