# SPDX-License-Identifier: MIT
"""The [crawlers] section: defaults, overrides, and a sentence for everything that is wrong."""

from __future__ import annotations

import pytest

from middleware.agents import Purpose
from middleware.crawler_policy import NEVER_BLOCKED, PRESETS, Action, CrawlerPolicy, Mode, read_crawler_policy
from middleware.table import Table

TOKENS = frozenset({"GPTBot", "CCBot", "Applebot", "Applebot-Extended"})


def read(values: dict[str, object]) -> tuple[CrawlerPolicy, list[str]]:
    table = Table({"crawlers": values}).table("crawlers")
    return read_crawler_policy(table, TOKENS), table.faults


def test_an_empty_section_enforces_the_balanced_preset() -> None:
    policy, faults = read({})

    assert faults == []
    assert policy.mode is Mode.ENFORCE
    assert policy.actions == PRESETS["equilibre"]
    assert policy.agents == {}
    assert policy.exempt == ()


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_decides_every_purpose_and_blocks_no_guess(preset: str) -> None:
    actions = PRESETS[preset]

    assert set(actions) == set(Purpose)
    assert all(actions[purpose] is not Action.BLOCK for purpose in NEVER_BLOCKED)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("purpose", ["search", "feed", "preview", "monitor", "archive", "browser"])
def test_every_preset_welcomes_readers_and_who_brings_them(preset: str, purpose: str) -> None:
    assert PRESETS[preset][Purpose(purpose)] is Action.ALLOW


def test_the_presets_grow_milder() -> None:
    order = list(Action).index

    for purpose in Purpose:
        strict, balanced, open_ = (order(PRESETS[name][purpose]) for name in ("strict", "equilibre", "ouvert"))
        assert strict >= balanced >= open_


def test_an_agent_wins_over_its_purpose_and_a_purpose_over_the_preset() -> None:
    policy, faults = read(
        {
            "mode": "observe",
            "preset": "strict",
            "actions": {"training": "observe", "seo": "block"},
            "agents": {"gptbot": "allow"},
            "exempt": ["/presse", "/presse/*"],
        }
    )

    assert faults == []
    assert policy.mode is Mode.OBSERVE
    assert policy.action(Purpose.TRAINING, "GPTBot") is Action.ALLOW
    assert policy.action(Purpose.TRAINING, "ClaudeBot") is Action.OBSERVE
    assert policy.action(Purpose.DATASET, "CCBot") is Action.BLOCK
    assert policy.exempt == ("/presse", "/presse/*")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"mode": "on"}, "crawlers.mode = 'on': unknown value: write one of enforce, observe"),
        ({"preset": "hard"}, "crawlers.preset = 'hard': unknown value: write one of equilibre, ouvert, strict"),
        (
            {"actions": {"training": "deny"}},
            "crawlers.actions.training = 'deny': unknown value: "
            "write one of allow, block, challenge, observe, throttle",
        ),
        (
            {"actions": {"browser": "block"}},
            "crawlers.actions.browser = 'block': a guess is never blocked: "
            "write challenge, or block agents by their names",
        ),
        (
            {"agents": {"GPTBo": "allow"}},
            "crawlers.agents.GPTBo = 'allow': no such agent in the directory: write GPTBot",
        ),
        (
            {"agents": {"Zzz": "allow"}},
            "crawlers.agents.Zzz = 'allow': no such agent in the directory: see the tokens of middleware/crawlers.json",
        ),
        (
            {"agents": {"CCBot": "allow", "ccbot": "block"}},
            "crawlers.agents.ccbot = 'block': named twice, in another case: keep one of the two",
        ),
        (
            {"agents": {"CCBot": 3}},
            "crawlers.agents.CCBot = 3: not a text in quotes: write a text in quotes, such as 'allow'",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(values: dict[str, object], fault: str) -> None:
    _, faults = read(values)

    assert faults == [fault]


@pytest.mark.parametrize("path", ["presse", "/*", "/", "/a*b", "*"])
def test_an_exemption_is_a_path_below_the_root(path: str) -> None:
    _, faults = read({"exempt": [path]})

    assert len(faults) == 1
    assert faults[0].startswith("crawlers.exempt")


def test_an_unknown_purpose_is_answered_with_the_known_ones() -> None:
    _, faults = read({"actions": {"trainning": "block"}})

    assert len(faults) == 1
    assert faults[0].startswith("crawlers.actions.trainning = 'block': unknown key")
    assert "training" in faults[0]


def test_every_fault_is_found_in_one_reading() -> None:
    _, faults = read({"mode": 1, "preset": "x", "agents": {"A": "b"}, "actions": {"z": "allow"}, "more": 1})

    assert len(faults) == 6
