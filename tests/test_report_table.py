# SPDX-License-Identifier: MIT
"""`python -m middleware reports`: an aligned table, or one sentence when there is none or it cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from middleware.__main__ import main
from middleware.report_store import Summary, write_violations
from middleware.report_table import report_lines
from middleware.reports import Violation


def test_the_table_is_aligned() -> None:
    summary = [
        Summary("/", "csp-violation", "style-src-attr", "enforce", 1, "2026-10-31"),
        Summary("/blog/été", "coep", "corp", "report", 1042, "2026-11-02"),
    ]

    assert list(report_lines(summary)) == [
        "page       report         rule            mode     count  last day",
        "/          csp-violation  style-src-attr  enforce      1  2026-10-31",
        "/blog/été  coep           corp            report    1042  2026-11-02",
    ]


@pytest.fixture
def policy_of_reports(tmp_path: Path) -> Path:
    policy = tmp_path / "policy.toml"
    policy.write_text(f'[reports]\ndatabase = "{tmp_path / "reports.sqlite3"}"')
    return policy


def test_the_command_prints_the_table(
    tmp_path: Path, policy_of_reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    violation = Violation("csp-violation", "/services", "img-src", "inline", "enforce")
    write_violations(tmp_path / "reports.sqlite3", {violation: 3}, date(2026, 10, 31), 30)

    code = main(["reports", "--policy", str(policy_of_reports)])

    assert code == 0
    assert capsys.readouterr().out == (
        "page       report         rule     mode     count  last day\n"
        "/services  csp-violation  img-src  enforce      3  2026-10-31\n"
    )


def test_no_report_yet_is_said(tmp_path: Path, policy_of_reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["reports", "--policy", str(policy_of_reports)])

    assert code == 0
    assert capsys.readouterr().out == f"no violation has been reported yet: {tmp_path}/reports.sqlite3 holds none\n"


def test_a_file_that_is_no_database_is_one_sentence(
    tmp_path: Path, policy_of_reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reports.sqlite3").write_bytes(b"ceci n'est pas une base" * 99)

    code = main(["reports", "--policy", str(policy_of_reports)])

    assert code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
