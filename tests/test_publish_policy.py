# SPDX-License-Identifier: MIT
"""The policy's say in a publish: https, placeholders, faults of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.small_site import BLOG, ROOT, publish, text, write


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write(tmp_path / "content", BLOG)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def test_a_placeholder_that_is_shown_warns_and_stops_a_release_for_the_public(tmp_path: Path, output: Path) -> None:
    policy = (ROOT / "policy.toml").read_text("utf-8")
    public = tmp_path / "policy.toml"
    public.write_text(policy.replace("http://127.0.0.1:8000", "https://rempart.example"), "utf-8")

    warned = publish(ROOT / "content", output, policy=public)
    refused = publish(ROOT / "content", output, "--production", policy=public)

    assert warned.returncode == 0, warned.stderr
    assert "owner.publisher: still a placeholder, shown on " in warned.stdout
    assert refused.returncode == 1
    assert re.search(
        r"^policy\.toml:\d+: owner\.publisher: still a placeholder, shown on ", refused.stderr, re.MULTILINE
    )


def test_a_release_for_the_public_needs_https_and_no_placeholder(content: Path, output: Path) -> None:
    done = publish(content, output, "--production")

    assert done.returncode == 2
    assert 'site.url = "http://127.0.0.1:8000": not https' in done.stderr


def test_a_site_without_placeholders_is_published_for_the_public(content: Path, output: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    keys = re.findall(r"^(\w+) = \"À COMPLÉTER", (ROOT / "policy.toml").read_text("utf-8"), re.MULTILINE)
    facts = "\n".join(f'{key} = "https://rempart.example/{key}"' for key in keys)
    policy.write_text(f'[site]\nurl = "https://rempart.example"\n[owner]\n{facts}\n', "utf-8")

    done = publish(content, output, "--production", policy=policy)

    assert done.returncode == 0, done.stderr
    assert "https://rempart.example/blog/un" in text(output, "/sitemap.xml")
    assert "Contact: https://rempart.example/security_contact" in text(output, "/.well-known/security.txt")


@pytest.mark.parametrize(
    ("text_", "expected"),
    [
        ("[site]\nnom = 'x'\n[headers]\nx = 1\n", ["site.nom", "headers.x"]),
        (None, ["cannot be read"]),
    ],
)
def test_a_policy_that_cannot_be_obeyed_is_exit_code_2(
    content: Path, output: Path, tmp_path: Path, text_: str | None, expected: list[str]
) -> None:
    policy = tmp_path / "bad.toml"
    if text_ is not None:
        policy.write_text(text_)

    done = publish(content, output, policy=policy)

    assert done.returncode == 2
    assert all(word in done.stderr for word in expected)
    assert not (output / "current").exists()
