# SPDX-License-Identifier: MIT
"""The violations of the last days in SQLite: one row for each day and violation, with a count.

Several worker processes write: write-ahead logging lets one read while another writes, and a writer waits its turn
(https://www.sqlite.org/wal.html). A connection lives for one writing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from pathlib import Path

from middleware.reports import Violation

_PATIENCE = 5.0  # seconds a writer waits for another
# Rows of one day; further violations are counted together, so that nobody fills the disk.
_DAY_ROWS = 2000

_CREATE = """
CREATE TABLE IF NOT EXISTS violations (
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    page TEXT NOT NULL,
    directive TEXT NOT NULL,
    blocked TEXT NOT NULL,
    disposition TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, kind, page, directive, blocked, disposition)
) STRICT, WITHOUT ROWID
"""
_OF_DAY = "SELECT kind, page, directive, blocked, disposition FROM violations WHERE day = ?"
_UPSERT = """
INSERT INTO violations VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET count = count + excluded.count
"""
_FORGET = "DELETE FROM violations WHERE day <= ?"
_SUMMARY = """
SELECT page, kind, directive, disposition, sum(count), max(day) FROM violations
GROUP BY page, kind, directive, disposition ORDER BY page, kind, directive, disposition
"""


class StoreError(ValueError):
    """The database cannot be read: one sentence."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How often one rule was broken on one page; `last_day` in ISO form, UTC."""

    page: str
    kind: str
    directive: str
    disposition: str
    count: int
    last_day: str


def write_violations(database: Path, counts: Mapping[Violation, int], day: date, retention_days: int) -> None:
    """Add `counts` to those of `day`, and forget the days that are `retention_days` old.

    Makes the database when there is something to write. Raises OSError or sqlite3.Error, and has written nothing then.
    """
    if not counts and not database.exists():
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    with _writing(database) as connection:
        connection.execute(_CREATE)
        connection.execute(_FORGET, [str(day - timedelta(days=retention_days))])
        known = {Violation(*row) for row in connection.execute(_OF_DAY, [str(day)])}
        for violation, count in counts.items():
            kept = violation if violation in known or len(known) < _DAY_ROWS else violation.folded()
            known.add(kept)
            connection.execute(_UPSERT, [str(day), *astuple(kept), count])


@contextmanager
def _writing(database: Path) -> Iterator[sqlite3.Connection]:
    """One transaction. It takes its turn at once: a read that turns into a write would be refused, not made to wait."""
    with closing(sqlite3.connect(database, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection


def read_summary(database: Path) -> tuple[Summary, ...]:
    """By page, then rule; nothing when there is no database yet. Raises StoreError."""
    try:
        if not database.exists():
            return ()
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", timeout=_PATIENCE, uri=True)) as opened:
            return tuple(Summary(*row) for row in opened.execute(_SUMMARY))
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{database} cannot be read ({error}): check [reports] in the policy file") from error
