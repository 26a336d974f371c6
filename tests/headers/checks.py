# SPDX-License-Identifier: MIT
"""Every check, in the order of the table: one subject after the other."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.headers import (
    aliases,
    caching,
    codings,
    csp,
    csp_elsewhere,
    csp_fences,
    csp_page,
    csp_sources,
    exposure,
    framing,
    habits,
    integrity,
    isolation,
    leaks,
    media_types,
    methods,
    permissions,
    privacy,
    ranges,
    revalidation,
    statuses,
    throttling,
    transport,
)
from tests.headers.findings import Check

SUBJECTS: Mapping[str, tuple[Check, ...]] = MappingProxyType(
    {
        "Answers": (*statuses.CHECKS, *media_types.CHECKS, *throttling.CHECKS),
        "Transport": transport.CHECKS,
        "Content-Security-Policy": (
            *csp.CHECKS,
            *csp_sources.CHECKS,
            *csp_fences.CHECKS,
            *csp_page.CHECKS,
            *csp_elsewhere.CHECKS,
        ),
        "Integrity": integrity.CHECKS,
        "Isolation": (*habits.CHECKS, *isolation.CHECKS, *permissions.CHECKS),
        "Caching": (*caching.CHECKS, *revalidation.CHECKS),
        "Ranges and codings": (*ranges.CHECKS, *codings.CHECKS),
        "Methods": methods.CHECKS,
        "Addresses": (*aliases.CHECKS, *exposure.CHECKS),
        "Discretion": (*privacy.CHECKS, *leaks.CHECKS),
        "Messages": framing.CHECKS,
    }
)
CHECKS: tuple[Check, ...] = tuple(check for checks in SUBJECTS.values() for check in checks)
