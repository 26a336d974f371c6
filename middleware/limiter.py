# SPDX-License-Identifier: MIT
"""How long a request has to wait: by purpose and by address prefix, as [limits] says."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from middleware.action import Action
from middleware.buckets import Buckets
from middleware.client_address import Client
from middleware.limit_policy import MEMORY, LimitPolicy
from middleware.verdict import Verdict

if TYPE_CHECKING:
    from middleware.shared_limits import SharedLimits

_SLOWED = frozenset({Action.THROTTLE, Action.CHALLENGE})


class Limiter:
    """Counts requests, in this process or in a storage that several share."""

    def __init__(self, policy: LimitPolicy, clock: Callable[[], float] = time.monotonic) -> None:
        self.policy = policy
        self.clock = clock
        self._buckets = Buckets()
        self._shared = None if policy.storage == MEMORY else _shared(policy.storage)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let go of the storage at the end."""
        try:
            yield
        finally:
            if self._shared is not None:
                await self._shared.close()

    async def wait(self, verdict: Verdict, client: Client) -> float:
        """Count one request of `client`, judged `verdict`. Returns 0.0, or the seconds until one is answered again.

        Whoever is allowed has one rate for all of a prefix. Whoever is slowed has a rate of prefix and purpose, and
        one that all addresses share. Anonymous clients are not limited: they are this machine's own
        programs, or readers that cannot be told apart, none of whom may pay for the others.
        """
        if not self.policy.enabled:
            return 0.0
        seconds, now = 0.0, self.clock()
        for key, per_minute in self._rates(verdict, client):
            if self._shared is None:
                seconds = self._buckets.wait(key, per_minute, now)
            else:
                seconds = await self._shared.wait(key, per_minute, now)
            if seconds:
                break
        return seconds

    def _rates(self, verdict: Verdict, client: Client) -> tuple[tuple[str, int], ...]:
        """The keys that the request counts for, the narrowest first, and their rates."""
        purpose, policy = verdict.identity.purpose, self.policy
        rate = policy.purposes.get(purpose)
        if client.is_anonymous:
            return ()
        if verdict.action not in _SLOWED:
            return (((client.prefix, policy.allowed) if rate is None else (f"{purpose} {client.prefix}", rate)),)
        together = (f"slowed {purpose}", policy.purpose)
        return (f"slowed {purpose} {client.prefix}", rate or policy.throttled), together


def _shared(url: str) -> SharedLimits:
    from middleware.shared_limits import SharedLimits  # a tenth of a second, and an optional package

    return SharedLimits(url)
