# SPDX-License-Identifier: MIT
"""The proof of work: a number that makes the SHA-256 of a nonce begin with zeros. The server hashes once. Pure.

It costs a farm of crawlers little: what it proves is a browser that runs a script and keeps a cookie.
"""

from __future__ import annotations

import hashlib

NONCE = 32  # characters
_LARGEST = 2**32 - 1
_DIGITS = len(str(_LARGEST))


def is_solution(nonce: str, answer: str, bits: int) -> bool:
    """Whether SHA-256(`nonce`, then the number `answer` as four bytes, big end first) begins with `bits` zero bits."""
    if not (answer.isascii() and answer.isdecimal() and len(answer) <= _DIGITS) or int(answer) > _LARGEST:
        return False
    hashed = hashlib.sha256(nonce.encode("ascii") + int(answer).to_bytes(4, "big")).digest()
    return int.from_bytes(hashed, "big") >> (256 - bits) == 0
