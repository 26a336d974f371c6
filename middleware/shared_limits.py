# SPDX-License-Identifier: MIT
"""Rates that several processes or machines count together, in Valkey or Redis, through the `limits` package.

Imported only when policy.toml names a storage: the package takes a tenth of a second to load.
"""

from __future__ import annotations

import logging
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from valkey.asyncio import ConnectionPool

from middleware.buckets import Buckets

logger = logging.getLogger("rempart.limits")

_TIMEOUT = 0.25  # seconds a request may wait for the storage
_AWAY = 5.0  # seconds between two tries while it is down
_NAMESPACE = "REMPART"


class SharedLimits:
    """Counts in the storage at `url`; while that is down, in this process alone. Says so once, each way."""

    def __init__(self, url: str) -> None:
        url = url.removeprefix("async+")
        self.pool = ConnectionPool.from_url(url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT)
        # limits takes redis:// for the package redis; the client of valkey speaks to both.
        storage = RedisStorage(
            f"async+{url}",
            wrap_exceptions=True,
            implementation="valkey",
            key_prefix=_NAMESPACE,
            connection_pool=self.pool,  # type: ignore[arg-type] # its documentation has it
        )
        self.strategy = SlidingWindowCounterRateLimiter(storage)
        self.alone = Buckets()
        self.is_down = False
        self.retry_at = 0.0

    async def wait(self, key: str, per_minute: int, now: float) -> float:
        """As `Buckets.wait`; never raises, and never waits longer than a storage that hangs is given."""
        if now >= self.retry_at:
            if self.is_down:  # one request tries it, the others go on without
                self.retry_at = now + _AWAY
            try:
                seconds = await self._ask(key, per_minute)
            except (StorageError, OSError) as error:
                self._lose(error, now)
            else:
                self._find()
                return seconds
        return self.alone.wait(key, per_minute, now)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.pool.disconnect()

    async def _ask(self, key: str, per_minute: int) -> float:
        item = RateLimitItemPerMinute(per_minute, namespace=_NAMESPACE)
        if await self.strategy.hit(item, key):
            return 0.0
        window = await self.strategy.get_window_stats(item, key)
        return min(max(window.reset_time - time.time(), 1.0), 60.0)

    def _lose(self, error: Exception, now: float) -> None:
        if not self.is_down:
            logger.warning("the storage of limits is down, each process counts alone: %s", error)
        self.is_down, self.retry_at = True, now + _AWAY

    def _find(self) -> None:
        if self.is_down:
            logger.warning("the storage of limits is back")
        self.is_down, self.retry_at = False, 0.0
