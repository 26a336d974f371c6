# SPDX-License-Identifier: MIT
"""The rooms put together, in order: security around Starlette, the gatekeeper inside, the release at the heart."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from middleware.agents import load_directory
from middleware.client_address import ClientAddresses
from middleware.counted_guard import counted_guard
from middleware.counting import CountingMiddleware
from middleware.gatekeeper import GatekeeperMiddleware
from middleware.guard import Guard
from middleware.headers import RawHeaders
from middleware.limiter import Limiter
from middleware.live import LiveRelease
from middleware.metrics_files import WorkerCounters
from middleware.policy import Policy, load_policy
from middleware.range_store import RangeStore
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


@dataclass(frozen=True, slots=True)
class House:
    """What all releases share: the policy, and the rooms that remember from one request to the next."""

    policy: Policy
    guard: Guard
    addresses: ClientAddresses
    ranges: RangeStore
    collector: ReportCollector
    counters: WorkerCounters | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What goes on beside the answers."""
        async with self.collector.running(), self.ranges.running():
            yield


def create_app(
    release: str | os.PathLike[str],
    policy: str | os.PathLike[str],
    *,
    always: RawHeaders = (),
    metrics: Path | None = None,
) -> ASGIApp:
    """The site served from `release` (a folder, or the link to it, then followed) under the policy file `policy`.

    An ASGI application for any server; `always` goes on every answer; `metrics` is the folder to count in, if any.
    Raises PolicyError, RangesError or ReleaseError.
    """
    house = open_house(load_policy(Path(policy)), metrics)
    return LiveRelease(Path(release), lambda folder: build_site(folder, house, always), beside=house.running)


def open_house(policy: Policy, metrics: Path | None = None) -> House:
    """The rooms that `policy` asks for. Raises RangesError."""
    directory = load_directory()
    ranges = RangeStore(directory, policy.crawlers.verification)
    counters = WorkerCounters(metrics) if metrics else None
    kind = counted_guard(counters) if counters else Guard
    guard = kind(Gate(policy.crawlers, directory), ranges.verifier, Limiter(policy.limits))
    return House(policy, guard, ClientAddresses(policy.server), ranges, ReportCollector(policy.reports), counters)


def build_site(folder: Path, house: House, always: RawHeaders = ()) -> ASGIApp:
    """The application of one release. Security stands outside: Starlette's own 500 and 413 pass through it too."""
    policy = house.policy
    release = load_release(folder, policy, always)
    starlette = Starlette(
        routes=report_routes(house.collector, site_url=policy.site.url, paths=release.answers),
        middleware=[Middleware(GatekeeperMiddleware, guard=house.guard, addresses=house.addresses)],
        exception_handlers={500: _answer_crash},
        max_body_size=_MAX_BODY,
    )
    # The release's table stands for its pages' routes: one look-up, however many.
    starlette.router.default = StaticSite(release)
    starlette.router.redirect_slashes = False
    app = SecurityHeadersMiddleware(starlette, headers=release.refusal)
    if house.counters is None:
        return app
    house.counters.serve(release.digest)
    return CountingMiddleware(app, counters=house.counters)


async def _answer_crash(request: Request, error: Exception) -> Response:
    return PlainTextResponse("500 : une erreur est survenue de notre côté.\n", 500, {"cache-control": "no-store"})


def from_environment() -> ASGIApp:
    """What granian's factory target calls: the settings come from the environment."""
    settings = read_settings(os.environ)
    return create_app(settings.release, settings.policy, always=_UNSIGNED, metrics=settings.metrics)
