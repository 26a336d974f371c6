# SPDX-License-Identifier: MIT
"""The real User-Agent strings of tests/user_agents/, and the gate of the default policy to judge them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from middleware.agents import load_directory
from middleware.crawler_policy import read_crawler_policy
from middleware.table import Table
from middleware.verdict import Gate

FOLDER = Path(__file__).with_name("user_agents")


def user_agents(name: str) -> list[str]:
    """The lines of tests/user_agents/`name` that are not comments."""
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


@cache
def default_gate() -> Gate:
    directory = load_directory()
    return Gate(read_crawler_policy(Table({}), directory.tokens), directory)
