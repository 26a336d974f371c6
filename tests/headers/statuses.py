# SPDX-License-Identifier: MIT
"""What is there says 200, what is not says 404, and nothing falls over."""

from __future__ import annotations

from collections.abc import Iterator

from tests.headers.findings import Note, Severity, expect, flaw, good, moot
from tests.headers.survey import Kind, Survey, Trial

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO


@expect(
    "page-found",
    "each page answers 200",
    HIGH,
    reason="a page that does not is no page",
    source="RFC 9110, 15.3.1",
)
def page_found(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.PLAIN):
        if exchange.kind is Kind.PAGE:
            status = exchange.answer.status
            yield good(exchange, "200") if status == 200 else flaw(exchange, str(status or "no answer"), HIGH)


@expect(
    "resource-found",
    "each file that a page names answers 200",
    MEDIUM,
    reason="a dead reference is a hole in the page, and what fills it later is not the site's choice",
    source="RFC 9110, 15.3.1",
)
def resource_found(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.PLAIN):
        if exchange.kind in {Kind.STYLE, Kind.SCRIPT, Kind.PICTURE, Kind.FEED}:
            status = exchange.answer.status
            yield good(exchange, "200") if status == 200 else flaw(exchange, str(status or "no answer"), MEDIUM)


@expect(
    "missing-status",
    "an address that does not exist answers 404",
    MEDIUM,
    reason="a page that answers 200 for everything is indexed for everything, and hides its dead links",
    source="RFC 9110, 15.5.5",
)
def missing_status(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.PLAIN):
        if exchange.kind is Kind.MISSING:
            status = exchange.answer.status
            yield good(exchange, str(status)) if status in {404, 410} else flaw(exchange, str(status), MEDIUM)


@expect(
    "missing-page",
    "the 404 is a page of the site: HTML with a way back",
    INFO,
    reason="a bare line of text strands the visitor and names the server",
    source="RFC 9110, 15.5 (explain the error situation)",
)
def missing_page(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.PLAIN):
        if exchange.kind is Kind.MISSING and exchange.answer.status in {404, 410}:
            has_links = exchange.answer.essence == "text/html" and bool(exchange.page.links)
            yield good(exchange, "HTML with links") if has_links else flaw(exchange, "no way back", INFO)


@expect(
    "no-failure",
    "no request makes the server fail or fall silent",
    MEDIUM,
    reason="a 500 is a fault somebody can pull at will",
    source="RFC 9110, 15.6.1",
)
def no_failure(survey: Survey) -> Iterator[Note]:
    for exchange in survey.exchanges:
        status = exchange.answer.status
        if status >= 500 and status not in {501, 505}:
            yield flaw(exchange, str(status), MEDIUM)
        elif not status:
            yield flaw(exchange, f"no answer: {exchange.answer.fault}", INFO)
        else:
            yield good(exchange, "answered")


@expect(
    "contact",
    "security.txt names a contact and an end date",
    INFO,
    reason="whoever finds a fault knows whom to tell",
    source="RFC 9116, 2.5.3, 2.5.5 and 3",
)
def contact(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.PLAIN):
        if exchange.kind is not Kind.CONTACT:
            continue
        lines = exchange.answer.body.decode("utf-8", "replace").lower().splitlines()
        has_both = all(any(line.startswith(name) for line in lines) for name in ("contact:", "expires:"))
        if exchange.answer.status == 200 and has_both:
            yield good(exchange, "present")
        elif exchange.answer.status == 200:
            yield flaw(exchange, "without Contact or Expires", INFO)
        else:
            yield flaw(exchange, "absent", INFO)


@expect(
    "crawler-refusal",
    "a crawler that is turned away reads why, may read robots.txt, and the refusal is not stored",
    INFO,
    reason="a refusal kept by a cache would be shown to people; robots.txt is where the rule is told",
    source="RFC 9309, 2.3; RFC 9111, 5.2.2.5",
)
def crawler_refusal(survey: Survey) -> Iterator[Note]:
    tried = survey.tried(Trial.CRAWLER)
    refused = [at for at in tried if at.kind is Kind.PAGE and at.answer.status in {401, 403, 429}]
    if not refused:
        yield moot("crawlers are let in")
        return
    for exchange in refused:
        is_kept = "no-store" not in exchange.answer.value("cache-control").lower()
        if is_kept:
            yield flaw(exchange, "the refusal may be stored", INFO)
        elif not exchange.answer.body:
            yield flaw(exchange, "the refusal says nothing", INFO)
        else:
            yield good(exchange, "refused, not stored")
    for exchange in tried:
        if exchange.kind is Kind.ROBOTS and exchange.answer.status != 200:
            yield flaw(exchange, "robots.txt is refused too", INFO)


CHECKS = (page_found, resource_found, missing_status, missing_page, no_failure, contact, crawler_refusal)
