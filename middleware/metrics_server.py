# SPDX-License-Identifier: MIT
"""The metrics' own port: one thread of the parent process, on 127.0.0.1, apart from what readers can reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from middleware.agents import load_directory
from middleware.metrics import MEDIA_TYPE, Gauge, Labels, metrics_text
from middleware.metrics_files import Worker, read_workers
from middleware.policy import Policy
from middleware.range_store import load_lists
from middleware.ranges import RangesError

HOST = "127.0.0.1"
PATH = "/metrics"
_SLOWEST = 5  # seconds for a scraper to ask and to listen


@contextmanager
def serving_metrics(port: int, text: Callable[[], str]) -> Iterator[int]:
    """Answer GET /metrics with `text()` on `port` (0: one that is free, and yielded) until the end. Raises OSError."""
    server = HTTPServer((HOST, port), _handler(text))
    thread = Thread(target=server.serve_forever, name="rempart-metrics", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(text: Callable[[], str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _SLOWEST

        def do_GET(self) -> None:
            if self.path != PATH:
                self._answer(404, f"404: ask for {PATH}\n", "text/plain; charset=utf-8")
            else:
                self._answer(200, text(), MEDIA_TYPE)

        def _answer(self, status: int, text: str, media_type: str) -> None:
            body = text.encode()
            self.send_response_only(status)  # and neither Server nor Date
            for name, value in (("Content-Type", media_type), ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """A scrape is no news."""

    return Handler


def scraper(folder: Path, policy: Policy) -> Callable[[], str]:
    """A function that says the metrics of all the workers counting in `folder`, now."""
    taken = load_directory().taken

    def scrape() -> str:
        workers = list(read_workers(folder))
        return metrics_text([worker.counts for worker in workers], _gauges(workers, policy, taken))

    return scrape


def _gauges(workers: Iterable[Worker], policy: Policy, taken: date) -> Iterator[Gauge]:
    """What is served, by how many, under which policy, with crawler data of what day."""
    releases = Counter(worker.release for worker in workers if worker.is_alive and worker.release)
    yield Gauge("rempart_workers", "Processes by the release that they serve.", _labelled("release", releases))
    rules = (("mode", policy.crawlers.mode.value), ("preset", policy.crawlers.preset))
    yield Gauge("rempart_policy_info", "The policy that the server started with.", {rules: 1})
    days = {"directory": taken}
    with suppress(RangesError):  # a file just damaged: the workers told of it, and keep what they knew
        days["ranges"] = min(each.taken for each in load_lists(policy.crawlers.verification.data).values())
    yield Gauge(
        "rempart_crawler_data_timestamp_seconds",
        "The day of the crawler data, and of the oldest list of ranges.",
        _labelled("data", {name: _seconds(day) for name, day in days.items()}),
    )


def _labelled(label: str, numbers: Mapping[str, float]) -> dict[Labels, float]:
    return {((label, name),): float(number) for name, number in sorted(numbers.items())}


def _seconds(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
