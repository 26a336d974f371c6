# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates as authors write them in a head: YAML's timestamp (https://yaml.org/type/timestamp.html), in quotes or not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

TIMESTAMP = re.compile(
    r"(?P<day>\d{4}-\d\d?-\d\d?)"
    r"(?:(?:[Tt]|[ \t]+)(?P<time>\d\d?:\d\d(?::\d\d)?)(?:\.\d*)?(?:[ \t]*(?P<zone>[Zz]|[-+]\d\d?(?::?\d\d)?))?)?",
    re.ASCII,
)
YEARS = range(1970, 2200)  # outside, a slip of the finger


def moment(text: str) -> datetime | None:
    """The moment that `text` names, naive when it has no zone; None when it is no timestamp at all.

    Raises ValueError for a timestamp of no calendar: 2026-02-30, 25:00.
    """
    parts = TIMESTAMP.fullmatch(text.strip())
    if parts is None:
        return None
    year, month, day = map(int, parts["day"].split("-"))
    if year not in YEARS:
        raise ValueError(text)
    hour, minute, second = [*map(int, (parts["time"] or "0:0").split(":")), 0][:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=_zone(parts["zone"]))


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
