# SPDX-License-Identifier: MIT
"""The directives of a page's policy that `default-src` does not stand in for, or stands in for too loosely."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.csp import CSP, Opinion, policy_notes
from tests.headers.findings import Check, Note, Severity, expect, flaw, good
from tests.headers.policy_text import Directives, broad_sources, effective, is_none, parse
from tests.headers.survey import Survey

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO


def _fence(directive: str, reason: str) -> Check:
    """The check that `directive` is written and lets nobody but the site itself through."""

    def appraise(directives: Directives) -> Opinion:
        sources = directives.get(directive)
        if sources is None:
            return f"no {directive}", MEDIUM
        is_own = is_none(sources) or {source.lower() for source in sources} <= {"'self'"}
        is_open = bool(broad_sources(sources))
        return f"{directive} {' '.join(sources)}", None if is_own else MEDIUM if is_open else INFO

    @expect(
        f"csp-{directive}",
        f"{directive} 'none' or 'self'",
        MEDIUM,
        reason=reason,
        source=f"CSP3, {directive}: default-src is no fallback for it; OWASP Secure Headers Project",
    )
    def judge(survey: Survey) -> Iterator[Note]:
        return policy_notes(survey, appraise)

    return judge


base_uri = _fence("base-uri", "an injected <base> sends every relative script and link of the page elsewhere")
form_action = _fence("form-action", "an injected form posts what the visitor types to another site")


@expect(
    "csp-frame-ancestors",
    "frame-ancestors 'none' or 'self', in a header",
    MEDIUM,
    reason="a framed page can be clicked through an invisible layer",
    source="CSP3, frame-ancestors (ignored in <meta>); Mozilla HTTP Observatory, x-frame-options",
)
def frame_ancestors(survey: Survey) -> Iterator[Note]:
    for exchange in survey.documents():
        lists = [parse(text).get("frame-ancestors") for text in exchange.answer.values(CSP)]
        stated = [sources for sources in lists if sources is not None]
        if any(is_none(sources) or sources == ("'self'",) for sources in stated):
            yield good(exchange, "framed by nobody else")
        elif stated:
            severity = MEDIUM if broad_sources(stated[0]) else INFO
            yield flaw(exchange, f"frame-ancestors {' '.join(stated[0])}", severity)
        else:
            has_option = exchange.answer.value("x-frame-options").lower() in {"deny", "sameorigin"}
            yield flaw(exchange, "only X-Frame-Options", INFO) if has_option else flaw(exchange, "absent", MEDIUM)


@expect(
    "csp-object-src",
    "plugins closed: object-src 'none', its own or by default-src",
    MEDIUM,
    reason="<object> and <embed> load documents that run beside the page's own scripts",
    source="CSP3, object-src; web.dev strict CSP",
)
def object_src(survey: Survey) -> Iterator[Note]:
    def appraise(directives: Directives) -> Opinion:
        sources = effective(directives, "object-src")
        if sources is None:
            return "object-src open", MEDIUM
        return f"object-src {' '.join(sources)}", None if is_none(sources) else INFO

    return policy_notes(survey, appraise)


@expect(
    "csp-trusted-types",
    "require-trusted-types-for 'script'",
    INFO,
    reason="strings can no longer reach innerHTML and the like: DOM injection loses its sinks",
    source="W3C Trusted Types; MDN require-trusted-types-for; Lighthouse trusted-types-xss",
)
def trusted_types(survey: Survey) -> Iterator[Note]:
    def appraise(directives: Directives) -> Opinion:
        is_required = directives.get("require-trusted-types-for") == ("'script'",)
        return ("required", None) if is_required else ("not required", INFO)

    return policy_notes(survey, appraise)


@expect(
    "csp-upgrade",
    "upgrade-insecure-requests on an https site, and only there",
    INFO,
    reason="it mends forgotten http:// links; on http://localhost it makes some browsers ask for https in vain",
    source="W3C Upgrade Insecure Requests; MDN upgrade-insecure-requests",
)
def upgrade(survey: Survey) -> Iterator[Note]:
    def appraise(directives: Directives) -> Opinion:
        is_there = "upgrade-insecure-requests" in directives
        return "present" if is_there else "absent", None if is_there == survey.is_https else INFO

    return policy_notes(survey, appraise)


CHECKS = (base_uri, form_action, frame_ancestors, object_src, trusted_types, upgrade)
