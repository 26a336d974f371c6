# SPDX-License-Identifier: MIT
"""The age of the crawler data: said by the build from the thirtieth day on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from middleware.agents import load_directory
from plugins.freshness import stale_directory, today
from plugins.publish import Order, publish
from tests.small_site import ROOT, article, write

TAKEN = date(2026, 11, 23)


@pytest.mark.parametrize("age", [-1, 0, 29])
def test_young_data_is_no_matter(age: int) -> None:
    assert stale_directory(TAKEN, TAKEN + timedelta(days=age)) == []


@pytest.mark.parametrize("age", [30, 31, 400])
def test_old_data_is_told_with_its_age_and_the_remedy(age: int) -> None:
    [fault] = stale_directory(TAKEN, TAKEN + timedelta(days=age))

    assert str(fault) == (
        f"crawlers.json:1: taken: the crawler data is {age} days old: scripts/crawlers.py says how to renew it"
    )


def test_the_day_is_that_of_utc() -> None:
    before = datetime.now(UTC).date()

    day = today()

    assert before <= day <= datetime.now(UTC).date()


def test_the_build_warns_and_publishes_the_same_bytes(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"blog/un.md": article("Un")})
    taken = load_directory().taken

    fresh, stale = (
        publish(
            Order(
                root=ROOT,
                content=content,
                output=tmp_path / f"output-{age}",
                policy=ROOT / "policy.toml",
                theme=ROOT / "theme",
                production=False,
                inputs="",
                day=taken + timedelta(days=age),
            )
        )
        for age in (0, 30)
    )

    assert "crawler data" not in fresh.summary()
    assert "Warnings in crawlers.json:\n  line 1: taken: the crawler data is 30 days old" in stale.summary()
    assert fresh.digest == stale.digest
