# SPDX-License-Identifier: MIT
"""The cookie: its attributes, whom it clears, for how long, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.clearance import Clearances, Proof
from middleware.signer import Signer
from tests.guards import Clock

DAY = 24 * 3600
SIGNER = Signer(b"a secret of thirty-two characters", DAY)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
NOW = 1_795_000_000.25


def clearances(clock: Clock | None = None, *, is_https: bool = True, signer: Signer = SIGNER) -> Clearances:
    return Clearances(signer, 24, is_https=is_https, clock=clock or Clock(NOW))


def sent(*cookies: str) -> list[tuple[bytes, bytes]]:
    return [(b"host", b"x"), (b"cookie", "; ".join(cookies).encode("latin-1"))]


def granted(proof: Proof = Proof.WORK, user_agent: str = FIREFOX) -> str:
    return clearances().grant(proof, user_agent).partition(";")[0]


@pytest.mark.parametrize(
    ("is_https", "name", "attributes"),
    [
        (True, "__Host-garde", {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"}),
        (False, "garde", {"Path=/", "HttpOnly", "SameSite=Lax"}),
    ],
)
def test_the_cookie_is_bound_to_this_host_and_hidden_from_scripts(
    is_https: bool, name: str, attributes: set[str]
) -> None:
    ours = clearances(is_https=is_https)

    grant, probe = (cookie.split("; ") for cookie in (ours.grant(Proof.WORK, FIREFOX), ours.probe()))

    assert {grant[0].partition("=")[0], probe[0].partition("=")[0], ours.cookie} == {name}
    assert set(grant[1:]) == {*attributes, "Max-Age=86400"}
    assert set(probe[1:]) == {*attributes, "Max-Age=300"}


@pytest.mark.parametrize("proof", Proof)
def test_it_clears_who_passed_and_tells_how(proof: Proof) -> None:
    assert clearances().proof(sent(granted(proof)), FIREFOX) is proof


def test_it_clears_one_user_agent_from_anywhere() -> None:
    assert clearances().proof(sent(granted()), FIREFOX.replace("145", "146")) is None
    assert clearances().proof([(b"x-forwarded-for", b"192.0.2.1"), *sent(granted())], FIREFOX) is Proof.WORK


@pytest.mark.parametrize(
    ("seconds", "holds"), [(0, True), (DAY - 1, True), (DAY + 1, False), (2 * DAY, False), (9 * DAY, False)]
)
def test_it_holds_for_its_hours(seconds: int, holds: bool) -> None:
    later = clearances(Clock(NOW + seconds))

    assert (later.proof(sent(granted()), FIREFOX) is Proof.WORK) is holds


def test_a_longer_life_than_the_owner_wants_now_is_not_honoured() -> None:
    short = Clearances(SIGNER, 1, is_https=True, clock=Clock(NOW + 7200))

    assert short.proof(sent(granted()), FIREFOX) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "essai",
        "1.work.1795000000.",
        "1.work.1795000000",
        "...",
        granted().partition("=")[2].replace("work", "wait"),
        granted().partition("=")[2].replace("1795000000", "1795000001"),
        granted().partition("=")[2].replace("1.work", "2.work"),
        granted().partition("=")[2] + "=",
        granted().partition("=")[2] + "é",
        "1" * 5000,
        "1.work.1795000000." + SIGNER.sign(f"ticket\n1.work.1795000000\n{FIREFOX}".encode(), NOW),
    ],
)
def test_what_we_did_not_write_clears_nobody(value: str) -> None:
    assert clearances().proof(sent(f"__Host-garde={value}"), FIREFOX) is None


def test_another_secret_clears_nobody() -> None:
    other = clearances(signer=Signer(b"another secret of the same length", DAY))

    assert other.proof(sent(granted()), FIREFOX) is None


def test_a_cookie_of_another_name_clears_nobody() -> None:
    assert clearances().proof(sent(granted().replace("__Host-garde", "garde")), FIREFOX) is None
    assert clearances().proof([], FIREFOX) is None


def test_the_good_one_is_found_among_others_and_work_wins() -> None:
    mixed = [*sent("a=b", "__Host-garde=essai", granted(Proof.WAIT)), *sent("c", granted())]

    assert clearances().proof(mixed, FIREFOX) is Proof.WORK
    assert clearances().proof(mixed[:2], FIREFOX) is Proof.WAIT


@pytest.mark.parametrize(
    ("cookies", "keeps"), [((), False), (("a=b",), False), (("__Host-garde=essai",), True), ((granted(),), True)]
)
def test_whoever_sends_a_cookie_back_keeps_cookies(cookies: tuple[str, ...], keeps: bool) -> None:
    assert clearances().keeps_cookies(sent(*cookies)) is keeps


@pytest.mark.parametrize(
    ("cookie", "seconds", "is_fresh"),
    [
        (granted(), 0, True),
        (granted(), -30, True),
        (granted(), -61, False),
        (granted(), 59, True),
        (granted(), 61, False),
        ("__Host-garde=1.work.1795000000.anything", 0, True),
        ("__Host-garde=essai", 0, False),
        ("__Host-garde=1.work.soon.x", 0, False),
        ("__Host-garde=1.work.²³.x", 0, False),
        ("a=b", 0, False),
    ],
)
def test_a_clearance_of_a_moment_ago_is_known_by_what_it_says(cookie: str, seconds: int, is_fresh: bool) -> None:
    assert clearances(Clock(NOW + seconds)).was_just_given(sent(cookie)) is is_fresh


@given(st.binary(max_size=300))
def test_no_cookie_is_too_odd(line: bytes) -> None:
    ours = clearances()
    fields = [(b"cookie", line), (b"cookie", b"__Host-garde=" + line)]

    assert ours.proof(fields, FIREFOX) is None
    assert ours.keeps_cookies(fields) in (True, False)
    assert ours.was_just_given(fields) in (True, False)
