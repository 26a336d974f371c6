# SPDX-License-Identifier: MIT
"""The OWASP Secure Headers Project: the names an answer should have, and those it should not."""

from __future__ import annotations

import json
from pathlib import Path

from tests.headers.leaks import names_to_remove
from tests.judges.exchange import Exchange


def missing(exchange: Exchange) -> set[str]:
    """The names of the list to add that the answer lacks, in lower case."""
    return _names_to_add() - exchange.names


def revealing(exchange: Exchange) -> set[str]:
    """The names of the list to remove that the answer has."""
    return set(exchange.names & names_to_remove())


def _names_to_add() -> frozenset[str]:
    found = json.loads(Path(__file__).with_name("owasp_add.json").read_text("utf-8"))
    return frozenset(name.lower() for name in found["headers"])
