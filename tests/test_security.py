# SPDX-License-Identifier: MIT
"""No answer leaves without its headers, whatever the application inside did."""

from __future__ import annotations

import asyncio
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from middleware.headers import ReadyHeaders
from middleware.security import SecurityHeadersMiddleware
from tests.asgi import ask

OURS = ((b"content-security-policy", b"default-src 'none'"), (b"x-content-type-options", b"nosniff"))
OWNED = {name.decode(): value.decode() for name, value in OURS}


def sending(headers, status: int = 200):
    async def app(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"x"})

    return SecurityHeadersMiddleware(app, headers=OURS)


@pytest.mark.parametrize("status", [200, 204, 206, 301, 304, 308, 400, 401, 403, 404, 405, 413, 416, 429, 500, 503])
def test_every_status_carries_the_headers(status: int) -> None:
    answered = ask(sending([(b"content-type", b"text/plain")], status), "/")

    assert answered.status == status
    assert OWNED.items() <= answered.fields.items()


INNER = [
    (b"server", b"granian"),
    (b"Content-Security-Policy", b"default-src *"),
    (b"content-type", b"text/html"),
    (b"X-Content-Type-Options", b"sniff"),
    (b"etag", b'"1"'),
]


@pytest.mark.parametrize("inner", list(permutations(INNER)))
def test_the_policy_wins_in_any_order_and_the_rest_is_untouched(inner: tuple) -> None:
    answered = ask(sending(list(inner)), "/")

    assert answered.fields == {**OWNED, "content-type": "text/html", "etag": '"1"'}


NAMES = st.sampled_from([b"content-security-policy", b"X-Content-Type-Options", b"content-type", b"ETag", b"x-a"])


@given(st.lists(st.tuples(NAMES, st.binary(max_size=9)), max_size=9, unique_by=lambda pair: pair[0].lower()))
def test_each_owned_header_leaves_exactly_once(inner: list[tuple[bytes, bytes]]) -> None:
    answered = ask(sending(inner), "/")

    assert OWNED.items() <= answered.fields.items()
    kept = {name.decode(): value.decode("latin-1") for name, value in inner if name.lower().decode() not in OWNED}
    assert {name: answered.fields[name] for name in kept} == kept


@given(st.lists(st.sampled_from(INNER), max_size=9))
def test_a_repeated_inner_header_never_repeats_an_owned_one(inner: list[tuple[bytes, bytes]]) -> None:
    sent: list = []

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(sending(inner)({"type": "http", "path": "/"}, None, send))

    names = [name for name, _ in sent[0]["headers"]]
    assert [names.count(name) for name, _ in OURS] == [1, 1]


def test_answers_that_hold_their_own_class_pass_as_they_are() -> None:
    ready = ReadyHeaders([(b"content-security-policy", b"default-src 'none'; img-src 'self'")])

    answered = ask(sending(ready), "/")

    assert answered.fields == {"content-security-policy": "default-src 'none'; img-src 'self'"}


def crash(request: Request) -> Response:
    raise RuntimeError("in the application")


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [("/ok", "GET", b"", 200), ("/crash", "GET", b"", 500), ("/absent", "GET", b"", 404), ("/ok", "PUT", b"", 405)],
)
def test_starlette_s_own_answers_carry_the_headers(path: str, method: str, body: bytes, status: int) -> None:
    starlette = Starlette(routes=[Route("/ok", lambda _: PlainTextResponse("ok")), Route("/crash", crash)])
    app = SecurityHeadersMiddleware(starlette, headers=OURS)

    answered = ask(app, path, method, body=body)

    assert answered.status == status
    assert OWNED.items() <= answered.fields.items()


def test_a_body_too_large_for_starlette_carries_the_headers() -> None:
    async def read(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    starlette = Starlette(routes=[Route("/", read, methods=["POST"])], max_body_size=10)
    app = SecurityHeadersMiddleware(starlette, headers=OURS)

    answered = ask(app, "/", "POST", body=b"x" * 100)

    assert answered.status == 413
    assert OWNED.items() <= answered.fields.items()


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_what_is_not_http_passes_untouched(kind: str) -> None:
    seen: list = []

    async def app(scope, receive, send) -> None:
        seen.extend([scope, receive, send])

    scope, receive, send = {"type": kind}, object(), object()
    asyncio.run(SecurityHeadersMiddleware(app, headers=OURS)(scope, receive, send))

    assert seen == [scope, receive, send]
