# SPDX-License-Identifier: MIT
"""A request names its host once."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import PlainTextResponse

from middleware.host import HostMiddleware
from tests.asgi import ask_scope, scope_of

APP = HostMiddleware(PlainTextResponse("ok"))


@pytest.mark.parametrize(
    ("version", "hosts", "status"),
    [
        ("1.1", [b"rempart.example"], 200),
        ("1.1", [b""], 400),
        ("1.0", [b""], 200),
        ("1.1", [], 400),
        ("1.1", [b"a", b"a"], 400),
        ("1.1", [b"a", b"b"], 400),
        ("1.0", [], 200),
        ("1.0", [b"a", b"b"], 400),
        ("2", [], 200),
        ("2", [b"a"], 200),
    ],
)
def test_the_host_is_named_once_where_it_must_be(version: str, hosts: list[bytes], status: int) -> None:
    scope = scope_of("/") | {"http_version": version, "headers": [(b"host", host) for host in hosts]}

    assert ask_scope(APP, scope).status == status


def test_a_refused_head_has_no_body() -> None:
    scope = scope_of("/", "HEAD") | {"headers": []}

    answered = ask_scope(APP, scope)

    assert (answered.status, answered.body) == (400, b"")


def test_what_is_not_http_passes() -> None:
    seen: list = []

    async def app(scope, receive, send) -> None:
        seen.append(scope)

    asyncio.run(HostMiddleware(app)({"type": "lifespan"}, None, None))

    assert seen == [{"type": "lifespan"}]
