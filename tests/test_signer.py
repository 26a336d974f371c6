# SPDX-License-Identifier: MIT
"""Signatures: whose, over what, and for how long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.signer import SKEW, Signer

DAY = 24 * 3600
EPOCH = DAY + SKEW
NOON = 20_000 * EPOCH + DAY / 2.0
SIGNER = Signer(b"a secret of thirty-two characters", DAY)


def test_what_was_signed_is_recognised_and_the_same_on_every_machine() -> None:
    signature = Signer(b"a secret of thirty-two characters", DAY).sign(b"message", NOON)

    assert len(signature) == 43
    assert SIGNER.verifies(b"message", signature, NOON)


@pytest.mark.parametrize(
    ("signer", "message"),
    [
        (Signer(b"another secret of the same length", DAY), b"message"),
        (SIGNER, b"messagf"),
        (SIGNER, b""),
    ],
    ids=["another secret", "another message", "nothing"],
)
def test_another_secret_or_message_has_another_signature(signer: Signer, message: bytes) -> None:
    assert not signer.verifies(message, SIGNER.sign(b"message", NOON), NOON)


@given(st.text(max_size=60))
def test_what_was_not_signed_is_not_recognised(signature: str) -> None:
    assert not SIGNER.verifies(b"message", signature, NOON)


@pytest.mark.parametrize("index", range(43))
def test_one_character_changed_is_enough(index: int) -> None:
    signature = SIGNER.sign(b"message", NOON)
    # The last one holds two bits that say nothing: base64 would read several of them as the same bytes.
    changed = signature[:index] + ("A" if signature[index] != "A" else "B") + signature[index + 1 :]

    assert not SIGNER.verifies(b"message", changed, NOON)


@pytest.mark.parametrize(
    ("signed", "read", "holds"),
    [
        (NOON, NOON + DAY, True),
        (20_000 * EPOCH, 20_000 * EPOCH + DAY, True),
        (20_001 * EPOCH - 1, 20_001 * EPOCH + DAY - 1, True),
        (20_000 * EPOCH, 20_002 * EPOCH, False),
        (NOON, NOON + 2 * EPOCH, False),
        (NOON, NOON - EPOCH, False),
    ],
    ids=[
        "a day",
        "from the first second of an epoch",
        "from its last second",
        "the epoch after the next",
        "two epochs",
        "before it was signed",
    ],
)
def test_two_keys_are_accepted_and_no_more(signed: float, read: float, holds: bool) -> None:
    assert SIGNER.verifies(b"message", SIGNER.sign(b"message", signed), read) is holds


@pytest.mark.parametrize("ahead", [-SKEW + 1, SKEW - 1])
def test_two_machines_need_not_agree_on_the_second(ahead: int) -> None:
    """At the turn of an epoch one has the new key first, and what it signs is already good on the other."""
    turn = 20_001 * EPOCH

    assert SIGNER.verifies(b"message", SIGNER.sign(b"message", turn + ahead), turn - ahead)


def test_what_is_signed_holds_for_a_day_whenever_it_was() -> None:
    moments = range(20_000 * DAY, 20_003 * DAY, SKEW // 2)

    assert all(SIGNER.verifies(b"message", SIGNER.sign(b"message", moment), moment + DAY) for moment in moments)


def test_the_key_changes_with_the_epoch() -> None:
    assert SIGNER.sign(b"message", NOON) != SIGNER.sign(b"message", NOON + EPOCH)
