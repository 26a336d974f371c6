# SPDX-License-Identifier: MIT
"""POST /_reports through the whole house: each status, its headers, and no word of what was sent."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Message

from middleware.app import create_app
from middleware.live import LiveRelease
from middleware.report_store import read_summary
from tests.asgi import Answered, ask, ask_scope, scope_of
from tests.sealed import seal
from tests.test_app import EVERYWHERE

CSP_REPORT = ("content-type", "application/csp-report")
REPORTS_JSON = ("content-type", "application/reports+json")
HOST = ("host", "127.0.0.1:8000")


def legacy(page: str = "/services", blocked: str = "https://ailleurs.example/x.png") -> bytes:
    report = {
        "document-uri": f"http://127.0.0.1:8000{page}",
        "effective-directive": "img-src",
        "blocked-uri": blocked,
        "disposition": "enforce",
    }
    return json.dumps({"csp-report": report}).encode()


def modern(*pages: str) -> bytes:
    body = {"effectiveDirective": "img-src", "blockedURL": "inline", "disposition": "enforce"}
    return json.dumps(
        [{"type": "csp-violation", "url": f"http://127.0.0.1:8000{page}", "body": body} for page in pages]
    ).encode()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "reports.sqlite3"


def site(tmp_path: Path, database: Path, text: str = "") -> LiveRelease:
    seal(tmp_path)
    policy = tmp_path / "reports.toml"
    policy.write_text(f'{text}\n[reports]\ndatabase = "{database}"\nclient_per_minute = 5\n')
    app = create_app(tmp_path / "current", policy)
    assert isinstance(app, LiveRelease)
    return app


@pytest.fixture
def app(tmp_path: Path, database: Path) -> LiveRelease:
    return site(tmp_path, database)


def post(app: ASGIApp, body: bytes, *headers: tuple[str, str], method: str = "POST") -> Answered:
    return ask(app, "/_reports", method, [HOST, *headers], body=body)


LONG = b" " * 32_769
TABLE = [
    ("accepted, object", "POST", [CSP_REPORT], legacy(), 204),
    ("accepted, array", "POST", [REPORTS_JSON], modern("/", "/services"), 204),
    ("accepted, nothing in it", "POST", [REPORTS_JSON], b"[]", 204),
    ("accepted, with parameters", "POST", [("content-type", "Application/CSP-Report; charset=utf-8")], legacy(), 204),
    ("accepted, same origin", "POST", [CSP_REPORT, ("sec-fetch-site", "same-origin")], legacy(), 204),
    ("just short enough", "POST", [CSP_REPORT], legacy().ljust(32_768), 204),
    ("malformed", "POST", [REPORTS_JSON], b"<script>", 400),
    ("one type in the words of the other", "POST", [CSP_REPORT], modern("/"), 400),
    ("from another site", "POST", [CSP_REPORT, ("sec-fetch-site", "cross-site")], legacy(), 403),
    ("too long", "POST", [CSP_REPORT], legacy().ljust(32_769), 413),
    ("much too long", "POST", [CSP_REPORT, ("content-length", "65537")], LONG * 2, 413),
    ("JSON", "POST", [("content-type", "application/json")], legacy(), 415),
    ("no type", "POST", [], legacy(), 415),
    ("GET", "GET", [], b"", 405),
    ("HEAD", "HEAD", [], b"", 405),
    ("PUT", "PUT", [CSP_REPORT], legacy(), 405),
    ("a preflight", "OPTIONS", [("origin", "https://ailleurs.example")], b"", 405),
]


@pytest.mark.parametrize(
    ("method", "headers", "body", "status"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_each_status(app: LiveRelease, method: str, headers: list, body: bytes, status: int) -> None:
    answered = post(app, body, *headers, method=method)

    assert answered.status == status
    assert answered.fields.keys() >= EVERYWHERE
    assert not {"access-control-allow-origin", "set-cookie"} & answered.fields.keys()


@pytest.mark.parametrize(("method", "headers", "body"), [row[1:4] for row in TABLE if "much" not in row[0]])
def test_no_answer_is_kept_by_a_cache(app: LiveRelease, method: str, headers: list, body: bytes) -> None:
    assert post(app, body, *headers, method=method).fields["cache-control"] == "no-store"


def test_a_wrong_method_is_told_the_right_one(app: LiveRelease) -> None:
    assert post(app, b"", method="GET").fields["allow"] == "POST"


def test_what_was_accepted_is_answered_by_silence(app: LiveRelease) -> None:
    answered = post(app, legacy(), CSP_REPORT)

    assert answered.body == b""
    assert not {"content-type", "content-length"} & answered.fields.keys()


@pytest.mark.parametrize("status", [400, 403, 413, 415])
def test_nothing_of_a_request_comes_back(app: LiveRelease, status: int) -> None:
    secret = "un-secret-du-lecteur"
    body = secret.encode() * (2000 if status == 413 else 1)
    kind = (CSP_REPORT[0], secret) if status == 415 else CSP_REPORT
    fetched = [("sec-fetch-site", "cross-site")] if status == 403 else []

    answered = post(app, body, kind, ("user-agent", secret), ("referer", secret), *fetched)

    assert answered.status == status
    assert secret not in answered.body.decode() + str(answered.fields)


def chunked(app: ASGIApp, chunks: list[bytes], end: Message) -> tuple[list[Message], int]:
    """(messages sent, chunks read) of a request whose body comes in `chunks`, without a Content-Length."""
    scope = scope_of("/_reports", "POST", [HOST, CSP_REPORT])
    left = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks] + [end]
    sent: list[Message] = []

    async def receive() -> Message:
        return left.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent, len(chunks) + 1 - len(left)


END = {"type": "http.request", "body": b"", "more_body": False}


def test_a_body_in_pieces_is_put_together(app: LiveRelease) -> None:
    whole = legacy()

    sent, _ = chunked(app, [whole[:10], b"", whole[10:]], END)

    assert sent[0]["status"] == 204


def test_a_body_in_pieces_is_cut_off_at_the_same_length(app: LiveRelease) -> None:
    sent, read = chunked(app, [b" " * 4096] * 100, END)

    assert sent[0]["status"] == 413
    assert read == 9


def test_a_client_that_goes_away_is_no_error(app: LiveRelease) -> None:
    sent, _ = chunked(app, [b" " * 10], {"type": "http.disconnect"})

    assert sent == []


def test_a_client_that_insists_is_told_when_to_come_back(app: LiveRelease) -> None:
    statuses = [post(app, legacy(), CSP_REPORT).status for _ in range(5)]

    refused = post(app, legacy(), CSP_REPORT)

    assert statuses == [204] * 5
    assert refused.status == 429
    assert 1 <= int(refused.fields["retry-after"]) <= 12


@pytest.mark.parametrize(
    ("clients", "status"),
    [
        ([("2001:db8::1", 1), ("2001:db8::ffff", 2)], 429),
        ([("2001:db8:0:1::1", 1), ("2001:db8:0:2::1", 2)], 204),
        ([("203.0.113.7", 1), ("203.0.113.8", 2)], 204),
        ([None, None], 429),
    ],
    ids=["one /64", "two /64", "two addresses", "a socket"],
)
def test_a_client_is_counted_by_its_network(app: LiveRelease, clients: list, status: int) -> None:
    scopes = [{**scope_of("/_reports", "POST", [HOST, CSP_REPORT]), "client": client} for client in clients]
    for _ in range(5):
        ask_scope(app, {**scopes[0]}, legacy())

    assert ask_scope(app, scopes[1], legacy()).status == status


def serve(app: LiveRelease, *bodies: tuple[bytes, tuple[str, str]]) -> None:
    """`app` from start to end, with a request for each of `bodies` in between."""
    steps = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive() -> Message:
        step = next(steps)
        if step == "lifespan.shutdown":
            for body, kind in bodies:
                answered = await asyncio.to_thread(post, app, body, kind)
                assert answered.status == 204
        return {"type": step}

    async def send(message: Message) -> None:
        assert message["type"].endswith(".complete")

    asyncio.run(app({"type": "lifespan"}, receive, send))


def test_what_was_accepted_is_in_the_database_when_the_server_has_stopped(app: LiveRelease, database: Path) -> None:
    serve(
        app, (legacy(), CSP_REPORT), (legacy(), CSP_REPORT), (modern("/blog/%C3%A9t%C3%A9", "/absente"), REPORTS_JSON)
    )

    rows = [(row.page, row.directive, row.disposition, row.count) for row in read_summary(database)]
    assert rows == [
        ("(inconnue)", "img-src", "enforce", 1),
        ("/blog/été", "img-src", "enforce", 1),
        ("/services", "img-src", "enforce", 2),
    ]


def test_the_database_holds_nothing_of_a_reader(app: LiveRelease, database: Path) -> None:
    serve(app, (legacy("/services?jeton=SECRET", "https://moi:SECRET@a.example/x?SECRET#SECRET"), CSP_REPORT))

    held = database.read_bytes()
    assert b"https://a.example/x" in held
    assert b"SECRET" not in held
    assert b"203.0.113.7" not in held


def test_the_site_s_own_name_counts_behind_a_proxy_that_changes_the_host(tmp_path: Path, database: Path) -> None:
    app = site(tmp_path, database, '[site]\nurl = "https://rempart.example"')
    report = legacy().replace(b"http://127.0.0.1:8000", b"https://rempart.example")

    serve(app, (report, CSP_REPORT))

    assert [row.page for row in read_summary(database)] == ["/services"]


def test_reports_switched_off_have_no_address(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)
    policy_file.write_text("[reports]\nenabled = false")

    answered = ask(create_app(tmp_path / "current", policy_file), "/_reports", "POST", [CSP_REPORT], body=legacy())

    assert (answered.status, answered.fields["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/_reports/", "/_Reports", "//_reports", "/_reports.html", "/_reports/x"])
def test_no_other_spelling_is_the_endpoint(app: LiveRelease, path: str) -> None:
    assert ask(app, path, "POST", [HOST, CSP_REPORT], body=legacy()).fields["allow"] == "GET, HEAD"
