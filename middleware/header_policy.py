# SPDX-License-Identifier: MIT
"""The [headers] section of the policy: which security headers are sent, and what they say.

Defaults are the strictest that a static site can live under. `false` leaves a header out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from middleware.csp_grammar import directive_faults
from middleware.table import Table

Directives = Mapping[str, tuple[str, ...]]

# Plain headers: the values the owner may choose from, the default first. Sources: MDN and the specification of each.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cross-origin-embedder-policy": ("require-corp", "credentialless"),
        "cross-origin-opener-policy": ("same-origin", "same-origin-allow-popups", "noopener-allow-popups"),
        "cross-origin-resource-policy": ("same-origin", "same-site", "cross-origin"),
        "integrity-policy": ("blocked-destinations=(script)",),
        "origin-agent-cluster": ("?1",),
        "referrer-policy": ("strict-origin-when-cross-origin", "no-referrer", "same-origin", "strict-origin"),
        "x-content-type-options": ("nosniff",),
        "x-dns-prefetch-control": ("off",),
        "x-frame-options": ("DENY", "SAMEORIGIN"),
        "x-permitted-cross-domain-policies": ("none",),
    }
)

ALWAYS: Directives = MappingProxyType(
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
_ONE_YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Hsts:
    """Strict-Transport-Security, RFC 6797. `max_age` in seconds."""

    max_age: int
    include_subdomains: bool
    preload: bool


@dataclass(frozen=True, slots=True)
class HeaderPolicy:
    """`plain`: header name -> value. `csp`: what every page's policy holds. `permissions`: feature -> allowlist."""

    plain: Mapping[str, str]
    hsts: Hsts | None
    csp: Directives
    permissions: Mapping[str, tuple[str, ...]]


def known_features() -> tuple[str, ...]:
    """The features a browser lets a page forbid, from the recorded list of a real one."""
    return tuple(json.loads(_FEATURES.read_text())["features"])


def _is_off(table: Table, key: str) -> bool:
    return table.values.get(key) is False


def _read_plain(table: Table) -> Mapping[str, str]:
    plain = {}
    for name, allowed in CHOICES.items():
        if _is_off(table, name):
            table.flag(name, False)
        else:
            plain[name] = table.choice(name, allowed[0], allowed)
    return plain


def _read_hsts(parent: Table) -> Hsts | None:
    if _is_off(parent, "strict-transport-security"):
        parent.flag("strict-transport-security", False)
        return None
    table = parent.table("strict-transport-security")
    hsts = Hsts(
        max_age=table.number("max_age", 2 * _ONE_YEAR),
        include_subdomains=table.flag("include_subdomains", True),
        preload=table.flag("preload", False),
    )
    # https://hstspreload.org: a preloaded site promises a year at least, and all of its subdomains.
    if hsts.preload and (hsts.max_age < _ONE_YEAR or not hsts.include_subdomains):
        table.fault(
            "preload",
            "promises too little",
            f"write max_age = {_ONE_YEAR} or more, include_subdomains = true",
        )
    table.close()
    return hsts


def _read_csp(table: Table) -> Directives:
    csp = dict(ALWAYS)
    for name in list(table.rest()):
        if _is_off(table, name):
            csp.pop(name, None)
            continue
        sources = table.texts(name, ("'none'",))
        for fault in directive_faults(name, sources):
            problem, _, remedy = fault.partition(": ")
            table.fault(name, problem, remedy)
        csp[name] = sources
    return csp


def _read_permissions(parent: Table) -> Mapping[str, tuple[str, ...]]:
    if _is_off(parent, "permissions-policy"):
        parent.flag("permissions-policy", False)
        return {}
    table = parent.table("permissions-policy")
    permissions: dict[str, tuple[str, ...]] = dict.fromkeys(known_features(), ())
    for feature in list(table.rest()):
        allowlist = table.texts(feature, ())
        if feature not in permissions:
            table.fault(feature, "unknown feature", "write one of middleware/permissions.json")
        elif set(allowlist) - {"self"}:
            table.fault(feature, "a third party may not be allowed", 'write ["self"] or []')
        permissions[feature] = allowlist
    return permissions


def read_headers(table: Table) -> HeaderPolicy:
    """The [headers] section; faults go to `table`."""
    policy = HeaderPolicy(
        plain=_read_plain(table),
        hsts=_read_hsts(table),
        csp=_read_csp(table.table("content-security-policy")),
        permissions=_read_permissions(table),
    )
    table.close()
    return policy
