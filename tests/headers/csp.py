# SPDX-License-Identifier: MIT
"""Content-Security-Policy of the site's documents: that there is one, and that browsers read it as it was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.policy_text import Directives, faults, parse
from tests.headers.survey import Exchange, Survey

CSP = "content-security-policy"
HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO

# What one policy deserves: what is wrong, and how much it matters (None: nothing is wrong).
Opinion = tuple[str, Severity | None]


def policies_of(exchange: Exchange) -> list[str]:
    """The enforced policies of an answer: each must be obeyed. Those of its `<meta>` when no header bears one."""
    texts = exchange.answer.values(CSP)
    if not texts and exchange.is_document:
        texts = exchange.page.metas
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def policy_notes(survey: Survey, appraise: Callable[[Directives], Opinion]) -> Iterator[Note]:
    """A note for each document with a policy; of several policies the strictest decides, since all are obeyed."""
    judged = [(exchange, policies_of(exchange)) for exchange in survey.documents()]
    if not any(policies for _, policies in judged):
        yield moot("no page has an enforced policy")
    for exchange, policies in judged:
        if policies:
            seen, severity = min((appraise(parse(text)) for text in policies), key=lambda opinion: opinion[1] or 0)
            yield good(exchange, seen) if severity is None else flaw(exchange, seen, severity)


@expect(
    "csp-present",
    "an enforced Content-Security-Policy header on every page, error pages included",
    HIGH,
    reason="without one, any markup that slips into a page may run, load or post anything",
    source="CSP3; OWASP Secure Headers Project; MDN Content-Security-Policy",
)
def csp_present(survey: Survey) -> Iterator[Note]:
    for exchange in survey.documents():
        severity = HIGH if exchange.answer.status < 400 else MEDIUM
        if exchange.answer.values(CSP):
            yield good(exchange, "enforced by header")
        elif policies_of(exchange):
            yield flaw(exchange, "only in <meta>: no frame-ancestors, no sandbox, no reports", MEDIUM)
        elif exchange.answer.values(f"{CSP}-report-only"):
            yield flaw(exchange, "only reported, not enforced", severity)
        else:
            yield flaw(exchange, "absent", severity)


@expect(
    "csp-well-formed",
    "one policy, known directives once each, keywords in quotes",
    MEDIUM,
    reason="browsers ignore what they cannot read, so a slip of the pen opens a door in silence",
    source="CSP3, parsing; Mozilla HTTP Observatory (a repeated directive is invalid)",
)
def csp_well_formed(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        texts = exchange.answer.values(CSP)
        if len(texts) > 1:
            yield flaw(exchange, f"{len(texts)} policies: what they share is allowed", INFO)
        for text in texts:
            found = next(faults(text), None)
            yield flaw(exchange, found, MEDIUM) if found else good(exchange, "well formed")


CHECKS = (csp_present, csp_well_formed)
