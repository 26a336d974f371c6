# SPDX-License-Identifier: MIT
"""The database of violations: several writers, a limit to its days and to its rows, and a reader's table."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from middleware.report_store import StoreError, Summary, read_summary, write_violations
from middleware.reports import Violation
from tests.server import ROOT

DAY = date(2026, 10, 31)
INLINE = Violation("csp-violation", "/", "style-src-attr", "inline", "enforce")


def rows(database: Path) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT day, page, blocked, count FROM violations").fetchall()


def test_equal_violations_of_one_day_are_one_row_with_a_count(tmp_path: Path) -> None:
    database = tmp_path / "new" / "reports.sqlite3"

    write_violations(database, {INLINE: 2}, DAY, 30)
    write_violations(database, {INLINE: 3}, DAY, 30)

    assert rows(database) == [("2026-10-31", "/", "inline", 5)]


def test_the_database_is_in_write_ahead_mode(tmp_path: Path) -> None:
    database = tmp_path / "reports.sqlite3"
    write_violations(database, {INLINE: 1}, DAY, 30)

    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_day_is_forgotten_when_it_is_as_old_as_the_policy_says(tmp_path: Path) -> None:
    database = tmp_path / "reports.sqlite3"
    for day in (1, 2, 3):
        write_violations(database, {INLINE: day}, date(2026, 10, day), 30)

    write_violations(database, {}, date(2026, 11, 1), 30)

    assert [row[0] for row in rows(database)] == ["2026-10-03"]


def test_nothing_to_write_makes_no_database(tmp_path: Path) -> None:
    write_violations(tmp_path / "reports.sqlite3", {}, DAY, 30)

    assert list(tmp_path.iterdir()) == []


def test_a_flood_of_distinct_violations_ends_in_one_row(tmp_path: Path) -> None:
    database = tmp_path / "reports.sqlite3"
    flood = {Violation("csp-violation", "/", "img-src", f"https://a.example/{n}", "enforce"): 1 for n in range(1500)}
    more = {Violation("csp-violation", "/", "img-src", f"https://b.example/{n}", "enforce"): 1 for n in range(1500)}

    write_violations(database, {**flood, INLINE: 1}, DAY, 30)
    write_violations(database, more, DAY, 30)
    write_violations(database, {INLINE: 1}, DAY, 30)

    kept = rows(database)
    assert len(kept) == 2001
    assert sum(row[3] for row in kept) == 3002
    assert ("2026-10-31", "(autres)", "(autres)", 1001) in kept
    assert ("2026-10-31", "/", "inline", 2) in kept


def test_a_new_day_has_room_again(tmp_path: Path) -> None:
    database = tmp_path / "reports.sqlite3"
    flood = {Violation("csp-violation", "/", "img-src", f"https://a.example/{n}", "enforce"): 1 for n in range(2001)}
    write_violations(database, flood, DAY, 30)

    write_violations(database, {INLINE: 1}, date(2026, 11, 1), 30)

    assert ("2026-11-01", "/", "inline", 1) in rows(database)


WRITER = """
import sys
from datetime import date
from pathlib import Path
from middleware.report_store import write_violations
from middleware.reports import Violation
for number in range(60):
    one = Violation("csp-violation", "/", "img-src", "https://a.example/%d" % (number % 7), "enforce")
    write_violations(Path(sys.argv[1]), {one: 1}, date(2026, 10, 31), 30)
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    database = tmp_path / "reports.sqlite3"
    command = [sys.executable, "-c", WRITER, str(database)]

    writers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    ends = [(writer.communicate(timeout=60)[1], writer.returncode) for writer in writers]

    assert ends == [("", 0)] * 3
    assert sum(row[3] for row in rows(database)) == 180
    assert len(rows(database)) == 7


def test_a_failed_writing_leaves_the_rows_as_they_were(tmp_path: Path) -> None:
    database = tmp_path / "reports.sqlite3"
    write_violations(database, {INLINE: 1}, DAY, 30)

    with pytest.raises(sqlite3.Error):
        write_violations(database, {INLINE: 1, Violation("coop", None, "", "", ""): 1}, DAY, 30)

    assert rows(database) == [("2026-10-31", "/", "inline", 1)]


def test_the_summary_is_by_page_then_rule(tmp_path: Path) -> None:
    database = tmp_path / "reports.sqlite3"
    picture = Violation("csp-violation", "/blog/été", "img-src", "https://a.example/x", "report")
    other = Violation("csp-violation", "/blog/été", "img-src", "https://b.example/x", "report")
    write_violations(database, {picture: 2, INLINE: 1}, DAY, 30)
    write_violations(database, {other: 40}, date(2026, 11, 2), 30)

    assert read_summary(database) == (
        Summary("/", "csp-violation", "style-src-attr", "enforce", 1, "2026-10-31"),
        Summary("/blog/été", "csp-violation", "img-src", "report", 42, "2026-11-02"),
    )


def test_a_database_that_was_never_made_holds_nothing(tmp_path: Path) -> None:
    assert read_summary(tmp_path / "reports.sqlite3") == ()


@pytest.mark.parametrize("content", [b"ceci n'est pas une base" * 99, b""])
def test_a_file_that_is_no_such_database_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    database = tmp_path / "reports.sqlite3"
    database.write_bytes(content)

    with pytest.raises(StoreError, match=r"reports.sqlite3 cannot be read \(.*\): check \[reports\]"):
        read_summary(database)
