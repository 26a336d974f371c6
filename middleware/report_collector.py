# SPDX-License-Identifier: MIT
"""ReportCollector: counts reports in memory while it answers, and writes them down in the background."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime

from middleware.report_policy import ReportPolicy
from middleware.report_rate import ReportRate
from middleware.report_store import write_violations
from middleware.report_tally import ReportTally

logger = logging.getLogger("rempart.reports")

_INTERVAL = 5.0  # seconds between two writings: what a crash can lose


class ReportCollector:
    """One for each process, whatever release it serves. Nothing but `running` touches the disk."""

    def __init__(self, policy: ReportPolicy) -> None:
        self.policy = policy
        self.tally = ReportTally()
        self.rate = ReportRate(policy.client_per_minute, policy.total_per_minute)
        self.is_failing = False
        self.tidied: date | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write every few seconds until the end, and once more then."""
        stop = asyncio.Event()
        writing = asyncio.create_task(self._write_until(stop))
        try:
            yield
        finally:
            stop.set()
            await writing

    async def _write_until(self, stop: asyncio.Event) -> None:
        is_last = False
        while not is_last:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _INTERVAL)
            is_last = stop.is_set()
            await self.write()

    async def write(self) -> None:
        """Write down what was counted; while it cannot be written it stays counted, and one error says so."""
        counts, today = self.tally.take(), datetime.now(UTC).date()
        # A day without reports still forgets an old one.
        if not counts and self.tidied == today:
            return
        try:
            await asyncio.to_thread(write_violations, self.policy.database, counts, today, self.policy.retention_days)
        except (OSError, sqlite3.Error) as error:
            self.tally.give_back(counts)
            if not self.is_failing:
                logger.error("reports cannot be written to %s: %s", self.policy.database, error)
            self.is_failing = True
        else:
            self.is_failing, self.tidied = False, today
