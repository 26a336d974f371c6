# SPDX-License-Identifier: MIT
"""The [reports] section of the policy file: whether browsers report what was stopped, and how much of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from middleware.table import Table

REPORTS_PATH = "/_reports"
_LONGEST = 3650  # days


@dataclass(frozen=True, slots=True)
class ReportPolicy:
    """`database`: from the working directory. The rates are requests a minute, of one client and of all together."""

    enabled: bool = True
    database: Path = Path("output/reports.sqlite3")
    retention_days: int = 30
    client_per_minute: int = 60
    total_per_minute: int = 600


def read_report_policy(table: Table, *, is_needed: bool) -> ReportPolicy:
    """Read and close `table`; `is_needed`: a report-only policy was written."""
    default = ReportPolicy()
    policy = ReportPolicy(
        enabled=table.flag("enabled", default.enabled),
        database=Path(table.text("database", str(default.database))),
        retention_days=table.number("retention_days", default.retention_days, least=1),
        client_per_minute=table.number("client_per_minute", default.client_per_minute, least=1),
        total_per_minute=table.number("total_per_minute", default.total_per_minute, least=1),
    )
    if not policy.database.name or not str(policy.database).isprintable():
        table.fault("database", "not a file", f'write its path, such as "{default.database}"')
    if policy.retention_days > _LONGEST:
        table.fault("retention_days", "too long", f"write {_LONGEST} or less")
    if is_needed and not policy.enabled:
        table.fault("enabled", "a report-only policy would tell nobody", "write true, or remove that policy")
    table.close()
    return policy


def report_url(policy: ReportPolicy, site_url: str) -> str:
    """Where documents send their reports: an absolute URL on https, a path on http, "" when they send none.

    The Reporting API takes https only, and servers in front may answer for other hosts: there the URL is whole.
    """
    if not policy.enabled:
        return ""
    return f"{site_url}{REPORTS_PATH}" if site_url.startswith("https://") else REPORTS_PATH
