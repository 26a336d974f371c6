# SPDX-License-Identifier: MIT
"""Tickets: what can be read back from one, by whom, and what becomes of one that was changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.redirect_target import redirect_target
from middleware.signer import Signer
from middleware.ticket import LIFE, Ticket, new_ticket, read_ticket, write_ticket

NOW = 1_795_000_000.25
DAY = 24 * 3600
SIGNER = Signer(b"a secret of thirty-two characters", DAY)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
TICKET = new_ticket(15, "/blog/moltbot?a=1", "0123456789ab", NOW)
WRITTEN = write_ticket(TICKET, FIREFOX, SIGNER, NOW)


def test_a_ticket_comes_back_as_it_went() -> None:
    assert read_ticket(WRITTEN, FIREFOX, SIGNER, NOW + LIFE) == TICKET
    assert TICKET.issued == 1_795_000_000_250
    assert TICKET.incident == "0123456789ab"
    assert TICKET.age(NOW + 4) == pytest.approx(4, abs=0.001)


def test_it_can_stand_in_an_attribute_and_in_an_address_as_it_is() -> None:
    assert re.fullmatch(r"[\w.-]+", WRITTEN, re.ASCII)


def test_no_two_are_alike() -> None:
    again = new_ticket(15, TICKET.target, "0123456789ab", NOW)

    assert again.nonce != TICKET.nonce
    assert re.fullmatch(r"[0-9a-f]{32}", again.nonce)


FIELDS = WRITTEN.split(".")


def changed(index: int, value: str) -> str:
    return ".".join([*FIELDS[:index], value, *FIELDS[index + 1 :]])


TAMPERED = {
    "nothing": "",
    "dots": ".....",
    "another version": changed(0, "2"),
    "no version": ".".join(FIELDS[1:]),
    "a later issue": changed(1, str(TICKET.issued + 1000)),
    "an earlier issue": changed(1, str(TICKET.issued - 4000)),
    "fewer bits": changed(2, "1"),
    "another nonce": changed(3, "0" * 32),
    "another target": changed(4, "Ly9ldmls"),
    "no target": changed(4, ""),
    "no signature": changed(5, ""),
    "another signature": changed(5, SIGNER.sign(b"x", NOW)),
    "a field more": WRITTEN + ".x",
    "a field less": ".".join(FIELDS[:-1]),
    "letters after": WRITTEN + "A",
    "letters of another alphabet": WRITTEN + "é",
    "half a character": WRITTEN + "\ud800",
    "too long": WRITTEN.replace(FIELDS[4], "A" * 1024),
}


@pytest.mark.parametrize("text", TAMPERED.values(), ids=TAMPERED)
def test_a_ticket_that_was_changed_is_none(text: str) -> None:
    assert read_ticket(text, FIREFOX, SIGNER, NOW) is None


@pytest.mark.parametrize("user_agent", ["", FIREFOX + " ", FIREFOX.replace("145", "146"), f"\n{FIREFOX}"])
def test_a_ticket_is_for_one_user_agent(user_agent: str) -> None:
    assert read_ticket(WRITTEN, user_agent, SIGNER, NOW) is None


def test_a_ticket_cannot_be_turned_into_that_of_another_user_agent() -> None:
    """The border between what is carried and what is known cannot be moved."""
    ticket = write_ticket(TICKET, "\nx", SIGNER, NOW)

    assert read_ticket(ticket, "x", SIGNER, NOW) is None


def test_a_clearance_is_no_ticket() -> None:
    fields = WRITTEN.rpartition(".")[0]
    signature = SIGNER.sign(f"clearance\n{fields}\n{FIREFOX}".encode(), NOW)

    assert read_ticket(f"{fields}.{signature}", FIREFOX, SIGNER, NOW) is None


def test_another_secret_reads_none() -> None:
    assert read_ticket(WRITTEN, FIREFOX, Signer(b"another secret of the same length", DAY), NOW) is None


def test_the_key_is_forgotten_after_two_epochs() -> None:
    assert read_ticket(WRITTEN, FIREFOX, SIGNER, NOW + DAY) is not None
    assert read_ticket(WRITTEN, FIREFOX, SIGNER, NOW + 3 * DAY) is None


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_no_ticket(text: str) -> None:
    assert read_ticket(text, FIREFOX, SIGNER, NOW) is None
    assert read_ticket(f"1.{text}", FIREFOX, SIGNER, NOW) is None


@given(st.text(max_size=500), st.binary(max_size=500), st.text(max_size=50))
def test_every_target_and_user_agent_comes_back(path: str, query: bytes, user_agent: str) -> None:
    ticket = Ticket(int(NOW * 1000), 15, "a" * 32, redirect_target(path, query))

    assert read_ticket(write_ticket(ticket, user_agent, SIGNER, NOW), user_agent, SIGNER, NOW) == ticket
