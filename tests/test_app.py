# SPDX-License-Identifier: MIT
"""The rooms put together: what leaves the house by any door carries its headers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from middleware.app import create_app
from middleware.policy import PolicyError
from middleware.release import ReleaseError
from tests.asgi import ask, ask_scope, scope_of
from tests.sealed import FILES, seal

CRAWLER = [("user-agent", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)")]
EVERYWHERE = {"content-security-policy", "referrer-policy", "x-content-type-options", "cross-origin-resource-policy"}


@pytest.fixture
def app(tmp_path: Path, policy_file: Path) -> ASGIApp:
    seal(tmp_path)
    return create_app(tmp_path / "current", policy_file)


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        ("/", "GET", [], 200),
        ("/", "HEAD", [], 200),
        ("/blog/molt.png", "GET", [("range", "bytes=0-9")], 206),
        ("/", "GET", [("if-none-match", "*")], 304),
        ("/services/", "GET", [], 308),
        ("/", "GET", CRAWLER, 403),
        ("/absent", "GET", [], 404),
        ("/", "POST", [], 405),
        ("/", "OPTIONS", [("origin", "https://evil.example")], 405),
        ("/", "GET", [("accept-encoding", "*;q=0")], 406),
        ("/", "GET", [("if-match", '"x"')], 412),
        ("/", "GET", [("range", "bytes=999999-")], 416),
        ("/", "GET", [("host", "a"), ("host", "b")], 400),
    ],
)
def test_every_status_carries_the_policy(app: ASGIApp, path: str, method: str, headers: list, status: int) -> None:
    answered = ask(app, path, method, headers)

    assert answered.status == status
    assert answered.fields.keys() >= EVERYWHERE
    assert not {"server", "set-cookie", "access-control-allow-origin"} & answered.fields.keys()


def test_a_declared_crawler_is_told_why_in_french_and_may_read_robots_txt(app: ASGIApp) -> None:
    refused, robots = ask(app, "/", headers=CRAWLER), ask(app, "/robots.txt", headers=CRAWLER)

    assert b'href="/politique-robots"' in refused.body
    assert refused.fields["cache-control"] == "no-store"
    assert robots.status == 200


def test_a_reader_is_let_in(app: ASGIApp) -> None:
    name = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    firefox = {"user-agent": name, "accept": "text/html,*/*;q=0.8", "accept-language": "fr"}

    assert ask(app, "/", headers=firefox.items()).body == FILES["/"]


def test_a_browser_s_name_without_its_headers_is_doubted_but_not_on_this_machine(app: ASGIApp) -> None:
    named = [
        ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"),
        ("accept", "*/*"),
    ]
    elsewhere = scope_of("/", headers=named)

    assert ask_scope(app, elsewhere).status == 403
    assert ask_scope(app, elsewhere | {"client": ("127.0.0.1", 4711)}).status == 200


def test_a_crash_inside_says_nothing_and_carries_the_policy(app: ASGIApp) -> None:
    broken = scope_of("/services/")
    del broken["query_string"]

    answered = ask_scope(app, broken)

    assert answered.status == 500
    assert answered.fields.keys() >= EVERYWHERE
    assert answered.body.decode() == "500 : une erreur est survenue de notre côté.\n"


def test_a_missing_release_or_a_bad_policy_is_refused_at_once(tmp_path: Path, policy_file: Path) -> None:
    with pytest.raises(ReleaseError):
        create_app(tmp_path / "current", policy_file)

    policy_file.write_text("colour = 1")
    with pytest.raises(PolicyError):
        create_app(tmp_path / "current", policy_file)


def test_a_websocket_is_closed(app: ASGIApp) -> None:
    sent: list = []

    async def send(message) -> None:
        sent.append(message)

    async def receive():
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": "/", "headers": [], "query_string": b"", "root_path": ""}
    asyncio.run(app(scope, receive, send))

    assert sent == [{"type": "websocket.close", "code": 1000}]
