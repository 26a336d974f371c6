# SPDX-License-Identifier: MIT
"""The usage signals as they leave: headers, tdmrep.json, and on which answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from middleware.agents import Purpose
from middleware.app import create_app
from middleware.crawler_policy import PRESETS, Action, CrawlerPolicy
from middleware.signal_policy import SignalPolicy, default_signals
from middleware.signals import signal_headers, tdmrep_json
from tests.asgi import ask
from tests.sealed import seal

SITE = "https://rempart.example"
BALANCED = default_signals(CrawlerPolicy(actions=PRESETS["equilibre"], agents={}))
SILENT = SignalPolicy(content_signal={}, content_usage={}, tdm_reservation=None)


def test_the_balanced_policy_reserves_and_says_where_to_ask() -> None:
    assert signal_headers(BALANCED, SITE) == {
        "tdm-reservation": "1",
        "tdm-policy": "https://rempart.example/politique-robots",
        "content-usage": "search=y, train-ai=n",
    }
    assert json.loads(tdmrep_json(BALANCED, SITE)) == [
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://rempart.example/politique-robots"}
    ]


def test_who_gives_the_rights_names_no_policy() -> None:
    signals = default_signals(CrawlerPolicy(actions=dict.fromkeys(Purpose, Action.ALLOW), agents={}))

    assert signal_headers(signals, SITE) == {"tdm-reservation": "0", "content-usage": "search=y, train-ai=y"}
    assert json.loads(tdmrep_json(signals, SITE)) == [{"location": "/", "tdm-reservation": 0}]


def test_silence_sends_nothing() -> None:
    assert signal_headers(SILENT, SITE) == {}
    assert tdmrep_json(SILENT, SITE) == ""


@pytest.mark.parametrize(
    ("address", "sent"),
    [("/licences", f"{SITE}/licences"), ("https://licences.example/tdm", "https://licences.example/tdm"), ("", None)],
)
def test_the_policy_is_a_whole_url_or_none(address: str, sent: str | None) -> None:
    signals = SignalPolicy(content_signal={}, content_usage={}, tdm_reservation=1, tdm_policy=address)

    assert signal_headers(signals, SITE).get("tdm-policy") == sent


def test_tags_are_one_header() -> None:
    signals = SignalPolicy(
        content_signal={}, content_usage={}, tdm_reservation=None, robots_tags=("noarchive", "nocache")
    )

    assert signal_headers(signals, SITE) == {"x-robots-tag": "noarchive, nocache"}


def test_texts_and_pictures_carry_them_and_tools_do_not(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)
    policy_file.write_text('[signals]\nx-robots-tag = ["noarchive"]')
    app = create_app(tmp_path / "current", policy_file)
    names = {"content-usage", "tdm-policy", "tdm-reservation", "x-robots-tag"}

    works = [ask(app, path) for path in ("/", "/services", "/blog/molt.png", "/dessin.svg", "/blog/atom.xml", "/no")]
    tools = [ask(app, path) for path in ("/theme/css/site.0123abcd.css", "/robots.txt", "/services/")]

    assert all(names <= answer.fields.keys() for answer in works)
    assert not any(names & answer.fields.keys() for answer in tools)


def test_no_page_that_readers_should_find_is_kept_out_of_search(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)
    app = create_app(tmp_path / "current", policy_file)

    page, refused = ask(app, "/"), ask(app, "/", headers=[("user-agent", "GPTBot/1.2")])

    assert "x-robots-tag" not in page.fields
    assert refused.fields["x-robots-tag"] == "noindex"
