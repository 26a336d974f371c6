# SPDX-License-Identifier: MIT
"""Pages are fetched ahead by header and file, never the trap, and only where the release holds the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from middleware.policy import Policy
from middleware.release import load_release
from middleware.speculation import SPECULATION, speculation_json
from middleware.static import StaticSite
from tests.asgi import ask
from tests.browser import FLAGS
from tests.conftest import Site
from tests.sealed import seal


def rules_of(trap: str | None) -> list:
    (rule,) = json.loads(speculation_json(trap))["prefetch"]
    return rule["where"]["and"]


def test_the_trap_is_never_fetched_ahead() -> None:
    assert {"not": {"href_matches": "/inventaire/*"}} in rules_of("/inventaire/")
    assert {"not": {"selector_matches": "[rel~=nofollow]"}} in rules_of(None)
    assert len(rules_of(None)) == 2


def test_the_header_leaves_with_the_file_alone(tmp_path: Path, policy: Policy) -> None:
    without = StaticSite(load_release(seal(tmp_path / "a", {"/": b"un"}), policy))
    rules = speculation_json(None).encode()
    holding = StaticSite(load_release(seal(tmp_path / "b", {"/": b"un", SPECULATION: rules}), policy))

    assert "speculation-rules" not in ask(without, "/").fields
    assert ask(holding, "/").fields["speculation-rules"] == '"/speculation.json"'
    assert ask(holding, SPECULATION).fields["content-type"] == "application/speculationrules+json"
    assert "speculation-rules" not in ask(holding, SPECULATION).fields


@pytest.mark.slow
def test_chromium_fetches_ahead_the_link_a_reader_points_at(site: Site, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.goto(site.url + "/")
        with page.context.expect_event("request", lambda request: request.url == site.url + "/services", timeout=5000):
            page.hover("header a[href='/services']")
        browser.close()
