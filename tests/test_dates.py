# SPDX-License-Identifier: MIT
"""French and ISO dates, for days and for moments."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from plugins.dates import MONTHS, french_date, iso_date

PARIS = ZoneInfo("Europe/Paris")

DAYS = [
    pytest.param(date(2026, 2, 3), "3 février 2026", "2026-02-03", id="plain day"),
    pytest.param(date(2026, 10, 1), "1er octobre 2026", "2026-10-01", id="first of the month is 1er"),
    pytest.param(date(2026, 8, 11), "11 août 2026", "2026-08-11", id="eleven is not 1er"),
    pytest.param(date(2024, 2, 29), "29 février 2024", "2024-02-29", id="leap day"),
    pytest.param(date(2025, 12, 31), "31 décembre 2025", "2025-12-31", id="last day of the year"),
    pytest.param(date(987, 1, 21), "21 janvier 987", "0987-01-21", id="year of three digits"),
]


@pytest.mark.parametrize(("day", "french", "iso"), DAYS)
def test_a_day_is_written_for_readers_and_for_machines(day: date, french: str, iso: str) -> None:
    written = (french_date(day), iso_date(day))

    assert written == (french, iso)


def test_a_moment_keeps_the_calendar_day_of_its_own_zone() -> None:
    just_after_midnight = datetime(2026, 3, 1, 0, 30, tzinfo=PARIS)

    written = (french_date(just_after_midnight), iso_date(just_after_midnight))

    assert written == ("1er mars 2026", "2026-03-01")


def test_iso_dates_read_back_as_the_same_day() -> None:
    days = [date(2026, month, 28) for month in range(1, 13)]

    assert [date.fromisoformat(iso_date(day)) for day in days] == days


def test_each_month_has_its_own_name() -> None:
    names = {french_date(date(2026, month, 2)).split()[1] for month in range(1, 13)}

    assert names == set(MONTHS)
    assert len(names) == 12
