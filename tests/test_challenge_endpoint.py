# SPDX-License-Identifier: MIT
"""The challenge through the whole house: who is asked, the two ways past it, and who is never asked."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message

from middleware.agents import Purpose
from middleware.app import create_app
from middleware.challenge_files import script, stylesheet
from tests.asgi import Answered, ask, scope_of
from tests.guards import ELSEWHERE, asked, gatekeeper, guard_of
from tests.navigations import BROWSERS, IMPOSTORS, Fields
from tests.real_clients import default_gate, user_agents
from tests.sealed import FILES, seal
from tests.test_app import EVERYWHERE
from tests.test_challenge import FIREFOX, solution

AGENT = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/153.0.0.0 Safari/537.36; Manus-User/1.0"}
EASY = "[crawlers.challenge]\nbits = 4\nwait_seconds = 1\n"
SECRET = b"a secret of thirty-two characters"


class Client:
    """One client of the whole site: it sends `fields`, and keeps its cookie as browsers do."""

    def __init__(self, folder: Path, fields: Fields, policy: str = EASY, *, secret: bytes = SECRET) -> None:
        if not (folder / "current").exists():
            seal(folder)
        written = folder / "policy.toml"
        written.write_text(policy)
        self.app = create_app(folder / "current", written, secret=secret)
        self.fields = fields
        self.cookie = ""

    def ask(self, path: str, method: str = "GET", query: str = "", body: str = "", **others: str) -> Answered:
        sent = {**self.fields, "cookie": self.cookie, **others}
        headers = [(name, value) for name, value in sent.items() if value]
        answered = ask(self.app, path, method, headers, query, body.encode())
        self.cookie = answered.fields.get("set-cookie", self.cookie).partition(";")[0]
        return answered

    def solve(self, ticket: str) -> Answered:
        return self.ask("/_garde", "POST", body=f"t={ticket}&n={solution(ticket)}")


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(tmp_path, AGENT)


def ticket_in(answered: Answered) -> str:
    """The ticket of a challenge, "" when the answer is none."""
    return answered.body.decode().partition('name="t" value="')[2].partition('"')[0]


def is_challenge(answered: Answered) -> bool:
    return answered.status == 403 and ticket_in(answered) != ""


def test_an_agent_that_works_gets_the_page_and_is_not_asked_again(client: Client) -> None:
    challenged = client.ask("/services", query="a=1")
    passed = client.solve(ticket_in(challenged))
    opened, another = client.ask("/services"), client.ask("/")

    assert is_challenge(challenged)
    assert (passed.status, passed.fields["location"]) == (303, "/services?a=1")
    assert (opened.status, opened.body) == (200, FILES["/services"])
    assert (another.status, another.body) == (200, FILES["/"])


def test_an_agent_that_waits_gets_the_page_and_stays_slowed(tmp_path: Path) -> None:
    client = Client(tmp_path, AGENT, EASY + "[limits]\nthrottled_per_minute = 5\n")
    ticket = ticket_in(client.ask("/services"))

    early = client.ask("/_garde", query=f"t={ticket}")
    time.sleep(1)
    passed = client.ask("/_garde", query=f"t={ticket}")
    statuses = [client.ask("/services").status for _ in range(5)]

    assert (early.status, "refresh" in early.body.decode()) == (403, True)
    assert (passed.status, passed.fields["location"]) == (303, "/services")
    assert statuses == [200, 200, 200, 429, 429]


def test_one_that_worked_has_the_limits_of_readers(tmp_path: Path) -> None:
    client = Client(tmp_path, AGENT, EASY + "[limits]\nthrottled_per_minute = 5\n")
    client.solve(ticket_in(client.ask("/services")))

    assert {client.ask("/services").status for _ in range(20)} == {200}


def test_without_cookies_it_is_told_so_and_never_asked_in_a_circle(client: Client) -> None:
    ticket = ticket_in(client.ask("/services"))
    client.cookie = ""

    told = client.solve(ticket)

    assert told.status == 403
    assert not is_challenge(told)
    assert "Le cookie n’est pas revenu" in told.body.decode()
    assert "/politique-robots" in told.body.decode()
    assert "set-cookie" not in told.fields


def test_machines_that_do_not_share_a_secret_ask_once_each_and_not_in_a_circle(tmp_path: Path) -> None:
    one, other = Client(tmp_path, AGENT), Client(tmp_path, AGENT, secret=b"another secret of the same length")
    one.solve(ticket_in(one.ask("/services")))

    other.cookie = one.cookie
    told, asked_again = other.ask("/services"), other.ask("/services")

    assert (told.status, is_challenge(told)) == (403, False)
    assert is_challenge(asked_again)


def test_workers_that_share_one_know_each_others_clients(tmp_path: Path) -> None:
    one, other = Client(tmp_path, AGENT), Client(tmp_path, AGENT)
    one.solve(ticket_in(one.ask("/services")))

    other.cookie = one.cookie

    assert other.ask("/services").status == 200


def test_without_a_secret_each_application_makes_its_own(tmp_path: Path) -> None:
    one, other = Client(tmp_path, AGENT, secret=b""), Client(tmp_path, AGENT, secret=b"")
    one.solve(ticket_in(one.ask("/services")))

    other.cookie = one.cookie

    assert (one.ask("/services").status, other.ask("/services").status) == (200, 403)


@pytest.mark.parametrize(
    "path", ["/robots.txt", "/blog/atom.xml", "/politique-robots", "/.well-known/x", "/blog/molt.png", "/_garde/x"]
)
@pytest.mark.parametrize("fields", [AGENT, IMPOSTORS["curl"]], ids=["an agent", "a false browser"])
def test_nobody_is_asked_where_everyone_may_read(tmp_path: Path, path: str, fields: Fields) -> None:
    assert Client(tmp_path, fields).ask(path).status in (200, 404)


def test_what_the_page_needs_is_served_to_whom_it_is_shown(client: Client) -> None:
    for file in (script(), stylesheet()):
        served = client.ask(file.path)
        head, again = client.ask(file.path, "HEAD"), client.ask(file.path, **{"if-none-match": served.fields["etag"]})

        assert (served.status, served.body) == (200, file.body)
        assert served.fields["content-type"] == file.media_type
        assert "immutable" in served.fields["cache-control"]
        assert served.fields.keys() >= EVERYWHERE
        assert (head.status, head.body, again.status) == (200, b"", 304)
        assert client.ask(file.path, "POST").status == 405


@pytest.mark.parametrize(
    ("method", "query", "body", "status"),
    [
        ("GET", "", "", 403),
        ("GET", "t=" + "&x" * 9999, "", 403),
        ("HEAD", "", "", 403),
        ("POST", "", "", 403),
        ("POST", "", "t=&n=1", 403),
        ("POST", "", "\xff%ff&&&=", 403),
        ("POST", "", "a=1&" * 9, 403),
        ("POST", "", "t=" + "x" * 2048, 413),
        ("PUT", "", "", 405),
        ("OPTIONS", "", "", 405),
        ("DELETE", "", "", 405),
    ],
)
def test_whatever_is_sent_there_is_answered(client: Client, method: str, query: str, body: str, status: int) -> None:
    answered = client.ask("/_garde", method, query, body)

    assert answered.status == status
    assert answered.fields.keys() >= EVERYWHERE
    assert answered.fields["cache-control"] == "no-store"
    assert "set-cookie" not in answered.fields
    assert (answered.body == b"") == (method == "HEAD")


def test_a_head_is_challenged_with_the_length_of_the_page_and_no_body(client: Client) -> None:
    answered = client.ask("/services", "HEAD")

    assert (answered.status, answered.body) == (403, b"")
    assert int(answered.fields["content-length"]) > 1000


@pytest.mark.parametrize("name", BROWSERS)
@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://rempart.example"])
def test_a_real_browser_is_never_asked(tmp_path: Path, name: str, url: str) -> None:
    client = Client(tmp_path, BROWSERS[name], f'[site]\nurl = "{url}"')

    opened = client.ask("/services")

    assert opened.status == 200
    assert "set-cookie" not in opened.fields


@pytest.mark.parametrize("name", IMPOSTORS)
def test_a_program_under_a_browsers_name_is_asked_and_never_blocked(tmp_path: Path, name: str) -> None:
    client = Client(tmp_path, IMPOSTORS[name], EASY)

    challenged = client.ask("/services")
    client.solve(ticket_in(challenged))

    assert is_challenge(challenged)
    assert client.ask("/services").status == 200


@pytest.mark.parametrize("text", ["consistency = false", 'actions = { browser = "observe" }', 'exempt = ["/services"]'])
def test_the_owner_may_believe_names(tmp_path: Path, text: str) -> None:
    client = Client(tmp_path, IMPOSTORS["curl"], f"[crawlers]\n{text}")

    assert client.ask("/services").status == 200


@pytest.mark.parametrize("name", ["search.txt", "feed.txt", "preview.txt", "monitor.txt"])
def test_headers_are_held_against_no_name_but_a_browsers(tmp_path: Path, name: str) -> None:
    """A User-Agent and nothing else: a program that gives its own name needs no more. Six of these 887 give none but
    a browser's, and would have to send what a browser sends."""
    client = Client(tmp_path, {}, "[limits]\nenabled = false")
    gate = default_gate()
    named = [text for text in user_agents(name) if gate.verdict(text).identity.purpose is not Purpose.BROWSER]

    answers = [client.ask("/services", **{"user-agent": user_agent}) for user_agent in named]

    assert len(user_agents(name)) - len(named) <= 3
    assert [answered.status for answered in answers if is_challenge(answered)] == []


LYNX = "Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/3.5.4"


def test_a_text_browser_is_known_by_its_name(tmp_path: Path) -> None:
    """Such browsers send less than others, and say who they are."""
    client = Client(tmp_path, {"user-agent": LYNX, "accept": "*/*"})

    assert client.ask("/services").status == 200


@pytest.mark.parametrize(("client", "status"), [("127.0.0.1", 200), ("unix:", 200), (ELSEWHERE, 403)])
def test_this_machines_own_programs_are_believed(client: str, status: int) -> None:
    """They have no address of their own, and neither has a reader behind a proxy that names none."""
    assert asked(gatekeeper(guard_of()), FIREFOX, client=client, accept="*/*").status == status


def test_observing_asks_nobody(tmp_path: Path) -> None:
    client = Client(tmp_path, AGENT, '[crawlers]\nmode = "observe"')

    opened = client.ask("/services")

    assert (opened.status, opened.fields.get("set-cookie")) == (200, None)


def decisions(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(record.getMessage()) for record in caplog.records if record.name == "rempart.decisions"]


def test_the_log_tells_the_challenge_and_what_became_of_it_under_one_reference(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    client.solve(ticket_in(client.ask("/services")))

    challenged, _, passed = decisions(caplog)
    assert (challenged["outcome"], challenged["action"], challenged["refused"]) == ("challenge", "challenge", True)
    assert passed.pop("time").endswith("+00:00")
    assert passed == {
        "incident": challenged["incident"],
        "challenge": "work",
        "network": "203.0.113.0/24",
        "user_agent": AGENT["user-agent"],
    }


def test_the_log_says_which_headers_did_not_fit(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rempart.decisions")

    Client(tmp_path, IMPOSTORS["curl"]).ask("/services")

    assert decisions(caplog)[0]["rule"] == "consistency: no accept-language, accept */*"


def test_one_that_worked_is_a_plain_allow_and_not_written(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.solve(ticket_in(client.ask("/services")))
    caplog.set_level(logging.INFO, "rempart.decisions")

    client.ask("/services")

    assert decisions(caplog) == []


def test_a_client_that_leaves_before_it_has_answered_is_forgotten(client: Client) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(client.app(scope_of("/_garde", "POST"), receive, send))

    assert sent == []
