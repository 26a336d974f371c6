# SPDX-License-Identifier: MIT
"""Headers by path: the most specific wins, arrays replace, false removes, the unmatched get the strictest."""

from __future__ import annotations

from pathlib import Path

import pytest

from middleware.policy import PolicyError, load_policy
from middleware.release import load_release
from middleware.static import StaticSite
from tests.asgi import ask
from tests.sealed import seal

RULES = """
[[paths]]
match = "/blog/été"
headers = { referrer-policy = "same-origin" }

[[paths]]
match = "/blog/*"
[paths.headers]
referrer-policy = "no-referrer"
x-frame-options = false
permissions-policy = { fullscreen = ["self"] }
content-security-policy = { form-action = ["'self'"], trusted-types = false }

[[paths]]
match = "/*"
headers = { x-dns-prefetch-control = false, permissions-policy = false }
"""


@pytest.fixture
def site(tmp_path: Path) -> StaticSite:
    file = tmp_path / "rules.toml"
    file.write_text(RULES, encoding="utf-8")
    folder = seal(tmp_path, {"/": b"accueil", "/blog": b"liste", "/blog/été": b"un", "/blog/essai": b"deux"})
    return StaticSite(load_release(folder, load_policy(file)))


@pytest.mark.parametrize(
    ("path", "referrer"),
    [
        ("/", "strict-origin-when-cross-origin"),
        ("/blog", "strict-origin-when-cross-origin"),
        ("/blog/essai", "no-referrer"),
        ("/blog/été", "same-origin"),
    ],
)
def test_the_most_specific_rule_wins(site: StaticSite, path: str, referrer: str) -> None:
    assert ask(site, path).fields["referrer-policy"] == referrer


def test_false_removes_and_what_a_longer_rule_does_not_name_stays(site: StaticSite) -> None:
    fields = ask(site, "/blog/été").fields

    assert not {"x-frame-options", "x-dns-prefetch-control"} & fields.keys()
    assert "x-frame-options" in ask(site, "/").fields


def test_a_longer_rule_gives_back_a_header_that_a_shorter_one_removed(site: StaticSite) -> None:
    assert "permissions-policy" not in ask(site, "/").fields
    assert ask(site, "/blog/essai").fields["permissions-policy"] == "fullscreen=(self)"


def test_arrays_replace_and_a_directive_may_go(site: StaticSite) -> None:
    csp = ask(site, "/blog/essai").fields["content-security-policy"]

    assert "form-action 'self';" in csp
    assert "trusted-types 'none'" not in csp
    assert "base-uri 'none'" in csp


@pytest.mark.parametrize("path", ["/absent", "/blog/absent", "/blog//essai", "/blog/essai;x", "/BLOG/essai"])
def test_what_is_not_a_page_keeps_the_strictest(site: StaticSite, path: str) -> None:
    fields = ask(site, path).fields

    assert fields["referrer-policy"] == "strict-origin-when-cross-origin"
    assert fields["x-frame-options"] == "DENY"
    assert "form-action 'none'" in fields["content-security-policy"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[paths]]\nmatch = "blog"', "paths[0].match = 'blog': not a path"),
        ('[[paths]]\nmatch = "/a*b"', "paths[0].match = '/a*b': not a path"),
        ('[[paths]]\nmatch = "/a"\n[[paths]]\nmatch = "/a"', "paths[1].match = '/a': written twice"),
        ('[[paths]]\nmatch = "/a"\nheadres = {}', "paths[0].headres = {}: unknown key"),
        ('[[paths]]\nmatch = "/a"\nheaders = { x-frame-option = "DENY" }', "paths[0].headers.x-frame-option"),
        ('paths = "x"', "paths = 'x': not an array of tables"),
    ],
)
def test_a_wrong_rule_is_named_by_its_place(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text)

    with pytest.raises(PolicyError) as refused:
        load_policy(file)

    assert any(message in fault for fault in refused.value.faults)
