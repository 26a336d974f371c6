# SPDX-License-Identifier: MIT
"""A page against its own policy: what it holds is allowed, and what is allowed it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tests.headers.csp import policies_of
from tests.headers.discovery import local_target
from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.page import Inline, Page, Reference
from tests.headers.policy_text import Directives, effective, is_inline_open, is_none, parse
from tests.headers.survey import Exchange, Kind, Survey

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO
_HASHES = ("'sha256-", "'sha384-", "'sha512-")

Sources = Sequence[str] | None


def _pages(survey: Survey) -> Iterator[tuple[Exchange, Page, list[Directives]]]:
    """The pages that have a policy, each with what it holds."""
    for exchange in survey.found(Kind.PAGE):
        policies = [parse(text) for text in policies_of(exchange)]
        if policies and exchange.is_document:
            yield exchange, exchange.page, policies


def _verdicts(survey: Survey, faults: Iterable[tuple[Exchange, list[str]]], severity: Severity) -> Iterator[Note]:
    judged = list(faults)
    if not judged:
        yield moot("no page has an enforced policy")
    for exchange, found in judged:
        yield flaw(exchange, found[0], severity) if found else good(exchange, "in accord")


@expect(
    "page-inline",
    "each inline script and style of a page is allowed by the page's policy",
    MEDIUM,
    reason="a blocked block is a broken page and a line in every visitor's console",
    source="CSP3, does element match source list",
)
def inline(survey: Survey) -> Iterator[Note]:
    def faults(page: Page, policy: Directives) -> Iterator[str]:
        blocks = (("script", page.inline_scripts), ("style", page.inline_styles))
        for tag, found in blocks:
            sources = effective(policy, f"{tag}-src-elem")
            for block in found:
                if not _allows_inline(sources, block):
                    yield f"blocked: <{tag}> {block.text.strip()[:30]!r}"

    pages = ((at, [fault for policy in all_ for fault in faults(page, policy)]) for at, page, all_ in _pages(survey))
    return _verdicts(survey, pages, MEDIUM)


def _allows_inline(sources: Sources, block: Inline) -> bool:
    if is_inline_open(sources):
        return True
    is_hashed = bool(block.sources & set(sources or ()))
    return is_hashed or (bool(block.nonce) and f"'nonce-{block.nonce}'" in (sources or ()))


@expect(
    "page-attributes",
    "no event handler and no style attribute in a page",
    MEDIUM,
    reason="a policy without 'unsafe-inline' blocks them, and with it protects nothing",
    source="CSP3, script-src-attr and style-src-attr",
)
def attributes(survey: Survey) -> Iterator[Note]:
    for exchange in survey.found(Kind.PAGE):
        page = exchange.page
        shown = [f"{name}=" for name in page.handlers] + [f"<{tag} style=>" for tag in page.styled]
        severity = MEDIUM if policies_of(exchange) else INFO
        yield flaw(exchange, shown[0], severity) if shown else good(exchange, "none")


@expect(
    "page-external",
    "each script and stylesheet a page names is allowed by the page's policy",
    MEDIUM,
    reason="a blocked file is a broken page",
    source="CSP3, script-src and style-src pre-request checks",
)
def external(survey: Survey) -> Iterator[Note]:
    def faults(exchange: Exchange, page: Page, policy: Directives) -> Iterator[str]:
        for directive, found in (("script-src-elem", page.scripts), ("style-src-elem", page.styles)):
            sources = effective(policy, directive)
            for reference in found:
                if not _allows(survey, exchange, sources, reference):
                    yield f"blocked: {reference.url}"

    pages = (
        (at, [fault for policy in all_ for fault in faults(at, page, policy)]) for at, page, all_ in _pages(survey)
    )
    return _verdicts(survey, pages, MEDIUM)


def _allows(survey: Survey, at: Exchange, sources: Sources, reference: Reference) -> bool:
    """Whether some source may allow `reference`; hosts of others are believed, only the site's own is resolved."""
    if sources is None:
        return True
    # A hash allows an external script, never an external stylesheet.
    digests = {f"'{digest}'" for digest in reference.integrity if reference.is_script}
    if (digests and digests <= set(sources)) or (reference.nonce and f"'nonce-{reference.nonce}'" in sources):
        return True
    target = local_target(survey.origin, at.request.target, reference.url)
    if target is None:
        return any(not source.startswith("'") for source in sources)
    own = {"'self'", "*", f"{survey.origin.scheme}:", str(survey.origin), f"{survey.origin}{target}"}
    return bool(own & {source.rstrip("/") for source in sources}) or survey.origin.authority in sources


@expect(
    "page-tightness",
    "a page's policy allows no script that the page does not hold",
    INFO,
    reason="what a page does not use can only serve somebody else",
    source="CSP3, script-src; principle of least privilege",
)
def tightness(survey: Survey) -> Iterator[Note]:
    def faults(page: Page, policy: Directives) -> Iterator[str]:
        sources = effective(policy, "script-src-elem")
        held = {source for block in page.inline_scripts for source in block.sources}
        held |= {f"'{digest}'" for script in page.scripts for digest in script.integrity}
        yield from (f"unused {source[:24]}…'" for source in sources or () if _is_idle(source, held))
        if not page.scripts and not page.inline_scripts and not page.handlers and not is_none(sources):
            yield "scripts allowed on a page without any"

    pages = ((at, [fault for policy in all_ for fault in faults(page, policy)]) for at, page, all_ in _pages(survey))
    return _verdicts(survey, pages, INFO)


def _is_idle(source: str, held: set[str]) -> bool:
    return source.startswith(_HASHES) and source not in held


CHECKS = (inline, attributes, external, tightness)
