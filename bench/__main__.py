# SPDX-License-Identifier: MIT
"""`make bench`: what an answer costs inside one process, as ratios to a bare application sending the same bytes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from secure import Secure
from secure.middleware import SecureASGIMiddleware
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.clock import asking, measure
from middleware.agents import load_directory
from middleware.app import create_app
from middleware.headers import names_of
from middleware.policy import load_policy
from middleware.release import load_release
from middleware.security import SecurityHeadersMiddleware
from middleware.static import StaticSite
from middleware.verdict import Gate
from tests.asgi import scope_of
from tests.sealed import seal

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
HEADERS = [
    ("host", "127.0.0.1"),
    ("user-agent", FIREFOX),
    ("accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
    ("accept-language", "fr,en;q=0.5"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("sec-fetch-mode", "navigate"),
]


def bare(app: StaticSite, path: str) -> ASGIApp:
    """The floor: the same header list and body, two sends and nothing else."""
    status, headers, body = app.respond(scope_of(path, headers=HEADERS))

    async def floor(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return floor


def guarded(app: StaticSite, path: str) -> ASGIApp:
    """The floor with a plain header list, which the security middleware completes on each answer."""
    _, headers, body = app.respond(scope_of(path, headers=HEADERS))
    owned = names_of(app.release.refusal)
    plain = [field for field in headers if field[0] not in owned]

    async def floor(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": plain})
        await send({"type": "http.response.body", "body": body})

    return SecurityHeadersMiddleware(floor, headers=app.release.refusal)


def stock(folder: Path) -> ASGIApp:
    """What one writes first: Starlette's files under secure's own middleware."""
    files = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])
    return SecureASGIMiddleware(files, secure=Secure.with_default_headers())


def print_table(figures: dict[str, tuple[float, float]], floor: str) -> None:
    print(f"{'':34} {'µs':>8} {'spread':>8} {'× floor':>8}")
    for name, (median, spread) in figures.items():
        print(f"{name:34} {median:8.2f} {spread:8.2f} {median / figures[floor][0]:8.2f}")


def main() -> int:
    """Build a small release in a temporary folder and print both tables."""
    with tempfile.TemporaryDirectory() as name:
        output = Path(name)
        policy_file = output / "policy.toml"
        policy_file.write_text("[limits]\nallowed_per_minute = 1000000000\n")  # a bench is no reader
        folder = seal(output)
        static = StaticSite(load_release(folder, load_policy(policy_file)))
        site = create_app(output / "current", policy_file)
        page, crawler = scope_of("/", headers=HEADERS), scope_of("/", headers=[("user-agent", "GPTBot/1.2")])
        figures = measure(
            {
                "floor: bare application": asking(bare(static, "/"), page),
                "the floor under the security headers": asking(guarded(static, "/"), page),
                "the release's table alone": asking(static, page),
                "the whole house, hot page": asking(site, page),
                "the whole house, 404": asking(site, scope_of("/absent", headers=HEADERS)),
                "the whole house, crawler refused": asking(site, crawler),
                "Starlette StaticFiles and secure": asking(stock(folder), page),
            }
        )
        print_table(figures, "floor: bare application")
        print_verdicts(Gate(load_policy(policy_file).crawlers, load_directory()))
    return 0


def print_verdicts(gate: Gate) -> None:
    """What the gatekeeper's decision costs: known, never seen, and hostile User-Agents."""
    import timeit

    fresh = iter(f"Mozilla/5.0 (X11; Linux x86_64; rv:{number}.0) Firefox/{number}.0" for number in range(10**9))
    hostile = iter(f"{number} " + "gpt-bot/claude " * 546 for number in range(10**9))
    for name, ask, count in (
        ("verdict, warm", lambda: gate.verdict(FIREFOX), 100_000),
        ("verdict, cold", lambda: gate.verdict(next(fresh)), 5_000),
        ("verdict, hostile 8 KB", lambda: gate.verdict(next(hostile)), 500),
    ):
        print(f"{name:34} {min(timeit.repeat(ask, number=count, repeat=3)) / count * 1e6:8.2f}")


if __name__ == "__main__":
    sys.exit(main())
