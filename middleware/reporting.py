# SPDX-License-Identifier: MIT
"""How a document is told to report what its policy stopped, and the second policy that only reports. Pure.

Chromium takes a policy's `report-to` over its `report-uri`, and the Reporting API works on https alone: on http a
policy with both reports nothing (seen in Chromium 156). So `report-to` and the endpoints go out on https only, and
`report-uri` always. Isolation headers have no `report-to`: COEP could only repeat what `default-src 'none'` stopped
first, and COOP would tell who else opened the page, which breaks nothing here.
"""

from __future__ import annotations

from middleware.header_policy import Directives, HeaderPolicy
from middleware.report_policy import REPORTS_PATH

_GROUP = "csp"

# Directives that a report-only policy cannot have: browsers ignore them there, with an error in the console.
ENFORCED_ONLY = frozenset({"sandbox", "upgrade-insecure-requests"})


def report_directives(policy: HeaderPolicy) -> Directives:
    """What each Content-Security-Policy of a document ends with (CSP3, 6.5)."""
    if not policy.report_url:
        return {}
    report_to = {"report-to": (_GROUP,)} if _has_endpoint(policy) else {}
    return {"report-uri": (REPORTS_PATH,), **report_to}


def reporting_headers(policy: HeaderPolicy) -> dict[str, str]:
    """The Reporting-Endpoints of a document, and the headers that name one of them."""
    if not _has_endpoint(policy):
        return {}
    headers = {"reporting-endpoints": f'{_GROUP}="{policy.report_url}"'}
    if integrity := policy.plain.get("integrity-policy"):
        headers["integrity-policy"] = f"{integrity}, endpoints=({_GROUP})"
    return headers


def _has_endpoint(policy: HeaderPolicy) -> bool:
    return policy.report_url.startswith("https://")


def watched_directives(policy: HeaderPolicy, page: Directives) -> Directives:
    """The report-only policy of a page: its enforced one, changed as the owner wrote; empty when there is none."""
    if policy.report_only is None:
        return {}
    merged = {**policy.csp, **page, **policy.report_only, **report_directives(policy)}
    return {name: sources for name, sources in merged.items() if sources is not None and name not in ENFORCED_ONLY}
