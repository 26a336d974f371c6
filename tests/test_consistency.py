# SPDX-License-Identifier: MIT
"""Headers held against names: browsers pass, programs under their names do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.consistency import (
    ANY_TYPE,
    NO_BROTLI,
    NO_FETCH_METADATA,
    NO_HINTS,
    NO_LANGUAGE,
    OTHER_HINTS,
    OTHER_PLATFORM,
    contradictions,
)
from tests.navigations import BETTER_IMPOSTORS, BROWSERS, CHROME_UA, IMPOSTORS, Fields, on_http

CHROME, FIREFOX = BROWSERS["Chrome, Windows"], BROWSERS["Firefox, Linux"]


def found(fields: Fields, path: str = "/blog/moltbot", method: str = "GET", *, is_https: bool = True) -> set[str]:
    raw = [(name.encode(), value.encode()) for name, value in fields.items()]
    return set(contradictions(method, path, fields.get("user-agent", ""), raw, is_https=is_https))


@pytest.mark.parametrize("name", BROWSERS)
def test_a_browser_is_believed(name: str) -> None:
    assert found(BROWSERS[name]) == set()
    assert found(on_http(BROWSERS[name]), is_https=False) == set()


@pytest.mark.parametrize("name", IMPOSTORS)
def test_a_program_under_a_browsers_name_is_not(name: str) -> None:
    assert found(IMPOSTORS[name]) != set()
    assert found(IMPOSTORS[name], is_https=False) & {NO_LANGUAGE, ANY_TYPE}


@pytest.mark.parametrize("name", BETTER_IMPOSTORS)
def test_one_that_sends_the_first_two_is_found_on_https(name: str) -> None:
    assert found(BETTER_IMPOSTORS[name]) >= {NO_FETCH_METADATA, NO_HINTS}
    assert found(BETTER_IMPOSTORS[name], is_https=False) == set()


def without(fields: Fields, *names: str, **others: str) -> Fields:
    kept = {name: value for name, value in fields.items() if name not in names}
    return {**kept, **{name.replace("_", "-"): value for name, value in others.items()}}


HARD = [
    ("no language", without(CHROME, "accept-language"), {NO_LANGUAGE}),
    ("an empty language", without(CHROME, accept_language=""), {NO_LANGUAGE}),
    ("any type", without(CHROME, accept="*/*"), {ANY_TYPE}),
    ("any type, with spaces", without(FIREFOX, accept=" */* "), {ANY_TYPE}),
    ("no type", without(FIREFOX, "accept"), {ANY_TYPE}),
]
SOFT = [
    ("no brotli", without(CHROME, accept_encoding="gzip"), {NO_BROTLI}),
    ("no encoding", without(FIREFOX, "accept-encoding"), {NO_BROTLI}),
    ("no fetch metadata", without(FIREFOX, "sec-fetch-mode"), {NO_FETCH_METADATA}),
    ("no hints", without(CHROME, "sec-ch-ua"), {NO_HINTS}),
    ("hints of an older browser", without(CHROME, sec_ch_ua='"Chromium";v="120"'), {OTHER_HINTS}),
    ("hints of a longer version", without(CHROME, sec_ch_ua='"Chromium";v="1530"'), {OTHER_HINTS}),
    ("hints in Firefox", without(FIREFOX, sec_ch_ua='"Chromium";v="153"'), {OTHER_HINTS}),
    ("another platform", without(CHROME, sec_ch_ua_platform='"Linux"'), {OTHER_PLATFORM}),
]


@pytest.mark.parametrize(("fields", "flags"), [case[1:] for case in HARD], ids=[case[0] for case in HARD])
def test_a_hard_contradiction_is_enough(fields: Fields, flags: set[str]) -> None:
    assert found(fields) == flags
    assert found(fields, is_https=False) == flags


@pytest.mark.parametrize("fields", [case[1] for case in SOFT], ids=[case[0] for case in SOFT])
def test_a_soft_one_is_not(fields: Fields) -> None:
    assert found(fields) == set()


@pytest.mark.parametrize(("fields", "flags"), [case[1:] for case in SOFT], ids=[case[0] for case in SOFT])
def test_two_soft_ones_are(fields: Fields, flags: set[str]) -> None:
    """Each beside another one."""
    has_brotli = flags != {NO_BROTLI}
    second = {"accept-encoding": "gzip"} if has_brotli else {"sec-ch-ua-platform": '"Android"'}

    assert found({**fields, **second}) == flags | {NO_BROTLI if has_brotli else OTHER_PLATFORM}


def test_on_http_only_what_does_not_depend_on_https_is_soft() -> None:
    disguised = without(CHROME, "sec-fetch-mode", accept_encoding="gzip", sec_ch_ua='"Chromium";v="99"')

    assert found(disguised, is_https=False) == set()
    assert found(without(disguised, sec_ch_ua_platform='"Linux"'), is_https=False) == {OTHER_HINTS, OTHER_PLATFORM}


def test_a_platform_nobody_knows_is_no_contradiction() -> None:
    assert OTHER_PLATFORM not in found(without(CHROME, "accept-language", sec_ch_ua_platform='"Fuchsia"'))


CURL = IMPOSTORS["curl"]


@pytest.mark.parametrize(
    ("path", "method", "looked_at"),
    [
        ("/", "GET", True),
        ("/blog/moltbot", "GET", True),
        ("/services/", "GET", True),
        ("/index.html", "GET", True),
        ("/theme/css/site.0123.css", "GET", False),
        ("/blog/molt.png", "GET", False),
        ("/", "HEAD", False),
        ("/", "POST", False),
        ("/", "OPTIONS", False),
    ],
)
def test_only_the_opening_of_a_page_is_looked_at(path: str, method: str, looked_at: bool) -> None:
    assert bool(found(CURL, path, method)) is looked_at


@pytest.mark.parametrize("destination", ["empty", "image", "script"])
def test_what_a_browser_says_is_no_document_is_not_looked_at(destination: str) -> None:
    assert found({**CURL, "sec-fetch-dest": destination}) == set()


@pytest.mark.parametrize(
    "user_agent",
    ["Chrome/" + "1" * 9999, "Version/18." * 2000, "Version/18.1 " * 2000, "\xff" * 9999, CHROME_UA + "(" * 9999],
)
def test_a_hostile_name_takes_no_time(user_agent: str) -> None:
    raw = [
        (b"accept", b"text/html"),
        (b"accept-language", b"fr"),
        (b"sec-ch-ua", b'"'),
        (b"sec-ch-ua-platform", b"\xff"),
    ]

    assert len(contradictions("GET", "/", user_agent, raw, is_https=True)) < 6


@given(st.lists(st.tuples(st.sampled_from(list(CHROME)), st.binary(max_size=40))), st.text(), st.text(), st.booleans())
def test_no_request_is_too_odd(fields: list[tuple[str, bytes]], path: str, user_agent: str, is_https: bool) -> None:
    raw = [(name.encode(), value) for name, value in fields]

    assert len(contradictions("GET", path, user_agent, raw, is_https=is_https)) <= 7
