# SPDX-License-Identifier: MIT
"""Which security headers are sent and what they say: the defaults, and changes applied to them. Pure.

Defaults are the strictest that a static site can live under.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")

Directives = Mapping[str, tuple[str, ...]]

# Plain headers: the values the owner may choose from, the default first. Sources: MDN and the specification of each.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cross-origin-embedder-policy": ("require-corp", "credentialless"),
        "cross-origin-opener-policy": ("same-origin", "same-origin-allow-popups", "noopener-allow-popups"),
        "cross-origin-resource-policy": ("same-origin", "same-site", "cross-origin"),
        "integrity-policy": ("blocked-destinations=(script)",),
        # One page in caches, whatever a campaign wrote behind its address (RFC draft, Chromium 141, Firefox 154).
        "no-vary-search": ('params=("utm_source" "utm_medium" "utm_campaign" "fbclid" "gclid")', "params"),
        "origin-agent-cluster": ("?1",),
        "referrer-policy": ("strict-origin-when-cross-origin", "no-referrer", "same-origin", "strict-origin"),
        "speculation-rules": ('"/speculation.json"',),
        "x-content-type-options": ("nosniff",),
        "x-dns-prefetch-control": ("off",),
        "x-frame-options": ("DENY", "SAMEORIGIN"),
        "x-permitted-cross-domain-policies": ("none",),
    }
)

HSTS = "strict-transport-security"
CSP = "content-security-policy"
REPORT_ONLY = "content-security-policy-report-only"
PERMISSIONS = "permissions-policy"

_CSP: Directives = MappingProxyType(
    {
        "default-src": ("'none'",),
        "base-uri": ("'none'",),
        "form-action": ("'none'",),
        "frame-ancestors": ("'none'",),
        "require-trusted-types-for": ("'script'",),
        "trusted-types": ("'none'",),
    }
)

_FEATURES = Path(__file__).with_name("permissions.json")
ONE_YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Hsts:
    """Strict-Transport-Security, RFC 6797. `max_age` in seconds."""

    max_age: int = 2 * ONE_YEAR
    include_subdomains: bool = True
    preload: bool = False


@dataclass(frozen=True, slots=True)
class HeaderPolicy:
    """`plain`: header name -> value. `csp`: what every page's policy holds. `permissions`: feature -> allowlist.

    `report_only`: what the second policy of a page, which is only watched, changes of the first; None: there is none.
    `report_url`: where documents tell of violations; "": nowhere. `signals`: what is said of the use of texts and
    pictures, header name -> value.
    """

    plain: Mapping[str, str]
    hsts: Hsts | None
    csp: Directives
    permissions: Directives
    report_only: Mapping[str, tuple[str, ...] | None] | None = None
    report_url: str = ""
    signals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """What one table of the policy file says of headers. None removes; `names`: the headers it speaks of."""

    plain: Mapping[str, str | None]
    hsts: Hsts | None
    csp: Mapping[str, tuple[str, ...] | None]
    permissions: Mapping[str, tuple[str, ...]] | None
    report_only: Mapping[str, tuple[str, ...] | None] | None
    names: frozenset[str]


@cache
def known_features() -> tuple[str, ...]:
    """The features a browser lets a page forbid, from the recorded list of a real one."""
    return tuple(json.loads(_FEATURES.read_text())["features"])


def default_headers() -> HeaderPolicy:
    """The house before the owner has said a word."""
    return HeaderPolicy(
        plain={name: allowed[0] for name, allowed in CHOICES.items()},
        hsts=Hsts(),
        csp=_CSP,
        permissions=dict.fromkeys(known_features(), ()),
    )


def change_headers(policy: HeaderPolicy, change: HeaderChange) -> HeaderPolicy:
    """`policy` with `change` over it: arrays replace, None removes, what is not named stays."""
    permissions = change.permissions if PERMISSIONS in change.names else {}
    return replace(
        policy,
        plain=_over(policy.plain, change.plain),
        hsts=change.hsts if HSTS in change.names else policy.hsts,
        csp=_over(policy.csp, change.csp),
        permissions={} if permissions is None else {**policy.permissions, **permissions},
        report_only=_report_only(policy, change),
    )


def _report_only(policy: HeaderPolicy, change: HeaderChange) -> Mapping[str, tuple[str, ...] | None] | None:
    """A directive that is None stays so until the page's own are known: it may be the page that has it."""
    if REPORT_ONLY not in change.names:
        return policy.report_only
    return None if change.report_only is None else {**(policy.report_only or {}), **change.report_only}


def _over(under: Mapping[str, T], over: Mapping[str, T | None]) -> dict[str, T]:
    merged = {**under, **over}
    return {name: value for name, value in merged.items() if value is not None}
