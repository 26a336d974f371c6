# SPDX-License-Identifier: MIT
"""A guard that counts what it decides, and how long that takes."""

from __future__ import annotations

from time import perf_counter

from middleware.guard import Asked, Decision, Guard
from middleware.metrics import Counters


def counted_guard(counters: Counters) -> type[Guard]:
    """A kind of Guard, made and asked like it, that tells `counters` of each decision."""

    class CountedGuard(Guard):
        async def decide(self, asked: Asked) -> Decision:
            started = perf_counter()
            decision = await super().decide(asked)
            counters.decided(decision, perf_counter() - started)
            return decision

    return CountedGuard
