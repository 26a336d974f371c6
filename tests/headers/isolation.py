# SPDX-License-Identifier: MIT
"""Walls between this site and others: who may frame it, open it, embed it, share its process."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.fields import field_notes, one_of
from tests.headers.findings import Note, Severity, expect
from tests.headers.policy_text import parse
from tests.headers.survey import Kind, Survey

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO
_SHARED = frozenset({Kind.PICTURE, Kind.FEED})


@expect(
    "frame-options",
    "X-Frame-Options: DENY or SAMEORIGIN on every page and SVG",
    MEDIUM,
    reason="it stops framing where frame-ancestors is not read",
    source="RFC 7034; HTML standard, X-Frame-Options; OWASP Secure Headers Project",
)
def frame_options(survey: Survey) -> Iterator[Note]:
    framed = [at for at in survey.answers() if at.is_document or at.answer.essence == "image/svg+xml"]
    for exchange in framed:
        is_fenced = any("frame-ancestors" in parse(text) for text in exchange.answer.values("content-security-policy"))
        loss = INFO if is_fenced else MEDIUM
        appraise = one_of("deny", "sameorigin", otherwise=loss)
        yield from field_notes([exchange], "x-frame-options", appraise, absent=loss)


@expect(
    "opener-policy",
    "Cross-Origin-Opener-Policy: same-origin on every page",
    MEDIUM,
    reason="a page that opens this one keeps no hand on its window",
    source="HTML standard, cross-origin opener policies; OWASP Secure Headers Project",
)
def opener_policy(survey: Survey) -> Iterator[Note]:
    appraise = one_of("same-origin", otherwise=INFO)
    return field_notes(survey.documents(), "cross-origin-opener-policy", appraise, absent=MEDIUM)


@expect(
    "embedder-policy",
    "Cross-Origin-Embedder-Policy: require-corp on every page",
    INFO,
    reason="with COOP it isolates the page's process: nothing enters it that did not agree to",
    source="HTML standard, cross-origin embedder policies; OWASP Secure Headers Project",
)
def embedder_policy(survey: Survey) -> Iterator[Note]:
    appraise = one_of("require-corp", "credentialless", otherwise=INFO)
    return field_notes(survey.documents(), "cross-origin-embedder-policy", appraise, absent=INFO)


@expect(
    "resource-policy",
    "Cross-Origin-Resource-Policy on every answer; cross-origin for pictures and feeds only",
    MEDIUM,
    reason="other sites cannot draw this one's answers into their process and read them there",
    source="WHATWG Fetch, Cross-Origin-Resource-Policy; Mozilla HTTP Observatory; OWASP Secure Headers Project",
)
def resource_policy(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        shared = ("cross-origin",) if exchange.kind in _SHARED else ()
        appraise = one_of("same-origin", "same-site", *shared, otherwise=INFO)
        yield from field_notes([exchange], "cross-origin-resource-policy", appraise, absent=MEDIUM)


@expect(
    "agent-cluster",
    "Origin-Agent-Cluster: ?1 on every page",
    INFO,
    reason="a process of its own, apart from sibling subdomains",
    source="HTML standard, origin-keyed agent clusters; MDN Origin-Agent-Cluster",
)
def agent_cluster(survey: Survey) -> Iterator[Note]:
    appraise = one_of("?1", otherwise=INFO)
    return field_notes(survey.documents(), "origin-agent-cluster", appraise, absent=INFO)


CHECKS = (frame_options, opener_policy, embedder_policy, resource_policy, agent_cluster)
