# SPDX-License-Identifier: MIT
"""The client: it sends exactly the bytes it is given, follows nothing, tidies nothing, and leaves a silent server.

Ordinary clients resolve `/../` and `//host` before they send, so that a server's mistakes with them stay unseen.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from dataclasses import dataclass, replace
from io import BufferedReader
from types import TracebackType
from typing import Self

from tests.headers.request import Origin, Request
from tests.headers.wire import Answer, WireError, ends_connection, is_bodiless, read_answer

_MOST_EXCESS = 65_536


class UnreachableError(Exception):
    """The site could not be reached: one sentence."""


class Probe:
    """One connection at a time to `origin`, kept while the server keeps it, opened again when it does not."""

    def __init__(self, origin: Origin, *, timeout: float = 10.0) -> None:
        self.origin = origin
        self.timeout = timeout
        self._link: _Link | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, request: Request) -> Answer:
        """The answer; one with status 0 and a `fault` when none could be read. Raises UnreachableError."""
        is_reused = self._link is not None
        answer = self._exchange(request)
        # An idle connection may have been closed under us: that says nothing of the site.
        return self._exchange(request) if is_reused and not answer.status else answer

    def close(self) -> None:
        """End the connection, if one is open."""
        if self._link is not None:
            self._link.stream.close()
            self._link.peer.close()
        self._link = None

    def _exchange(self, request: Request) -> Answer:
        link = self._link = self._link or _open(self.origin, self.timeout)
        try:
            answer = link.send(request.encode(self.origin.authority), request)
        except (OSError, WireError) as error:
            self.close()
            return Answer(0, fault=_reason(error))
        if request.is_last or ends_connection(answer):
            self.close()
        return answer


@dataclass(frozen=True, slots=True)
class _Link:
    """An open connection."""

    peer: socket.socket
    stream: BufferedReader

    def send(self, data: bytes, request: Request) -> Answer:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may answer before it has read all
            self.peer.sendall(data)
        answer = read_answer(self.stream, request.method)
        if not request.is_last:
            return answer
        excess, is_closed = self._watch_the_end()
        return replace(answer, excess=excess if is_bodiless(answer, request.method) else 0, is_closed=is_closed)

    def _watch_the_end(self) -> tuple[int, bool]:
        """How many bytes follow, and whether the server closes within a second of silence."""
        self.peer.settimeout(1.0)
        count = 0
        try:
            while count < _MOST_EXCESS and (more := self.stream.read1(_MOST_EXCESS)):
                count += len(more)
        except OSError as error:
            return count, isinstance(error, ConnectionError)
        return count, True


def _open(origin: Origin, timeout: float) -> _Link:
    """Raises UnreachableError."""
    try:
        peer = _connect(origin, timeout)
    except OSError as error:
        raise UnreachableError(f"{origin}/ could not be reached: {_reason(error)}") from error
    return _Link(peer, peer.makefile("rb"))


def _connect(origin: Origin, timeout: float) -> socket.socket:
    peer = socket.create_connection((origin.host, origin.port), timeout=timeout)
    if origin.scheme == "http":
        return peer
    try:
        return ssl.create_default_context().wrap_socket(peer, server_hostname=origin.host)
    except OSError:
        peer.close()
        raise


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
