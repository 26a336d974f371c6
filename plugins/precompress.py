# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sidecars of a file: its bytes, compressed once as far as each coding can go, never while serving. Pure."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from types import MappingProxyType

import brotli
import zstandard

# Below this, the answer fits one packet anyway and `Content-Encoding` costs what compression gains.
WORTH_BYTES = 256
EXTENSIONS: Mapping[str, str] = MappingProxyType({"br": ".br", "gzip": ".gz", "zstd": ".zst"})


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=11))


def _gzip(body: bytes) -> bytes:
    # mtime=0: the same bytes tomorrow.
    return gzip.compress(body, 9, mtime=0)


def _zstd(body: bytes) -> bytes:
    return bytes(zstandard.ZstdCompressor(level=19).compress(body))


_CODINGS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({"br": _brotli, "gzip": _gzip, "zstd": _zstd})


def sidecars(body: bytes) -> dict[str, bytes]:
    """`body` under each content coding (RFC 9110, section 8.4.1) that makes it smaller."""
    if len(body) < WORTH_BYTES:
        return {}
    coded = {coding: compress(body) for coding, compress in _CODINGS.items()}
    return {coding: bytes_ for coding, bytes_ in coded.items() if len(bytes_) < len(body)}
