# SPDX-License-Identifier: MIT
"""The client, from bytes to answers: what is read, what is refused, and what a bad server cannot do to it."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.headers.probe import Probe, UnreachableError
from tests.headers.proving_ground import free_port
from tests.headers.request import AGENT, Origin, Request, parse_origin
from tests.headers.wire import BODY_LIMIT, Answer, WireError, ends_connection, read_answer

OK = b"HTTP/1.1 200 OK\r\n"


def read(data: bytes, method: str = "GET") -> Answer:
    return read_answer(io.BytesIO(data), method)


@contextmanager
def listener(*answers: bytes, closes: bool = True) -> Iterator[Origin]:
    """A server that takes one request a connection and gives these bytes in turn, then closes, or falls silent."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            for answer in answers:
                peer, _ = door.accept()
                with peer:
                    peer.recv(65_536)
                    peer.sendall(answer)
                    if not closes:
                        peer.recv(1)  # until the client leaves

        thread = threading.Thread(target=serve)
        thread.start()
        yield Origin("http", "127.0.0.1", door.getsockname()[1])
        thread.join(10)


def test_fields_keep_their_order_their_case_and_their_repetitions() -> None:
    answer = read(OK + b"Vary: A\r\nX-Y:  Zz \r\nvary: b\r\nContent-Length: 2\r\n\r\nhiMORE")

    assert answer.headers == (("vary", "A"), ("x-y", "Zz"), ("vary", "b"), ("content-length", "2"))
    assert (answer.value("vary"), answer.body, answer.head_size) == ("A, b", b"hi", 67)


@pytest.mark.parametrize(
    ("data", "method", "body"),
    [
        pytest.param(OK + b"\r\nall of it", "GET", b"all of it", id="until-the-end"),
        pytest.param(OK + b"Content-Length: 3\r\n\r\nabcd", "HEAD", b"", id="head"),
        pytest.param(b"HTTP/1.1 304 Not Modified\r\n\r\nabcd", "GET", b"", id="304"),
        pytest.param(b"HTTP/1.1 204 No Content\r\n\r\n", "GET", b"", id="204"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK + b"\r\nx", "GET", b"x", id="interim"),
        pytest.param(b"HTTP/1.0 200\r\n\r\nold", "GET", b"old", id="no-reason"),
        pytest.param(b"HTTP/1.1 200 OK\nA: b\n\nx", "GET", b"x", id="bare-line-feeds"),
        pytest.param(
            OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: u\r\n\r\nMORE",
            "GET",
            b"abcde",
            id="chunks-and-trailer",
        ),
        pytest.param(OK + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", "GET", b"hi", id="twice-the-same"),
    ],
)
def test_the_body_is_framed_as_the_answer_says(data: bytes, method: str, body: bytes) -> None:
    assert read(data, method).body == body


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "closed early", id="nothing"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", "not an HTTP/1 answer", id="another-protocol"),
        pytest.param(b"HTTP/1.1 999 No\r\n\r\n", "not an HTTP/1 answer", id="impossible-status"),
        pytest.param(OK + b"X: y\r\n", "closed early", id="half-a-head"),
        pytest.param(OK + b"no colon\r\n\r\n", "malformed header line", id="no-colon"),
        pytest.param(OK + b"bad name: x\r\n\r\n", "malformed header line", id="space-in-a-name"),
        pytest.param(OK + b"X: " + b"y" * 70_000, "longer than 64 KiB", id="endless-head"),
        pytest.param(OK + b"Content-Length: 9\r\n\r\nabc", "ends after 3 of 9 bytes", id="half-a-body"),
        pytest.param(OK + b"Content-Length: -1\r\n\r\n", "unusable Content-Length", id="negative-length"),
        pytest.param(OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "unusable", id="two-lengths"),
        pytest.param(OK + b"Content-Length: 99999999\r\n\r\n", f"longer than {BODY_LIMIT}", id="too-long"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "malformed chunk", id="no-chunk"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", "longer than", id="endless-chunk"),
    ],
)
def test_what_is_no_answer_is_said_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(WireError, match=said):
        read(data)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_bytes_at_all_break_the_reader(value: bytes, rest: bytes) -> None:
    for data in (value, OK + value, OK + b"X: " + value + b"\r\n\r\n" + rest):
        with contextlib.suppress(WireError):
            answer = read(data)
            assert not any(set(text) & set("\r\n\0") for _, text in answer.headers)


@pytest.mark.parametrize(
    ("head", "is_the_end"),
    [
        pytest.param(b"Content-Length: 0\r\n", False, id="kept"),
        pytest.param(b"Transfer-Encoding: chunked\r\n", False, id="chunked"),
        pytest.param(b"Content-Length: 0\r\nConnection: Close\r\n", True, id="closed"),
        pytest.param(b"", True, id="unframed"),
    ],
)
def test_an_answer_says_whether_another_may_follow(head: bytes, is_the_end: bool) -> None:
    assert ends_connection(read(OK + head + b"\r\n0\r\n\r\n")) is is_the_end


@pytest.mark.parametrize(
    ("request_", "data"),
    [
        pytest.param(
            Request("GET", "/../x"),
            f"GET /../x HTTP/1.1\r\nHost: a:1\r\nUser-Agent: {AGENT}\r\nAccept: */*\r\n\r\n".encode(),
            id="untidied",
        ),
        pytest.param(
            Request("PUT", "//h", (("user-agent", "me"), ("accept", "x")), b"body", hosts=(), is_last=True),
            b"PUT //h HTTP/1.1\r\nuser-agent: me\r\naccept: x\r\nConnection: close\r\n\r\nbody",
            id="without-host",
        ),
        pytest.param(
            Request("GET", "/", (("User-Agent", "me"), ("Connection", "keep-alive")), hosts=("b", "c"), is_last=True),
            b"GET / HTTP/1.1\r\nHost: b\r\nHost: c\r\nAccept: */*\r\nUser-Agent: me\r\nConnection: keep-alive\r\n\r\n",
            id="two-hosts",
        ),
    ],
)
def test_a_request_goes_out_as_it_is_written(request_: Request, data: bytes) -> None:
    assert request_.encode("a:1") == data


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        pytest.param("http://127.0.0.1:8000", "http://127.0.0.1:8000", "/", id="port"),
        pytest.param("https://A.example:443/x?y#z", "https://a.example", "/x", id="usual-port"),
        pytest.param("http://[::1]:81/", "http://[::1]:81", "/", id="ipv6"),
        pytest.param("https://été.example/été a", "https://xn--t-9fab.example", "/%C3%A9t%C3%A9%20a", id="accents"),
    ],
)
def test_an_address_is_taken_apart(url: str, origin: str, path: str) -> None:
    found, target = parse_origin(url)

    assert (str(found), target) == (origin, path)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "a.example", "http://", "http://u:p@a.example/", "http://a:x/", "http://[", ""]
)
def test_what_is_no_address_of_a_site_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_origin(url)


def test_a_connection_closed_while_idle_is_opened_again() -> None:
    framed = OK + b"Content-Length: 1\r\n\r\n"

    with listener(framed + b"1", framed + b"2") as origin, Probe(origin) as probe:
        bodies = [probe.ask(Request("GET", "/")).body for _ in range(2)]

    assert bodies == [b"1", b"2"]


def test_bytes_after_a_bodiless_answer_are_counted() -> None:
    with listener(OK + b"Content-Length: 5\r\n\r\nhello") as origin, Probe(origin) as probe:
        answer = probe.ask(Request("HEAD", "/", is_last=True))

    assert (answer.excess, answer.is_closed) == (5, True)


def test_a_server_that_keeps_the_connection_is_not_waited_for() -> None:
    with listener(OK + b"Content-Length: 5\r\n\r\nhello", closes=False) as origin, Probe(origin) as probe:
        answer = probe.ask(Request("HEAD", "/", is_last=True))

    assert (answer.excess, answer.is_closed) == (5, False)


def test_a_silent_server_is_left_after_a_while() -> None:
    with listener(b"", closes=False) as origin, Probe(origin, timeout=0.1) as probe:
        answer = probe.ask(Request("GET", "/"))

    assert (answer.status, answer.fault) == (0, "no answer in time")


def test_a_port_where_nothing_listens_is_said_to_be_unreachable() -> None:
    origin = Origin("http", "127.0.0.1", free_port())

    with Probe(origin) as probe, pytest.raises(UnreachableError, match="could not be reached: Connection refused"):
        probe.ask(Request("GET", "/"))
