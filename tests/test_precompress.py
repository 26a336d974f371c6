# SPDX-License-Identifier: MIT
"""Sidecars: the same bytes under each coding, only where that is worth it."""

from __future__ import annotations

import gzip
import random

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from plugins.precompress import WORTH_BYTES, sidecars

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstandard.ZstdDecompressor().decompress}


@given(st.text(min_size=WORTH_BYTES).map(str.encode))
def test_each_sidecar_decodes_to_the_body_and_is_smaller(body: bytes) -> None:
    for coding, coded in sidecars(body).items():
        assert DECODERS[coding](coded) == body
        assert len(coded) < len(body)


def test_a_text_gets_all_three() -> None:
    assert sidecars(b"rempart " * 200).keys() == {"br", "gzip", "zstd"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"a" * (WORTH_BYTES - 1), id="small"),
        pytest.param(random.Random(1).randbytes(4096), id="noise"),
        pytest.param(b"", id="empty"),
    ],
)
def test_what_gains_nothing_gets_none(body: bytes) -> None:
    assert sidecars(body) == {}


def test_a_gzip_sidecar_holds_no_time() -> None:
    assert sidecars(b"rempart " * 200)["gzip"][4:8] == bytes(4)
