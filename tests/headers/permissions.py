# SPDX-License-Identifier: MIT
"""Permissions-Policy: what a page, or whoever gets into it, may ask of the visitor's device."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.headers.fields import shorten
from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.survey import Exchange, Survey

NAME = "permissions-policy"
MEDIUM, INFO = Severity.MEDIUM, Severity.INFO

# What a site of texts never needs, among the 29 that OWASP's list denies (ci/headers_add.json, 2024-07-19).
POWERFUL = (
    "accelerometer",
    "camera",
    "clipboard-read",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)

# RFC 9651, 3.2: a dictionary of features; each allowlist an inner list or one bare item.
_MEMBER = re.compile(
    r"""\s*([a-z*][a-z0-9_.*-]*)=(\(\s*(?:(?:"[^"]*"|[a-z*]+)\s*)*\)|"[^"]*"|[a-z*]+)((?:;[a-z-]+(?:=[^,;]+)?)*)\s*"""
)


def parse_permissions(value: str) -> Mapping[str, tuple[str, ...]] | None:
    """Feature -> allowlist; None when the field is no dictionary, in which case browsers drop all of it."""
    found: dict[str, tuple[str, ...]] = {}
    for part in value.split(","):
        match = _MEMBER.fullmatch(part)
        if match is None:
            return None
        found[match[1]] = tuple(match[2].strip("()").split())
    return found


def _policies(survey: Survey) -> Iterator[tuple[Exchange, Mapping[str, tuple[str, ...]] | None]]:
    for exchange in survey.documents():
        if exchange.answer.values(NAME):
            yield exchange, parse_permissions(exchange.answer.value(NAME))


@expect(
    "permissions-policy",
    "a Permissions-Policy that browsers can read, on every page",
    MEDIUM,
    reason="without one, a script that gets in may ask for camera, place and payment in the site's name",
    source="W3C Permissions Policy; RFC 9651, 3.2; OWASP Secure Headers Project",
)
def permissions_policy(survey: Survey) -> Iterator[Note]:
    for exchange in survey.documents():
        value = exchange.answer.value(NAME)
        if not value:
            yield flaw(exchange, "absent", MEDIUM)
        elif (features := parse_permissions(value)) is None:
            yield flaw(exchange, f"unreadable: {shorten(value, 40)}", MEDIUM)
        else:
            yield good(exchange, f"{len(features)} features ruled")


@expect(
    "permissions-denied",
    "the powerful features are denied",
    MEDIUM,
    reason="what the site never uses can only serve somebody else",
    source="OWASP Secure Headers Project, ci/headers_add.json; W3C Permissions Policy",
)
def permissions_denied(survey: Survey) -> Iterator[Note]:
    readable = [(exchange, features) for exchange, features in _policies(survey) if features is not None]
    if not readable:
        yield moot("no page has a readable Permissions-Policy")
    for exchange, features in readable:
        allowed = [name for name in POWERFUL if features.get(name) != ()]
        if any("*" in features.get(name, ()) for name in POWERFUL):
            yield flaw(exchange, "granted to every site", MEDIUM)
        elif allowed:
            more = f" and {len(allowed) - 3} more" if len(allowed) > 3 else ""
            yield flaw(exchange, f"left open: {', '.join(allowed[:3])}{more}", INFO)
        else:
            yield good(exchange, f"{len(POWERFUL)} denied")


CHECKS = (permissions_policy, permissions_denied)
