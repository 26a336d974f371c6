# SPDX-License-Identifier: MIT
"""Bytes of one HTTP/1.1 answer -> Answer, as they came: order, case of values and repeated fields kept. Pure.

Source: RFC 9112, sections 4 (status line), 5 (fields) and 6.3 (length of the body).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

HEAD_LIMIT = 65_536
BODY_LIMIT = 16 * 1_048_576

_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)(?: [^\r\n]*)?")
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_DECIMAL = re.compile(r"[0-9]{1,15}")
_SPACED = bytes.maketrans(b"\0\r\n", b"   ")
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]{1,8}")


class WireError(Exception):
    """The bytes are no HTTP/1.1 answer: one sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. Field names are lower case. `status` is 0 when nothing readable came, `fault` then says why.

    `excess`: bytes sent after an answer that may have no body (HEAD, 204, 304).
    `is_closed`: the server ended the connection after it; None when that was not looked at.
    `head_size`: bytes of status line and fields on the wire.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fault: str = ""
    excess: int = 0
    is_closed: bool | None = None
    head_size: int = 0

    def values(self, name: str) -> tuple[str, ...]:
        """The value of each field line called `name`, in the order sent."""
        return tuple(value for key, value in self.headers if key == name)

    def value(self, name: str) -> str:
        """The field's lines joined as a recipient may join them (RFC 9110, 5.3); "" when there is none."""
        return ", ".join(self.values(name))

    @property
    def essence(self) -> str:
        """The media type without parameters, lower case; "" when none is declared."""
        return self.value("content-type").partition(";")[0].strip().lower()


def read_answer(stream: BinaryIO, method: str) -> Answer:
    """The final answer to `method`; interim ones (1xx) are skipped. Raises WireError; OSError of the stream passes."""
    status, headers, size = _read_head(stream)
    while 100 <= status < 200 and status != 101:
        status, headers, size = _read_head(stream)
    answer = Answer(status, headers, head_size=size)
    if method == "HEAD" or status in {101, 204, 304}:
        return answer
    return Answer(status, headers, _read_body(stream, answer), head_size=size)


def is_bodiless(answer: Answer, method: str) -> bool:
    """Whether nothing may follow the head of `answer` (RFC 9112, 6.3)."""
    return method == "HEAD" or answer.status in {204, 304}


def ends_connection(answer: Answer) -> bool:
    """Whether the answer itself says, or its framing implies, that no other follows on this connection."""
    tokens = {token.strip().lower() for token in answer.value("connection").split(",")}
    is_framed = answer.values("content-length") or "chunked" in answer.value("transfer-encoding").lower()
    return "close" in tokens or not is_framed


def _read_line(stream: BinaryIO, limit: int) -> bytes:
    line = stream.readline(limit)
    if not line.endswith(b"\n"):
        raise WireError("the head is longer than 64 KiB" if len(line) >= limit else "the connection closed early")
    return line


def _read_head(stream: BinaryIO) -> tuple[int, tuple[tuple[str, str], ...], int]:
    line = _read_line(stream, HEAD_LIMIT)
    match = _STATUS_LINE.fullmatch(line.rstrip(b"\r\n"))
    if match is None:
        raise WireError(f"not an HTTP/1 answer: {line[:40]!r}")
    size, headers = len(line), list[tuple[str, str]]()
    while (line := _read_line(stream, HEAD_LIMIT - size)).rstrip(b"\r\n"):
        headers.append(_field(line))
        size += len(line)
    return int(match[1]), tuple(headers), size + len(line)


def _field(line: bytes) -> tuple[str, str]:
    name, colon, value = line.rstrip(b"\r\n").partition(b":")
    if not colon or not _TOKEN.fullmatch(name):
        raise WireError(f"malformed header line: {line[:60]!r}")
    # RFC 9110, 5.5: what must not stand in a value is read as a space.
    return name.decode("ascii").lower(), value.translate(_SPACED).strip(b" \t").decode("latin-1")


def _read_body(stream: BinaryIO, answer: Answer) -> bytes:
    if "chunked" in answer.value("transfer-encoding").lower():
        return _read_chunks(stream)
    lengths = set(answer.values("content-length"))
    if not lengths:
        return stream.read(BODY_LIMIT)
    if len(lengths) > 1 or not _DECIMAL.fullmatch(length := lengths.pop()):
        raise WireError(f"unusable Content-Length: {answer.value('content-length')}")
    return _read_exactly(stream, int(length))


def _read_exactly(stream: BinaryIO, length: int) -> bytes:
    if length > BODY_LIMIT:
        raise WireError(f"the body is longer than {BODY_LIMIT} bytes")
    body = stream.read(length)
    if len(body) < length:
        raise WireError(f"the body ends after {len(body)} of {length} bytes")
    return body


def _read_chunks(stream: BinaryIO) -> bytes:
    body = bytearray()
    while size := _chunk_size(_read_line(stream, 1024)):
        body += _read_exactly(stream, min(size, BODY_LIMIT + 1 - len(body)))
        _read_line(stream, 3)
    while _read_line(stream, HEAD_LIMIT).rstrip(b"\r\n"):
        pass  # trailer fields
    return bytes(body)


def _chunk_size(line: bytes) -> int:
    size = line.partition(b";")[0].strip()
    if not _HEXADECIMAL.fullmatch(size):
        raise WireError(f"malformed chunk: {line[:20]!r}")
    return int(size, 16)
