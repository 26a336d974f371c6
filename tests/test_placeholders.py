# SPDX-License-Identifier: MIT
"""Facts of the owner that are missing and shown."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from plugins.placeholders import shown_placeholders

OWNER = {
    "publisher": "À COMPLÉTER : nom de l'éditeur",
    "phone": "À COMPLÉTER : téléphone",
    "director": "Une vraie personne",
}
POLICY = '[owner]\nphone = "À COMPLÉTER : téléphone"\npublisher = "À COMPLÉTER : nom de l\'éditeur"\n'


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, "utf-8")
    return path


def test_a_placeholder_is_named_with_its_line_and_its_pages(tmp_path: Path, policy_file: Path) -> None:
    for name in ("mentions-legales", "confidentialite"):
        (tmp_path / f"{name}.html").write_text(f"<p>{escape(OWNER['publisher'])}</p>", "utf-8")

    faults = shown_placeholders(tmp_path, OWNER, policy_file)

    assert [str(fault) for fault in faults] == [
        "policy.toml:3: owner.publisher: still a placeholder, shown on /confidentialite, /mentions-legales: "
        "write the fact itself"
    ]


def test_a_default_that_the_policy_does_not_hold_is_named_at_its_start(tmp_path: Path, policy_file: Path) -> None:
    policy_file.write_text("")
    (tmp_path / "a.html").write_text(OWNER["phone"], "utf-8")

    assert [(fault.line, fault.key) for fault in shown_placeholders(tmp_path, OWNER, policy_file)] == [
        (1, "owner.phone")
    ]


def test_a_placeholder_that_no_page_shows_is_left_in_peace(tmp_path: Path, policy_file: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Une vraie personne</p>", "utf-8")

    assert shown_placeholders(tmp_path, OWNER, policy_file) == []
