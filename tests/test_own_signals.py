# SPDX-License-Identifier: MIT
"""One run's receivers do not reach into the next."""

from __future__ import annotations

import pytest
from pelican import signals

from plugins.own_signals import own_signals


def test_what_a_run_connects_is_gone_after_it_and_what_stood_before_stays() -> None:
    heard: list[str] = []

    def before(sender: object) -> None:
        heard.append("before")

    def inside(sender: object) -> None:
        heard.append("inside")

    signals.finalized.connect(before)
    with own_signals():
        signals.finalized.connect(inside)
        signals.initialized.connect(inside, weak=False)
        signals.finalized.send(None)
    heard.append("after")
    signals.finalized.send(None)
    signals.initialized.send(None)
    signals.finalized.disconnect(before)

    assert sorted(heard[:2]) == ["before", "inside"]
    assert heard[2:] == ["after", "before"]


def test_a_run_that_fails_leaves_nothing_either() -> None:
    def inside(sender: object) -> None:
        raise AssertionError("still connected")

    def run() -> None:
        with own_signals():
            signals.initialized.connect(inside)
            raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        run()

    signals.initialized.send(None)
