# SPDX-License-Identifier: MIT
"""What documents are told of reporting: where to, in words that the address of the site allows, and a second policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from middleware.headers import Kind, security_headers
from middleware.path_policy import headers_of, matching
from middleware.policy import Policy, load_policy

HTTPS = '[site]\nurl = "https://rempart.example"\n'
PAGE = {"img-src": ("'self'",), "script-src": ("'none'",)}
WATCHED = "content-security-policy-report-only"


def written(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "written.toml"
    path.write_text(text)
    return load_policy(path)


def headers(policy: Policy, kind: Kind = Kind.DOCUMENT, path: str = "/") -> dict[str, str]:
    changed = headers_of(policy.headers, matching(policy.paths, path))
    page = PAGE if kind is Kind.DOCUMENT else {}
    built = security_headers(changed, kind, page, is_https=policy.site.is_https)
    return {name.decode(): value.decode() for name, value in built}


def directives(value: str) -> dict[str, str]:
    return {name: sources for name, _, sources in (part.partition(" ") for part in value.split("; "))}


def test_https_names_one_endpoint_for_every_header_that_reports(tmp_path: Path) -> None:
    found = headers(written(tmp_path, HTTPS))

    assert found["reporting-endpoints"] == 'csp="https://rempart.example/_reports"'
    assert found["integrity-policy"] == "blocked-destinations=(script), endpoints=(csp)"
    assert found["content-security-policy"].endswith("; report-uri /_reports; report-to csp")
    assert found["cross-origin-embedder-policy"] == "require-corp"
    assert found["cross-origin-opener-policy"] == "same-origin"


def test_http_has_report_uri_alone_since_report_to_would_silence_it(policy: Policy) -> None:
    found = headers(policy)

    assert found["content-security-policy"].endswith("; report-uri /_reports")
    assert found["integrity-policy"] == "blocked-destinations=(script)"
    assert "reporting-endpoints" not in found


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DOCUMENT])
def test_what_is_no_document_reports_nothing(tmp_path: Path, kind: Kind) -> None:
    policy = written(tmp_path, f"{HTTPS}[headers.content-security-policy-report-only]\nimg-src = [\"'none'\"]")

    found = headers(policy, kind)

    assert not {"reporting-endpoints", "integrity-policy", WATCHED} & found.keys()
    assert "report-" not in found["content-security-policy"]


def test_reports_switched_off_leave_no_trace(tmp_path: Path) -> None:
    found = headers(written(tmp_path, f"{HTTPS}[reports]\nenabled = false"))

    assert "reporting-endpoints" not in found
    assert found["integrity-policy"] == "blocked-destinations=(script)"
    assert "report-" not in found["content-security-policy"]


def test_an_integrity_policy_left_out_stays_out(tmp_path: Path) -> None:
    found = headers(written(tmp_path, f"{HTTPS}[headers]\nintegrity-policy = false"))

    assert "integrity-policy" not in found
    assert "reporting-endpoints" in found


def test_a_report_only_policy_rides_beside_the_enforced_one(tmp_path: Path) -> None:
    text = "[headers.content-security-policy-report-only]\nimg-src = [\"'none'\"]\ntrusted-types = false"
    policy = written(tmp_path, HTTPS + text)

    found = headers(policy)
    enforced, watched = directives(found["content-security-policy"]), directives(found[WATCHED])

    assert enforced["img-src"] == "'self'"
    assert watched == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "img-src": "'none'",
        "script-src": "'none'",
        "report-uri": "/_reports",
        "report-to": "csp",
    }


def test_false_takes_a_directive_of_the_page_itself_out_of_the_report_only_policy(tmp_path: Path) -> None:
    policy = written(tmp_path, "[headers.content-security-policy-report-only]\nimg-src = false")

    assert "img-src" not in headers(policy)[WATCHED]


def test_directives_that_browsers_ignore_there_are_left_out_of_the_report_only_policy(tmp_path: Path) -> None:
    enforced = "[headers.content-security-policy]\nsandbox = ['allow-scripts']\n"
    policy = written(tmp_path, f"{HTTPS}{enforced}[headers.content-security-policy-report-only]")

    watched = directives(headers(policy)[WATCHED])

    assert not {"sandbox", "upgrade-insecure-requests"} & watched.keys()


def test_without_the_table_there_is_no_report_only_policy(policy: Policy) -> None:
    assert WATCHED not in headers(policy)


PATHS = """
[headers.content-security-policy-report-only]
style-src = ["'none'"]
[[paths]]
match = "/blog/*"
headers = { content-security-policy-report-only = { img-src = ["'none'"] } }
[[paths]]
match = "/blog/calme"
headers = { content-security-policy-report-only = false }
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/", {"style-src": "'none'"}), ("/blog/essai", {"style-src": "'none'", "img-src": "'none'"})],
)
def test_some_paths_may_be_watched_more_closely(tmp_path: Path, path: str, expected: dict[str, str]) -> None:
    watched = directives(headers(written(tmp_path, PATHS), path=path)[WATCHED])

    assert expected.items() <= watched.items()


def test_some_paths_may_be_watched_no_more(tmp_path: Path) -> None:
    found = headers(written(tmp_path, PATHS), path="/blog/calme")

    assert WATCHED not in found
    assert found["content-security-policy"].endswith("; report-uri /_reports")
