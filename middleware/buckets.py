# SPDX-License-Identifier: MIT
"""Rates kept in this process: one number a key (GCRA, ITU-T I.371), in memory of a fixed size. Pure.

The `limits` package counts in memory too, at twenty times the cost and without a bound on its keys: decision 6.
"""

from __future__ import annotations

# Keys kept; the one made longest ago is forgotten first.
REMEMBERED = 16_384


class Buckets:
    """For each key, a bucket of a minute's requests that fills again steadily."""

    def __init__(self) -> None:
        self._full_at: dict[str, float] = {}  # second at which the key's bucket will be full

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, key: str, per_minute: int, now: float) -> float:
        """Take one request of `key` at the second `now` of a monotonic clock; or the seconds until there is one."""
        full_at = self._full_at.get(key, 0.0)
        if full_at <= now:
            self._full_at.pop(key, None)  # idle: its place in the line is that of a new key
            if len(self._full_at) >= REMEMBERED:
                del self._full_at[next(iter(self._full_at))]
            full_at = now
        taken = full_at + 60 / per_minute
        if taken > now + 60:
            return taken - now - 60
        self._full_at[key] = taken
        return 0.0
