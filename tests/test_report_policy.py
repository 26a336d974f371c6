# SPDX-License-Identifier: MIT
"""The [reports] section: read whole, checked with the policies that need it."""

from __future__ import annotations

from pathlib import Path

import pytest

from middleware.policy import PolicyError, load_policy
from middleware.report_policy import ReportPolicy, report_url


def read(tmp_path: Path, text: str) -> ReportPolicy:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    return load_policy(path).reports


def test_an_empty_policy_takes_reports(tmp_path: Path) -> None:
    assert read(tmp_path, "") == ReportPolicy(True, Path("output/reports.sqlite3"), 30, 60, 600)


def test_each_key_is_read(tmp_path: Path) -> None:
    text = 'enabled = false\ndatabase = "r.db"\nretention_days = 7\nclient_per_minute = 5\ntotal_per_minute = 50'

    assert read(tmp_path, f"[reports]\n{text}") == ReportPolicy(False, Path("r.db"), 7, 5, 50)


WATCHED = "[headers.content-security-policy-report-only]\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[reports]\nenable = true", "reports.enable = True: unknown key"),
        ("[reports]\nenabled = 'yes'", "reports.enabled = 'yes': not true or false"),
        ("[reports]\ndatabase = ''", "reports.database = '': not a file: write its path"),
        ('[reports]\ndatabase = "a\\u0000b"', "not a file"),
        ("[reports]\nretention_days = 0", "reports.retention_days = 0: too small: write 1 or more"),
        ("[reports]\nretention_days = 999999", "reports.retention_days = 999999: too long: write 3650 or less"),
        ("[reports]\nclient_per_minute = 0", "too small: write 1 or more"),
        ("[reports]\ntotal_per_minute = 0", "too small: write 1 or more"),
        (WATCHED + "img-src = ['self']", "self has no single quotes: write 'self'"),
        (WATCHED + "imgsrc = []", "content-security-policy-report-only.imgsrc = []: unknown directive"),
        (WATCHED + "sandbox = []", "sandbox = []: browsers ignore it in a report-only policy"),
        ("[headers]\ncontent-security-policy-report-only = 1", "not a table"),
        (
            WATCHED + "[reports]\nenabled = false",
            "reports.enabled = False: a report-only policy would tell nobody: write true, or remove that policy",
        ),
        (
            "[reports]\nenabled = false\n"
            "[[paths]]\nmatch = '/a'\nheaders = { content-security-policy-report-only = {} }",
            "a report-only policy would tell nobody",
        ),
    ],
)
def test_each_fault_names_the_key_the_value_and_the_fix(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PolicyError) as refused:
        read(tmp_path, text)

    assert len(refused.value.faults) == 1
    assert message in refused.value.faults[0]


def test_reports_may_be_off_when_no_policy_is_watched(tmp_path: Path) -> None:
    text = "[headers]\ncontent-security-policy-report-only = false\n[reports]\nenabled = false"

    assert not read(tmp_path, text).enabled


@pytest.mark.parametrize(
    ("policy", "site_url", "expected"),
    [
        (ReportPolicy(), "http://127.0.0.1:8000", "/_reports"),
        (ReportPolicy(), "https://rempart.example", "https://rempart.example/_reports"),
        (ReportPolicy(enabled=False), "https://rempart.example", ""),
    ],
)
def test_the_address_is_whole_on_https(policy: ReportPolicy, site_url: str, expected: str) -> None:
    assert report_url(policy, site_url) == expected
