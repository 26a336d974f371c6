# SPDX-License-Identifier: MIT
"""The one-line headers and Permissions-Policy."""

from __future__ import annotations

from tests.headers import habits, isolation, permissions
from tests.headers.permissions import POWERFUL
from tests.headers.recording import HTML, INFO, MEDIUM, case, seen
from tests.headers.survey import Exchange, Kind

_CSP = "content-security-policy: frame-ancestors 'none'"
_DENIED = ", ".join(f"{name}=()" for name in POWERFUL)
_IMAGE = "content-type: image/png"


def page(*lines: str) -> Exchange:
    """A page with these header lines."""
    return seen("\n".join([HTML, *lines]))


CASES = (
    case(
        habits.nosniff,
        good=[page("x-content-type-options: nosniff"), page("x-content-type-options: NoSniff")],
        bad=[
            (page(), MEDIUM, "x-content-type-options absent"),
            (seen("", status=405), INFO, "absent"),
            (seen("", status=206), MEDIUM, "absent"),
            (seen("", status=304, kind=Kind.STYLE), MEDIUM, "absent"),
            (page("x-content-type-options: sniff"), MEDIUM, "sniff"),
            (page("x-content-type-options: nosniff", "x-content-type-options: nosniff"), MEDIUM, "sent 2 times"),
        ],
    ),
    case(
        habits.referrer_policy,
        good=[page("referrer-policy: no-referrer"), page("referrer-policy: origin, strict-origin-when-cross-origin")],
        bad=[
            (page(), MEDIUM, "referrer-policy absent"),
            (page("referrer-policy: unsafe-url"), MEDIUM, "unsafe-url"),
            (page("referrer-policy: no-referrer, origin"), MEDIUM, "origin"),
        ],
    ),
    case(
        habits.dns_prefetch,
        good=[page("x-dns-prefetch-control: off")],
        bad=[(page(), INFO, "absent"), (page("x-dns-prefetch-control: on"), INFO, "on")],
        moot=[seen(_IMAGE)],
    ),
    case(
        habits.cross_domain_policies,
        good=[seen("x-permitted-cross-domain-policies: none")],
        bad=[(seen(_IMAGE), INFO, "absent"), (page("x-permitted-cross-domain-policies: all"), INFO, "all")],
    ),
    case(
        habits.retired,
        good=[page(), page("x-xss-protection: 0")],
        bad=[
            (page("x-xss-protection: 1; mode=block"), MEDIUM, "x-xss-protection: 1"),
            (page("expect-ct: max-age=0"), INFO, "expect-ct"),
        ],
    ),
    case(
        isolation.frame_options,
        good=[page("x-frame-options: DENY"), page("x-frame-options: sameorigin")],
        bad=[
            (page(), MEDIUM, "absent"),
            (page("x-frame-options: ALLOWALL"), MEDIUM, "ALLOWALL"),
            (seen("content-type: image/svg+xml"), MEDIUM, "absent"),
            (page(_CSP), INFO, "absent"),
            (page(_CSP, "x-frame-options: ALLOWALL"), INFO, "ALLOWALL"),
        ],
        moot=[seen(_IMAGE)],
    ),
    case(
        isolation.opener_policy,
        good=[page("cross-origin-opener-policy: same-origin")],
        bad=[
            (page(), MEDIUM, "absent"),
            (page("cross-origin-opener-policy: unsafe-none"), INFO, "unsafe-none"),
        ],
        moot=[seen(_IMAGE)],
    ),
    case(
        isolation.embedder_policy,
        good=[page("cross-origin-embedder-policy: require-corp"), page("cross-origin-embedder-policy: credentialless")],
        bad=[(page(), INFO, "absent"), (page("cross-origin-embedder-policy: unsafe-none"), INFO, "unsafe-none")],
        moot=[seen(_IMAGE)],
    ),
    case(
        isolation.resource_policy,
        good=[
            page("cross-origin-resource-policy: same-origin"),
            seen("cross-origin-resource-policy: cross-origin", kind=Kind.PICTURE),
        ],
        bad=[
            (page(), MEDIUM, "absent"),
            (page("cross-origin-resource-policy: cross-origin"), INFO, "cross-origin"),
        ],
    ),
    case(
        isolation.agent_cluster,
        good=[page("origin-agent-cluster: ?1")],
        bad=[(page(), INFO, "absent"), (page("origin-agent-cluster: ?0"), INFO, "?0")],
        moot=[seen(_IMAGE)],
    ),
    case(
        permissions.permissions_policy,
        good=[
            page("permissions-policy: camera=(), geolocation=(self), usb=*, a=self"),
            page('permissions-policy: camera=(self "https://a.example"), ch-ua=();report-to=x'),
        ],
        bad=[
            (page(), MEDIUM, "absent"),
            (page("permissions-policy: camera 'none'; usb 'none'"), MEDIUM, "unreadable"),
        ],
        moot=[seen(_IMAGE)],
    ),
    case(
        permissions.permissions_denied,
        good=[page(f"permissions-policy: {_DENIED}")],
        bad=[
            (page("permissions-policy: camera=()"), INFO, "clipboard-read, display-capture and 13 more"),
            (page(f"permissions-policy: {_DENIED}, usb=(self), hid=self, midi=self"), INFO, "open: hid, midi, usb"),
            (page(f"permissions-policy: {_DENIED}, usb=(self)"), INFO, "left open: usb"),
            (page(f"permissions-policy: {_DENIED}, usb=*"), MEDIUM, "granted to every site"),
        ],
        moot=[page(), page("permissions-policy: camera 'none'")],
    ),
)
