# SPDX-License-Identifier: MIT
"""The ticket of a challenge: what was asked, of whom and when. The client carries it, the server keeps nothing. Pure.

A ticket may be used again within its five minutes, by the same User-Agent: it opens no more than the first time.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from middleware.proof_of_work import NONCE
from middleware.signer import Signer

LIFE = 300.0  # seconds
_VERSION = "1"
_LONGEST = 1024  # characters
_INCIDENT = 12


@dataclass(frozen=True, slots=True)
class Ticket:
    """`issued`: milliseconds of the Unix clock. `nonce`: 32 hexadecimal digits. `target`: where its bearer wanted to
    go, fit for a Location."""

    issued: int
    bits: int
    nonce: str
    target: str

    @property
    def incident(self) -> str:
        """The reference under which the decision log has this challenge."""
        return self.nonce[:_INCIDENT]

    def age(self, now: float) -> float:
        """Seconds since it was issued."""
        return now - self.issued / 1000


def new_ticket(bits: int, target: str, incident: str, now: float) -> Ticket:
    """A ticket for the challenge logged as `incident`, 12 hexadecimal digits."""
    return Ticket(int(now * 1000), bits, incident + secrets.token_hex((NONCE - _INCIDENT) // 2), target)


def write_ticket(ticket: Ticket, user_agent: str, signer: Signer, now: float) -> str:
    """`ticket` for the client that calls itself `user_agent`: letters, digits, `.`, `-` and `_`, safe anywhere."""
    target = urlsafe_b64encode(ticket.target.encode("ascii")).decode("ascii").rstrip("=")
    fields = f"{_VERSION}.{ticket.issued}.{ticket.bits}.{ticket.nonce}.{target}"
    return f"{fields}.{signer.sign(_signed(fields, user_agent), now)}"


def read_ticket(text: str, user_agent: str, signer: Signer, now: float) -> Ticket | None:
    """The ticket that `text` is; None when it is not one of ours, or was written for another User-Agent."""
    fields, _, signature = text.rpartition(".")
    if len(text) > _LONGEST or not fields.startswith(f"{_VERSION}."):
        return None
    if not signer.verifies(_signed(fields, user_agent), signature, now):
        return None
    _, issued, bits, nonce, target = fields.split(".")
    return Ticket(int(issued), int(bits), nonce, urlsafe_b64decode(f"{target}==").decode("ascii"))


def _signed(fields: str, user_agent: str) -> bytes:
    """What is signed: the User-Agent is known to whoever sends it, and need not travel."""
    return f"ticket\n{fields}\n{user_agent}".encode("utf-8", "replace")
