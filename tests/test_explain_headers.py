# SPDX-License-Identifier: MIT
"""Every header of an answer, with the rule that made it: as served, and nothing left unexplained."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from middleware.app import create_app
from middleware.challenge_files import script
from middleware.explain import explain_path
from middleware.policy import load_policy
from tests.asgi import ask
from tests.sealed import seal

RULES = """
[site]
url = "https://rempart.example"
[headers]
referrer-policy = "no-referrer"
x-dns-prefetch-control = false
content-security-policy = { trusted-types = false, base-uri = ["'self'"] }
[headers.content-security-policy-report-only]
img-src = ["'none'"]
[[paths]]
match = "/blog/*"
[paths.headers]
x-frame-options = false
permissions-policy = { fullscreen = ["self"] }
content-security-policy = { form-action = ["'self'"] }
content-security-policy-report-only = { font-src = ["'none'"] }
[[paths]]
match = "/blog/été"
headers = { referrer-policy = "same-origin" }
[cache]
page = "no-store"
[signals]
content-usage = { search = false }
"""
HEADERS, BLOG, ETE = (
    f"rules.toml {rule}" for rule in ("[headers]", '[[paths]] match = "/blog/*"', '[[paths]] match = "/blog/été"')
)


READER = [("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"),
          ("accept", "text/html"), ("accept-language", "fr"), ("sec-fetch-mode", "navigate")]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seal(tmp_path_factory.mktemp("sealed"))


@cache
def explained(folder: Path, path: str, text: str = RULES) -> tuple[str, dict[tuple[str, str], str]]:
    """The first line, and {(header, value): rule}."""
    file = folder.parent / "rules.toml"
    file.write_text(text, encoding="utf-8")
    title, empty, *lines = explain_path(path, folder, load_policy(file), "rules.toml")
    assert empty == ""
    table: dict[tuple[str, str], str] = {}
    name = ""
    for line in lines:
        name = line.partition(" ")[0] or name
        value, _, rule = line[len(name) :].strip().rpartition("  ") if line[0] != " " else line.strip().rpartition("  ")
        table[name, value.strip()] = rule
    return title, table


@pytest.mark.parametrize(
    ("path", "header", "value", "rule"),
    [
        ("/", "referrer-policy", "no-referrer", HEADERS),
        ("/blog/été", "referrer-policy", "same-origin", ETE),
        ("/blog/molt.png", "referrer-policy", "no-referrer", HEADERS),
        ("/", "x-content-type-options", "nosniff", "default"),
        ("/", "x-dns-prefetch-control", "(left out)", HEADERS),
        ("/", "x-frame-options", "DENY", "default"),
        ("/blog/été", "x-frame-options", "(left out)", BLOG),
        ("/", "content-security-policy", "default-src 'none'", "default"),
        ("/", "content-security-policy", "base-uri 'self'", HEADERS),
        ("/", "content-security-policy", "trusted-types (left out)", HEADERS),
        ("/", "content-security-policy", "style-src 'self'", "page"),
        ("/", "content-security-policy", "script-src 'none'", "page"),
        ("/", "content-security-policy", "form-action 'none'", "default"),
        ("/blog/été", "content-security-policy", "form-action 'self'", BLOG),
        ("/", "content-security-policy", "upgrade-insecure-requests", "rules.toml [site] url"),
        ("/", "content-security-policy", "report-to csp", "rules.toml [reports]"),
        ("/", "content-security-policy-report-only", "img-src 'none'", HEADERS),
        ("/", "content-security-policy-report-only", "style-src 'self'", "page"),
        ("/", "content-security-policy-report-only", "base-uri 'self'", HEADERS),
        ("/blog/été", "content-security-policy-report-only", "font-src 'none'", BLOG),
        ("/blog/été", "content-security-policy-report-only", "img-src 'none'", HEADERS),
        ("/blog/été", "permissions-policy", "fullscreen=(self)", BLOG),
        ("/", "reporting-endpoints", 'csp="https://rempart.example/_reports"', "rules.toml [reports]"),
        ("/", "integrity-policy", "blocked-destinations=(script), endpoints=(csp)", "default"),
        ("/", "strict-transport-security", "max-age=63072000; includeSubDomains", "default"),
        ("/", "cache-control", "no-store", "rules.toml [cache] page"),
        ("/robots.txt", "cache-control", "max-age=3600", "default"),
        ("/", "content-usage", "train-ai=n", "rules.toml [signals]"),
        ("/", "tdm-reservation", "1", "default, from [crawlers]"),
        ("/", "content-type", "text/html; charset=utf-8", "release"),
        ("/", "vary", "accept-encoding", "server"),
        ("/blog/molt.png", "cross-origin-resource-policy", "cross-origin", "default (media)"),
        ("/blog/molt.png", "content-security-policy", "sandbox", "default (media)"),
        ("/dessin.svg", "content-security-policy", "style-src 'unsafe-inline'", "default (svg)"),
        ("/services/", "location", "/services", "server"),
        ("/services/", "cache-control", "max-age=3600", "server"),
        ("/services/", "content-length", "0", "server"),
        ("/absent", "cache-control", "no-store", "rules.toml [cache] page"),
        ("/blog/absent", "x-frame-options", "DENY", "default"),
        ("/_reports", "referrer-policy", "no-referrer", HEADERS),
        ("/_reports", "allow", "POST", "server"),
        ("/_garde", "cache-control", "no-store", "server"),
        ("/_garde", "content-security-policy", "style-src 'self'", "page"),
        ("/_garde", "content-security-policy", "form-action 'none'", "default"),
        ("/_garde", "x-robots-tag", "noindex", "server"),
        (script().path, "cache-control", "max-age=31536000, immutable", "default"),
    ],
)  # fmt: skip
def test_each_value_has_its_rule(folder: Path, path: str, header: str, value: str, rule: str) -> None:
    _, table = explained(folder, path)

    assert table[header, value] == rule


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "GET /: 200, document, policy class page-1"),
        ("/blog/molt.png", "GET /blog/molt.png: 200, media"),
        ("/blog/atom.xml", "GET /blog/atom.xml: 200, xml"),
        ("/services/", "GET /services/: 308, moved to /services"),
        ("/absent", "GET /absent: 404, document, policy class page-1"),
        ("/_reports", "GET /_reports: 405, refusal"),
        ("/inventaire/x", "GET /inventaire/x: 404, refusal"),
        ("/_garde", "GET /_garde: 403, document"),
        (script().path, f"GET {script().path}: 200, asset"),
    ],
)
def test_the_first_line_says_what_the_answer_is(folder: Path, path: str, title: str) -> None:
    assert explained(folder, path)[0] == title


@pytest.mark.parametrize(
    "path",
    ["/", "/services", "/blog/été", "/blog/molt.png", "/dessin.svg", "/services/", "/no", "/_reports", "/inventaire/"],
)
@pytest.mark.parametrize("text", ["", RULES], ids=["default", "rules"])
def test_the_table_is_the_answer(folder: Path, path: str, text: str) -> None:
    """Every header served is in the table with its whole value, and none that is not served."""
    _, table = explained(folder, path, text)
    file = folder.parent / "rules.toml"

    fields = ask(create_app(folder, file), path, headers=READER).fields

    kept = [(name, value) for name, value in table if "(left out)" not in value]
    assert {name for name, _ in kept} == fields.keys()
    assert {name: joined(name, [value for each, value in kept if each == name]) for name in fields} == same(fields)


def joined(name: str, values: list[str]) -> str:
    if name == "permissions-policy":
        return ", ".join(sorted(feature for value in values for feature in value.rstrip(",").split(", ")))
    return "; ".join(values)


def same(fields: Mapping[str, str]) -> dict[str, str]:
    """The features of a Permissions-Policy in any order: the table groups them by rule."""
    return {
        name: ", ".join(sorted(value.split(", "))) if name == "permissions-policy" else value
        for name, value in fields.items()
    }


def test_without_reports_their_path_is_like_any_other(folder: Path) -> None:
    title, _ = explained(folder, "/_reports", "[reports]\nenabled = false")

    assert title == "GET /_reports: 404, document, policy class page-1"


def test_columns_stand_under_each_other(folder: Path) -> None:
    file = folder.parent / "empty.toml"
    file.write_text("")

    _, _, *lines = explain_path("/blog/molt.png", folder, load_policy(file), "empty.toml")

    column = lines[0].index("server")
    assert all(line[column - 2 : column] == "  " and line[column] != " " for line in lines)
