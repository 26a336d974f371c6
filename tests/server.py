# SPDX-License-Identifier: MIT
"""A real server process on a free port, waited for, and stopped as an operator would."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Requests are a reader's unless a test says otherwise: who gives no name is an unknown robot, and is slowed.
READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(output: Path, policy: Path, port: int) -> list[str]:
    where = ["--release", str(output / "current"), "--policy", str(policy), "--port", str(port)]
    return [sys.executable, "-m", "middleware", "serve", *where]


UVICORN = """
import sys, uvicorn
from middleware.app import create_app
app = create_app(sys.argv[1], sys.argv[2])
uvicorn.run(app, port=int(sys.argv[3]), server_header=False, log_level="warning")
"""


def uvicorn_command(output: Path, policy: Path, port: int) -> list[str]:
    """The same site on uvicorn, which can leave its name out altogether."""
    return [sys.executable, "-c", UVICORN, str(output / "current"), str(policy), str(port)]


@contextmanager
def running(arguments: list[str], port: int) -> Iterator[int]:
    """A server process answering on `port`, stopped at the end. Its output is dropped: a full pipe would block it."""
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_listening(process, port)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def serving(output: Path, policy: Path, port: int, *options: str) -> AbstractContextManager[int]:
    """`python -m middleware serve`, running."""
    return running([*command(output, policy, port), *options], port)


def wait_until_listening(process: subprocess.Popen, port: int) -> None:
    for _ in range(400):
        assert process.poll() is None, f"the server stopped with exit code {process.returncode}"
        try:
            if get(port, "/robots.txt").status:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server never listened")


def get(port: int, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, headers=READER if headers is None else headers)
        response = connection.getresponse()
        response.content = response.read()
        return response
