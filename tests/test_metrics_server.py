# SPDX-License-Identifier: MIT
"""The metrics' own port: what it answers, to whom, and what it says of a real server with two workers."""

from __future__ import annotations

import asyncio
import http.client
import socket
import time
from contextlib import closing
from pathlib import Path

import pytest

from middleware.app import create_app
from middleware.counting import CountingMiddleware
from middleware.metrics import PLACES, Counters
from middleware.metrics_files import read_workers
from middleware.metrics_server import HOST, scraper, serving_metrics
from middleware.policy import Policy, load_policy
from middleware.serve import ListenError, serve
from tests.asgi import ask
from tests.sealed import seal
from tests.server import free_port, get, serving
from tests.test_metrics import samples

READER = [("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"),
          ("accept", "text/html"), ("accept-language", "fr")]  # fmt: skip


def scraped(port: int, path: str = "/metrics", method: str = "GET") -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection(HOST, port, timeout=10)) as connection:
        connection.request(method, path)
        response = connection.getresponse()
        response.content = response.read().decode()
        return response


def test_the_text_is_served_and_nothing_else() -> None:
    with serving_metrics(0, lambda: "rempart_x 1\n") as port:
        metrics, absent, posted = scraped(port), scraped(port, "/"), scraped(port, method="POST")

    assert (metrics.status, metrics.content) == (200, "rempart_x 1\n")
    assert metrics.headers.items() == [
        ("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
        ("Content-Length", "12"),
    ]
    assert (absent.status, posted.status) == (404, 501)


def test_only_this_machine_is_listened_to() -> None:
    with serving_metrics(0, str) as port, socket.socket() as other:
        other.bind(("127.0.0.2", port))  # would fail, were it taken on all addresses


def test_every_answer_is_counted_and_every_decision(tmp_path: Path, policy: Policy, policy_file: Path) -> None:
    folder, counting = seal(tmp_path), tmp_path / "counting"
    counting.mkdir()
    app = create_app(tmp_path / "current", policy_file, metrics=counting)

    for path in ("/", "/services/", "/absent"):
        ask(app, path, headers=READER)
    ask(app, "/", "DELETE", headers=READER)
    ask(app, "/", headers=[("user-agent", "CCBot/2.0")])

    found = samples(scraper(counting, policy)())
    assert found['rempart_responses_total{status="2xx"}'] == 1
    assert found['rempart_responses_total{status="3xx"}'] == 1
    assert found['rempart_responses_total{status="4xx"}'] == 3
    assert found['rempart_decisions_total{purpose="browser",action="allow"}'] == 4
    assert found['rempart_decisions_total{purpose="dataset",action="block"}'] == 1
    assert found['rempart_outcomes_total{outcome="refuse"}'] == 1
    assert found['rempart_verifications_total{result="spoofed"}'] == 1
    assert found["rempart_decision_seconds_count"] == 5
    assert found[f'rempart_workers{{release="{folder.name}"}}'] == 1
    assert found['rempart_policy_info{mode="enforce",preset="equilibre"}'] == 1
    assert found['rempart_crawler_data_timestamp_seconds{data="directory"}'] % 86400 == 0
    assert found['rempart_crawler_data_timestamp_seconds{data="ranges"}'] > 1.7e9


def test_without_a_folder_nothing_is_counted(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)

    ask(create_app(tmp_path / "current", policy_file), "/", headers=READER)

    assert list(read_workers(tmp_path)) == []


def test_damaged_ranges_do_not_stop_a_scrape(tmp_path: Path) -> None:
    file = tmp_path / "written.toml"
    file.write_text(f'[crawlers.verification]\ndata = "{tmp_path / "ranges.json"}"')
    scrape = scraper(tmp_path, load_policy(file))
    (tmp_path / "ranges.json").write_text("{")

    found = samples(scrape())

    assert [series for series in found if "timestamp" in series] == [
        'rempart_crawler_data_timestamp_seconds{data="directory"}'
    ]


def test_two_workers_answer_for_one_scrape(tmp_path: Path, policy_file: Path) -> None:
    folder, port, metrics = seal(tmp_path), free_port(), free_port()
    with serving(tmp_path, policy_file, port, "--workers", "2", "--metrics-port", str(metrics)):
        before = answers(metrics)
        for _ in range(40):
            get(port, "/services")

        after = samples(scraped(metrics).content)

    assert answers_of(after) - before == 40
    assert after[f'rempart_workers{{release="{folder.name}"}}'] == 2


def answers(port: int) -> float:
    """What has been answered so far, once both workers are there."""
    for _ in range(100):
        found = samples(scraped(port).content)
        if sum(value for series, value in found.items() if series.startswith("rempart_workers")) == 2:
            return answers_of(found)
        time.sleep(0.05)
    raise AssertionError("the second worker never came")


def answers_of(found: dict[str, float]) -> float:
    return sum(value for series, value in found.items() if series.startswith("rempart_responses_total"))


def test_the_metrics_need_a_port_of_their_own(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)
    port = free_port()

    with pytest.raises(ListenError, match=f"port {port} is the readers': choose another with --metrics-port"):
        serve(tmp_path / "current", policy_file, HOST, port, 1, port)


def test_a_taken_port_is_told_before_anything_listens(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)

    with serving_metrics(0, str) as taken, pytest.raises(ListenError, match=r"choose another with --metrics-port"):
        serve(tmp_path / "current", policy_file, HOST, free_port(), 1, taken)


def test_what_is_not_http_passes_uncounted() -> None:
    counters = Counters([0.0] * len(PLACES))
    calls = []

    async def app(*call: object) -> None:
        calls.append(call)

    call = ({"type": "websocket"}, object(), object())
    asyncio.run(CountingMiddleware(app, counters=counters)(*call))

    assert calls == [call]
    assert not any(counters.values)


@pytest.mark.parametrize(
    ("text", "fault"),
    [("port = 70000", "metrics.port = 70000: not a port: write 1 to 65535, or 0 for no metrics"),
     ("port = -1", "metrics.port = -1: too small"), ('port = "x"', "metrics.port = 'x': not a whole number"),
     ("host = 1", "metrics.host = 1: unknown key")],
)  # fmt: skip
def test_a_bad_port_is_refused_at_the_start(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "written.toml"
    file.write_text(f"[metrics]\n{text}")

    with pytest.raises(ValueError, match="metrics") as raised:
        load_policy(file)

    assert fault in str(raised.value)
