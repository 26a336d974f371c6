# SPDX-License-Identifier: MIT
"""Accept-Encoding: the client's weights first, then our order, and never what it refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.negotiation import choose, weights

OURS = ("br", "zstd", "gzip")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("deflate", "identity"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0.1, gzip;q=0.2", "gzip"),
        ("br;q=0, *", "zstd"),
        ("identity", "identity"),
        ("identity;q=0.5, gzip;q=0.2", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0", None),
        ("*;q=0", None),
        ("*;q=0, identity", "identity"),
        ("deflate, identity;q=0", None),
        ("gzip;q=abc", "identity"),
        ("gzip;q=2", "identity"),
        ("gzip;q=nan", "identity"),
        ("gzip ; Q=1.0", "gzip"),
        (",,gzip,", "gzip"),
        ("gzip;level=9", "gzip"),
    ],
)
def test_the_client_gets_the_best_coding_it_accepts(header: str | None, expected: str | None) -> None:
    assert choose(header, OURS) == expected


def test_a_file_without_sidecars_goes_out_as_it_is() -> None:
    assert choose("gzip, br", ()) == "identity"


@given(st.text(max_size=600))
def test_any_header_gives_a_coding_that_was_not_refused(header: str) -> None:
    chosen = choose(header, OURS)

    assert chosen in {*OURS, "identity", None}
    assert chosen is None or weights(header).get(chosen, 1.0) > 0
