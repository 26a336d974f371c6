# SPDX-License-Identifier: MIT
"""What is asked, and what each answer to it is worth, on a clock moved by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from middleware.challenge import Challenge, Reply
from middleware.challenge_files import script, stylesheet
from middleware.challenge_page import Setback, challenge_page, setback_page
from middleware.clearance import Proof
from middleware.csp import page_directives
from middleware.headers import ReadyHeaders
from middleware.policy import Policy, load_policy
from middleware.redirect_target import redirect_target
from middleware.signer import Signer
from middleware.ticket import Ticket, write_ticket
from tests.guards import Clock
from tests.test_proof_of_work import solve

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
SECRET = b"a secret of thirty-two characters"
NOW = 1_795_000_000.0
PROBE = [(b"cookie", b"garde=essai")]


def policy_of(tmp_path: Path, text: str = "[crawlers.challenge]\nbits = 4\n") -> Policy:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    return load_policy(path)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def challenge(tmp_path: Path, clock: Clock) -> Challenge:
    return Challenge(policy_of(tmp_path), SECRET, clock=clock)


def ticket_in(reply: Reply) -> str:
    found = LexborHTMLParser(reply.body.decode()).css_first("input[name=t]")
    return (found.attributes["value"] or "") if found else ""


def asked(challenge: Challenge, target: str = "/services?a=1") -> str:
    """The ticket of a challenge."""
    return ticket_in(challenge.ask([], FIREFOX, target, "0123456789ab"))


def solution(ticket: str) -> str:
    _, _, bits, nonce, *_ = ticket.split(".")
    return str(solve(nonce, int(bits)))


def header(reply: Reply, name: bytes) -> str:
    return dict(reply.headers).get(name, b"").decode()


def answered(challenge: Challenge, ticket: str, answer: str = "", fields: Any = PROBE) -> tuple[str, Reply]:
    passage = challenge.judge(fields, FIREFOX, ticket, answer)
    return passage.result, challenge.answer(passage, FIREFOX, ticket, passage.incident or "f" * 12)


def test_work_opens_the_page_that_was_asked(challenge: Challenge) -> None:
    ticket = asked(challenge)

    result, reply = answered(challenge, ticket, solution(ticket))

    assert (result, reply.status, reply.body) == (Proof.WORK, 303, b"")
    assert header(reply, b"location") == "/services?a=1"
    assert header(reply, b"cache-control") == "no-store"
    cookie = header(reply, b"set-cookie").partition(";")[0].encode()
    assert challenge.clearances.proof([(b"cookie", cookie)], FIREFOX) is Proof.WORK


@pytest.mark.parametrize(("seconds", "result"), [(0.0, "early"), (3.99, "early"), (4.0, "wait"), (300.0, "wait")])
def test_who_waits_is_let_in_four_seconds_after_it_was_asked(
    challenge: Challenge, clock: Clock, seconds: float, result: str
) -> None:
    ticket = asked(challenge)

    clock.now += seconds

    assert answered(challenge, ticket)[0] == result


def test_who_comes_early_is_told_to_wait_and_goes_on_by_itself(challenge: Challenge) -> None:
    ticket = asked(challenge)

    _, reply = answered(challenge, ticket)

    page = LexborHTMLParser(reply.body.decode())
    assert reply.status == 403
    assert page.css_first("meta[http-equiv=refresh]").attributes["content"] == f"5;url=/_garde?t={ticket}"
    assert page.css_first("main a").attributes["href"] == f"/_garde?t={ticket}"


@pytest.mark.parametrize("answer", ["", "solved"])
def test_a_ticket_holds_for_five_minutes(challenge: Challenge, clock: Clock, answer: str) -> None:
    ticket = asked(challenge)
    given = answer and solution(ticket)

    clock.now += 300
    in_time = answered(challenge, ticket, given)[0]
    clock.now += 0.01
    late, reply = answered(challenge, ticket, given)

    assert in_time in (Proof.WORK, Proof.WAIT)
    assert (late, reply.status) == (Setback.EXPIRED, 403)
    assert b'href="/services?a=1"' in reply.body
    assert b"refresh" not in reply.body


def test_a_ticket_may_be_used_again_while_it_holds(challenge: Challenge) -> None:
    """Nothing is remembered: it opens no more the second time."""
    ticket = asked(challenge)

    assert [answered(challenge, ticket, solution(ticket))[0] for _ in range(2)] == [Proof.WORK, Proof.WORK]


@pytest.mark.parametrize("fields", [[], [(b"cookie", b"autre=essai")], [(b"accept", b"garde=essai")]])
def test_who_keeps_no_cookie_is_told_so_and_not_asked_again(challenge: Challenge, fields: Any) -> None:
    ticket = asked(challenge)

    result, reply = answered(challenge, ticket, solution(ticket), fields)

    page = LexborHTMLParser(reply.body.decode())
    assert (result, reply.status) == (Setback.COOKIE, 403)
    assert page.css("script, form, meta[http-equiv]") == []
    assert [link.attributes["href"] for link in page.css("main a")] == ["/services?a=1", "/politique-robots"]
    assert page.css_first("code").text() == "0123456789ab"
    assert header(reply, b"set-cookie") == ""


WRONG = {
    "no ticket": ("", "1"),
    "a made up ticket": (f"1.1795000000000.1.{'a' * 32}.Lw.{'b' * 43}", "1"),
    "a wrong answer": (None, "wrong"),
    "no number": (None, "x"),
}


@pytest.mark.parametrize(("ticket", "answer"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_told_and_not_asked_again(challenge: Challenge, ticket: str | None, answer: str) -> None:
    given = asked(challenge) if ticket is None else ticket
    if answer == "wrong":
        answer = str(int(solution(given)) + 1)
        while challenge.judge(PROBE, FIREFOX, given, answer).result is Proof.WORK:
            answer = str(int(answer) + 1)

    result, reply = answered(challenge, given, answer)

    assert (result, reply.status) == (Setback.INVALID, 403)
    assert ticket_in(reply) == ""
    assert b"refresh" not in reply.body


def test_a_ticket_is_for_the_user_agent_that_was_asked(challenge: Challenge) -> None:
    ticket = asked(challenge)

    assert challenge.judge(PROBE, "curl/8", ticket, solution(ticket)).result is Setback.INVALID


def test_a_ticket_that_another_policy_signed_leads_no_further_than_this_site(tmp_path: Path) -> None:
    """Even with our key nobody is sent elsewhere."""
    challenge = Challenge(policy_of(tmp_path), SECRET, clock=Clock(NOW + 10))
    ticket = Ticket(int(NOW * 1000), 4, "a" * 32, "//evil.example/")
    text = write_ticket(ticket, FIREFOX, Signer(SECRET, 24 * 3600), NOW)

    result, reply = answered(challenge, text)

    assert (result, header(reply, b"location")) == (Proof.WAIT, "/")


def test_who_comes_back_at_once_with_a_clearance_that_does_not_clear_is_not_asked_again(challenge: Challenge) -> None:
    """A browser that changes its name, or a machine with another secret: it would solve one after the other."""
    cookie = challenge.clearances.grant(Proof.WORK, "another name").partition(";")[0]

    told = challenge.ask([(b"cookie", cookie.encode())], FIREFOX, "/services", "0123456789ab")
    again = challenge.ask(PROBE, FIREFOX, "/services", "0123456789ab")

    assert (told.status, ticket_in(told)) == (403, "")
    assert b'href="/services"' in told.body
    assert b"script" not in told.body
    assert header(told, b"set-cookie").startswith("garde=essai;")
    assert ticket_in(again) != ""


def test_the_page_is_french_and_can_be_read_without_seeing_it(challenge: Challenge) -> None:
    reply = challenge.ask([], FIREFOX, "/", "0123456789ab")
    page = LexborHTMLParser(reply.body.decode())

    assert page.css_first("html").attributes["lang"] == "fr"
    assert page.css_first("title").text() == "Un instant, s’il vous plaît – Rempart"
    assert len(page.css("main h1")) == 1
    assert page.css_first("[role=status]").text() == ""
    assert "hidden" in page.css_first("progress[aria-label]").attributes
    assert [link.attributes["href"] for link in page.css("main a")][-1] == "/politique-robots"
    assert page.css_first("code").text() == "0123456789ab"
    assert page.css("[style], [tabindex], [autofocus], style, [onclick]") == []


def test_without_javascript_the_page_leads_on_by_itself_and_by_a_link(challenge: Challenge) -> None:
    reply = challenge.ask([], FIREFOX, "/", "0123456789ab")
    page = LexborHTMLParser(reply.body.decode())

    url = f"/_garde?t={ticket_in(reply)}"
    assert page.css_first("head noscript meta[http-equiv=refresh]").attributes["content"] == f"5;url={url}"
    assert page.css_first("main a").attributes["href"] == url


def test_its_policy_allows_one_script_by_its_hash_and_sends_forms_here_only(challenge: Challenge) -> None:
    reply = challenge.ask([], FIREFOX, "/", "0123456789ab")

    assert header(reply, b"content-security-policy") == (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'; "
        f"script-src '{script().integrity}'; style-src 'self'; report-uri /_reports"
    )
    assert page_directives(reply.body.decode()) == {
        "form-action": ("'self'",),
        "script-src": (f"'{script().integrity}'",),
        "style-src": ("'self'",),
    }


@pytest.mark.parametrize("setback", Setback)
def test_a_page_that_explains_runs_nothing(challenge: Challenge, setback: Setback) -> None:
    page = setback_page(setback, "/x?a&'\"<>", 4, "Rempart", "0" * 12)

    assert page_directives(page) == {"script-src": ("'none'",), "style-src": ("'self'",)}
    assert len(page.encode()) <= 4096
    assert "/x?a&amp;&#x27;&quot;&lt;&gt;" in page


def test_neither_is_kept_or_indexed_whatever_the_owner_says_to_robots(tmp_path: Path) -> None:
    """Every field once: a second X-Robots-Tag would be another voice."""
    policy = policy_of(tmp_path, '[signals]\nx-robots-tag = ["noarchive"]')
    challenge = Challenge(policy, SECRET, ((b"server", b""),), clock=Clock(NOW))

    for reply in (challenge.ask([], FIREFOX, "/", "0" * 12), *(answered(challenge, text)[1] for text in ("", "x"))):
        names = [name for name, _ in reply.headers]
        assert isinstance(reply.headers, ReadyHeaders)
        assert len(names) == len(set(names))
        assert header(reply, b"cache-control") == "no-store"
        assert header(reply, b"x-robots-tag") == "noindex"
        assert header(reply, b"content-length") == str(len(reply.body))
        assert b"server" in names


def test_on_https_the_cookie_has_the_prefix_and_hsts_is_sent(tmp_path: Path) -> None:
    challenge = Challenge(policy_of(tmp_path, '[site]\nurl = "https://rempart.example"'), SECRET, clock=Clock(NOW))

    reply = challenge.ask([], FIREFOX, "/", "0" * 12)

    assert header(reply, b"set-cookie").startswith("__Host-garde=essai; ")
    assert "Secure" in header(reply, b"set-cookie")
    assert "upgrade-insecure-requests" in header(reply, b"content-security-policy")
    assert header(reply, b"strict-transport-security") != ""


@given(st.text(max_size=600), st.binary(max_size=600))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_page_is_small_and_its_markup_whole_whatever_was_asked(
    challenge: Challenge, path: str, query: bytes
) -> None:
    reply = challenge.ask([], FIREFOX, redirect_target(path, query), "0123456789ab")

    assert len(reply.body) <= 4096
    assert page_directives(reply.body.decode()).keys() == {"form-action", "script-src", "style-src"}


def test_the_largest_page_with_the_script_and_the_stylesheet() -> None:
    """The figures of the note: the page itself stays below 4 KB with the longest target there is."""
    longest = challenge_page("t" * 640, 60, 720, "Rempart", "0" * 12)

    assert len(longest.encode()) <= 4096
    assert len(script().body) <= 3072
    assert len(stylesheet().body) <= 1024


def test_the_site_name_is_the_owners_and_cannot_break_the_page() -> None:
    assert "<title>Un instant, s’il vous plaît – A &amp; &lt;B&gt;</title>" in challenge_page("t", 4, 1, "A & <B>", "0")
    assert "au bout de 1 heure." in challenge_page("t", 4, 1, "A", "0")
