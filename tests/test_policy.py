# SPDX-License-Identifier: MIT
"""policy.toml is checked whole: every fault at once, each with its key, its value and the fix."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from middleware.policy import PolicyError, is_placeholder, load_policy
from tests.conftest import ROOT


def faults(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load_policy(path)
    return refused.value.faults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 1", "colour = 1: unknown key"),
        ("[site]\nnmae = 'x'", "site.nmae = 'x': unknown key: remove it, or write one of"),
        ("[site]\nname = 3", "site.name = 3: not a text in quotes"),
        ("site = 3", "site = 3: not a table"),
        ("[site]\nurl = 'rempart.fr'", "site.url = 'rempart.fr': not the address of a site"),
        ("[site]\nurl = 'https://rempart.fr/'", "site.url = 'https://rempart.fr/': not the address"),
        ("[site]\nurl = 'https://rempart.fr/blog'", "not the address of a site"),
        ("[site]\nurl = 'https://a@rempart.fr'", "not the address of a site"),
        ("[site]\nurl = 'https://rempart.fr:99999'", "not the address of a site"),
        ("[site]\nurl = 'ftp://rempart.fr'", "not the address of a site"),
        ("[site]\nsecurity_txt_expires = 'demain'", "security_txt_expires = 'demain': not a date"),
        ("[owner]\nmail = 'x'", "owner.mail = 'x': unknown key"),
        ("[headers]\nx-frame-options = 'DENI'", "headers.x-frame-options = 'DENI': unknown value: write one of DENY"),
        ("[headers]\nx-frame-option = 'DENY'", "headers.x-frame-option = 'DENY': unknown key"),
        ("[headers]\nx-frame-options = true", "headers.x-frame-options = True: not a text"),
        ("[headers.content-security-policy]\ndefualt-src = []", "defualt-src = []: unknown directive"),
        ("[headers.content-security-policy]\nimg-src = ['self']", "self has no single quotes"),
        ("[headers.content-security-policy]\nimg-src = [\"'none'\", \"'self'\"]", "'none' beside another source"),
        ("[headers.content-security-policy]\nimg-src = []", "img-src = []: empty: write 'none'"),
        ("[headers.content-security-policy]\nscript-src = [\"'unsafe-inline'\"]", "would let in"),
        ("[headers.content-security-policy]\nscript-src = [\"'nonce-abc'\"]", "would let in"),
        ("[headers.content-security-policy]\nscript-src = ['sha256-abc=']", "no single quotes"),
        ("[headers.content-security-policy]\nimg-src = ['https:']", "is not this site"),
        ("[headers.content-security-policy]\nimg-src = ['*']", "is not this site"),
        ("[headers.content-security-policy]\nimg-src = ['https://cdn.example']", "is not this site"),
        ("[headers.content-security-policy]\nimg-src = 'self'", "not an array of texts"),
        ("[headers.content-security-policy]\nimg-src = [1]", "put each item in quotes"),
        ("[headers.content-security-policy]\ntrusted-types = ['mine']", "mine is not allowed here"),
        ("[headers.content-security-policy]\nupgrade-insecure-requests = ['x']", "x is not allowed here"),
        ("[headers.permissions-policy]\ncamra = []", "headers.permissions-policy.camra = []: unknown feature"),
        ("[headers.permissions-policy]\ncamera = ['*']", "a third party may not be allowed"),
        ("[headers.strict-transport-security]\nmax_age = -1", "max_age = -1: too small: write 0 or more"),
        ("[headers.strict-transport-security]\nmax_age = 9\npreload = true", "preload = True: promises too little"),
        ("[headers.strict-transport-security]\nmaxage = 9", "maxage = 9: unknown key"),
        ('[cache]\npage = "no-cache\\r\\nx: y"', "not a header value"),
        ("[cache]\npage = 'été'", "not a header value"),
        ("[cache]\npages = 'x'", "cache.pages = 'x': unknown key"),
        ("[crawlers]\nmode = 'off'", "crawlers.mode"),
    ],
)
def test_each_fault_names_the_key_the_value_and_the_fix(tmp_path: Path, text: str, message: str) -> None:
    found = faults(tmp_path, text)

    assert len(found) == 1
    assert message in found[0]


def test_all_faults_are_told_in_one_go(tmp_path: Path) -> None:
    found = faults(tmp_path, "a = 1\n[site]\nurl = 'x'\nb = 2\n[headers]\nreferrer-policy = 'no'\n[cache]\nc = 3")

    assert len(found) == 5


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"[site\n", "is not TOML"), (b"\xff", "is not UTF-8"), (None, "cannot be read")],
)
def test_a_file_that_is_no_policy_is_one_clear_sentence(tmp_path: Path, data: bytes | None, message: str) -> None:
    path = tmp_path / "policy.toml"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(PolicyError, match=message):
        load_policy(path)


def test_the_house_policy_writes_out_the_defaults(tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text("")

    ours, defaults = load_policy(ROOT / "policy.toml"), load_policy(empty)

    assert (ours.headers, ours.cache, ours.crawlers) == (defaults.headers, defaults.cache, defaults.crawlers)
    assert ours.reports == defaults.reports
    assert (ours.server, ours.limits) == (defaults.server, defaults.limits)


def test_a_missing_owner_fact_is_a_placeholder(tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text("")

    owner = load_policy(empty).owner

    assert all(is_placeholder(value) for value in owner.values())
    assert set(tomllib.loads((ROOT / "policy.toml").read_text("utf-8"))["owner"]) == set(owner)
