# SPDX-License-Identifier: MIT
"""The [crawlers.challenge] section of policy.toml: how hard the challenge is, and how long it is passed for."""

from __future__ import annotations

from dataclasses import dataclass

from middleware.table import Table

# Each bit doubles the work: a phone of 2018 needs 20 seconds for 20. A ticket lives five minutes, a wait takes less.
_MOST_BITS = 20
_LONGEST_WAIT = 60
_LONGEST_CLEARANCE = 24 * 30


@dataclass(frozen=True, slots=True)
class ChallengePolicy:
    """`bits`: the zero bits that the hash of a solution begins with. `wait_seconds`: what a client without JavaScript
    waits instead. `clearance_hours`: how long a client that passed is not asked again."""

    bits: int = 15
    wait_seconds: int = 4
    clearance_hours: int = 24


def read_challenge_policy(table: Table) -> ChallengePolicy:
    """Read and close `table`."""
    default = ChallengePolicy()
    policy = ChallengePolicy(
        bits=_number(table, "bits", default.bits, _MOST_BITS),
        wait_seconds=_number(table, "wait_seconds", default.wait_seconds, _LONGEST_WAIT),
        clearance_hours=_number(table, "clearance_hours", default.clearance_hours, _LONGEST_CLEARANCE),
    )
    table.close()
    return policy


def _number(table: Table, key: str, default: int, most: int) -> int:
    value = table.number(key, default, least=1)
    if value > most:
        table.fault(key, "too large", f"write {most} or less")
        return default
    return value
