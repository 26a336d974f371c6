# SPDX-License-Identifier: MIT
"""The client: it sends exactly the bytes it is given, follows nothing, tidies nothing, and never waits for ever.

Ordinary clients resolve `/../` and `//host` before they send, so that a server's mistakes with them stay unseen.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from dataclasses import replace
from types import TracebackType
from typing import BinaryIO, Self

from tests.headers.request import Origin, Request
from tests.headers.wire import Answer, WireError, ends_connection, is_bodiless, read_answer


class UnreachableError(Exception):
    """The site could not be reached: one sentence."""


class Probe:
    """One connection at a time to `origin`, kept while the server keeps it, opened again when it does not."""

    def __init__(self, origin: Origin, *, timeout: float = 10.0) -> None:
        self.origin = origin
        self.timeout = timeout
        self._socket: socket.socket | None = None
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def connect(self) -> None:
        """Open the connection if none is open. Raises UnreachableError."""
        if self._socket is not None:
            return
        try:
            self._socket = _open(self.origin, self.timeout)
        except (OSError, UnicodeError) as error:
            raise UnreachableError(f"{self.origin}/ could not be reached: {_reason(error)}") from error
        self._stream = self._socket.makefile("rb")

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        if self._socket is not None:
            self._socket.close()
        self._socket = self._stream = None

    def ask(self, request: Request) -> Answer:
        """The answer; one with status 0 and a `fault` when none could be read. Raises UnreachableError."""
        is_reused = self._socket is not None
        answer = self._exchange(request)
        # An idle connection may have been closed under us: that says nothing of the site.
        return self._exchange(request) if is_reused and not answer.status else answer

    def _exchange(self, request: Request) -> Answer:
        self.connect()
        try:
            answer = self._send(request)
        except (OSError, WireError) as error:
            self.close()
            return Answer(0, fault=_reason(error))
        if request.is_last or ends_connection(answer):
            self.close()
        return answer

    def _send(self, request: Request) -> Answer:
        if self._socket is None or self._stream is None:
            raise OSError("not connected")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may answer before it has read all
            self._socket.sendall(request.encode(self.origin.authority))
        answer = read_answer(self._stream, request.method)
        return _watch_the_end(self._socket, self._stream, answer, request) if request.is_last else answer


def _watch_the_end(peer: socket.socket, stream: BinaryIO, answer: Answer, request: Request) -> Answer:
    """What follows the answer until the server closes; a server that does not is waited for one second."""
    peer.settimeout(1.0)
    try:
        excess, is_closed = len(stream.read(65_536)), True
    except ConnectionError:
        excess, is_closed = 0, True
    except OSError:
        excess, is_closed = 0, False
    return replace(answer, excess=excess if is_bodiless(answer, request.method) else 0, is_closed=is_closed)


def _open(origin: Origin, timeout: float) -> socket.socket:
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
