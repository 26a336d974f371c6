# SPDX-License-Identifier: MIT
"""Lines of access logs: the two forms, their escapes, and what is neither."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from middleware.access_log import Hit, LineError, parse_line

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
START = "203.0.113.7 - - [10/Oct/2026:13:55:36 +0200] "
HIT = Hit("203.0.113.7", "GET", "/blog/moltbot", 200, 2326, FIREFOX)


def combined(request: str = "GET /blog/moltbot HTTP/1.1", size: str = "2326", user_agent: str = FIREFOX) -> bytes:
    return f'{START}"{request}" 200 {size} "https://e.example/" "{user_agent}"\n'.encode("latin-1")


def caddy(**changes: object) -> dict[str, object]:
    request = {
        "remote_ip": "127.0.0.1",
        "client_ip": "203.0.113.7",
        "proto": "HTTP/2.0",
        "method": "GET",
        "host": "rempart.example",
        "uri": "/blog/moltbot?x=1",
        "headers": {"User-Agent": [FIREFOX], "Accept": ["*/*"]},
    }
    entry = {"level": "info", "ts": 1.5, "logger": "http.log.access", "msg": "handled request", "duration": 0.001}
    return {**entry, "request": {**request, **changes}, "size": 2326, "status": 200}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (combined(), HIT),
        (combined("GET /blog/moltbot?utm_source=x HTTP/2.0"), HIT),
        (combined("GET /blog/moltbot"), HIT),
        (combined("GET /blog/%C3%A9t%C3%A9 HTTP/1.1"), HIT._replace(path="/blog/été")),
        (combined("GET /blog/%ff%zz HTTP/1.1"), HIT._replace(path="/blog/\ufffd%zz")),
        (combined(size="-"), HIT._replace(size=0)),
        (combined(user_agent="-"), HIT._replace(user_agent="")),
        (combined(user_agent=""), HIT._replace(user_agent="")),
        (combined(user_agent=r'a \"quoted\" \\ name \x22\xE9'), HIT._replace(user_agent='a "quoted" \\ name "é')),
        (combined(user_agent=r"a\tb\n"), HIT._replace(user_agent="a\tb\n")),
        (combined(user_agent="Caf\xe9/1"), HIT._replace(user_agent="Café/1")),
        (combined(r"\x16\x03\x01"), HIT._replace(method="", path="")),
        (combined("-"), HIT._replace(method="", path="")),
        (combined("M-SEARCH * HTTP/1.1"), HIT._replace(method="", path="")),
        (combined()[:-1], HIT),
        (combined()[:-1] + b"\r\n", HIT),
        (combined()[:-1] + b' "more" 0.003\n', HIT),
        (combined().replace(b"203.0.113.7", b"2001:db8::7"), HIT._replace(address="2001:db8::7")),
        (combined().replace(b" - - ", b" - jean dupont "), HIT),
    ],
)  # fmt: skip
def test_a_combined_line_is_a_hit(line: bytes, expected: Hit) -> None:
    assert parse_line(line) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, HIT),
        ({"client_ip": ""}, HIT._replace(address="127.0.0.1")),
        ({"headers": {}}, HIT._replace(user_agent="")),
        ({"headers": {"User-Agent": ["GPTBot", "Firefox"]}}, HIT._replace(user_agent="GPTBot Firefox")),
        ({"uri": "/%C3%A9?a=%20"}, HIT._replace(path="/é")),
        ({"headers": {"User-Agent": ["Café 🤖"]}}, HIT._replace(user_agent="Café 🤖")),
    ],
)
def test_an_entry_of_caddy_is_a_hit(changes: dict[str, object], expected: Hit) -> None:
    assert parse_line(json.dumps(caddy(**changes), ensure_ascii=False).encode()) == expected


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"# a comment\n",
        b"\xff\xfe\x00",
        START.encode() + b'"GET / HTTP/1.1" 200 12\n',
        START.encode() + b'"GET / HTTP/1.1" 200 12 "-" "unended\n',
        START.encode() + b'"GET / HTTP/1.1" two 12 "-" "-"\n',
        b"{",
        b"{}\n",
        b'{"level":"info","msg":"server running"}\n',
        json.dumps({**caddy(), "status": None}).encode(),
        json.dumps({**caddy(), "size": float("inf")}).encode(),
        json.dumps(caddy(uri=3)).encode(),
        json.dumps(caddy(headers=[])).encode(),
        json.dumps(caddy(headers={"User-Agent": [1]})).encode(),
        b'{"request":' + b"[" * 100_000,
        '{"request": "é"}'.encode("latin-1"),
    ],
)
def test_what_is_neither_is_refused(line: bytes) -> None:
    with pytest.raises(LineError):
        parse_line(line)


@given(st.binary(max_size=300))
@example(b'1 - - [x] "' + b"\\" * 50)
def test_any_bytes_are_a_hit_or_refused(line: bytes) -> None:
    for each in (line, combined() + line, START.encode() + line, b'{"request":' + line):
        with suppress(LineError):
            assert isinstance(parse_line(each), Hit)


@pytest.mark.parametrize("part", [b'\\"', b" ", b"[", b'"', b"a"])
def test_a_hostile_line_costs_no_more_than_its_length(part: bytes) -> None:
    line = START.encode() + b'"' + part * 100_000

    with pytest.raises(LineError):
        parse_line(line)
