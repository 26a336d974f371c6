# SPDX-License-Identifier: MIT
"""One JSON line for each answer that was not a plain allow, on the `rempart.decisions` logger.

Nobody listens until the server adds a handler. The address is cut to its network (/24, /48) before it is written:
enough to see a crawler's fleet, not enough to follow a person.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from middleware.guard import Asked, Decision

LOGGER = logging.getLogger("rempart.decisions")
SHOWN = 256  # characters of a User-Agent or a path; they are the client's, and unbounded


def log_decision(asked: Asked, decision: Decision, incident: str, is_refused: bool) -> None:
    """Write the line, if anyone listens. `is_refused`: the decision was acted upon."""
    if LOGGER.isEnabledFor(logging.INFO):
        LOGGER.info("%s", _line(asked, decision, incident, is_refused))


def log_passage(asked: Asked, result: str, incident: str) -> None:
    """Write what became of a challenge: how it was passed, or why not; `incident` is that of the challenge."""
    if LOGGER.isEnabledFor(logging.INFO):
        line = {"time": _time(), "incident": incident, "challenge": result, "network": asked.client.network}
        LOGGER.info("%s", json.dumps({**line, "user_agent": asked.user_agent[:SHOWN]}))


def _line(asked: Asked, decision: Decision, incident: str, is_refused: bool) -> str:
    verdict = decision.verdict
    line = {
        "time": _time(),
        "incident": incident,
        "purpose": verdict.identity.purpose,
        "agent": verdict.identity.name,
        "verification": verdict.verification or "",
        "action": verdict.action,
        "outcome": decision.outcome,
        "refused": is_refused,
        "rule": verdict.rule,
        "network": asked.client.network,
        "method": asked.method,
        "path": asked.path[:SHOWN],
        "user_agent": asked.user_agent[:SHOWN],
    }
    return json.dumps(line)


def _time() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
