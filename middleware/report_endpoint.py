# SPDX-License-Identifier: MIT
"""The ASGI shell of the report collector: POST /_reports is checked, counted and answered without a word."""

from __future__ import annotations

import math
import time
from collections.abc import Container, Mapping
from functools import partial
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from middleware.report_collector import ReportCollector
from middleware.report_policy import REPORTS_PATH
from middleware.report_rate import client_prefix
from middleware.reports import MEDIA_TYPES, ReportError, page_name, parse_reports

_LARGEST = 32 * 1024
_NO_STORE = {"cache-control": "no-store"}


class ReportEndpoint:
    """Answers 204 to a report that was counted, and 400, 403, 405, 413, 415 or 429 to anything else.

    `paths` are those of the release served; a report names one of them or no page. Nothing of a request is echoed.
    """

    def __init__(self, collector: ReportCollector, *, site_url: str, paths: Container[str]) -> None:
        self.collector = collector
        self.host = urlsplit(site_url).netloc
        self.paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._answer(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if refused := self._refuse(request, media_type):
            return refused
        body = await _read_body(request)
        if body is None:
            return _refusal(413, "Ce rapport est trop long.")
        hosts = {self.host, request.headers.get("host", "")}
        try:
            violations = parse_reports(body, media_type, partial(page_name, hosts=hosts, paths=self.paths))
        except ReportError:
            return _refusal(400, "Ce n’est pas un rapport de navigateur.")
        self.collector.tally.add(violations)
        return Response(status_code=204, headers=_NO_STORE)

    def _refuse(self, request: Request, media_type: str) -> Response | None:
        """What can be refused before the body is read, the cheapest first."""
        if request.method != "POST":
            return _refusal(405, "Seule la méthode POST est admise.", {"allow": "POST"})
        # The pages that report here are ours. Chromium's Reporting API sends no Sec-Fetch-Site at all.
        if request.headers.get("sec-fetch-site") == "cross-site":
            return _refusal(403, "Les rapports d’un autre site ne sont pas reçus ici.")
        if media_type not in MEDIA_TYPES:
            return _refusal(415, "Seuls les rapports des navigateurs sont reçus.")
        client = client_prefix(request.client.host) if request.client else ""
        if seconds := self.collector.rate.wait(client, time.monotonic()):
            return _refusal(429, "Trop de rapports à la fois.", {"retry-after": str(math.ceil(seconds))})
        return None


async def _read_body(request: Request) -> bytes | None:
    """The whole body; None as soon as it is too long, whatever its Content-Length said."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    return body


def _refusal(status: int, sentence: str, extra: Mapping[str, str] = _NO_STORE) -> Response:
    return PlainTextResponse(f"{status} : {sentence}\n", status, {**_NO_STORE, **extra})


def report_routes(collector: ReportCollector, *, site_url: str, paths: Container[str]) -> list[Route]:
    """The route to put in Starlette's list; none when the policy wants no reports."""
    if not collector.policy.enabled:
        return []
    return [Route(REPORTS_PATH, ReportEndpoint(collector, site_url=site_url, paths=paths))]
