# SPDX-License-Identifier: MIT
"""What may be done with a request: the words of policy.toml."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Mildest first. `observe` is written to the decision log and let through; `throttle` and `challenge` pass within
    the limits of slowed clients; `block` is refused."""

    ALLOW = "allow"
    OBSERVE = "observe"
    THROTTLE = "throttle"
    CHALLENGE = "challenge"
    BLOCK = "block"


def stricter(one: Action, other: Action) -> Action:
    """The stricter of two actions."""
    return max(one, other, key=list(Action).index)
