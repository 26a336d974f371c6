# SPDX-License-Identifier: MIT
"""The policies of what is not a page: files, redirects, refusals, and paths that nobody published."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.csp import policies_of
from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.policy_text import is_confined, parse
from tests.headers.survey import Exchange, Kind, Survey, Trial

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO


@expect(
    "csp-elsewhere",
    "what is not a page bears a policy of its own: default-src 'none' with sandbox",
    MEDIUM,
    reason="an SVG opened by its address runs its scripts as the site; the rest costs a line and closes for good",
    source="SVG 2, secure animated mode applies to <img> only; CSP3, sandbox",
)
def elsewhere(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        if exchange.is_document or exchange.answer.status == 304:
            continue
        policies = [parse(text) for text in policies_of(exchange)]
        severity = MEDIUM if exchange.answer.essence == "image/svg+xml" else INFO
        if any(is_confined(policy) for policy in policies):
            yield good(exchange, "default-src 'none'; sandbox")
        elif policies:
            yield flaw(exchange, "a policy without default-src 'none' and sandbox", INFO)
        else:
            yield flaw(exchange, f"no policy on {exchange.answer.essence or 'a bare answer'}", severity)


@expect(
    "csp-odd-paths",
    "an odd path never gets a weaker policy than a missing page",
    MEDIUM,
    reason="rules by path are walked round by other spellings of the path",
    source="RFC 3986, section 6 (equivalent spellings); OWASP Web Security Testing Guide, WSTG-CONF-14",
)
def odd_paths(survey: Survey) -> Iterator[Note]:
    missing = next((exchange for exchange in survey.tried(Trial.PLAIN) if exchange.kind is Kind.MISSING), None)
    if missing is None or not policies_of(missing):
        yield moot("a missing page has no policy to compare with")
        return
    for exchange in survey.tried(Trial.RAW, Trial.SECRET, Trial.SIDECAR, Trial.INJECTED):
        if exchange.answer.status:
            is_kept = _is_as_strict(exchange, missing)
            yield good(exchange, "kept") if is_kept else flaw(exchange, "another policy, or none", MEDIUM)


def _is_as_strict(exchange: Exchange, missing: Exchange) -> bool:
    policies = policies_of(exchange)
    return policies == policies_of(missing) or any(is_confined(parse(text)) for text in policies)


CHECKS = (elsewhere, odd_paths)
