# SPDX-License-Identifier: MIT
"""A [headers] table of the policy file -> the change it asks for; every fault is collected in the table."""

from __future__ import annotations

from collections.abc import Mapping

from middleware.csp_grammar import directive_faults
from middleware.header_policy import (
    CHOICES,
    CSP,
    HSTS,
    ONE_YEAR,
    PERMISSIONS,
    REPORT_ONLY,
    HeaderChange,
    Hsts,
    known_features,
)
from middleware.reporting import ENFORCED_ONLY
from middleware.table import Table


def read_headers(table: Table) -> HeaderChange:
    """Read and close `table`. A value of `false` removes the header, or the directive."""
    change = HeaderChange(
        plain=_read_plain(table),
        hsts=_read_hsts(table),
        csp=_read_csp(table.table(CSP)),
        permissions=_read_permissions(table),
        report_only=_read_report_only(table),
        names=frozenset(table.values),
    )
    table.close(CHOICES)
    return change


def _is_off(table: Table, key: str) -> bool:
    """Whether the owner wrote `key = false`; the key counts as read then."""
    return table.values.get(key) is False and not table.flag(key, False)


def _read_plain(table: Table) -> dict[str, str | None]:
    return {
        name: None if _is_off(table, name) else table.choice(name, allowed[0], allowed)
        for name, allowed in CHOICES.items()
        if name in table.values
    }


def _read_hsts(parent: Table) -> Hsts | None:
    if _is_off(parent, HSTS):
        return None
    table, default = parent.table(HSTS), Hsts()
    hsts = Hsts(
        max_age=table.number("max_age", default.max_age),
        include_subdomains=table.flag("include_subdomains", default.include_subdomains),
        preload=table.flag("preload", default.preload),
    )
    # https://hstspreload.org: a preloaded site promises a year at least, and all of its subdomains.
    if hsts.preload and (hsts.max_age < ONE_YEAR or not hsts.include_subdomains):
        table.fault("preload", "promises too little", f"write max_age = {ONE_YEAR} or more, include_subdomains = true")
    table.close()
    return hsts


def _read_csp(table: Table) -> Mapping[str, tuple[str, ...] | None]:
    csp: dict[str, tuple[str, ...] | None] = {}
    for name in list(table.rest()):
        if _is_off(table, name):
            csp[name] = None
            continue
        csp[name] = sources = table.texts(name, ("'none'",))
        for fault in directive_faults(name, sources):
            problem, _, remedy = fault.partition(": ")
            table.fault(name, problem, remedy)
    return csp


def _read_report_only(parent: Table) -> Mapping[str, tuple[str, ...] | None] | None:
    if _is_off(parent, REPORT_ONLY):
        return None
    table = parent.table(REPORT_ONLY)
    for name in sorted(ENFORCED_ONLY & table.values.keys()):
        table.fault(name, "browsers ignore it in a report-only policy", f"write it in {CSP}")
    directives = _read_csp(table)
    return directives if REPORT_ONLY in parent.values else None


def _read_permissions(parent: Table) -> dict[str, tuple[str, ...]] | None:
    if _is_off(parent, PERMISSIONS):
        return None
    table = parent.table(PERMISSIONS)
    permissions = {feature: table.texts(feature, ()) for feature in list(table.rest())}
    for feature, allowlist in permissions.items():
        if feature not in known_features():
            table.fault(feature, "unknown feature", "write one of middleware/permissions.json")
        elif set(allowlist) - {"self"}:
            table.fault(feature, "a third party may not be allowed", 'write ["self"] or []')
    return permissions
