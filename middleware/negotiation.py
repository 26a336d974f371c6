# SPDX-License-Identifier: MIT
"""Which variant a client gets, from its Accept-Encoding (RFC 9110, section 12.5.3). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

IDENTITY = "identity"

# A header longer than this was not written by a client that can read: it gets the identity.
_LONGEST = 512


def weights(accept_encoding: str) -> dict[str, float]:
    """Content coding -> quality from 0.0 to 1.0, `*` included; a malformed quality counts as 0."""
    found: dict[str, float] = {}
    for item in accept_encoding.split(","):
        coding, *parameters = (part.strip().lower() for part in item.split(";"))
        if coding:
            found["gzip" if coding == "x-gzip" else coding] = _quality(parameters)
    return found


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0.0 <= quality <= 1.0 else 0.0
    return 1.0


@lru_cache(maxsize=1024)
def choose(accept_encoding: str | None, available: tuple[str, ...]) -> str | None:
    """The coding to send among `available`, ordered best first and without the identity; None: none is acceptable.

    The client's quality decides, then our order; at equal quality a coding beats the identity, which is larger.
    """
    if accept_encoding is None:
        return IDENTITY
    asked = weights(accept_encoding) if len(accept_encoding) <= _LONGEST else {}
    rest = asked.get("*")
    # The identity is acceptable unless it is refused by name, or by `*` without being named.
    identity = asked.get(IDENTITY, 1.0 if rest is None or rest > 0 else 0.0)
    candidates = [(asked.get(coding, rest or 0.0), coding) for coding in available]
    best = max(candidates, key=lambda pair: pair[0], default=(0.0, IDENTITY))
    if best[0] > 0 and best[0] >= asked.get(IDENTITY, 0.0):
        return best[1]
    return IDENTITY if identity > 0 else None
