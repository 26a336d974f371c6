# SPDX-License-Identifier: MIT
"""One JSON line for each answer that was not a plain allow, on the `rempart.decisions` logger.

Nobody listens until the server adds a handler. The address is cut to its network (/24, /48) before it is written:
enough to see a crawler's fleet, not enough to follow a person.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from ipaddress import ip_network

from starlette.types import Scope

from middleware.verdict import Verdict

LOGGER = logging.getLogger("rempart.decisions")
SHOWN = 256  # characters of a User-Agent or a path; they are the client's, and unbounded


def log_decision(scope: Scope, user_agent: str, verdict: Verdict, is_refused: bool) -> None:
    """Write the line, if anyone listens."""
    if LOGGER.isEnabledFor(logging.INFO):
        LOGGER.info("%s", _line(scope, user_agent, verdict, is_refused))


def _line(scope: Scope, user_agent: str, verdict: Verdict, is_refused: bool) -> str:
    decision = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "purpose": verdict.identity.purpose,
        "agent": verdict.identity.name,
        "action": verdict.action,
        "refused": is_refused,
        "rule": verdict.rule,
        "network": _network(scope.get("client")),
        "method": scope["method"],
        "path": scope["path"][:SHOWN],
        "user_agent": user_agent[:SHOWN],
    }
    return json.dumps(decision)


def _network(client: tuple[str, int] | None) -> str:
    """The network of the client's address; "" when the server does not say, or says no address (a Unix socket)."""
    if client is None:
        return ""
    address = client[0].removeprefix("::ffff:")  # IPv4 on a socket that listens to both
    try:
        return str(ip_network((address, 48 if ":" in address else 24), strict=False))
    except ValueError:
        return ""
