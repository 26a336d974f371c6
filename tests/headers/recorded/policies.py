# SPDX-License-Identifier: MIT
"""Content-Security-Policy as text: present, readable, tight."""

from __future__ import annotations

from tests.headers import csp, csp_fences, csp_sources
from tests.headers.recording import HIGH, HTML, INFO, MEDIUM, case, seen, survey
from tests.headers.survey import Exchange

_REPORT_ONLY = f"{HTML}\ncontent-security-policy-report-only: default-src 'none'"
_META = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"


def page(*policies: str, extra: str = "") -> Exchange:
    """A page under these policies."""
    return seen("\n".join([HTML, *(f"content-security-policy: {policy}" for policy in policies), extra]))


CASES = (
    case(
        csp.csp_present,
        good=[page("default-src 'none'")],
        bad=[
            (seen(), HIGH, "absent"),
            (seen(status=404), MEDIUM, "absent"),
            (seen(_REPORT_ONLY), HIGH, "only reported"),
            (seen(f"{HTML}\n\n{_META}"), MEDIUM, "only in <meta>"),
        ],
        moot=[seen("content-type: image/png"), seen("location: /", status=308)],
    ),
    case(
        csp.csp_well_formed,
        good=[
            page("default-src 'none'; script-src 'nonce-abc' 'sha256-AAAA=' 'strict-dynamic'; sandbox;"),
            page("img-src a.example *.b.example https: data:; report-to csp; trusted-types 'none'"),
        ],
        bad=[
            (page("img-src 'self'; img-src *"), MEDIUM, "img-src written twice"),
            (page("default-src 'none', img-src *"), MEDIUM, "a comma"),
            (page("defualt-src 'none'"), MEDIUM, "unknown directive defualt-src"),
            (page("script-src self"), MEDIUM, "script-src: self without quotes"),
            (page("script-src sha256-AAAA="), MEDIUM, "without quotes"),
            (page("img-src 'none' 'self'"), MEDIUM, "'none' beside another source"),
            (page("script-src 'unsafe-inlines'"), MEDIUM, "unknown keyword 'unsafe-inlines'"),
            (page("default-src 'none'", "img-src 'self'"), INFO, "2 policies"),
        ],
        moot=[seen()],
    ),
    case(
        csp_sources.csp_default,
        good=[page("default-src 'none'"), page("default-src 'NONE'"), page("default-src"), page("x", "default-src")],
        bad=[
            (page("default-src 'self'"), INFO, "default-src 'self'"),
            (page("script-src 'self'"), MEDIUM, "no default-src"),
        ],
        moot=[seen(), page(",")],
    ),
    case(
        csp_sources.csp_scripts,
        good=[
            page("default-src 'none'"),
            page("script-src 'self'"),
            page("script-src 'unsafe-inline' 'nonce-abc'"),
            page("script-src 'unsafe-inline' 'strict-dynamic' 'sha256-AAAA='"),
            page("script-src *", "script-src 'none'"),
        ],
        bad=[
            (page("img-src 'self'"), HIGH, "inline scripts are allowed"),
            (page("default-src 'self' 'unsafe-inline'"), HIGH, "inline scripts are allowed"),
            (page("script-src 'none'; script-src-attr 'unsafe-inline'"), HIGH, "inline scripts are allowed"),
            (page("script-src 'self' 'UNSAFE-EVAL'"), MEDIUM, "'unsafe-eval'"),
            (page("script-src 'self' 'unsafe-hashes'"), MEDIUM, "'unsafe-hashes'"),
            (page("script-src-elem 'self'; script-src-attr 'none'; default-src 'unsafe-eval'"), MEDIUM, "unsafe-eval"),
        ],
        moot=[seen()],
    ),
    case(
        csp_sources.csp_styles,
        good=[page("style-src 'self'"), page("style-src 'unsafe-inline' 'sha256-AAAA='")],
        bad=[
            (page("style-src 'self' 'unsafe-inline'"), MEDIUM, "inline styles are allowed"),
            (page("style-src 'self'; style-src-attr 'unsafe-inline'"), MEDIUM, "inline styles are allowed"),
            (page("script-src 'none'"), MEDIUM, "inline styles are allowed"),
        ],
        moot=[seen()],
    ),
    case(
        csp_sources.csp_broad,
        good=[page("default-src 'none'; img-src 'self' https://a.example/x.png"), page("trusted-types *")],
        bad=[
            (page("script-src https:"), HIGH, "script-src https:"),
            (page("object-src *"), HIGH, "object-src *"),
            (page("base-uri *.a.example"), HIGH, "base-uri *.a.example"),
            (page("img-src https:"), MEDIUM, "img-src https:"),
            (page("connect-src *"), MEDIUM, "connect-src *"),
            (page("img-src data:"), INFO, "img-src data:"),
            (page("img-src data:; form-action https:"), MEDIUM, "form-action https:"),
        ],
        moot=[seen()],
    ),
    case(
        csp_sources.csp_third_parties,
        good=[
            page("script-src 'self' http://localhost:8000/x.js localhost:8000"),
            page("report-uri https://b.example"),
        ],
        bad=[(page("img-src https://b.example"), INFO, "allows https://b.example")],
        moot=[seen()],
    ),
    *(
        case(
            check,
            good=[page(f"{name} 'none'"), page(f"{name} 'self'"), page(name)],
            bad=[
                (page("default-src 'none'"), MEDIUM, f"no {name}"),
                (page(f"{name} *"), MEDIUM, f"{name} *"),
                (page(f"{name} 'self' https://b.example"), INFO, "b.example"),
            ],
            moot=[seen()],
        )
        for check, name in ((csp_fences.base_uri, "base-uri"), (csp_fences.form_action, "form-action"))
    ),
    case(
        csp_fences.frame_ancestors,
        good=[page("frame-ancestors 'none'"), page("frame-ancestors 'self'"), page("img-src *", "frame-ancestors")],
        bad=[
            (seen(), MEDIUM, "absent"),
            (page("default-src 'none'"), MEDIUM, "absent"),
            (page("default-src 'none'", extra="x-frame-options: DENY"), INFO, "only X-Frame-Options"),
            (page("frame-ancestors *"), MEDIUM, "frame-ancestors *"),
            (page("frame-ancestors https://b.example"), INFO, "b.example"),
        ],
        moot=[seen("content-type: image/png")],
    ),
    case(
        csp_fences.object_src,
        good=[page("default-src 'none'"), page("object-src 'none'; default-src *")],
        bad=[
            (page("script-src 'self'"), MEDIUM, "object-src open"),
            (page("default-src 'self'"), INFO, "object-src 'self'"),
        ],
        moot=[seen()],
    ),
    case(
        csp_fences.trusted_types,
        good=[page("require-trusted-types-for 'script'")],
        bad=[(page("default-src 'none'"), INFO, "not required")],
        moot=[seen()],
    ),
    case(
        csp_fences.upgrade,
        good=[page("default-src 'none'"), survey(page("upgrade-insecure-requests"), url="https")],
        bad=[
            (page("upgrade-insecure-requests"), INFO, "present"),
            (survey(page("default-src 'none'"), url="https"), INFO, "absent"),
        ],
        moot=[seen()],
    ),
)
