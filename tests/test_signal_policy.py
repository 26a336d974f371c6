# SPDX-License-Identifier: MIT
"""[signals]: what follows the crawlers' policy by itself, what the owner may say instead, and what is refused."""

from __future__ import annotations

import tomllib

import pytest

from middleware.agents import Purpose
from middleware.crawler_policy import PRESETS, Action, CrawlerPolicy
from middleware.signal_policy import SignalPolicy, default_signals, read_signal_policy
from middleware.table import Table

BALANCED = CrawlerPolicy(actions=PRESETS["equilibre"], agents={})
OPEN = CrawlerPolicy(actions=dict.fromkeys(Purpose, Action.ALLOW), agents={})
SLOW = CrawlerPolicy(actions=dict.fromkeys(Purpose, Action.THROTTLE), agents={})


def read(text: str, crawlers: CrawlerPolicy = BALANCED) -> tuple[SignalPolicy, list[str]]:
    table = Table(tomllib.loads(text), "signals")
    return read_signal_policy(table, crawlers), table.faults


@pytest.mark.parametrize(
    ("crawlers", "signal", "usage", "reservation"),
    [
        (BALANCED, {"search": "yes", "ai-train": "no"}, {"search": "y", "train-ai": "n"}, 1),
        (
            CrawlerPolicy(actions=PRESETS["strict"], agents={}),
            {"search": "yes", "ai-input": "no", "ai-train": "no"},
            {"search": "y", "train-ai": "n"},
            1,
        ),
        (OPEN, {"search": "yes", "ai-input": "yes", "ai-train": "yes"}, {"search": "y", "train-ai": "y"}, 0),
        (SLOW, {}, {}, None),
    ],
    ids=["equilibre", "strict", "open", "slow"],
)
def test_what_is_left_out_follows_the_crawlers_policy(
    crawlers: CrawlerPolicy, signal: dict[str, str], usage: dict[str, str], reservation: int | None
) -> None:
    signals, faults = read("", crawlers)

    assert faults == []
    assert signals == default_signals(crawlers)
    assert (signals.content_signal, signals.content_usage, signals.tdm_reservation) == (signal, usage, reservation)
    assert (signals.tdm_policy, signals.robots_tags) == ("/politique-robots", ())


def test_one_blocked_purpose_is_enough_for_a_no() -> None:
    crawlers = CrawlerPolicy(actions={**OPEN.actions, Purpose.DATASET: Action.BLOCK}, agents={})

    signals = default_signals(crawlers)

    assert (signals.content_usage["train-ai"], signals.tdm_reservation) == ("n", 1)


@pytest.mark.parametrize(
    ("text", "crawlers", "expected"),
    [
        ("content-usage = false", BALANCED, {"content_usage": {}}),
        ("content-usage = { search = false }", BALANCED, {"content_usage": {"train-ai": "n"}}),
        ('content-usage = { search = "n" }', BALANCED, {"content_usage": {"search": "n", "train-ai": "n"}}),
        ('content-usage = { train-ai = "n" }', SLOW, {"content_usage": {"train-ai": "n"}}),
        ('content-usage = { train-ai = "y", search = "n" }', SLOW, {"content_usage": {"search": "n", "train-ai": "y"}}),
        ("content-signal = false", BALANCED, {"content_signal": {}}),
        ('content-signal = { ai-input = "no" }', OPEN,
         {"content_signal": {"search": "yes", "ai-input": "no", "ai-train": "yes"}}),
        ("tdm-reservation = false", BALANCED, {"tdm_reservation": None}),
        ("tdm-reservation = 1", OPEN, {"tdm_reservation": 1}),
        ("tdm-reservation = 0", SLOW, {"tdm_reservation": 0}),
        ('tdm-policy = "https://licences.example/tdm"', BALANCED, {"tdm_policy": "https://licences.example/tdm"}),
        ("tdm-policy = false", BALANCED, {"tdm_policy": ""}),
        ('x-robots-tag = ["noarchive", "noai"]', BALANCED, {"robots_tags": ("noarchive", "noai")}),
    ],
)  # fmt: skip
def test_the_owner_may_say_something_else(text: str, crawlers: CrawlerPolicy, expected: dict[str, object]) -> None:
    signals, faults = read(text, crawlers)

    assert faults == []
    assert {name: getattr(signals, name) for name in expected} == expected


def test_the_words_stand_in_the_same_order_however_they_are_written() -> None:
    signals, _ = read('content-usage = { train-ai = "y", search = "n" }', SLOW)

    assert list(signals.content_usage) == ["search", "train-ai"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('content-usage = { train-ai = "y" }', "content-usage.train-ai = 'y': [crawlers] blocks it: write \"n\""),
        ('content-signal = { ai-train = "yes" }', "signals.content-signal.ai-train = 'yes': [crawlers] blocks it"),
        ("tdm-reservation = 0", "signals.tdm-reservation = 0: [crawlers] blocks training: write 1"),
        ("tdm-reservation = 2", "signals.tdm-reservation = 2: not a reservation: write 1"),
        ('tdm-reservation = "1"', "signals.tdm-reservation = '1': not a whole number"),
        ("tdm-reservation = true", "signals.tdm-reservation = True: not a whole number"),
        ('content-usage = { train-ai = "no" }', "content-usage.train-ai = 'no': unknown value: write one of n, y"),
        ('content-usage = { ai-use = "n" }', "content-usage.ai-use = 'n': unknown key: remove it, or write one of"),
        ('content-usage = "n"', "signals.content-usage = 'n': not a table"),
        ('tdm-policy = "http://licences.example/tdm"', "not an address: write a path"),
        ('tdm-policy = "//licences.example/tdm"', "not an address: write a path"),
        ('tdm-policy = "/politique robots"', "not an address: write a path"),
        ('tdm-policy = "/politique-é"', "not an address: write a path"),
        ('tdm-policy = ""', "not an address: write a path"),
        ('x-robots-tag = ["noindex"]', "noindex would take every page out of search engines"),
        ('x-robots-tag = "noarchive"', "signals.x-robots-tag = 'noarchive': not an array of texts"),
        ("tdm = 1", "signals.tdm = 1: unknown key"),
    ],
)  # fmt: skip
def test_a_bad_signal_is_one_fault_with_its_remedy(text: str, fault: str) -> None:
    _, faults = read(text)

    assert len(faults) == 1
    assert fault in faults[0]
