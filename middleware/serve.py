# SPDX-License-Identifier: MIT
"""Run the site on granian: everything is checked before the first worker starts."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings

from middleware import metrics_server
from middleware.policy import Policy, load_policy
from middleware.range_store import aged, load_lists, today
from middleware.release import load_release
from middleware.settings import SHORTEST_SECRET, read_settings

# A client that sends its head slower than this, or keeps a connection idle longer, is let go: granian's defaults let
# 1,200 slow clients block everyone for half a minute.
_HEAD_TIMEOUT = 5_000  # milliseconds
_CONNECTIONS = 4_096
_STOP = 10  # seconds for running answers to finish


class ListenError(OSError):
    """The address cannot be listened on: one sentence."""


def check_address(host: str, port: int, remedy: str = "PORT= or HOST=") -> None:
    """Raises ListenError when nobody could listen on `host`:`port`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ListenError(f"cannot listen on {host}:{port} ({error.strerror}): choose another with {remedy}") from error


def serve(release: Path, policy: Path, host: str, port: int, workers: int, metrics_port: int | None = None) -> None:
    """Serve until told to stop; `metrics_port` is None when the policy says it.

    Raises PolicyError, RangesError, ReleaseError, SettingsError or ListenError before anything listens.
    """
    rules = load_policy(policy)
    loaded = load_release(release.resolve(), rules)
    check_address(host, port)
    if loaded.site_url != rules.site.url:
        print(f"warning: the release was built for {loaded.site_url}, the policy says {rules.site.url}: publish again")
    for sentence in aged(load_lists(rules.crawlers.verification.data), today()):
        print(f"warning: {sentence}")
    os.environ |= {"REMPART_RELEASE": str(release), "REMPART_POLICY": str(policy), "REMPART_METRICS": ""}
    _share_secret()
    metrics = rules.metrics.port if metrics_port is None else metrics_port
    if metrics == port:
        raise ListenError(f"port {port} is the readers': choose another with --metrics-port")
    with _counting(rules, metrics):
        print(f"Rempart: release {loaded.digest} on http://{host}:{port} (Ctrl-C stops it)", flush=True)
        _run_granian(host, port, workers)


def _share_secret() -> None:
    """The workers are processes of their own, and must agree on who passed a challenge."""
    if not read_settings(os.environ).secret:
        os.environ["REMPART_SECRET"] = secrets.token_hex(SHORTEST_SECRET)


@contextmanager
def _counting(policy: Policy, port: int) -> Iterator[None]:
    """Let the workers count, and tell of them on `port`; 0: neither. Raises ListenError."""
    if not port:
        yield
        return
    check_address(metrics_server.HOST, port, "--metrics-port")
    with TemporaryDirectory(prefix="rempart-metrics-") as folder:
        os.environ["REMPART_METRICS"] = folder
        with metrics_server.serving_metrics(port, metrics_server.scraper(Path(folder), policy)):
            print(f"Metrics: http://{metrics_server.HOST}:{port}{metrics_server.PATH}, from this machine", flush=True)
            yield


def _run_granian(host: str, port: int, workers: int) -> None:
    # granian chooses its Server class at import, by the interpreter: a type checker cannot know which.
    server: Any = Granian(
        "middleware.app:from_environment",
        factory=True,
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        http=HTTPModes.auto,
        websockets=False,
        backlog=_CONNECTIONS,
        backpressure=_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_TIMEOUT),
        workers_kill_timeout=_STOP,
        log_access=False,
    )
    server.serve()
