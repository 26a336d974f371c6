# SPDX-License-Identifier: MIT
"""An audit as its owner reads it, as JSON, and while it runs."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

from middleware.audit_progress import Progress
from middleware.audit_table import audit_json, audit_lines
from middleware.log_files import opened
from middleware.policy import Policy
from tests.test_audit import DIRECTORY, FIREFOX, audit_of, hit, written

HEADS = "hits  bytes  allow  observe  throttle  challenge  block  robots  spoofed"


def words(lines: list[str]) -> list[list[str]]:
    return [line.split() for line in lines]


def test_the_tables_name_purposes_agents_and_actions(policy: Policy) -> None:
    audit = audit_of(policy, *[hit("CCBot/2.0")] * 2, hit("GPTBot"), hit(FIREFOX))
    audit.skip("access.log:9")

    lines = list(audit_lines(audit))

    assert lines[0] == "4 requests; 1 unreadable lines, the first access.log:9"
    assert f"purpose   {HEADS}  agents" in lines
    found = words(lines)
    assert ["dataset", "2", "200", "0", "0", "0", "0", "2", "2", "2", "CCBot", "2"] in found
    assert ["browser", "1", "100", "1", "0", "0", "0", "0", "0", "0"] in found
    assert ["all", "4", "400", "1", "0", "0", "0", "3", "3", "3"] in found
    assert ["GPTBot", "training", "1", "100", "0", "0", "0", "0", "1", "1", "1"] in found
    assert not any("current policy" in line for line in lines)


def test_figures_stand_under_each_other(policy: Policy) -> None:
    audit = audit_of(policy, *[hit("CCBot/2.0")] * 12, hit(FIREFOX))

    purposes = list(audit_lines(audit))[3:7]

    assert len({line.index("hits") + 4 for line in purposes[:1]}) == 1
    column = purposes[0].index("hits") + 4
    assert [line[:column].split()[-1] for line in purposes[1:]] == ["12", "1", "13"]


def test_only_the_first_agents_of_a_purpose_stand_in_its_line(policy: Policy) -> None:
    names = ["GPTBot", "ClaudeBot", "Bytespider", "Meta-ExternalAgent"]

    lines = list(audit_lines(audit_of(policy, *map(hit, names))))

    assert any(line.endswith("Bytespider 1, ClaudeBot 1, GPTBot 1, ...") for line in lines)


def test_a_long_table_of_agents_says_how_many_are_left(policy: Policy) -> None:
    examples = [agent.token for agent in DIRECTORY.agents if agent.token.isalpha() and not agent.accept][:60]

    lines = list(audit_lines(audit_of(policy, *map(hit, examples))))

    assert lines[-1].startswith("and ")
    assert lines[-1].endswith(" more agents (--json names all)")


def test_nothing_read_is_said_in_a_line(policy: Policy) -> None:
    assert next(audit_lines(audit_of(policy))) == "0 requests; 0 unreadable lines"
    assert json.loads(audit_json(audit_of(policy)))["purposes"] == []


def test_broken_files_and_the_mode_are_told(tmp_path: Path) -> None:
    audit = audit_of(written(tmp_path, '[crawlers]\nmode = "observe"'), hit(FIREFOX))
    audit.faults.append("a.gz: broken gzip")

    lines = list(audit_lines(audit))

    assert "a.gz: broken gzip" in lines
    assert 'mode = "observe": all of this is logged, and nothing is done.' in lines


def test_what_another_policy_changes_is_a_table(tmp_path: Path, policy: Policy) -> None:
    strict = written(tmp_path, '[crawlers]\npreset = "strict"')
    hits = (hit("Manus-User/1.0"), hit("Manus-User/1.0"), hit("Devin/1.0"), hit("Claude-Code"), hit("foobot/1"))
    audit = audit_of(strict, *hits, hit(FIREFOX), current=policy)

    lines = list(audit_lines(audit))

    title = lines.index("5 requests are treated otherwise than by the current policy:")
    assert words(lines[title + 1 :]) == [
        ["purpose", "hits", "now", "then"],
        ["agent", "2", "challenge", "block"],
        ["coding-agent", "2", "throttle", "block"],
        ["unknown-bot", "1", "throttle", "challenge"],
        [],
        ["agent", "purpose", "hits", "now", "then"],
        ["Manus-User", "agent", "2", "challenge", "block"],
        ["Devin", "coding-agent", "1", "throttle", "block"],
        ["Claude-Code", "coding-agent", "1", "throttle", "block"],
        ["(unnamed)", "unknown-bot", "1", "throttle", "challenge"],
    ]


def test_the_same_policy_changes_nothing(policy: Policy) -> None:
    audit = audit_of(policy, hit("GPTBot"), current=policy)

    assert list(audit_lines(audit))[-1] == "No request is treated otherwise than by the current policy."
    assert json.loads(audit_json(audit))["changes"] == []


def test_the_json_holds_it_all(tmp_path: Path, policy: Policy) -> None:
    strict = written(tmp_path, '[crawlers]\npreset = "strict"')
    audit = audit_of(strict, hit("Manus-User/1.0"), hit(FIREFOX), current=policy)
    audit.skip("x:1")

    found = json.loads(audit_json(audit))

    figures = {"hits": 1, "bytes": 100, "robots_violations": 1, "spoof_suspects": 0}
    actions = {"allow": 0, "observe": 0, "throttle": 0, "challenge": 0, "block": 1}
    assert found["requests"] == found["total"]["hits"] == 2
    assert found["unreadable"] == {"lines": 1, "first": "x:1"}
    assert found["mode"] == "enforce"
    assert found["purposes"][0] == {
        "purpose": "agent",
        **figures,
        "actions": actions,
        "agents": [{"agent": "Manus-User", **figures, "actions": actions}],
    }
    assert found["changes"] == [
        {"purpose": "agent", "agent": "Manus-User", "now": "challenge", "then": "block", "hits": 1}
    ]
    assert json.loads(audit_json(audit_of(policy)))["changes"] is None


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_that_goes_away(tmp_path: Path) -> None:
    log, stream = tmp_path / "log", Terminal()
    log.write_bytes(b"x" * 1000)
    progress = Progress(stream, 4000)

    with opened(str(log)) as file:
        file.read(500)
        progress.step(file, 10_000)
        file.read()
        progress.finish(file)
        progress.step(file, 5_000)
    progress.clear()

    assert stream.getvalue() == (
        f"\r[{'#' * 5}{'.' * 35}]  12%  10,000 lines\r[{'#' * 20}{'.' * 20}]  50%  15,000 lines\r\x1b[K"
    )


def test_without_a_size_the_lines_alone_are_counted(tmp_path: Path) -> None:
    log, stream = tmp_path / "log", Terminal()
    log.touch()
    progress = Progress(stream, 0)

    with opened(str(log)) as file:
        progress.step(file, 10_000)
        progress.finish(file)

    assert stream.getvalue() == "\r10,000 lines"


def test_elsewhere_nothing_is_drawn(tmp_path: Path) -> None:
    log, stream = tmp_path / "log", StringIO()
    log.touch()
    progress = Progress(stream, 100)

    with opened(str(log)) as file:
        progress.step(file, 10_000)
    progress.clear()

    assert stream.getvalue() == ""
