# SPDX-License-Identifier: MIT
"""What browsers do by habit unless told otherwise: guess types, tell where they come from, look ahead."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.fields import field_notes, one_of, shorten
from tests.headers.findings import Note, Severity, expect, flaw, good
from tests.headers.survey import Survey

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO

# What leaks no path to other sites (Mozilla HTTP Observatory, referrer-policy: +5).
_DISCREET = frozenset({"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"})

# Sent to browsers that are gone, or long withdrawn; X-XSS-Protection: 0 is the one harmless form.
_RETIRED = ("expect-ct", "feature-policy", "p3p", "public-key-pins", "x-webkit-csp", "x-content-security-policy")


@expect(
    "nosniff",
    "X-Content-Type-Options: nosniff on every answer",
    MEDIUM,
    reason="a browser that guesses runs an upload as script",
    source="WHATWG Fetch, X-Content-Type-Options; OWASP Secure Headers Project",
)
def nosniff(survey: Survey) -> Iterator[Note]:
    appraise = one_of("nosniff", otherwise=MEDIUM)
    return field_notes(survey.answers(), "x-content-type-options", appraise, absent=MEDIUM)


@expect(
    "referrer-policy",
    "Referrer-Policy that tells other sites no path, on every answer",
    MEDIUM,
    reason="the address of a page can say what its reader is looking for",
    source="W3C Referrer Policy; Mozilla HTTP Observatory; OWASP Secure Headers Project (no-referrer)",
)
def referrer_policy(survey: Survey) -> Iterator[Note]:
    def appraise(value: str) -> Severity | None:
        # The last word that a browser knows is the one it takes.
        return None if value.lower().split(",")[-1].strip() in _DISCREET else MEDIUM

    return field_notes(survey.answers(), "referrer-policy", appraise, absent=MEDIUM)


@expect(
    "dns-prefetch",
    "X-DNS-Prefetch-Control: off on every page",
    INFO,
    reason="links are not told to the name servers before they are followed",
    source="OWASP Secure Headers Project; MDN X-DNS-Prefetch-Control (not a standard)",
)
def dns_prefetch(survey: Survey) -> Iterator[Note]:
    appraise = one_of("off", otherwise=INFO)
    return field_notes(survey.documents(), "x-dns-prefetch-control", appraise, absent=INFO)


@expect(
    "cross-domain-policies",
    "X-Permitted-Cross-Domain-Policies: none on every answer",
    INFO,
    reason="PDF readers and their like find no policy file to follow",
    source="OWASP Secure Headers Project",
)
def cross_domain_policies(survey: Survey) -> Iterator[Note]:
    appraise = one_of("none", otherwise=INFO)
    return field_notes(survey.answers(), "x-permitted-cross-domain-policies", appraise, absent=INFO)


@expect(
    "retired",
    "no header that browsers have withdrawn",
    MEDIUM,
    reason="they protect nobody, and X-XSS-Protection: 1 has opened holes of its own",
    source="OWASP Secure Headers Project, deprecated headers; MDN X-XSS-Protection",
)
def retired(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        found = [name for name in _RETIRED if exchange.answer.values(name)]
        filtering = exchange.answer.value("x-xss-protection")
        if filtering.startswith("1"):
            yield flaw(exchange, f"x-xss-protection: {shorten(filtering)}", MEDIUM)
        elif found:
            yield flaw(exchange, found[0], INFO)
        else:
            yield good(exchange, "none")


CHECKS = (nosniff, referrer_policy, dns_prefetch, cross_domain_policies, retired)
