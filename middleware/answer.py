# SPDX-License-Identifier: MIT
"""One ready answer: the variants of one URL, each with its bytes and its complete header lists. Pure."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from mmap import mmap

from middleware.headers import RawHeaders, ReadyHeaders
from middleware.manifest import Entry
from middleware.negotiation import IDENTITY

Body = bytes | mmap


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of one file. `whole` heads its 200 (and HEAD), `not_modified` its 304, `fields` what both share."""

    etag: str
    body: Body
    fields: RawHeaders
    whole: ReadyHeaders
    not_modified: ReadyHeaders


@dataclass(frozen=True, slots=True)
class Answer:
    """`codings` lists the sidecars' content codings, smallest first; `security` is the policy class's headers."""

    variants: Mapping[str, Variant]
    codings: tuple[str, ...]
    security: RawHeaders


def make_answer(entry: Entry, bodies: Mapping[str, Body], cache_control: str, security: RawHeaders) -> Answer:
    """`bodies`: content coding, "identity" included, -> the variant's bytes."""
    codings = tuple(sorted(entry.encodings, key=lambda coding: (entry.encodings[coding].size, coding)))
    common = _common_fields(entry, cache_control)
    variants = {
        coding: _make_variant(_sha256(entry, coding), coding, body, common, security) for coding, body in bodies.items()
    }
    return Answer(variants=variants, codings=codings, security=security)


def _sha256(entry: Entry, coding: str) -> str:
    return entry.identity.sha256 if coding == IDENTITY else entry.encodings[coding].sha256


def _common_fields(entry: Entry, cache_control: str) -> RawHeaders:
    fields = [(b"content-type", entry.media_type.encode("ascii")), (b"cache-control", cache_control.encode("ascii"))]
    if entry.encodings:
        fields.append((b"vary", b"accept-encoding"))
    return tuple(fields)


def _make_variant(sha256: str, coding: str, body: Body, common: RawHeaders, security: RawHeaders) -> Variant:
    etag = make_etag(sha256, coding, (*common, *security))
    fields = (*common, (b"etag", etag.encode("ascii")), (b"accept-ranges", b"bytes"))
    if coding != IDENTITY:
        fields = (*fields, (b"content-encoding", coding.encode("ascii")))
    length = (b"content-length", str(len(body)).encode("ascii"))
    # RFC 9110, 15.4.5: a 304 repeats what the 200 would have said of caching, and nothing of the body.
    cached = (field for field in fields if field[0] in {b"cache-control", b"vary", b"etag"})
    return Variant(
        etag=etag,
        body=body,
        fields=fields,
        whole=ReadyHeaders((*fields, length, *security)),
        not_modified=ReadyHeaders((*cached, *security)),
    )


def make_etag(sha256: str, coding: str, headers: RawHeaders) -> str:
    """A strong validator of body *and* headers: a change of policy alone revalidates. The same on every replica."""
    lines = b"".join(b"%s: %s\n" % pair for pair in headers)
    hashed = hashlib.sha256(f"{sha256}\n{coding}\n".encode() + lines).digest()[:15]
    return f'"{urlsafe_b64encode(hashed).decode("ascii")}"'
