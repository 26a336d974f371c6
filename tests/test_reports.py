# SPDX-License-Identifier: MIT
"""What browsers really send -> the five short texts that are kept, and nothing of the reader."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.reports import (
    CSP_REPORT,
    MEDIA_TYPES,
    REPORTS_JSON,
    UNKNOWN_PAGE,
    ReportError,
    Violation,
    page_name,
    parse_reports,
)

SITE = "https://rempart.example"
PATHS = {"/", "/services", "/blog/été"}
PAGE_OF = partial(page_name, hosts={"rempart.example", "127.0.0.1:8000"}, paths=PATHS)
POLICY = "default-src 'none'; img-src 'self'; report-uri /_reports; report-to csp"
CHROMIUM = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0"


def parse(document: Any, media_type: str = REPORTS_JSON) -> tuple[Violation, ...]:
    return parse_reports(json.dumps(document).encode(), media_type, PAGE_OF)


# Seen in Chromium 156.
CHROMIUM_URI = {
    "csp-report": {
        "document-uri": f"{SITE}/?secret=1",
        "referrer": "https://www.google.example/",
        "violated-directive": "img-src",
        "effective-directive": "img-src",
        "original-policy": POLICY,
        "disposition": "enforce",
        "blocked-uri": "http://127.0.0.1:9/x.png?q=1",
        "line-number": 1,
        "column-number": 147,
        "source-file": f"{SITE}/",
        "status-code": 200,
        "script-sample": "",
    }
}
CHROMIUM_CSP = {
    "age": 100,
    "body": {
        "blockedURL": "inline",
        "columnNumber": 67,
        "disposition": "enforce",
        "documentURL": f"{SITE}/services?secret=1",
        "effectiveDirective": "style-src-attr",
        "lineNumber": 1,
        "originalPolicy": POLICY,
        "referrer": "",
        "sample": "",
        "sourceFile": f"{SITE}/services",
        "statusCode": 200,
    },
    "type": "csp-violation",
    "url": f"{SITE}/services?secret=1",
    "user_agent": CHROMIUM,
}
CHROMIUM_INTEGRITY = {
    "age": 0,
    "body": {
        "blockedURL": f"{SITE}/nointeg.js",
        "destination": "script",
        "documentURL": f"{SITE}/",
        "reportOnly": False,
    },
    "type": "integrity-violation",
    "url": f"{SITE}/",
    "user_agent": CHROMIUM,
}
CHROMIUM_PERMISSIONS = {
    "age": 12025,
    "body": {
        "columnNumber": 53,
        "disposition": "enforce",
        "lineNumber": 1021,
        "message": "Permissions policy violation: camera is not allowed in this document.",
        "policyId": "camera",
        "sourceFile": f"{SITE}/",
    },
    "type": "permissions-policy-violation",
    "url": f"{SITE}/",
    "user_agent": CHROMIUM,
}
COEP = {
    "age": 1,
    "body": {
        "blockedURL": "https://ailleurs.example/image.png?",
        "destination": "image",
        "disposition": "reporting",
        "type": "corp",
    },
    "type": "coep",
    "url": f"{SITE}/",
    "user_agent": CHROMIUM,
}
COOP = {
    "age": 1,
    "body": {
        "disposition": "enforce",
        "effectivePolicy": "same-origin-plus-coep",
        "previousResponseURL": "https://ailleurs.example/",
        "referrer": "https://ailleurs.example/",
        "type": "navigation-to-response",
    },
    "type": "coop",
    "url": f"{SITE}/",
    "user_agent": CHROMIUM,
}
FIREFOX_URI = {
    "csp-report": {
        "blocked-uri": "data",
        "column-number": 1,
        "disposition": "report",
        "document-uri": f"{SITE}/blog/%C3%A9t%C3%A9",
        "effective-directive": "img-src",
        "line-number": 12,
        "original-policy": POLICY,
        "referrer": "",
        "status-code": 200,
        "violated-directive": "img-src",
    }
}
OLD_FIREFOX_URI = {
    "csp-report": {
        "document-uri": "http://127.0.0.1:8000/services",
        "referrer": "",
        "blocked-uri": "self",
        "violated-directive": "script-src 'none'",
        "original-policy": POLICY,
    }
}
FIREFOX_CSP = {
    "age": 4,
    "type": "csp-violation",
    "url": f"{SITE}/services",
    "user_agent": FIREFOX,
    "body": {
        "blockedURL": "https://u:p@ailleurs.example:8443/x.js?jeton=1#f",
        "disposition": "report",
        "documentURL": f"{SITE}/services",
        "effectiveDirective": "script-src-elem",
        "originalPolicy": POLICY,
        "sample": None,
        "sourceFile": None,
    },
}
FIREFOX_PERMISSIONS = {
    "type": "permissions-policy-violation",
    "body": {"featureId": "geolocation", "disposition": "report"},
}


@pytest.mark.parametrize(
    ("media_type", "document", "expected"),
    [
        (CSP_REPORT, CHROMIUM_URI, [("csp-violation", "/", "img-src", "http://127.0.0.1:9/x.png", "enforce")]),
        (CSP_REPORT, FIREFOX_URI, [("csp-violation", "/blog/été", "img-src", "data", "report")]),
        (CSP_REPORT, OLD_FIREFOX_URI, [("csp-violation", "/services", "script-src", "self", "enforce")]),
        (
            REPORTS_JSON,
            [CHROMIUM_CSP, CHROMIUM_INTEGRITY],
            [
                ("csp-violation", "/services", "style-src-attr", "inline", "enforce"),
                ("integrity-violation", "/", "script", f"{SITE}/nointeg.js", "enforce"),
            ],
        ),
        (
            REPORTS_JSON,
            [FIREFOX_CSP],
            [("csp-violation", "/services", "script-src-elem", "https://ailleurs.example:8443/x.js", "report")],
        ),
        (REPORTS_JSON, [COEP], [("coep", "/", "corp", "https://ailleurs.example/image.png", "report")]),
        (REPORTS_JSON, [COOP], [("coop", "/", "navigation-to-response", "", "enforce")]),
        (REPORTS_JSON, [CHROMIUM_PERMISSIONS], [("permissions-policy-violation", "/", "camera", "", "enforce")]),
        (
            REPORTS_JSON,
            FIREFOX_PERMISSIONS,
            [("permissions-policy-violation", UNKNOWN_PAGE, "geolocation", "", "report")],
        ),
    ],
    ids=[
        "Chromium, report-uri",
        "Firefox, report-uri",
        "old Firefox, report-uri",
        "Chromium, report-to",
        "Firefox, report-to",
        "COEP",
        "COOP",
        "Permissions-Policy of Chromium",
        "Permissions-Policy as specified, alone",
    ],
)
def test_each_shape_is_kept_to_five_short_texts(media_type: str, document: Any, expected: list[tuple]) -> None:
    assert parse(document, media_type) == tuple(Violation(*row) for row in expected)


def csp(**body: Any) -> dict[str, Any]:
    return {**CHROMIUM_CSP, "body": {**CHROMIUM_CSP["body"], **body}}


@pytest.mark.parametrize(
    ("report_only", "disposition"), [(True, "report"), (False, "enforce"), (None, "enforce"), ("yes", "enforce")]
)
def test_an_integrity_policy_may_be_watched_only(report_only: object, disposition: str) -> None:
    report = {**CHROMIUM_INTEGRITY, "body": {**CHROMIUM_INTEGRITY["body"], "reportOnly": report_only}}

    assert parse([report])[0].disposition == disposition


@pytest.mark.parametrize("url", [{}, {"url": ""}, {"url": None}])
def test_a_report_without_a_url_is_of_its_body_s_document(url: dict[str, Any]) -> None:
    report = {name: value for name, value in CHROMIUM_CSP.items() if name != "url"} | url

    assert parse([report])[0].page == "/services"


def test_the_other_types_are_left_out_whatever_they_hold() -> None:
    others = [{"type": "deprecation", "body": None}, {"type": "crash"}, CHROMIUM_CSP, {"type": "network-error"}]

    assert len(parse(others)) == 1


@pytest.mark.parametrize(
    "noise",
    [
        csp(blockedURL="chrome-extension"),
        csp(blockedURL="moz-extension://5a1e/x.js"),
        csp(sourceFile="chrome-extension://abcdef/content.js"),
        csp(sourceFile="safari-web-extension://abcdef/content.js"),
        csp(sourceFile="webkit-masked-url://hidden/"),
        csp(sourceFile="Moz-Extension://5a1e/x.js"),
        csp(blockedURL="about:blank"),
        {**csp(), "url": "about:srcdoc"},
    ],
)
def test_what_an_extension_did_is_left_out(noise: dict[str, Any]) -> None:
    assert parse([noise, CHROMIUM_INTEGRITY]) == parse([CHROMIUM_INTEGRITY])


@pytest.mark.parametrize(
    ("blocked", "kept"),
    [
        ("", ""),
        (None, ""),
        ("inline", "inline"),
        ("wasm-eval", "wasm-eval"),
        ("trusted-types-sink", "trusted-types-sink"),
        ("data:image/png;base64,iVBORw0KGgo=", "data"),
        ("blob:https://rempart.example/0a1b", "blob"),
        ("https://ailleurs.example?jeton=1", "https://ailleurs.example"),
        ("wss://ailleurs.example/flux#x", "wss://ailleurs.example/flux"),
        ("https://ailleurs.example/" + "a" * 999, "https://ailleurs.example/" + "a" * 175),
    ],
)
def test_what_was_blocked_is_told_without_query_or_fragment_and_in_short(blocked: str | None, kept: str) -> None:
    assert parse([csp(blockedURL=blocked)])[0].blocked == kept


@pytest.mark.parametrize(
    ("url", "page"),
    [
        (f"{SITE}/", "/"),
        (SITE, "/"),
        (f"{SITE}/services?a=1#b", "/services"),
        (f"{SITE}/blog/%C3%A9t%C3%A9", "/blog/été"),
        ("http://127.0.0.1:8000/services", "/services"),
        (f"{SITE}/services/", UNKNOWN_PAGE),
        (f"{SITE}/wp-login.php", UNKNOWN_PAGE),
        (f"{SITE}/" + "a" * 9999, UNKNOWN_PAGE),
        ("https://ailleurs.example/", UNKNOWN_PAGE),
        ("https://rempart.example:444/", UNKNOWN_PAGE),
        ("/services", UNKNOWN_PAGE),
        ("", UNKNOWN_PAGE),
    ],
)
def test_a_page_is_a_path_of_this_release_or_one_word(url: str, page: str) -> None:
    assert PAGE_OF(url) == page


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}x",
        b"\xff\xfe",
        b"[" * 30_000,
        b"9" * 5_000,
        b"null",
        b"5",
        b'"csp-violation"',
        b"[5]",
        b"[[]]",
        b"{}",
        b'[{"type": ["csp-violation"]}]',
        b'[{"type": "csp-violation"}]',
        b'[{"type": "csp-violation", "body": []}]',
    ],
)
@pytest.mark.parametrize("media_type", sorted(MEDIA_TYPES))
def test_what_is_no_report_is_refused(body: bytes, media_type: str) -> None:
    with pytest.raises(ReportError):
        parse_reports(body, media_type, PAGE_OF)


@pytest.mark.parametrize(
    "report",
    [
        csp(effectiveDirective=None),
        csp(effectiveDirective=""),
        csp(effectiveDirective="img-src\n"),
        csp(effectiveDirective="IMG"),
        csp(effectiveDirective="a" * 65),
        csp(blockedURL=5),
        csp(blockedURL="https://ailleurs.example/\x1b[31m"),
        csp(blockedURL="https://ailleurs.example/é"),
        csp(blockedURL="https://ailleurs.example/\ud800"),
        csp(blockedURL="https://["),
        csp(blockedURL="quelque chose ?"),
        csp(sourceFile=["x"]),
        csp(disposition={}),
        {**csp(), "url": "https://["},
        {**csp(), "url": 5},
        {**CHROMIUM_PERMISSIONS, "body": {}},
    ],
)
def test_one_wrong_member_and_nothing_of_the_body_is_believed(report: dict[str, Any]) -> None:
    with pytest.raises(ReportError):
        parse([CHROMIUM_INTEGRITY, report])


@pytest.mark.parametrize("report", [[], {}, {"csp-report": []}, {"csp-report": {"document-uri": f"{SITE}/"}}])
def test_an_object_of_report_uri_needs_its_members(report: Any) -> None:
    with pytest.raises(ReportError):
        parse(report, CSP_REPORT)


def test_an_empty_array_holds_nothing() -> None:
    assert parse([]) == ()


def test_too_many_are_counted_together() -> None:
    violation = parse([CHROMIUM_CSP])[0]

    assert violation.folded() == Violation("csp-violation", "(autres)", "(autres)", "(autres)", "enforce")


MEMBERS = st.sampled_from([*CHROMIUM_CSP, *CHROMIUM_CSP["body"], "csp-report", *CHROMIUM_URI["csp-report"]])
WORDS = st.sampled_from(["csp-violation", "coop", "https://[", "data:", "inline", f"{SITE}/"]) | st.text(max_size=9)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=8),
    max_leaves=20,
)


def check(body: bytes, media_type: str) -> None:
    try:
        violations = parse_reports(body, media_type, PAGE_OF)
    except ReportError:
        return
    for violation in violations:
        assert violation.page in {*PATHS, UNKNOWN_PAGE}
        assert len(violation.blocked) <= 200
        assert violation.blocked.isascii()
        assert "?" not in violation.blocked
        assert "#" not in violation.blocked


@given(st.binary(max_size=200), st.sampled_from(sorted(MEDIA_TYPES)))
def test_any_bytes_are_violations_or_refused(body: bytes, media_type: str) -> None:
    check(body, media_type)


@given(ANY_JSON, st.sampled_from(sorted(MEDIA_TYPES)))
def test_any_json_is_violations_or_refused(document: Any, media_type: str) -> None:
    check(json.dumps(document).encode(), media_type)


@given(WORDS | st.text(st.characters(max_codepoint=127)), WORDS, WORDS)
def test_any_text_in_a_report_is_kept_short_and_plain_or_refused(blocked: str, url: str, directive: str) -> None:
    report = {**csp(blockedURL=blocked, effectiveDirective=directive), "url": url}

    check(json.dumps([report]).encode(), REPORTS_JSON)
