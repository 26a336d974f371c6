# SPDX-License-Identifier: MIT
"""What was never published: paths that climb out, hidden files, compressed copies, line breaks in a path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tests.headers.findings import Note, Severity, expect, flaw, good
from tests.headers.survey import Exchange, Kind, Survey, Trial

HIGH, MEDIUM, INFO = Severity.HIGH, Severity.MEDIUM, Severity.INFO

_REFUSALS = frozenset({400, 401, 403, 404, 405, 410, 414, 421})
_SYSTEM_FILE = re.compile(rb"^root:[^:]*:0:0:|^\[fonts\]", re.MULTILINE)
# A web application's own manifest lies under the same name as a build's: W3C Web Application Manifest.
_MANIFEST_KEYS = frozenset({"name", "short_name", "icons", "start_url"})


@expect(
    "raw-paths",
    "paths that climb, double their slashes or hide them → 404 or 400",
    HIGH,
    reason="what lies above the site's folder is the machine's",
    source="CWE-22; RFC 3986, 5.2.4 and 6.2.2.3; OWASP Web Security Testing Guide, WSTG-ATHZ-01",
)
def raw_paths(survey: Survey) -> Iterator[Note]:
    homes = {at.answer.body for at in survey.found(Kind.PAGE)}
    soft = {at.answer.body for at in survey.found(Kind.MISSING)}
    for exchange in survey.tried(Trial.RAW):
        status, body = exchange.answer.status, exchange.answer.body
        if _SYSTEM_FILE.search(body):
            yield flaw(exchange, "a file of the machine", HIGH)
        elif status in _REFUSALS or not status:
            yield good(exchange, str(status or "closed"))
        elif status == 200 and body not in homes | soft:
            yield flaw(exchange, "200", MEDIUM)
        else:
            yield flaw(exchange, f"{status}: tidied" if status < 400 else str(status), INFO)


@expect(
    "hidden-files",
    "dotfiles, sources and the build's own lists → 404",
    HIGH,
    reason="they hold keys, history and the map of everything else",
    source="CWE-538; OWASP Web Security Testing Guide, WSTG-CONF-04",
)
def hidden_files(survey: Survey) -> Iterator[Note]:
    soft = {at.answer.body for at in survey.tried(Trial.PLAIN) if at.kind is Kind.MISSING}
    for exchange in survey.tried(Trial.SECRET):
        is_served = exchange.answer.status == 200 and exchange.answer.body not in soft
        if is_served and not _is_web_manifest(exchange):
            yield flaw(exchange, f"{exchange.request.target} is served", HIGH)
        else:
            yield good(exchange, "web manifest" if is_served else str(exchange.answer.status or "closed"))


def _is_web_manifest(exchange: Exchange) -> bool:
    if exchange.request.target != "/manifest.json":
        return False
    try:
        found = json.loads(exchange.answer.body)
    except ValueError:
        return False
    return isinstance(found, dict) and bool(_MANIFEST_KEYS & found.keys())


@expect(
    "sidecars",
    "compressed copies have no address of their own",
    INFO,
    reason="under its own name a copy comes with another type and another policy",
    source="RFC 9110, 8.4 (a coding is a property of the representation)",
)
def sidecars(survey: Survey) -> Iterator[Note]:
    soft = {at.answer.body for at in survey.tried(Trial.PLAIN) if at.kind is Kind.MISSING}
    for exchange in survey.tried(Trial.SIDECAR):
        is_served = exchange.answer.status == 200 and exchange.answer.body not in soft
        yield flaw(exchange, "served", INFO) if is_served else good(exchange, str(exchange.answer.status))


@expect(
    "no-injection",
    "a line break in a path never becomes a header",
    HIGH,
    reason="whoever writes a link would write the answer's headers",
    source="CWE-113; RFC 9110, 5.5",
)
def no_injection(survey: Survey) -> Iterator[Note]:
    for exchange in survey.tried(Trial.INJECTED):
        is_split = bool(exchange.answer.values("x-rempart"))
        yield flaw(exchange, "a header was injected", HIGH) if is_split else good(exchange, "no header")


CHECKS = (raw_paths, hidden_files, sidecars, no_injection)
