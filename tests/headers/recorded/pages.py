# SPDX-License-Identifier: MIT
"""Pages against their own policies, the policies of everything else, and integrity."""

from __future__ import annotations

from tests.headers import csp_elsewhere, csp_page, integrity
from tests.headers.page import digest_source
from tests.headers.recording import HIGH, HTML, INFO, MEDIUM, case, seen, silent, survey
from tests.headers.survey import Exchange, Kind, Survey, Trial

_STRICT = "default-src 'none'"
_SANDBOX = "content-security-policy: default-src 'none'; sandbox"
_HASH = digest_source("sha256", b"run()")
_OWN = digest_source("sha384", b"own()").strip("'")
_REMOTE = "https://b.example/x.js"


def under(policy: str, body: str) -> Exchange:
    """A page holding `body` under `policy`."""
    return seen(f"{HTML}\ncontent-security-policy: {policy}\n\n<!doctype html>{body}")


def bare(body: str, extra: str = "") -> Exchange:
    """A page without a policy."""
    return seen(f"{HTML}\n{extra}\n\n<!doctype html>{body}")


def odd(text: str, trial: Trial = Trial.RAW) -> Survey:
    """An odd path's answer beside the missing page's, which is under a policy."""
    missing = seen(f"{HTML}\ncontent-security-policy: {_STRICT}", kind=Kind.MISSING, status=404, target="/no")
    return survey(missing, seen(text, status=404, kind=Kind.ODD, trial=trial, target="/%00"))


def served(page: Exchange, script: str) -> Survey:
    """A page, and the script it names as it is served."""
    return survey(page, seen(f"content-type: text/javascript\n\n{script}", kind=Kind.SCRIPT, target="/x.js"))


CASES = (
    case(
        csp_page.inline,
        good=[
            under(_STRICT, "<p>no script"),
            under(_STRICT, "<script type=application/ld+json>{}</script><!-- <script>x</script> -->"),
            under(f"script-src {_HASH}", "<script>run()</script>"),
            under("script-src 'nonce-abc'", "<script nonce=abc>run()</script>"),
            under("style-src 'unsafe-inline'; script-src 'none'", "<style>p{}</style>"),
        ],
        bad=[
            (under(_STRICT, "<script>run()</script>"), MEDIUM, "blocked: <script> 'run()'"),
            (under(f"script-src {_HASH}", "<script>run();</script>"), MEDIUM, "blocked: <script>"),
            (under("script-src 'nonce-abc'", "<script nonce=abd>run()</script>"), MEDIUM, "blocked"),
            (under(_STRICT, "<style>p{}</style>"), MEDIUM, "blocked: <style> 'p{}'"),
        ],
        moot=[bare("<script>run()</script>")],
    ),
    case(
        csp_page.attributes,
        good=[under(_STRICT, "<p class=x>"), bare("<p>")],
        bad=[
            (under(_STRICT, "<p style='color:red'>"), MEDIUM, "<p style=>"),
            (under(_STRICT, "<img onerror=x>"), MEDIUM, "onerror="),
            (bare("<p style='color:red'>"), INFO, "<p style=>"),
        ],
    ),
    case(
        csp_page.external,
        good=[
            under(_STRICT, "<p>"),
            under("script-src 'self'", "<script src=/x.js></script>"),
            under("script-src http://localhost:8000/x.js", "<script src=x.js></script>"),
            under("script-src localhost:8000", "<script src=x.js></script>"),
            under(f"script-src '{_OWN}'", f"<script src=/x.js integrity={_OWN}></script>"),
            under("script-src 'nonce-abc'", "<script nonce=abc src=/x.js></script>"),
            under("script-src https://b.example", f"<script src={_REMOTE}></script>"),
            under("img-src 'self'", "<script src=/x.js></script>"),
        ],
        bad=[
            (under(_STRICT, "<script src=/x.js></script>"), MEDIUM, "blocked: /x.js"),
            (under("script-src 'self'", f"<script src={_REMOTE}></script>"), MEDIUM, f"blocked: {_REMOTE}"),
            (under("script-src http://localhost:8000/y.js", "<script src=x.js></script>"), MEDIUM, "blocked: x.js"),
            # A hash authorises an external script, never an external stylesheet.
            (
                under(f"style-src '{_OWN}'", f"<link rel=stylesheet href=/s.css integrity={_OWN}>"),
                MEDIUM,
                "blocked: /s.css",
            ),
        ],
        moot=[bare("<script src=/x.js></script>")],
    ),
    case(
        csp_page.tightness,
        good=[
            under(_STRICT, "<p>"),
            under(f"script-src {_HASH}", "<script>run()</script>"),
            under(f"script-src '{_OWN}'", f"<script src=/x.js integrity={_OWN}></script>"),
        ],
        bad=[
            (under("script-src 'self'", "<p>"), INFO, "scripts allowed on a page without any"),
            (under("img-src 'self'", "<p>"), INFO, "scripts allowed on a page without any"),
            (under(f"script-src {_HASH}", "<script>other()</script>"), INFO, "unused 'sha256-"),
        ],
        moot=[bare("<p>")],
    ),
    case(
        csp_elsewhere.elsewhere,
        good=[
            seen(_SANDBOX),
            seen(f"content-type: image/svg+xml\n{_SANDBOX}"),
            seen(_SANDBOX, status=308),
            seen(f"{HTML}\n{_SANDBOX}"),
        ],
        bad=[
            (seen("content-type: image/svg+xml"), MEDIUM, "no policy on image/svg+xml"),
            (seen("content-type: text/css"), INFO, "no policy on text/css"),
            (seen("", status=405), INFO, "no policy on a bare answer"),
            (seen("content-security-policy: sandbox"), INFO, "without default-src"),
            (seen("content-security-policy: default-src 'none'"), INFO, "and sandbox"),
            (seen(f"{_SANDBOX} allow-scripts"), INFO, "and sandbox"),
            (seen(f"{_SANDBOX} allow-forms"), INFO, "and sandbox"),
        ],
        moot=[seen(), seen("", status=304), seen("", status=304, kind=Kind.STYLE)],
    ),
    case(
        csp_elsewhere.odd_paths,
        good=[odd(_SANDBOX), odd(f"{HTML}\ncontent-security-policy: {_STRICT}", Trial.SECRET)],
        bad=[
            (odd(""), MEDIUM, "another policy, or none"),
            (odd("content-security-policy: img-src *", Trial.SIDECAR), MEDIUM, "another policy"),
        ],
        moot=[seen(kind=Kind.MISSING, status=404), seen(), survey(*odd("").exchanges[:1], silent(trial=Trial.RAW))],
    ),
    case(
        integrity.integrity_named,
        good=[bare(f"<script src=/x.js integrity={_OWN}></script>")],
        bad=[
            (bare("<link rel=stylesheet href=/s.css>"), INFO, "none on /s.css"),
            (bare(f"<script src={_REMOTE}></script>"), MEDIUM, f"none on {_REMOTE}"),
        ],
        moot=[bare("<p>")],
    ),
    case(
        integrity.integrity_true,
        good=[
            served(bare(f"<script src=/x.js integrity={_OWN}></script>"), "own()"),
            survey(
                bare(f"<link rel=stylesheet href=/x.css integrity='sha256-AA {_OWN}'>"),
                seen("\n\nown()", kind=Kind.STYLE, target="/x.css"),
            ),
        ],
        bad=[(served(bare(f"<script src=/x.js integrity={_OWN}></script>"), "mine()"), HIGH, "/x.js differs")],
        moot=[served(bare("<script src=/x.js></script>"), "own()"), bare(f"<script src=/x.js integrity={_OWN}>")],
    ),
    case(
        integrity.integrity_policy,
        good=[bare("", "integrity-policy: blocked-destinations=(style script), endpoints=(x)")],
        bad=[
            (bare(""), INFO, "absent"),
            (bare("", "integrity-policy: blocked-destinations=(style)"), INFO, "(style)"),
        ],
        moot=[seen("content-type: text/css")],
    ),
    case(
        integrity.integrity_crossorigin,
        good=[
            bare(f"<script src=/x.js integrity={_OWN} crossorigin></script>", "integrity-policy: x"),
            bare(f"<script type=module src=/x.js integrity={_OWN}></script>", "integrity-policy: x"),
        ],
        bad=[
            (bare(f"<script src=/x.js integrity={_OWN}></script>", "integrity-policy: x"), MEDIUM, "blocked: /x.js"),
            (bare("<script src=/x.js crossorigin></script>", "integrity-policy: x"), MEDIUM, "blocked: /x.js"),
        ],
        moot=[bare("<script src=/x.js></script>")],
    ),
)
