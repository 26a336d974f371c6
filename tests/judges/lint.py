# SPDX-License-Identifier: MIT
"""httplint, the judge inside REDbot: what the specifications of HTTP have to say of an exchange."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from httplint import HttpRequestLinter, HttpResponseLinter, Note, levels

from tests.judges.exchange import Exchange


def notes(exchange: Exchange, site_url: str, *wanted: levels) -> set[str]:
    """The notes of these levels on the answer: "NAME field-it-is-about"."""
    found = _flat(_lint(exchange, site_url).notes)
    return {f"{type(note).__name__} {note.subject}".strip() for note in found if note.level in wanted}


def _flat(found: Iterable[Note]) -> Iterator[Note]:
    for note in found:
        yield note
        yield from _flat(note.subnotes)


def _lint(exchange: Exchange, site_url: str) -> HttpResponseLinter:
    asked, now = exchange.request, time.time()
    request, response = HttpRequestLinter(start_time=now), HttpResponseLinter(start_time=now)
    request.response, response.request = response, request
    request.process_request_topline(asked.method.encode(), (site_url + asked.path).encode(), b"1.1")
    request.process_headers([(name.encode(), value.encode()) for name, value in asked.fields.items()])
    request.finish_content(True)
    response.base_uri = site_url + asked.path
    response.is_head_response = asked.method == "HEAD"
    response.process_response_topline(b"1.1", str(exchange.status).encode(), exchange.reason.encode())
    response.process_headers([(name.encode(), value.encode("latin-1")) for name, value in exchange.fields])
    response.feed_content(exchange.body)
    response.finish_content(True)
    return response
