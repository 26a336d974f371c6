# SPDX-License-Identifier: MIT
"""The rooms put together, in order: security around Starlette, the gatekeeper inside, the release at the heart."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from middleware.agents import load_directory
from middleware.gatekeeper import GatekeeperMiddleware
from middleware.headers import RawHeaders
from middleware.live import LiveRelease
from middleware.policy import Policy, load_policy
from middleware.release import load_release
from middleware.report_collector import ReportCollector
from middleware.report_endpoint import report_routes
from middleware.security import SecurityHeadersMiddleware
from middleware.settings import read_settings
from middleware.static import StaticSite
from middleware.verdict import Gate

# The site takes reports and no uploads: a larger body is refused before anything reads it.
_MAX_BODY = 64 * 1024


# granian signs each answer with its name unless the application signs first; an empty field says nothing.
_UNSIGNED: RawHeaders = ((b"server", b""),)


def create_app(release: str | os.PathLike[str], policy: str | os.PathLike[str], *, always: RawHeaders = ()) -> ASGIApp:
    """The site served from `release` (a folder, or the link to it, then followed) under the policy file `policy`.

    An ASGI application for any server; `always` goes on every answer. Raises PolicyError or ReleaseError.
    """
    rules = load_policy(Path(policy))
    gate, collector = Gate(rules.crawlers, load_directory()), ReportCollector(rules.reports)
    return LiveRelease(
        Path(release),
        lambda folder: build_site(folder, rules, gate, collector, always),
        beside=collector.running,
    )


def build_site(
    folder: Path, policy: Policy, gate: Gate, collector: ReportCollector, always: RawHeaders = ()
) -> ASGIApp:
    """The application of one release. Security stands outside: Starlette's own 500 and 413 pass through it too."""
    release = load_release(folder, policy, always)
    starlette = Starlette(
        routes=report_routes(collector, site_url=policy.site.url, paths=release.answers),
        middleware=[Middleware(GatekeeperMiddleware, gate=gate)],
        exception_handlers={500: _answer_crash},
        max_body_size=_MAX_BODY,
    )
    # The release's table stands for its pages' routes: one look-up, however many.
    starlette.router.default = StaticSite(release)
    starlette.router.redirect_slashes = False
    return SecurityHeadersMiddleware(starlette, headers=release.refusal)


async def _answer_crash(request: Request, error: Exception) -> Response:
    return PlainTextResponse("500 : une erreur est survenue de notre côté.\n", 500, {"cache-control": "no-store"})


def from_environment() -> ASGIApp:
    """What granian's factory target calls: the settings come from REMPART_RELEASE and REMPART_POLICY."""
    settings = read_settings(os.environ)
    return create_app(settings.release, settings.policy, always=_UNSIGNED)
