# SPDX-License-Identifier: MIT
"""Who walked into the trap, and until when the door stays shut: an address prefix and a User-Agent together. Pure."""

from __future__ import annotations

# Entries kept of each kind; the oldest is forgotten first.
REMEMBERED = 8192

# A prefix and the hash of a User-Agent: the string itself is not kept. The hash is keyed, and new in each process.
Key = tuple[str, int]


class Bans:
    """The clients that are banned, and those that fell into the trap once and may have been mistaken."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[Key, float] = {}
        self._warned: dict[Key, float] = {}

    def holds(self, prefix: str, user_agent: str, now: float) -> bool:
        """Whether that client is banned at the second `now` of a monotonic clock."""
        if not self._until:
            return False
        return self._until.get((prefix, hash(user_agent)), 0.0) > now

    def add(self, prefix: str, user_agent: str, now: float, *, forgives: bool = False) -> None:
        """Ban that client; `forgives`: only if it was here before, within the time that a ban lasts."""
        key = prefix, hash(user_agent)
        if forgives and self._warned.get(key, 0.0) <= now:
            _put(self._warned, key, now + self._seconds)
        else:
            _put(self._until, key, now + self._seconds)


def _put(table: dict[Key, float], key: Key, until: float) -> None:
    table.pop(key, None)
    if len(table) >= REMEMBERED:
        del table[next(iter(table))]
    table[key] = until
