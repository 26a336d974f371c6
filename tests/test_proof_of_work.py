# SPDX-License-Identifier: MIT
"""What is a solution and what is not."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.proof_of_work import is_solution

NONCE = "0123456789abcdef" * 2


def solve(nonce: str, bits: int, start: int = 0) -> int:
    """The first solution from `start`, found without the code that is tested."""
    number = start
    while f"{int(hashlib.sha256(nonce.encode() + number.to_bytes(4, 'big')).hexdigest(), 16):0256b}"[:bits].strip("0"):
        number += 1
    return number


@pytest.mark.parametrize("bits", [1, 7, 8, 9, 12])
def test_a_solution_is_recognised_and_its_neighbours_are_not(bits: int) -> None:
    solution = solve(NONCE, bits)

    assert is_solution(NONCE, str(solution), bits)
    assert not any(is_solution(NONCE, str(number), bits) for number in range(solution))


def test_a_solution_is_one_for_its_nonce_and_its_bits() -> None:
    solution = str(solve(NONCE, 12))

    assert not is_solution(NONCE[::-1], solution, 12)
    assert not is_solution(NONCE, solution, 32)


@pytest.mark.parametrize(
    "answer", ["", "-1", "+1", "1.0", "1e3", " 1", "0x1", "٣", "4294967296", "9" * 5000, "a", "\ud800"]
)
def test_what_is_no_number_of_four_bytes_is_no_solution(answer: str) -> None:
    assert not is_solution(NONCE, answer, 1)


def test_a_number_is_written_in_one_way_only() -> None:
    solution = str(solve(NONCE, 8))

    assert is_solution(NONCE, solution, 8)
    assert not is_solution(NONCE, solution.translate({ord("0") + digit: ord("٠") + digit for digit in range(10)}), 8)


@given(st.text(max_size=20))
def test_no_answer_is_too_odd(answer: str) -> None:
    assert is_solution(NONCE, answer, 8) in (True, False)
