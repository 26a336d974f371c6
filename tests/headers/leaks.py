# SPDX-License-Identifier: MIT
"""What the site says of its own machinery: names and versions that only an attacker needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tests.headers.fields import shorten
from tests.headers.findings import Note, Severity, expect, flaw, good
from tests.headers.survey import Survey

MEDIUM, INFO = Severity.MEDIUM, Severity.INFO

_VERSION = re.compile(r"\d+\.\d+")
_TRACE = re.compile(
    rb"Traceback \(most recent call last\)|\bat [\w.$]+\([\w.]+:\d+\)|/site-packages/|(?:/usr/lib|/var/www|/home)/\w"
)
_SIGNATURE = re.compile(rb"\b(?:nginx|Apache|openresty|lighttpd|Caddy|Python|PHP)/\d[\w.]*")


@lru_cache(maxsize=1)
def names_to_remove() -> frozenset[str]:
    """The 87 names, in lower case, of the list kept beside this file."""
    found = json.loads(Path(__file__).with_name("owasp_remove.json").read_text("utf-8"))
    return frozenset(name.lower() for name in found["headers"])


@expect(
    "no-server-names",
    "none of the 87 headers that name the machinery",
    MEDIUM,
    reason="a name with its version is an index into the list of known holes",
    source="OWASP Secure Headers Project, ci/headers_remove.json (2026-07-19); RFC 9110, 10.2.4",
)
def no_server_names(survey: Survey) -> Iterator[Note]:
    for exchange in survey.answers():
        # An empty field names nothing; that it was left there is told by another check.
        found = [(name, value) for name, value in exchange.answer.headers if value and name in names_to_remove()]
        if not found:
            yield good(exchange, "none")
        for name, value in found:
            severity = MEDIUM if _VERSION.search(value) else INFO
            yield flaw(exchange, f"{name}: {shorten(value, 40)}", severity)


@expect(
    "no-traces",
    "no answer shows a stack trace, a path of the machine or the server's version",
    MEDIUM,
    reason="errors are for the log; a visitor cannot use them, an attacker can",
    source="CWE-209; OWASP Web Security Testing Guide, WSTG-ERRH-01",
)
def no_traces(survey: Survey) -> Iterator[Note]:
    for exchange in survey.exchanges:
        if exchange.answer.status < 400:
            continue
        trace, signature = (pattern.search(exchange.answer.body) for pattern in (_TRACE, _SIGNATURE))
        if trace:
            yield flaw(exchange, shorten(trace[0].decode("latin-1"), 40), MEDIUM)
        elif signature:
            yield flaw(exchange, signature[0].decode("latin-1"), INFO)
        else:
            yield good(exchange, "none")


CHECKS = (no_server_names, no_traces)
