# SPDX-License-Identifier: MIT
"""The one cookie of this house: it says that a client passed the challenge, and how. The server keeps nothing.

Only who was challenged gets it. It is bound to the User-Agent, never to an address: phones change networks, and one
reader's IPv4 and IPv6 differ.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from middleware.signer import Signer
from middleware.ticket import LIFE

_VERSION = "1"
_PROBE = "essai"
_LONGEST = 128  # characters
# A clearance that is younger and does not clear was given by us a moment ago: asking again would ask forever.
_JUST_GIVEN = 60


class Proof(StrEnum):
    """How the challenge was passed: by work, or by waiting, which proves less."""

    WORK = "work"
    WAIT = "wait"


class Clearances:
    """Writes and reads the cookie; `clock` is Unix time. `hours`: how long one holds."""

    def __init__(self, signer: Signer, hours: int, *, is_https: bool, clock: Callable[[], float] = time.time) -> None:
        self._signer = signer
        self._seconds = hours * 3600
        self._clock = clock
        self.is_https = is_https
        # RFC 6265bis, 4.1.3.2: no other host, and no page on http, can set a cookie with that prefix.
        self.cookie = "__Host-garde" if is_https else "garde"
        self._attributes = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if is_https else "")

    def grant(self, proof: Proof, user_agent: str) -> str:
        """The Set-Cookie that clears the client that calls itself `user_agent`."""
        now = self._clock()
        fields = f"{_VERSION}.{proof}.{int(now)}"
        value = f"{fields}.{self._signer.sign(_signed(fields, user_agent), now)}"
        return f"{self.cookie}={value}; Max-Age={self._seconds}{self._attributes}"

    def probe(self) -> str:
        """The Set-Cookie that comes with a challenge: a client that does not send it back keeps no cookies."""
        return f"{self.cookie}={_PROBE}; Max-Age={LIFE:.0f}{self._attributes}"

    def proof(self, headers: Iterable[tuple[bytes, bytes]], user_agent: str) -> Proof | None:
        """How the client with these request `headers` passed; None when it did not, or too long ago."""
        now = self._clock()
        proofs = {self._read(value, user_agent, now) for value in self._values(headers)}
        return next((proof for proof in Proof if proof in proofs), None)

    def keeps_cookies(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether the client sent back what it was given, a probe or a clearance."""
        return any(True for _ in self._values(headers))

    def was_just_given(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether the client holds a clearance that says it is fresh: nobody checks, so nothing may be opened by it."""
        now = self._clock()
        return any(abs(now - issued) <= _JUST_GIVEN for issued in map(_issued, self._values(headers)))

    def _read(self, value: str, user_agent: str, now: float) -> Proof | None:
        fields, _, signature = value.rpartition(".")
        if not fields.startswith(f"{_VERSION}."):
            return None
        if not self._signer.verifies(_signed(fields, user_agent), signature, now):
            return None
        _, proof, issued = fields.split(".")
        return Proof(proof) if now - int(issued) <= self._seconds else None

    def _values(self, headers: Iterable[tuple[bytes, bytes]]) -> Iterator[str]:
        """Every value sent under the cookie's name: another path, or another host above, may have set one too."""
        for name, line in headers:
            if name == b"cookie":
                for pair in line.decode("latin-1").split(";"):
                    key, _, value = pair.strip().partition("=")
                    if key == self.cookie and len(value) <= _LONGEST:
                        yield value


def _signed(fields: str, user_agent: str) -> bytes:
    return f"clearance\n{fields}\n{user_agent}".encode("utf-8", "replace")


def _issued(value: str) -> float:
    """When the clearance `value` says it was given, in Unix seconds; 0.0 for anything else."""
    parts = value.split(".")
    return float(parts[2]) if len(parts) == 4 and parts[2].isascii() and parts[2].isdecimal() else 0.0
