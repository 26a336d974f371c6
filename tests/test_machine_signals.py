# SPDX-License-Identifier: MIT
"""security.txt as RFC 9116 wants it; and what the build writes for machines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from middleware.policy import Policy
from plugins.signals import security_txt
from tests.small_site import article, manifest, publish, text, write

TODO = "À COMPLÉTER : à écrire"


@pytest.mark.parametrize(
    ("contact", "repository", "expected"),
    [
        ("mailto:securite@rempart.example", TODO, "mailto:securite@rempart.example"),
        ("https://rempart.example/securite", TODO, "https://rempart.example/securite"),
        ("securite@rempart.example", TODO, "mailto:securite@rempart.example"),
        (TODO, "https://git.example/rempart", "https://git.example/rempart"),
        (TODO, TODO, "https://rempart.example/mentions-legales"),
    ],
)
def test_the_contact_is_always_a_uri(policy: Policy, contact: str, repository: str, expected: str) -> None:
    site = replace(policy.site, url="https://rempart.example")

    text = security_txt(site, {"security_contact": contact, "repository": repository})

    assert text.splitlines() == [
        f"Contact: {expected}",
        "Expires: 2027-11-01T00:00:00Z",
        "Preferred-Languages: fr",
        "Canonical: https://rempart.example/.well-known/security.txt",
    ]


def test_the_build_writes_the_signals_of_the_policy(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"blog/un.md": article("Un")})
    policy = tmp_path / "policy.toml"
    policy.write_text('[site]\nurl = "https://rempart.example"\n[signals]\ncontent-usage = { search = false }')

    publish(content, tmp_path / "output", policy=policy)

    tdmrep = json.loads(text(tmp_path / "output", "/.well-known/tdmrep.json"))
    assert tdmrep == [{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://rempart.example/politique-robots"}]
    assert manifest(tmp_path / "output").entries["/.well-known/tdmrep.json"].media_type == "application/json"
    assert "\nContent-Usage: / train-ai=n\n" in text(tmp_path / "output", "/robots.txt")


def test_a_site_that_says_nothing_of_mining_has_no_tdmrep(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"blog/un.md": article("Un")})
    policy = tmp_path / "policy.toml"
    policy.write_text("[signals]\ntdm-reservation = false")

    publish(content, tmp_path / "output", policy=policy)

    assert "/.well-known/tdmrep.json" not in manifest(tmp_path / "output").entries
