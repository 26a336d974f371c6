# SPDX-License-Identifier: MIT
"""The rooms put together, in order: security around Starlette, the gatekeeper inside, the release at the heart."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from middleware.agents import load_directory
from middleware.challenge import Challenge
from middleware.challenge_endpoint import challenge_route
from middleware.challenge_files import challenge_answers
from middleware.client_address import ClientAddresses
from middleware.counted_guard import counted_guard
from middleware.counting import CountingMiddleware
from middleware.gatekeeper import GatekeeperMiddleware
from middleware.guard import Guard
from middleware.headers import RawHeaders
from middleware.host import HostMiddleware
from middleware.limiter import Limiter
from middleware.live import LiveRelease
from middleware.metrics_files import WorkerCounters
from middleware.policy import Policy, load_policy
from middleware.range_store import RangeStore
from middleware.release import load_release
from middleware.report_collector import ReportCollector
from middleware.report_endpoint import report_routes
from middleware.security import SecurityHeadersMiddleware
from middleware.settings import SHORTEST_SECRET, read_settings
from middleware.static import StaticSite
from middleware.verdict import Gate

logger = logging.getLogger("rempart.app")

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
    challenge: Challenge
    ranges: RangeStore
    collector: ReportCollector
    counters: WorkerCounters | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What goes on beside the answers."""
        async with self.guard.limiter.running(), self.collector.running(), self.ranges.running():
            yield


def create_app(
    release: str | os.PathLike[str],
    policy: str | os.PathLike[str],
    *,
    always: RawHeaders = (),
    metrics: Path | None = None,
    secret: bytes = b"",
) -> ASGIApp:
    """The site served from `release` (a folder, or the link to it, then followed) under the policy file `policy`.

    An ASGI application for any server; `always` goes on every answer; `metrics` is the folder to count in, if any.
    `secret` signs who passed a challenge: several processes need the same; none given, a random one is made.
    Raises PolicyError, RangesError or ReleaseError.
    """
    house = open_house(load_policy(Path(policy)), always=always, metrics=metrics, secret=secret)
    return LiveRelease(Path(release), lambda folder: build_site(folder, house, always), beside=house.running)


def open_house(policy: Policy, *, always: RawHeaders = (), metrics: Path | None = None, secret: bytes = b"") -> House:
    """The rooms that `policy` asks for. Raises RangesError."""
    directory = load_directory()
    challenge = Challenge(policy, secret or secrets.token_bytes(SHORTEST_SECRET), always)
    ranges = RangeStore(directory, policy.crawlers.verification)
    counters = WorkerCounters(metrics) if metrics else None
    kind = counted_guard(counters) if counters else Guard
    return House(
        policy=policy,
        guard=kind(Gate(policy.crawlers, directory), ranges.verifier, Limiter(policy.limits), challenge.clearances),
        addresses=ClientAddresses(policy.server),
        challenge=challenge,
        ranges=ranges,
        collector=ReportCollector(policy.reports),
        counters=counters,
    )


def build_site(folder: Path, house: House, always: RawHeaders = ()) -> ASGIApp:
    """The application of one release. Security stands outside: Starlette's own 500 and 413 pass through it too."""
    policy = house.policy
    release = load_release(folder, policy, always)
    guard, addresses, challenge = house.guard, house.addresses, house.challenge
    starlette = Starlette(
        routes=[
            challenge_route(challenge, addresses),
            *report_routes(house.collector, site_url=policy.site.url, paths=release.answers),
        ],
        middleware=[Middleware(GatekeeperMiddleware, guard=guard, addresses=addresses, challenge=challenge)],
        exception_handlers={500: _answer_crash},
        max_body_size=_MAX_BODY,
    )
    # The release's table stands for its pages' routes: one look-up, however many.
    answers = {**release.answers, **challenge_answers(policy, always)}
    starlette.router.default = StaticSite(replace(release, answers=answers))
    starlette.router.redirect_slashes = False
    app = SecurityHeadersMiddleware(HostMiddleware(starlette), headers=release.refusal)
    if house.counters is None:
        return app
    house.counters.serve(release.digest)
    return CountingMiddleware(app, counters=house.counters)


async def _answer_crash(request: Request, error: Exception) -> Response:
    return PlainTextResponse("500 : une erreur est survenue de notre côté.\n", 500, {"cache-control": "no-store"})


def from_environment() -> ASGIApp:
    """What granian's factory target calls: the settings come from the environment."""
    settings = read_settings(os.environ)
    if not settings.secret:
        logger.warning("no REMPART_SECRET: whoever passes a challenge here is challenged again by other workers")
    return create_app(
        settings.release, settings.policy, always=_UNSIGNED, metrics=settings.metrics, secret=settings.secret
    )
