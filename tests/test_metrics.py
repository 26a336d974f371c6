# SPDX-License-Identifier: MIT
"""What is counted, by whom, and the text that Prometheus reads."""

from __future__ import annotations

import os
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from middleware.action import Action
from middleware.agents import Purpose
from middleware.crawlers import Identity
from middleware.guard import Decision, Outcome
from middleware.metrics import PLACES, Counters, Gauge, metrics_text
from middleware.metrics_files import WorkerCounters, read_workers
from middleware.verdict import Verdict
from middleware.verification import Verification
from tests.conftest import ROOT


def decision(
    purpose: Purpose = Purpose.BROWSER,
    action: Action = Action.ALLOW,
    outcome: Outcome = Outcome.PASS,
    verification: Verification | None = None,
) -> Decision:
    return Decision(Verdict(action, Identity(purpose), "actions", verification), outcome)


def samples(text: str) -> dict[str, float]:
    """Series -> value, of a text whose every line is a comment or a sample."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def counted(counters: Counters) -> dict[str, float]:
    return {series: value for series, value in samples(metrics_text([counters.values], [])).items() if value}


def test_a_decision_counts_by_purpose_action_outcome_proof_and_time() -> None:
    counters = Counters([0.0] * len(PLACES))

    counters.decided(decision(), 3e-6)
    counters.decided(decision(Purpose.SEARCH, Action.BLOCK, Outcome.REFUSE, Verification.SPOOFED), 2e-6)

    assert counted(counters) == {
        'rempart_decisions_total{purpose="browser",action="allow"}': 1,
        'rempart_decisions_total{purpose="search",action="block"}': 1,
        'rempart_outcomes_total{outcome="pass"}': 1,
        'rempart_outcomes_total{outcome="refuse"}': 1,
        'rempart_verifications_total{result="spoofed"}': 1,
        'rempart_decision_seconds_bucket{le="2e-06"}': 1,
        **{
            f'rempart_decision_seconds_bucket{{le="{bound}"}}': 2
            for bound in ("5e-06", "1e-05", "2e-05", "5e-05", "0.0001", "0.0002", "0.0005", "0.001", "0.01", "+Inf")
        },
        "rempart_decision_seconds_sum": pytest.approx(5e-6),
        "rempart_decision_seconds_count": 2,
    }


def test_a_slow_decision_is_only_in_the_last_bucket() -> None:
    counters = Counters([0.0] * len(PLACES))

    counters.decided(decision(), 7.0)

    found = counted(counters)
    assert [series for series in found if "bucket" in series] == ['rempart_decision_seconds_bucket{le="+Inf"}']


@pytest.mark.parametrize(
    ("status", "expected"),
    [(200, "2xx"), (206, "2xx"), (304, "3xx"), (404, "4xx"), (429, "4xx"), (500, "5xx"), (101, "1xx")],
)
def test_an_answer_counts_by_its_class(status: int, expected: str) -> None:
    counters = Counters([0.0] * len(PLACES))

    counters.answered(status)

    assert counted(counters) == {f'rempart_responses_total{{status="{expected}"}}': 1}


def test_the_text_is_well_formed_before_anything_was_counted() -> None:
    text = metrics_text([], [Gauge("rempart_workers", "Processes.", {(("release", "0123"),): 2.0, (): 1.5})])

    assert text.endswith('# HELP rempart_workers Processes.\n# TYPE rempart_workers gauge\nrempart_workers{release="0123"} 2\nrempart_workers 1.5\n')  # fmt: skip # noqa: E501
    found = samples(text)
    assert len(found) == len(PLACES) + 1 + 2
    names = {series.partition("{")[0] for series in found}
    typed = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    assert {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in names} == typed


def test_several_processes_are_added_up() -> None:
    one, other = (Counters([0.0] * len(PLACES)) for _ in range(2))
    one.answered(200)
    other.answered(200)
    other.answered(404)

    found = samples(metrics_text([one.values, other.values], []))

    assert found['rempart_responses_total{status="2xx"}'] == 2
    assert found['rempart_responses_total{status="4xx"}'] == 1


WORKER = """
import sys
from pathlib import Path
from middleware.metrics_files import WorkerCounters
counters = WorkerCounters(Path(sys.argv[1]))
counters.serve("0123456789abcdef0123")
for _ in range(3):
    counters.answered(200)
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_process_that_ended_keeps_its_counts(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORKER, str(tmp_path)]
    worker = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    worker.stdout.readline()

    living = list(read_workers(tmp_path))
    worker.communicate()
    ended = list(read_workers(tmp_path))

    assert [(each.release, each.is_alive) for each in living] == [("0123456789abcdef0123", True)]
    assert [(each.release, each.is_alive) for each in ended] == [("0123456789abcdef0123", False)]
    assert sum(living[0].counts) == sum(ended[0].counts) == 3


def test_a_file_that_is_not_whole_yet_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "1.counters").write_bytes(b"")
    counters = WorkerCounters(tmp_path)
    counters.answered(503)

    [worker] = read_workers(tmp_path)

    assert worker.counts == array("d", counters.values)
    assert worker.release == ""
    assert (tmp_path / f"{os.getpid()}.counters").stat().st_size == 8 * len(PLACES) + 64
