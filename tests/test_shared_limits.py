# SPDX-License-Identifier: MIT
"""Limits counted together in a real Valkey or Redis, which is stopped, frozen and started again."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection

import pytest

from middleware.client_address import ClientAddresses
from middleware.limit_policy import LimitPolicy, read_limit_policy
from middleware.limiter import Limiter
from middleware.shared_limits import SharedLimits
from middleware.table import Table
from middleware.verdict import Gate
from tests.conftest import find_program
from tests.guards import DEFAULT, DIRECTORY, ELSEWHERE, PROXY
from tests.sealed import seal
from tests.server import command, free_port, get, running

SEO = {"User-Agent": "SemrushBot/7~bl", "X-Forwarded-For": ELSEWHERE}


@contextmanager
def storage(port: int) -> Iterator[subprocess.Popen]:
    """A storage listening on `port`, in memory alone."""
    program = find_program("valkey-server", "redis-server")
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(timeout=10)


@pytest.mark.parametrize("scheme", ["redis", "valkey", "async+redis", "async+valkey"])
def test_two_processes_count_together(scheme: str) -> None:
    async def run(url: str) -> list[bool]:
        one, other = SharedLimits(url), SharedLimits(url)
        found = []
        for limits in (one, other, one, other, one):
            found.append(await limits.wait("a", 3, time.monotonic()))
        found.append(await other.wait("b", 3, time.monotonic()))
        await asyncio.gather(one.close(), other.close())
        return found

    port = free_port()
    with storage(port):
        *waits, fresh = asyncio.run(run(f"{scheme}://127.0.0.1:{port}/1"))

    assert waits[:3] == [0.0, 0.0, 0.0]
    assert all(1 <= seconds <= 60 for seconds in waits[3:])
    assert fresh == 0.0


def test_a_storage_that_is_down_is_done_without_and_found_again(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()

    async def run() -> None:
        limits, now = SharedLimits(f"redis://127.0.0.1:{port}"), 1000.0
        with storage(port):
            assert await limits.wait("a", 2, now) == 0.0
        assert [await limits.wait("a", 2, now) for _ in range(3)] == [0.0, 0.0, 30.0]
        assert await limits.wait("a", 2, now + 6) == 24.0
        with storage(port):
            assert await limits.wait("a", 2, now + 7) == 23.0  # it was asked a second ago, and is left alone for five
            assert [await limits.wait("a", 2, now + 12) for _ in range(2)] == [0.0, 0.0]
            await limits.close()

    asyncio.run(run())

    told = [record.getMessage() for record in caplog.records if record.name == "rempart.limits"]
    assert len(told) == 2
    assert told[0].startswith("the storage of limits is down, each process counts alone: ")
    assert told[1] == "the storage of limits is back"


def test_a_storage_that_hangs_holds_nobody_up() -> None:
    async def run(process: subprocess.Popen, port: int) -> tuple[float, float]:
        limits = SharedLimits(f"redis://127.0.0.1:{port}")
        assert await limits.wait("a", 5, 1000.0) == 0.0
        process.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        assert await limits.wait("a", 5, 1000.0) == 0.0
        first, begun = time.monotonic() - begun, time.monotonic()
        for _ in range(4):
            assert await limits.wait("a", 5, 1000.0) == 0.0
        rest = time.monotonic() - begun
        await limits.close()
        return first, rest

    port = free_port()
    with storage(port) as process:
        first, rest = asyncio.run(run(process, port))

    assert first < 1.5
    assert rest < 0.1


def test_one_request_at_a_time_asks_a_storage_that_is_down() -> None:
    async def seconds(limits: SharedLimits, now: float) -> float:
        begun = time.monotonic()
        await limits.wait("a", 99, now)
        return time.monotonic() - begun

    async def run(process: subprocess.Popen, port: int) -> list[float]:
        limits = SharedLimits(f"redis://127.0.0.1:{port}")
        process.send_signal(signal.SIGSTOP)
        await limits.wait("a", 99, 1000.0)
        found = await asyncio.gather(*(seconds(limits, 1006.0) for _ in range(8)))
        await limits.close()
        return sorted(found)

    port = free_port()
    with storage(port) as process:
        *others, slowest = asyncio.run(run(process, port))

    assert slowest > 0.2
    assert max(others) < 0.1


def test_a_limiter_asks_the_storage_for_the_same_keys_as_memory() -> None:
    port = free_port()
    limits = LimitPolicy(storage=f"redis://127.0.0.1:{port}", allowed=2, throttled=1)
    gate, client = Gate(DEFAULT, DIRECTORY), ClientAddresses(PROXY).client(ELSEWHERE)
    reader = gate.verdict("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")

    async def run() -> list[bool]:
        limiter, slowed = Limiter(limits), gate.verdict("SemrushBot/7~bl")
        async with limiter.running():
            return [await limiter.wait(verdict, client) > 0 for verdict in (reader, reader, reader, slowed, slowed)]

    with storage(port):
        assert asyncio.run(run()) == [False, False, True, False, True]


def test_two_servers_share_one_limit(tmp_path: Path) -> None:
    seal(tmp_path)
    first, second, third = free_port(), free_port(), free_port()
    policy = tmp_path / "policy.toml"
    policy.write_text(f'[limits]\nstorage = "redis://127.0.0.1:{third}"\nthrottled_per_minute = 5\n')

    with (
        storage(third),
        running(command(tmp_path, policy, first), first),
        running(command(tmp_path, policy, second), second),
    ):
        answers = [get(port, "/", SEO) for _ in range(4) for port in (first, second)]

    assert [answer.status for answer in answers] == [200] * 5 + [429] * 3
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


def test_a_storage_without_its_package_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "valkey", None)
    table = Table({"limits": {"storage": "redis://host"}}).table("limits")

    read_limit_policy(table)

    assert table.faults == [
        "limits.storage = 'redis://host': needs the package valkey: run pip install 'rempart[shared]'"
    ]
