# SPDX-License-Identifier: MIT
"""Counting in memory, writing in the background: a tally of a fixed size, a last writing at the end, one error."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from middleware.report_collector import ReportCollector
from middleware.report_policy import ReportPolicy
from middleware.report_store import read_summary
from middleware.report_tally import ReportTally
from middleware.reports import Violation

INLINE = Violation("csp-violation", "/", "style-src-attr", "inline", "enforce")


def distinct(number: int) -> Violation:
    return Violation("csp-violation", "/", "img-src", f"https://a.example/{number}".ljust(200, "x"), "enforce")


def test_ten_thousand_distinct_reports_hold_little_memory() -> None:
    tally = ReportTally()

    tracemalloc.start()
    tally.add(distinct(number) for number in range(10_000))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(tally.counts) == 1001
    assert tally.counts[INLINE.folded()] == 9_000
    assert size < 600_000


def test_what_is_counted_already_is_told_apart_in_a_flood() -> None:
    tally = ReportTally()
    tally.add([INLINE])
    tally.add(distinct(number) for number in range(2_000))

    tally.add([INLINE])

    assert tally.counts[INLINE] == 2


def test_what_could_not_be_written_is_counted_on() -> None:
    tally = ReportTally()
    tally.add([INLINE, INLINE])
    taken = tally.take()
    tally.add([INLINE])

    tally.give_back(taken)

    assert tally.take() == {INLINE: 3}
    assert tally.take() == {}


def collector(database: Path) -> ReportCollector:
    return ReportCollector(ReportPolicy(database=database))


def run(running: ReportCollector, *violations: Violation) -> None:
    """`running` from a server's start to its end, with `violations` in between."""

    async def scenario() -> None:
        async with running.running():
            running.tally.add(violations)

    asyncio.run(scenario())


def test_the_end_of_the_server_writes_what_is_left(tmp_path: Path) -> None:
    run(collector(tmp_path / "r.sqlite3"), INLINE, INLINE)

    assert [(row.page, row.count) for row in read_summary(tmp_path / "r.sqlite3")] == [("/", 2)]


def test_a_server_without_reports_leaves_no_file(tmp_path: Path) -> None:
    run(collector(tmp_path / "r.sqlite3"))

    assert list(tmp_path.iterdir()) == []


def test_it_writes_every_few_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("middleware.report_collector._INTERVAL", 0.02)
    running = collector(tmp_path / "r.sqlite3")

    async def scenario() -> int:
        async with running.running():
            running.tally.add([INLINE])
            await asyncio.sleep(0.5)
            return read_summary(tmp_path / "r.sqlite3")[0].count

    assert asyncio.run(scenario()) == 1


def test_old_days_go_without_a_new_report(tmp_path: Path) -> None:
    database = tmp_path / "r.sqlite3"
    run(collector(database), INLINE)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE violations SET day = '2020-01-01'")

    run(collector(database))

    assert read_summary(database) == ()


def test_a_day_is_tidied_once(tmp_path: Path) -> None:
    """A quiet server does not open its database every few seconds."""
    database = tmp_path / "r.sqlite3"
    running = collector(database)
    run(running, INLINE)
    database.unlink()
    database.mkdir()

    run(running)

    assert not running.is_failing


@pytest.mark.parametrize("obstacle", ["a folder", "a file for a folder", "no database"])
def test_a_database_that_cannot_be_written_is_one_error_and_nothing_is_lost(
    tmp_path: Path, obstacle: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = tmp_path / "place" / "r.sqlite3"
    if obstacle == "a folder":
        database.mkdir(parents=True)
    elif obstacle == "a file for a folder":
        (tmp_path / "place").write_bytes(b"")
    else:
        (tmp_path / "place").mkdir()
        database.write_bytes(b"ceci n'est pas une base" * 99)
    running = collector(database)

    with caplog.at_level(logging.INFO):
        for _ in range(3):
            run(running, INLINE)

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert f"reports cannot be written to {database}: " in caplog.text
    assert running.tally.counts == {INLINE: 3}


def test_a_database_that_heals_takes_everything(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = tmp_path / "r.sqlite3"
    database.mkdir()
    running = collector(database)
    run(running, INLINE)
    database.rmdir()
    run(running, INLINE)

    (count,) = [row.count for row in read_summary(database)]

    assert count == 2
    assert not running.is_failing
    assert len(caplog.records) == 1
