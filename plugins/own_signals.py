# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican's signals are the process's: what one run connects is taken off at its end, for the next to begin clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import ReferenceType

from blinker import Signal
from pelican import signals


@contextmanager
def own_signals() -> Iterator[None]:
    """Every receiver connected inside the block is disconnected at its end."""
    doors = [door for door in vars(signals).values() if isinstance(door, Signal)]
    before = [(door, set(door.receivers)) for door in doors]
    try:
        yield
    finally:
        for door, known in before:
            for identity in set(door.receivers) - known:
                _disconnect(door, door.receivers[identity])


def _disconnect(door: Signal, receiver: Callable[..., Any] | ReferenceType[Any]) -> None:
    """Take `receiver` off, unless it is gone already: blinker holds functions weakly."""
    target = receiver() if isinstance(receiver, ReferenceType) else receiver
    if target is not None:
        door.disconnect(target)
