# SPDX-License-Identifier: MIT
"""Conditional and range requests, by the words of RFC 9110."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.conditional import UnsatisfiableError, byte_range, fails_precondition, is_unmodified_for


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", "abc"', True),
        ('"x","y" , W/"abc"', True),
        ("*", True),
        (" * ", True),
        ('"abcd"', False),
        ("abc", False),
        ('"x"', False),
        ('"a,b"', False),
        ('"', False),
        ("", False),
    ],
)
def test_if_none_match_compares_weakly_through_lists(header: str, expected: bool) -> None:
    assert is_unmodified_for(header, '"abc"') is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [('"abc"', False), ("*", False), ('"x", "abc"', False), ('W/"abc"', True), ('"x"', True), ("", True)],
)
def test_if_match_compares_strongly(header: str, expected: bool) -> None:
    assert fails_precondition(header, '"abc"') is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-99", (0, 99)),
        ("bytes=0-", (0, 999)),
        ("bytes=990-5000", (990, 999)),
        ("bytes=-1", (999, 999)),
        ("bytes=-5000", (0, 999)),
        ("Bytes = 1 - 2", (1, 2)),
        ("bytes=5-2", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
        ("bytes=9999999999999999999-", None),
        ("", None),
    ],
)
def test_one_range_is_read_and_nonsense_is_ignored(header: str, expected: tuple[int, int] | None) -> None:
    assert byte_range(header, 1000) == expected


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0"])
def test_a_range_outside_the_file_is_unsatisfiable(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        byte_range(header, 1000)


def test_an_empty_file_has_no_range() -> None:
    with pytest.raises(UnsatisfiableError):
        byte_range("bytes=0-", 0)


@given(st.text(max_size=60), st.integers(min_value=0, max_value=10_000))
def test_a_range_read_always_lies_inside_the_file(header: str, size: int) -> None:
    try:
        asked = byte_range("bytes=" + header, size)
    except UnsatisfiableError:
        return

    assert asked is None or 0 <= asked[0] <= asked[1] < size
