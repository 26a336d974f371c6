# SPDX-License-Identifier: MIT
"""Time several ASGI applications side by side in one run: a noisy machine is the same for all of them."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping

from starlette.types import ASGIApp, Message, Scope

Ask = Callable[[], Awaitable[None]]

_BATCH = 400
_ROUNDS = 15


def asking(app: ASGIApp, scope: Scope) -> Ask:
    """One whole request to `app`, its answer thrown away."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        pass

    async def ask() -> None:
        await app(dict(scope), receive, send)

    return ask


async def _batch(ask: Ask) -> float:
    """CPU microseconds a request, over one batch."""
    begun = time.thread_time_ns()
    for _ in range(_BATCH):
        await ask()
    return (time.thread_time_ns() - begun) / _BATCH / 1000


def measure(asks: Mapping[str, Ask]) -> dict[str, tuple[float, float]]:
    """Name -> (median, interquartile range) in CPU microseconds a request; rounds shuffled, the first one dropped."""

    async def run() -> dict[str, list[float]]:
        found: dict[str, list[float]] = {name: [] for name in asks}
        for _ in range(_ROUNDS + 1):
            for name in random.sample(list(asks), len(asks)):
                found[name].append(await _batch(asks[name]))
        return found

    return {name: _spread(times[1:]) for name, times in asyncio.run(run()).items()}


def _spread(times: list[float]) -> tuple[float, float]:
    low, _, high = statistics.quantiles(times, n=4)
    return statistics.median(times), high - low
