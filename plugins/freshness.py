# SPDX-License-Identifier: AGPL-3.0-or-later
"""The crawler directory grows old: new crawlers come every month. A clock warns of it, and decides nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

from middleware.agents import DIRECTORY
from plugins.faults import Fault

OLD = 30  # days; at 60 `python -m scripts.crawlers --check` fails


def today() -> date:
    """The day in UTC, as the directory's own date."""
    return datetime.now(UTC).date()


def stale_directory(taken: date, day: date) -> list[Fault]:
    """A warning when the directory, looked over on `taken`, is OLD or more on `day`."""
    age = (day - taken).days
    if age < OLD:
        return []
    problem = f"the crawler data is {age} days old"
    return [Fault(DIRECTORY.name, 1, "taken", problem, "scripts/crawlers.py says how to renew it")]
