# SPDX-License-Identifier: MIT
"""The real server process: what it refuses to start on, and what it does under twenty publishes."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from middleware.releases import HISTORY
from tests.conftest import ROOT
from tests.sealed import seal
from tests.server import READER, command, free_port, get, running, serving, uvicorn_command, wait_until_listening

CRAWLER = {"user-agent": "CCBot/2.0 (https://commoncrawl.org/faq/)"}


@pytest.mark.parametrize("server", ["granian", "uvicorn"])
def test_the_same_site_on_either_server(tmp_path: Path, policy_file: Path, server: str) -> None:
    folder = seal(tmp_path)
    port = free_port()
    granian = command(tmp_path, policy_file, port)
    uvicorn = uvicorn_command(tmp_path, policy_file, port)

    with running(granian if server == "granian" else uvicorn, port):
        home, refused = get(port, "/"), get(port, "/", CRAWLER)
        redirect, absent = get(port, "/services/?a=1"), get(port, "/absent")
        head, part = get(port, "/", method="HEAD"), get(port, "/blog/molt.png", {"range": "bytes=1-3"})
        accented = get(port, "/blog/%C3%A9t%C3%A9")

    assert (home.status, home.content) == (200, (folder / "index.html").read_bytes())
    assert (refused.status, redirect.status, absent.status) == (403, 308, 404)
    assert redirect.headers["location"] == "/services?a=1"
    assert (head.status, head.content, part.content) == (200, b"", b"\x01\x02\x03")
    assert accented.status == 200
    for response in (home, refused, redirect, absent, head, part):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert not response.headers["server"]


def run(arguments: list[str], **named) -> subprocess.CompletedProcess:
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=30, **named)


def test_a_taken_port_is_one_sentence(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        finished = run(command(tmp_path, policy_file, taken.getsockname()[1]))

    assert finished.returncode == 1
    assert re.fullmatch(
        r"cannot listen on 127\.0\.0\.1:\d+ \(.*\): choose another with PORT= or HOST=\n", finished.stderr
    )


def test_an_unknown_host_is_one_sentence(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)

    finished = run([*command(tmp_path, policy_file, 8001), "--host", "nowhere.invalid"])

    assert finished.returncode == 1
    assert finished.stderr.startswith("cannot listen on nowhere.invalid:8001")


def test_a_missing_release_is_one_sentence(tmp_path: Path, policy_file: Path) -> None:
    finished = run(command(tmp_path, policy_file, 8001))

    assert finished.returncode == 1
    assert finished.stderr.endswith("run make publish\n")
    assert len(finished.stderr.splitlines()) == 1


def test_a_damaged_release_is_one_sentence(tmp_path: Path, policy_file: Path) -> None:
    (seal(tmp_path) / "index.html").write_bytes(b"autre chose")

    finished = run(command(tmp_path, policy_file, 8001))

    assert finished.returncode == 1
    assert "index.html was changed: publish again" in finished.stderr


def test_a_bad_policy_names_every_fault(tmp_path: Path, policy_file: Path) -> None:
    policy_file.write_text("a = 1\nb = 2")

    finished = run(command(tmp_path, policy_file, 8001))

    assert finished.returncode == 2
    assert len(finished.stderr.splitlines()) == 2


def test_a_secret_that_is_too_short_is_one_sentence(tmp_path: Path, policy_file: Path) -> None:
    """In the workers it would be a traceback each, over and over."""
    seal(tmp_path)

    finished = run(command(tmp_path, policy_file, free_port()), env={**os.environ, "REMPART_SECRET": "abcd"})

    assert finished.returncode == 2
    assert finished.stderr.startswith("REMPART_SECRET: too short: write 32 characters or more")
    assert len(finished.stderr.splitlines()) == 1


@pytest.mark.parametrize("option", [["--port", "0"], ["--port", "70000"], ["--workers", "0"], ["--port", "x"]])
def test_a_wrong_number_is_refused(tmp_path: Path, policy_file: Path, option: list[str]) -> None:
    finished = run([*command(tmp_path, policy_file, 8001), *option])

    assert finished.returncode == 2
    assert "argument" in finished.stderr


def test_classify_tells_each_agent_on_a_line(policy_file: Path) -> None:
    arguments = [sys.executable, "-m", "middleware", "classify", "--policy", str(policy_file)]

    finished = run(arguments, input="CCBot/2.0\nFeedly/1.0 (poll)\n")

    rows = [line.split("\t") for line in finished.stdout.splitlines()]
    assert [(row[0], row[3]) for row in rows] == [("CCBot/2.0", "block"), ("Feedly/1.0 (poll)", "allow")]


def test_a_release_built_for_another_address_is_served_with_a_warning(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path, site_url="https://rempart.example")
    port = free_port()
    process = subprocess.Popen(
        command(tmp_path, policy_file, port), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    wait_until_listening(process, port)
    process.send_signal(signal.SIGINT)

    assert "built for https://rempart.example" in process.communicate(timeout=20)[0]


def prune(output: Path) -> None:
    """Keep the three newest releases, as a publish does."""
    names = (output / "releases" / HISTORY).read_text().split()
    for name in dict.fromkeys(names[:-3]):
        if name not in names[-3:]:
            shutil.rmtree(output / "releases" / name, ignore_errors=True)


@pytest.mark.slow
def test_twenty_publishes_under_load_lose_no_answer_and_mix_no_release(tmp_path: Path, policy_file: Path) -> None:
    """Each release's pages all hold its number; four clients read them without a pause while releases change."""
    seal(tmp_path, numbered(0))
    port = free_port()
    faults: list[str] = []
    counts: list[int] = []
    stop = threading.Event()

    def read_on() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while not stop.is_set():
            connection.request("GET", "/services", headers=READER)
            response = connection.getresponse()
            body = response.read()
            counts.append(1)
            if response.status != 200 or len(set(re.findall(rb"\d+", body))) != 1:
                faults.append(f"{response.status} {body[:80]!r}")
        connection.close()

    with serving(tmp_path, policy_file, port, "--workers", "2"):
        readers = [threading.Thread(target=read_on) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(1, 21):
            seal(tmp_path, numbered(number))
            prune(tmp_path)
            time.sleep(0.15)
        taken_up = seconds_until(port, b"20 ")
        stop.set()
        for reader in readers:
            reader.join()

    assert faults == []
    assert taken_up < 2
    assert len(counts) > 500


def numbered(number: int) -> dict[str, bytes]:
    return {"/": f"{number} ".encode() * 3000, "/services": f"{number} ".encode() * 3000}


def seconds_until(port: int, start: bytes) -> float:
    begun = time.monotonic()
    agreed = 0
    while agreed < 8:  # both workers answer in turn
        agreed = agreed + 1 if get(port, "/services").content.startswith(start) else 0
        assert time.monotonic() - begun < 10
    return time.monotonic() - begun


def test_slow_clients_are_let_go(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path)
    port = free_port()

    with (
        serving(tmp_path, policy_file, port),
        closing(socket.create_connection(("127.0.0.1", port))) as slow,
    ):
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        slow.settimeout(9)
        begun = time.monotonic()
        while slow.recv(4096):
            pass

    assert time.monotonic() - begun < 8


def test_the_environment_of_the_caller_is_enough(tmp_path: Path, policy_file: Path) -> None:
    """Another server's factory: the settings come from the environment alone."""
    seal(tmp_path)
    environment = {**os.environ, "REMPART_RELEASE": str(tmp_path / "current"), "REMPART_POLICY": str(policy_file)}
    port = free_port()
    uvicorn = [
        "-m",
        "uvicorn",
        "--factory",
        "middleware.app:from_environment",
        "--port",
        str(port),
        "--no-server-header",
    ]
    process = subprocess.Popen([sys.executable, *uvicorn], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_until_listening(process, port)
        assert get(port, "/").status == 200
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
