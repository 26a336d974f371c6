# SPDX-License-Identifier: MIT
"""security.txt, as RFC 9116 wants it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from middleware.policy import Policy
from plugins.signals import security_txt

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
