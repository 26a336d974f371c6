# SPDX-License-Identifier: MIT
"""The [crawlers.challenge] section: defaults, and a sentence for everything that is wrong."""

from __future__ import annotations

import pytest

from middleware.challenge_policy import ChallengePolicy, read_challenge_policy
from middleware.crawler_policy import PRESETS, read_crawler_policy
from middleware.table import Table


def read(values: dict[str, object]) -> tuple[ChallengePolicy, list[str]]:
    table = Table({"crawlers": {"challenge": values}}).table("crawlers")
    policy = read_crawler_policy(table, ())
    return policy.challenge, table.faults


def test_an_empty_section_is_the_default() -> None:
    assert read({}) == (ChallengePolicy(bits=15, wait_seconds=4, clearance_hours=24), [])


def test_the_owner_may_choose() -> None:
    chosen, faults = read({"bits": 16, "wait_seconds": 10, "clearance_hours": 168})

    assert (chosen, faults) == (ChallengePolicy(16, 10, 168), [])


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"bits": 0}, "crawlers.challenge.bits = 0: too small: write 1 or more"),
        ({"bits": 21}, "crawlers.challenge.bits = 21: too large: write 20 or less"),
        ({"wait_seconds": 61}, "crawlers.challenge.wait_seconds = 61: too large: write 60 or less"),
        ({"clearance_hours": 721}, "crawlers.challenge.clearance_hours = 721: too large: write 720 or less"),
        ({"bits": "16"}, "crawlers.challenge.bits = '16': not a whole number: write a whole number, such as 15"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(values: dict[str, object], fault: str) -> None:
    assert read(values) == (ChallengePolicy(), [fault])


def test_an_unknown_key_is_named() -> None:
    _, faults = read({"bit": 16})

    assert len(faults) == 1
    assert faults[0].startswith("crawlers.challenge.bit = 16: unknown key: remove it, or write one of bits")


@pytest.mark.parametrize(("preset", "doubts"), [("strict", True), ("equilibre", True), ("ouvert", False)])
def test_headers_are_held_against_names_unless_the_preset_is_open(preset: str, doubts: bool) -> None:
    default = read_crawler_policy(Table({"preset": preset}), ())
    written = read_crawler_policy(Table({"preset": preset, "consistency": not doubts}), ())

    assert (default.consistency, written.consistency) == (doubts, not doubts)


def test_by_default_agents_are_challenged_and_no_one_else() -> None:
    challenged = {purpose.value for purpose, action in PRESETS["equilibre"].items() if action == "challenge"}

    assert challenged == {"agent"}


def test_read_alone_it_closes_its_table() -> None:
    table = Table({"x": 1})

    read_challenge_policy(table)

    assert len(table.faults) == 1
