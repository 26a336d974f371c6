# SPDX-License-Identifier: MIT
"""Bytes of a browser's report -> the violations in it, without anything that could tell of a reader. Pure.

Two formats: the Reporting API's array (https://www.w3.org/TR/reporting-1/) and the `csp-report` object that
`report-uri` still gets (https://www.w3.org/TR/CSP3/, 5.3). What both say is kept to five short texts; the referrer, the
sample, the policy and the User-Agent they also hold are never looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from middleware.report_noise import is_noise

REPORTS_JSON = "application/reports+json"
CSP_REPORT = "application/csp-report"
MEDIA_TYPES = frozenset({REPORTS_JSON, CSP_REPORT})

# The types kept, each with the members of its body that say which rule was broken. Chromium writes `policyId` where
# the Permissions Policy specification says `featureId`.
_RULES: Mapping[str, tuple[str, ...]] = {
    "csp-violation": ("effectiveDirective",),
    "integrity-violation": ("destination",),
    "coep": ("type",),
    "coop": ("type",),
    "permissions-policy-violation": ("policyId", "featureId"),
}
_NETWORK = frozenset({"http", "https", "ws", "wss"})
_NAME = re.compile(r"[a-z][a-z0-9 -]{0,63}")
_LONGEST = 200  # characters kept of a blocked URL

UNKNOWN_PAGE = "(inconnue)"
_OTHERS = "(autres)"


class ReportError(ValueError):
    """The body is not a report of the type it claims to be."""


@dataclass(frozen=True, slots=True)
class Violation:
    """`kind`: the report's type. `page`: a path of this site. `directive`: the rule that was broken. `blocked`: a URL
    without query, or a word such as `inline`. `disposition`: `enforce` or `report`."""

    kind: str
    page: str
    directive: str
    blocked: str
    disposition: str

    def folded(self) -> Violation:
        """What is left when there are too many: still counted, no longer told apart."""
        return replace(self, page=_OTHERS, directive=_OTHERS, blocked=_OTHERS)


def parse_reports(body: bytes, media_type: str, page_of: Callable[[str], str]) -> tuple[Violation, ...]:
    """The violations in `body`, noise and other types left out. `page_of` names a document by its URL.

    Raises ReportError when `body` is not of `media_type`, one of MEDIA_TYPES.
    """
    try:
        document = json.loads(body)
        reports = _legacy(document) if media_type == CSP_REPORT else _listed(document)
        return tuple(_violations(reports, page_of))
    # KeyError, TypeError, AttributeError: a member is missing, or is not what the specification says.
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(f"{type(error).__name__}: {error}") from error


def _listed(document: Any) -> list[Any]:
    """Some browsers send a report alone, without the array around it."""
    if isinstance(document, list):
        return document
    return [document]


def _legacy(document: Any) -> list[Any]:
    """The object of `report-uri`, in the words of the Reporting API. Old browsers gave the whole directive."""
    report = document["csp-report"]
    directive = report.get("effective-directive") or report["violated-directive"]
    body = {
        "effectiveDirective": directive.partition(" ")[0],
        "blockedURL": report.get("blocked-uri", ""),
        "sourceFile": report.get("source-file"),
        "disposition": report.get("disposition"),
    }
    return [{"type": "csp-violation", "url": report["document-uri"], "body": body}]


def _violations(reports: list[Any], page_of: Callable[[str], str]) -> Iterator[Violation]:
    for report in reports:
        kind, body = report["type"], report.get("body")
        if kind not in _RULES:
            continue
        document = report.get("url") or body.get("documentURL") or ""
        blocked = body.get("blockedURL") or ""
        if is_noise(document) or is_noise(blocked) or is_noise(body.get("sourceFile") or ""):
            continue
        directive = body[next(filter(body.__contains__, _RULES[kind]), "")]
        yield Violation(kind, page_of(document), _name(directive), _blocked(blocked), _disposition(body))


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError("not the name of a rule")
    return text


def _blocked(text: str) -> str:
    """A network URL up to its query; of any other URL its scheme; a word as it is."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("URLs are serialised in ASCII")
    parts = urlsplit(text)
    if parts.scheme in _NETWORK:
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:_LONGEST]
    return _name(parts.scheme or text) if text else ""


def _disposition(body: Mapping[str, Any]) -> str:
    is_watched = body.get("disposition") in {"report", "reporting"} or body.get("reportOnly") is True
    return "report" if is_watched else "enforce"


def page_name(url: str, hosts: Container[str], paths: Container[str]) -> str:
    """The path of the document at `url`: one of `paths` of this site, known by `hosts`, or UNKNOWN_PAGE.

    Raises ValueError when `url` is none.
    """
    parts = urlsplit(url)
    path = unquote(parts.path) or "/"
    return path if parts.netloc in hosts and path in paths else UNKNOWN_PAGE
