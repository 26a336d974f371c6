# SPDX-License-Identifier: MIT
"""The lists of ranges on disk: the snapshot that ships, and the file that `refresh-ranges` writes over it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from middleware.agents import Directory
from middleware.ranges import SNAPSHOT, RangeList, RangesError, newest, ranges_text, read_ranges
from middleware.reverse_dns import ReverseDns
from middleware.verification import FRESH, STALE, Known, Verifier, known_agents
from middleware.verification_policy import VerificationPolicy

logger = logging.getLogger("rempart.crawlers")

_INTERVAL = 60.0  # seconds between two looks at the file


def load_lists(data: Path) -> dict[str, RangeList]:
    """The newest of each list: of the snapshot, or of the file `data` when there is one. Raises RangesError."""
    return newest(read_ranges(SNAPSHOT), read_ranges(data) if data.exists() else {})


def write_lists(data: Path, lists: Iterable[RangeList]) -> None:
    """Write the file `data`, whole or not at all. Raises RangesError."""
    unfinished = data.with_name(f"{data.name}.{os.getpid()}")
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(ranges_text(lists))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(data)
    except OSError as error:
        raise RangesError(f"{data}: cannot be written ({error.strerror}): write another verification.data") from error


def today() -> date:
    return datetime.now(UTC).date()


def aged(lists: Mapping[str, RangeList], day: date) -> Iterator[str]:
    """What to tell the owner of lists that are not fresh on `day`: at most one sentence."""
    oldest = min((each.taken for each in lists.values()), default=day)
    age = (day - oldest).days
    if age > FRESH:
        effect = "no crawler is called spoofed" if age > STALE else "only far addresses are called spoofed"
        yield f"the oldest ranges of crawlers are {age} days old, {effect}: run python -m middleware refresh-ranges"


class RangeStore:
    """Makes a verifier, and keeps what it knows as new as the file that `policy` names. Raises RangesError."""

    def __init__(self, directory: Directory, policy: VerificationPolicy) -> None:
        self.directory = directory
        self.data = policy.data
        self.seen = self._stamp()
        self.verifier = Verifier(self._known(), ReverseDns() if policy.dns else None)

    def _known(self) -> dict[str, Known]:
        return known_agents(self.directory.agents, load_lists(self.data), today())

    def _stamp(self) -> tuple[date, int]:
        """What a change shows in: the day, for lists age, and the file's own time."""
        with suppress(OSError):
            return today(), self.data.stat().st_mtime_ns
        return today(), 0

    @asynccontextmanager
    async def running(self, interval: float = _INTERVAL) -> AsyncIterator[None]:
        """Follow the file, and ask DNS if the verifier does, until the end."""
        tasks = [asyncio.create_task(self._follow(interval))]
        if self.verifier.dns is not None:
            tasks.append(asyncio.create_task(self.verifier.dns.running()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            await self.look()

    async def look(self) -> None:
        """Read the lists anew if they changed; an unreadable file is told once and the former lists stay."""
        if (stamp := self._stamp()) == self.seen:
            return
        self.seen = stamp
        try:
            self.verifier.known = await asyncio.to_thread(self._known)
        except RangesError as error:
            logger.error("the former ranges of crawlers stay: %s", error)
