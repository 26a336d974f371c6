# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates as French readers write them, and as machines read them: two Jinja filters.

The names are a table, not a locale: the same build gives the same bytes on a machine without French.
"""

from __future__ import annotations

from datetime import date

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def french_date(day: date) -> str:
    """`3 février 2026`; the first of a month is `1er`, the one ordinal French keeps in dates."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def iso_date(day: date) -> str:
    """`2026-02-03`: the calendar day, a valid `<time datetime>`; a time of day, if any, is left out."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}"
