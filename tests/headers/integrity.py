# SPDX-License-Identifier: MIT
"""Subresource Integrity: files are the ones the page means, and a page without that proof loads none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.headers.discovery import local_target
from tests.headers.fields import field_notes
from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.page import Reference, digest_source
from tests.headers.survey import Exchange, Kind, Survey

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO


def _references(survey: Survey) -> Iterator[tuple[Exchange, Reference, str | None]]:
    """Each script and stylesheet of each page, with its target on this site (None: it lies elsewhere)."""
    for exchange in survey.found(Kind.PAGE):
        for reference in (*exchange.page.scripts, *exchange.page.styles):
            yield exchange, reference, local_target(survey.origin, exchange.request.target, reference.url)


@expect(
    "integrity-named",
    "each script and stylesheet of a page bears an integrity",
    MEDIUM,
    reason="a file changed on its way, or at its host, is refused",
    source="W3C Subresource Integrity; Mozilla HTTP Observatory, subresource-integrity",
)
def integrity_named(survey: Survey) -> Iterator[Note]:
    for exchange, reference, target in _references(survey):
        if reference.integrity:
            yield good(exchange, "integrity on each")
        else:
            yield flaw(exchange, f"none on {reference.url}", MEDIUM if target is None else INFO)


@expect(
    "integrity-true",
    "the integrity is that of the bytes served",
    HIGH,
    reason="a browser refuses the file: the page goes without its style or its script",
    source="W3C Subresource Integrity, do bytes match metadata",
)
def integrity_true(survey: Survey) -> Iterator[Note]:
    served = {at.request.target: at.answer.body for at in survey.found(Kind.STYLE, Kind.SCRIPT)}
    for exchange, reference, target in _references(survey):
        if reference.integrity and target in served:
            digests = {digest_source(name, served[target]).strip("'") for name in ("sha256", "sha384", "sha512")}
            is_true = bool(digests & set(reference.integrity))
            yield good(exchange, "match") if is_true else flaw(exchange, f"{reference.url} differs", HIGH)


@expect(
    "integrity-policy",
    "Integrity-Policy: blocked-destinations=(script) on every page",
    INFO,
    reason="a script without integrity is not even fetched, whoever wrote its tag",
    source="W3C Subresource Integrity, Integrity-Policy; MDN Integrity-Policy",
)
def integrity_policy(survey: Survey) -> Iterator[Note]:
    def appraise(value: str) -> Severity | None:
        return None if re.search(r"blocked-destinations=\([^)]*\bscript\b", value) else INFO

    return field_notes(survey.documents(), "integrity-policy", appraise, absent=INFO)


@expect(
    "integrity-crossorigin",
    "under an Integrity-Policy, each script has integrity and is fetched with CORS",
    MEDIUM,
    reason="the policy blocks a script without `crossorigin`, even one of the same origin, without a word",
    source="W3C Subresource Integrity, Integrity-Policy (mode must be cors or same-origin)",
)
def integrity_crossorigin(survey: Survey) -> Iterator[Note]:
    ruled = [at for at in survey.found(Kind.PAGE) if at.answer.value("integrity-policy")]
    if not ruled:
        yield moot("no page has an Integrity-Policy")
    for exchange in ruled:
        blocked = [
            script.url
            for script in exchange.page.scripts
            if not script.integrity or not (script.has_crossorigin or script.is_module)
        ]
        yield flaw(exchange, f"blocked: {blocked[0]}", MEDIUM) if blocked else good(exchange, "in accord")


CHECKS = (integrity_named, integrity_true, integrity_policy, integrity_crossorigin)
