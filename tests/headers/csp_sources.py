# SPDX-License-Identifier: MIT
"""The sources of a page's policy: nothing in them is loose."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.csp import Opinion, policy_notes
from tests.headers.findings import Note, Severity, expect
from tests.headers.policy_text import FETCH, Directives, broad_sources, effective, host_sources, is_inline_open, is_none
from tests.headers.survey import Survey

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO
_SCRIPTS = frozenset({"default-src", "script-src", "script-src-elem", "script-src-attr", "object-src", "worker-src"})
_PASSIVE = frozenset({"img-src", "font-src", "media-src"})


@expect(
    "csp-default",
    "default-src 'none'",
    MEDIUM,
    reason="what no directive names falls back to it: a kind of content nobody thought of stays shut",
    source="CSP3, default-src; Mozilla HTTP Observatory, content-security-policy",
)
def csp_default(survey: Survey) -> Iterator[Note]:
    def appraise(directives: Directives) -> Opinion:
        sources = directives.get("default-src")
        if sources is None:
            return "no default-src", MEDIUM
        return f"default-src {' '.join(sources)}", None if is_none(sources) else INFO

    return policy_notes(survey, appraise)


@expect(
    "csp-scripts",
    "no inline script runs unless its hash or nonce is named; no 'unsafe-eval'",
    HIGH,
    reason="'unsafe-inline' in script-src gives back what a policy takes from an injection",
    source="CSP3, script-src; web.dev strict CSP; OWASP Secure Headers Project",
)
def csp_scripts(survey: Survey) -> Iterator[Note]:
    def appraise(directives: Directives) -> Opinion:
        elements, attributes = (effective(directives, name) for name in ("script-src-elem", "script-src-attr"))
        if is_inline_open(elements) or is_inline_open(attributes):
            return "inline scripts are allowed", HIGH
        words = {source.lower() for source in (*(elements or ()), *(effective(directives, "script-src") or ()))}
        loose = sorted(words & {"'unsafe-eval'", "'unsafe-hashes'"})
        return (f"script-src {loose[0]}", MEDIUM) if loose else ("inline scripts are closed", None)

    return policy_notes(survey, appraise)


@expect(
    "csp-styles",
    "no inline style applies unless its hash or nonce is named",
    MEDIUM,
    reason="injected style reads a page's secrets by selectors and draws over its buttons",
    source="CSP3, style-src; Mozilla HTTP Observatory, content-security-policy",
)
def csp_styles(survey: Survey) -> Iterator[Note]:
    def appraise(directives: Directives) -> Opinion:
        lists = [effective(directives, name) for name in ("style-src-elem", "style-src-attr")]
        return ("inline styles are allowed", MEDIUM) if any(map(is_inline_open, lists)) else ("closed", None)

    return policy_notes(survey, appraise)


@expect(
    "csp-broad",
    "no scheme or wildcard among the sources",
    HIGH,
    reason="`https:` or `*` lets in every host there is, the attacker's with them",
    source="CSP3, source lists; Google csp_evaluator; Mozilla HTTP Observatory",
)
def csp_broad(survey: Survey) -> Iterator[Note]:
    def appraise(directives: Directives) -> Opinion:
        found = [
            (_weigh_broad(name, source), f"{name} {source}")
            for name, sources in directives.items()
            if name in FETCH | {"base-uri", "form-action", "frame-ancestors"}
            for source in broad_sources(sources)
        ]
        if not found:
            return "none", None
        severity, seen = max(found)
        return seen, severity

    return policy_notes(survey, appraise)


def _weigh_broad(directive: str, source: str) -> Severity:
    if directive in _SCRIPTS or directive == "base-uri":
        return HIGH
    return INFO if source == "data:" and directive in _PASSIVE else MEDIUM


@expect(
    "csp-third-parties",
    "no other site among the sources",
    INFO,
    reason="each host named is one more that can serve what this site's visitors run, and that learns who they are",
    source="CSP3, source lists; OWASP Third Party JavaScript Management",
)
def csp_third_parties(survey: Survey) -> Iterator[Note]:
    own = (str(survey.origin), survey.origin.authority)

    def appraise(directives: Directives) -> Opinion:
        hosts = [
            source
            for name, sources in directives.items()
            if name in FETCH
            for source in host_sources(sources)
            if not source.lower().startswith(own)
        ]
        return (f"allows {hosts[0]}", INFO) if hosts else ("this site only", None)

    return policy_notes(survey, appraise)


CHECKS = (csp_default, csp_scripts, csp_styles, csp_broad, csp_third_parties)
