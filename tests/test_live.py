# SPDX-License-Identifier: MIT
"""Following the link: a new release is taken up whole, a bad one never, and no request is lost between."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from middleware.live import LiveRelease
from middleware.policy import Policy
from middleware.release import ReleaseError, load_release
from middleware.static import StaticSite
from tests.asgi import scope_of
from tests.sealed import seal


def live(output: Path, policy: Policy) -> LiveRelease:
    return LiveRelease(output / "current", lambda folder: StaticSite(load_release(folder, policy)))


@asynccontextmanager
async def running(app: LiveRelease) -> AsyncIterator[None]:
    """`app` between its lifespan's startup and shutdown."""
    messages: asyncio.Queue = asyncio.Queue()
    sent: asyncio.Queue = asyncio.Queue()
    task = asyncio.create_task(app({"type": "lifespan"}, messages.get, sent.put))
    await messages.put({"type": "lifespan.startup"})
    assert (await sent.get())["type"] == "lifespan.startup.complete"
    yield
    await messages.put({"type": "lifespan.shutdown"})
    assert (await sent.get())["type"] == "lifespan.shutdown.complete"
    await task


async def body_of(app: LiveRelease, path: str = "/") -> bytes:
    parts: list[bytes] = []

    async def send(message) -> None:
        parts.append(message.get("body", b""))

    await app(scope_of(path), None, send)
    return b"".join(parts)


async def wait_for(app: LiveRelease, expected: bytes) -> float:
    """Seconds until the home page is `expected`."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    while await body_of(app) != expected:
        assert loop.time() - start < 5, "the release was never taken up"
        await asyncio.sleep(0.02)
    return loop.time() - start


def test_a_new_release_is_served_within_two_seconds(tmp_path: Path, policy: Policy) -> None:
    seal(tmp_path, {"/": b"un"})

    async def scenario() -> float:
        app = live(tmp_path, policy)
        async with running(app):
            assert await body_of(app) == b"un"
            seal(tmp_path, {"/": b"deux"})
            return await wait_for(app, b"deux")

    assert asyncio.run(scenario()) < 2


def test_a_damaged_release_leaves_the_former_served_and_says_why(
    tmp_path: Path, policy: Policy, caplog: pytest.LogCaptureFixture
) -> None:
    seal(tmp_path, {"/": b"un"})

    async def scenario() -> tuple[bytes, bytes]:
        app = live(tmp_path, policy)
        async with running(app):
            (seal(tmp_path, {"/": b"deux"}) / "index.html").write_bytes(b"gate")
            await asyncio.sleep(1.3)
            former = await body_of(app)
            seal(tmp_path, {"/": b"trois"})
            await wait_for(app, b"trois")
            return former, await body_of(app)

    with caplog.at_level(logging.ERROR):
        assert asyncio.run(scenario()) == (b"un", b"trois")
    assert [record.message for record in caplog.records if "was changed" in record.message] != []
    assert len(caplog.records) == 1


def test_a_request_keeps_the_release_it_began_with(tmp_path: Path, policy: Policy) -> None:
    film = bytes(range(256)) * 8192
    first = seal(tmp_path, {"/film.mp4": film, "/": b"un"})

    async def scenario() -> bytes:
        app = live(tmp_path, policy)
        parts: list[bytes] = []
        halfway, go_on = asyncio.Event(), asyncio.Event()

        async def send(message) -> None:
            parts.append(message.get("body", b""))
            if len(parts) == 3:
                halfway.set()
                await go_on.wait()

        async with running(app):
            slow = asyncio.create_task(app(scope_of("/film.mp4"), None, send))
            await halfway.wait()
            seal(tmp_path, {"/": b"deux"})
            await wait_for(app, b"deux")
            for file in sorted(first.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()
            go_on.set()
            await slow
        return b"".join(parts)

    assert asyncio.run(scenario()) == film


def test_what_runs_beside_begins_and_ends_with_the_server(tmp_path: Path, policy: Policy) -> None:
    seal(tmp_path)
    seen: list[str] = []

    @asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        seen.append("begun")
        yield
        seen.append("ended")

    async def scenario() -> None:
        app = LiveRelease(tmp_path / "current", lambda folder: StaticSite(load_release(folder, policy)), beside=beside)
        assert seen == []
        async with running(app):
            assert seen == ["begun"]

    asyncio.run(scenario())

    assert seen == ["begun", "ended"]


def test_a_start_without_a_release_is_refused(tmp_path: Path, policy: Policy) -> None:
    with pytest.raises(ReleaseError, match="no release at"):
        live(tmp_path, policy)


def test_a_release_pruned_while_it_is_read_gives_way_to_the_next(tmp_path: Path, policy: Policy) -> None:
    seal(tmp_path, {"/": b"un"})
    seen: list[Path] = []

    def build(folder: Path) -> StaticSite:
        seen.append(folder)
        if len(seen) == 1:
            seal(tmp_path, {"/": b"deux"})
            raise ReleaseError("pruned")
        return StaticSite(load_release(folder, policy))

    app = LiveRelease(tmp_path / "current", build)

    assert app.folder == seen[1] != seen[0]


def test_a_link_that_never_rests_is_given_up(tmp_path: Path) -> None:
    seal(tmp_path, {"/": b"0"})
    count = iter(range(1, 99))

    def build(folder: Path) -> StaticSite:
        seal(tmp_path, {"/": str(next(count)).encode()})
        raise ReleaseError("pruned")

    with pytest.raises(ReleaseError):
        LiveRelease(tmp_path / "current", build)
