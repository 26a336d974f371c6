# SPDX-License-Identifier: MIT
"""Texts that a client carries for us and cannot change: HMAC-SHA256 (RFC 2104), with keys that change. Pure."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

# Seconds by which the clocks of two machines that share a secret may differ.
SKEW = 60


class Signer:
    """Signs with keys derived from one secret: a new key each epoch, and the latest two are accepted.

    What is signed holds for an epoch at least, and for two at most, whatever it says of itself. Whoever learns a
    derived key signs until the next but one; the secret itself never signs.
    """

    def __init__(self, secret: bytes, epoch_seconds: int) -> None:
        # The last seconds of an epoch already accept the next machine's new key, and so drop the older one early.
        self._epoch_seconds = epoch_seconds + SKEW
        self._key = lru_cache(4)(lambda epoch: hmac.digest(secret, b"rempart garde %d" % epoch, "sha256"))

    def sign(self, message: bytes, now: float) -> str:
        """The signature of `message` at the second `now` of the Unix clock: 43 characters of base64url."""
        return self._signature(message, int(now // self._epoch_seconds)).decode("ascii")

    def verifies(self, message: bytes, signature: str, now: float) -> bool:
        """Whether `signature` is that of `message`, made in this epoch or in the one before."""
        latest, given = int((now + SKEW) // self._epoch_seconds), signature.encode("utf-8", "replace")
        matches = [hmac.compare_digest(self._signature(message, epoch), given) for epoch in (latest, latest - 1)]
        return any(matches)

    def _signature(self, message: bytes, epoch: int) -> bytes:
        return urlsafe_b64encode(hmac.digest(self._key(epoch), message, "sha256")).rstrip(b"=")
