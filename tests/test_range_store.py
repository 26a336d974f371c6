# SPDX-License-Identifier: MIT
"""The lists on disk: fetched whole or not at all, written whole or not at all, and followed while the site runs."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from middleware.__main__ import main
from middleware.app import open_house
from middleware.client_address import ClientAddresses
from middleware.policy import load_policy
from middleware.range_store import RangeStore, aged, load_lists, today, write_lists
from middleware.ranges import RangesError, read_ranges
from middleware.refresh import FetchError, fetch_https, from_folder, refresh_ranges
from middleware.table import Table
from middleware.verification_policy import VerificationPolicy, read_verification_policy
from tests.conftest import find_program
from tests.guards import DIRECTORY, ELSEWHERE, PROXY, lists_of

GPTBOT, BING = "https://openai.com/gptbot.json", "https://www.bing.com/toolbox/bingbot.json"
ANSWER = b'{"prefixes": [{"ipv4Prefix": "198.32.64.0/24"}, {"ipv6Prefix": "2620:4f:8000::/48"}]}'


def test_a_refresh_takes_what_it_can_and_keeps_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    folder, data = tmp_path / "fetched", tmp_path / "deep" / "ranges.json"
    (folder / "openai.com").mkdir(parents=True)
    (folder / "openai.com" / "gptbot.json").write_bytes(ANSWER)
    (folder / "www.bing.com" / "toolbox").mkdir(parents=True)
    (folder / "www.bing.com" / "toolbox" / "bingbot.json").write_bytes(ANSWER.replace(b"198.32.64.0/24", b"0.0.0.0/0"))

    failures = refresh_ranges([GPTBOT, BING, "https://nobody.example/x.json"], data, from_folder(folder))

    told = capsys.readouterr()
    former, written = load_lists(tmp_path / "none"), read_ranges(data)
    assert failures == 2
    assert told.out == f"{GPTBOT}: 2 networks\n"
    assert f"{BING}: lists 0.0.0.0/0: no operator owns it: the former list stays" in told.err
    assert "https://nobody.example/x.json: no such file" in told.err
    assert written[GPTBOT].taken == today()
    assert [str(network) for network in written[GPTBOT].networks] == ["198.32.64.0/24", "2620:4f:8000::/48"]
    assert {url: each for url, each in written.items() if url != GPTBOT} == {
        url: each for url, each in former.items() if url != GPTBOT
    }
    assert [path.name for path in data.parent.iterdir()] == ["ranges.json"]


def policy_with(tmp_path: Path, data: Path) -> Path:
    policy = tmp_path / "policy.toml"
    policy.write_text(f'[crawlers.verification]\ndata = "{data}"\n')
    return policy


def test_the_command_refreshes_from_a_folder_and_says_what_failed(tmp_path: Path) -> None:
    folder, data = tmp_path / "fetched", tmp_path / "ranges.json"
    for url in {url for agent in DIRECTORY.agents for url in agent.ranges}:
        target = folder / url.removeprefix("https://")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(ANSWER)
    arguments = ["refresh-ranges", "--policy", str(policy_with(tmp_path, data)), "--from", str(folder)]

    assert main(arguments) == 0
    assert list(aged(read_ranges(data), today())) == []
    (folder / "openai.com" / "gptbot.json").unlink()
    assert main(arguments) == 1


def test_a_file_that_cannot_be_read_or_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "bad.json").write_text("{")
    for data, message in (
        (tmp_path / "bad.json", "bad.json: not a file of ranges"),
        (tmp_path / "bad.json" / "x", "cannot be written (File exists): write another verification.data"),
    ):
        assert main(["refresh-ranges", "--policy", str(policy_with(tmp_path, data)), "--from", str(tmp_path)]) == 1
        error = capsys.readouterr().err.splitlines()[-1]
        assert message in error
        assert error.startswith(str(data))


def test_a_broken_file_stops_the_start(tmp_path: Path) -> None:
    data = tmp_path / "bad.json"
    data.write_text("[]")

    with pytest.raises(RangesError, match="remove it, or run python -m middleware refresh-ranges"):
        open_house(load_policy(policy_with(tmp_path, data)))


class Operator(BaseHTTPRequestHandler):
    """An operator's server; each path is a way to answer."""

    def do_GET(self) -> None:
        assert self.headers["User-Agent"] == "rempart-refresh-ranges"
        if self.path == "/leave":
            self._head(302, ("Location", "http://127.0.0.1:1/x"))
        elif self.path == "/moved":
            self._head(301, ("Location", "/list"))
        elif self.path == "/absent":
            self._head(404)
        elif self.path == "/endless":
            self._head(200)
            while True:
                self.wfile.write(b" " * 65536)
        elif self.path == "/slow":
            self._head(200)
            while True:
                self.wfile.write(b" ")
                time.sleep(0.01)
        elif self.path == "/cut":
            self._head(200, ("Content-Length", "999"))
            self.wfile.write(ANSWER)
        else:
            self._head(200)
            self.wfile.write(ANSWER)

    def _head(self, status: int, *fields: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients that hang up are what some tests are about."""


@contextmanager
def operator(folder: Path) -> Iterator[tuple[str, ssl.SSLContext]]:
    """The address of an https server, and a context that knows its certificate."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    where = ["-keyout", str(key), "-out", str(certificate)]
    command = [find_program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *where]
    subprocess.run(command, check=True, capture_output=True)
    server = Quiet(("127.0.0.1", 0), Operator)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    server.socket = theirs.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}", ssl.create_default_context(cafile=str(certificate))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_lists_are_fetched_over_https_alone_and_not_for_ever(tmp_path: Path) -> None:
    with operator(tmp_path) as (url, context):
        assert fetch_https(f"{url}/list", context) == ANSWER
        assert fetch_https(f"{url}/moved", context) == ANSWER
        for path, reason in (
            ("/leave", "leads to http://127.0.0.1:1/x, which is not https"),
            ("/absent", "404"),
            ("/endless", "longer than 4194304 bytes"),
            ("/cut", "was cut 914 bytes short"),
        ):
            with pytest.raises(FetchError, match=reason):
                fetch_https(f"{url}{path}", context)
        with pytest.raises(FetchError, match="takes too long"):
            fetch_https(f"{url}/slow", context, seconds=0.3)
        with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
            fetch_https(f"{url}/list")
        with pytest.raises(FetchError, match="is not https"):
            fetch_https(url.replace("https", "http"))
        with pytest.raises(FetchError, match="is not https"):
            fetch_https("file:///etc/hostname")


def test_the_owner_is_told_once_that_lists_are_old() -> None:
    told = {
        days: list(aged(lists_of(taken=date(2026, 1, 1)), date(2026, 1, 1) + timedelta(days))) for days in (60, 61, 181)
    }

    assert told[60] == []
    assert told[61] == [
        "the oldest ranges of crawlers are 61 days old, only far addresses are called spoofed: "
        "run python -m middleware refresh-ranges"
    ]
    assert "no crawler is called spoofed" in told[181][0]
    assert list(aged({}, today())) == []


def test_new_lists_are_taken_up_while_the_site_runs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    data = tmp_path / "ranges.json"
    store = RangeStore(DIRECTORY, VerificationPolicy(data=data))
    agent = next(agent for agent in DIRECTORY.agents if agent.token == "GPTBot")
    client = ClientAddresses(PROXY).client(ELSEWHERE)

    async def run() -> list[str]:
        found = [store.verifier.verify(agent, client)]
        for change in (
            lambda: write_lists(data, lists_of({GPTBOT: f"{ELSEWHERE}/32"}, today()).values()),
            lambda: data.write_text("{"),
            lambda: data.unlink(),
        ):
            change()
            await store.look()
            await store.look()
            found.append(store.verifier.verify(agent, client))
        return found

    assert asyncio.run(run()) == ["spoofed", "verified", "verified", "spoofed"]
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["the former ranges of crawlers stay"]


def test_the_file_is_looked_at_again_and_again(tmp_path: Path) -> None:
    data = tmp_path / "ranges.json"
    store = RangeStore(DIRECTORY, VerificationPolicy(data=data))
    former = store.verifier.known

    async def run() -> None:
        async with store.running(interval=0.01):
            write_lists(data, lists_of().values())
            for _ in range(200):
                if store.verifier.known is not former:
                    return
                await asyncio.sleep(0.01)

    asyncio.run(run())

    assert store.verifier.known is not former


@pytest.mark.parametrize("dns", [False, True])
def test_the_background_stops_with_the_server(tmp_path: Path, dns: bool) -> None:
    async def run() -> set[asyncio.Task]:
        store = RangeStore(DIRECTORY, VerificationPolicy(data=tmp_path / "none", dns=dns))
        async with store.running():
            await asyncio.sleep(0)
            assert len(asyncio.all_tasks()) == (5 if dns else 2)
        return asyncio.all_tasks()

    assert len(asyncio.run(run())) == 1


def test_each_key_of_the_section_is_read() -> None:
    values = {"spoofed": "challenge", "unverifiable": "allow", "data": "x/r.json", "dns": True}
    table = Table({"verification": values}).table("verification")

    policy = read_verification_policy(table)

    assert table.faults == []
    assert policy == VerificationPolicy("challenge", "allow", Path("x/r.json"), True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"spoofed": "ban"}, "verification.spoofed = 'ban': unknown value: write one of allow, block, challenge"),
        ({"unverifiable": 1}, "verification.unverifiable = 1: not a text in quotes"),
        ({"data": ""}, "verification.data = '': not a file: write its path"),
        ({"data": "a\0b"}, "verification.data = 'a\\x00b': not a file"),
        ({"dns": "yes"}, "verification.dns = 'yes': not true or false"),
        ({"ranges": "x"}, "verification.ranges = 'x': unknown key"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(values: dict[str, object], fault: str) -> None:
    table = Table({"verification": values}).table("verification")

    read_verification_policy(table)

    assert len(table.faults) == 1
    assert fault in table.faults[0]
