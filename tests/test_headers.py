# SPDX-License-Identifier: MIT
"""The header bytes of each policy class, to the letter: a change here is a change of what every reader gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from middleware.headers import Kind, kind_of, security_headers
from middleware.policy import Policy, load_policy

PAGE = {"img-src": ("'self'",), "script-src": ("'none'",), "style-src": ("'self'",)}
CSP = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; img-src 'self'; script-src 'none'; style-src 'self'; "
    "report-uri /_reports"
)


def headers(policy: Policy, kind: Kind) -> dict[str, str]:
    page = PAGE if kind is Kind.DOCUMENT else {}
    built = security_headers(policy.headers, kind, page, is_https=policy.site.is_https)
    return {name.decode(): value.decode() for name, value in built}


def written(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "written.toml"
    path.write_text(text)
    return load_policy(path)


# What the default policy says of the use of texts and pictures, wherever there are some.
USE = {
    "content-usage": "search=y, train-ai=n",
    "tdm-policy": "http://127.0.0.1:8000/politique-robots",
    "tdm-reservation": "1",
}


def test_a_document_carries_the_whole_table(policy: Policy) -> None:
    found = headers(policy, Kind.DOCUMENT)

    permissions = found.pop("permissions-policy")
    assert found == {
        **USE,
        "content-security-policy": CSP,
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "integrity-policy": "blocked-destinations=(script)",
        "no-vary-search": 'params=("utm_source" "utm_medium" "utm_campaign" "fbclid" "gclid")',
        "origin-agent-cluster": "?1",
        "speculation-rules": '"/speculation.json"',
        "referrer-policy": "strict-origin-when-cross-origin",
        "x-content-type-options": "nosniff",
        "x-dns-prefetch-control": "off",
        "x-frame-options": "DENY",
        "x-permitted-cross-domain-policies": "none",
    }
    assert permissions.startswith("accelerometer=(), ")
    assert permissions.count("=()") == permissions.count("=") >= 50


ANY = {
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "x-permitted-cross-domain-policies": "none",
}
BARE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
VIEWED = BARE + "; style-src 'unsafe-inline'"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.SVG, {**ANY, **USE, "content-security-policy": VIEWED, "x-frame-options": "DENY"}),
        (Kind.XML, {**ANY, **USE, "content-security-policy": VIEWED}),
        (Kind.MEDIA, {**ANY, **USE, "content-security-policy": BARE, "cross-origin-resource-policy": "cross-origin"}),
        (Kind.ASSET, {**ANY, "content-security-policy": BARE}),
        (Kind.REFUSAL, {**ANY, "content-security-policy": BARE, "x-frame-options": "DENY"}),
    ],
)
def test_what_is_no_document_is_sandboxed(policy: Policy, kind: Kind, expected: dict[str, str]) -> None:
    assert headers(policy, kind) == expected


def test_https_brings_hsts_everywhere_and_upgrades_documents(tmp_path: Path) -> None:
    policy = written(tmp_path, '[site]\nurl = "https://rempart.example"')

    for kind in Kind:
        assert headers(policy, kind)["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    assert headers(policy, Kind.DOCUMENT)["content-security-policy"].endswith(
        "; upgrade-insecure-requests; report-uri /_reports; report-to csp"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ preload = true }", "max-age=63072000; includeSubDomains; preload"),
        ("{ include_subdomains = false }", "max-age=63072000"),
        ("{ max_age = 300 }", "max-age=300; includeSubDomains"),
        ("false", None),
    ],
)
def test_hsts_says_what_the_owner_wrote(tmp_path: Path, text: str, expected: str | None) -> None:
    policy = written(
        tmp_path, f'[site]\nurl = "https://rempart.example"\n[headers]\nstrict-transport-security = {text}'
    )

    assert headers(policy, Kind.ASSET).get("strict-transport-security") == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("referrer-policy = false", "referrer-policy"),
        ("cross-origin-resource-policy = false", "cross-origin-resource-policy"),
        ("permissions-policy = false", "permissions-policy"),
        ("integrity-policy = false", "integrity-policy"),
    ],
)
def test_false_leaves_a_header_out_of_every_kind(tmp_path: Path, text: str, name: str) -> None:
    policy = written(tmp_path, f"[headers]\n{text}")

    assert all(name not in headers(policy, kind) for kind in Kind)


def test_a_feature_may_be_allowed_to_the_site_itself(tmp_path: Path) -> None:
    policy = written(tmp_path, '[headers.permissions-policy]\nfullscreen = ["self"]')

    assert "fullscreen=(self)" in headers(policy, Kind.DOCUMENT)["permissions-policy"]


def test_a_directive_may_be_dropped_or_written_anew(tmp_path: Path) -> None:
    policy = written(tmp_path, "[headers.content-security-policy]\ntrusted-types = false\nbase-uri = [\"'self'\"]")

    found = headers(policy, Kind.DOCUMENT)["content-security-policy"]

    assert "trusted-types 'none'" not in found
    assert "base-uri 'self'" in found


@pytest.mark.parametrize(
    ("media_type", "cache", "kind"),
    [
        ("text/html; charset=utf-8", "page", Kind.DOCUMENT),
        ("image/svg+xml; charset=utf-8", "media", Kind.SVG),
        ("application/atom+xml; charset=utf-8", "feed", Kind.XML),
        ("application/xml; charset=utf-8", "feed", Kind.XML),
        ("image/png", "media", Kind.MEDIA),
        ("image/png", "asset", Kind.ASSET),
        ("text/css; charset=utf-8", "asset", Kind.ASSET),
        ("application/json", "signal", Kind.ASSET),
    ],
)
def test_the_kind_follows_the_media_type(media_type: str, cache: str, kind: Kind) -> None:
    assert kind_of(media_type, cache) is kind


def test_no_header_of_an_answer_names_the_software(policy: Policy) -> None:
    for kind in Kind:
        assert not {"server", "x-powered-by", "x-generator"} & headers(policy, kind).keys()
