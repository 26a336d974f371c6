# SPDX-License-Identifier: MIT
"""The header suite against real servers: a model site, stock ones, broken ones, none, and our own."""

from __future__ import annotations

import itertools
import json
import os
import pty
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.conftest import Site, find_program
from tests.headers.__main__ import main
from tests.headers.checks import CHECKS
from tests.headers.findings import Row, Verdict, exit_code, grade, score
from tests.headers.model_site import model_site
from tests.headers.proving_ground import free_port, nginx_site, python_site, uvicorn_site
from tests.headers.request import Origin
from tests.headers.survey import Exchange, Survey, Trial
from tests.headers.surveyor import over_http, plain_twin, retry_after, survey_site
from tests.headers.wire import Answer

ROOT = Path(__file__).parent.parent

# What nobody who serves a folder as it is gets right.
EVERY_STOCK_SERVER_FAILS = {
    "alias-permanent",
    "cache-stated",
    "csp-frame-ancestors",
    "csp-present",
    "frame-options",
    "hidden-files",
    "nosniff",
    "opener-policy",
    "permissions-policy",
    "referrer-policy",
    "resource-policy",
}


def rows_of(site: Survey) -> dict[str, Row]:
    return {check.name: grade(check, site) for check in CHECKS}


def named(rows: dict[str, Row], *verdicts: Verdict) -> set[str]:
    return {name for name, row in rows.items() if row.verdict in verdicts}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as it may lie on any server: pages, files, and what should not be there."""
    site = tmp_path / "site"
    (site / "blog").mkdir(parents=True)
    page = '<!doctype html><link rel="stylesheet" href="/s.css"><a href="/blog/">Blog</a><img src="/m.png">'
    (site / "index.html").write_text(page)
    (site / "blog" / "index.html").write_text('<!doctype html><a href="/">Accueil</a>')
    (site / "s.css").write_text("body { margin: 1rem }\n" * 100)
    (site / "m.png").write_bytes(bytes(range(256)))
    (site / ".env").write_text("SECRET=1\n")
    return site


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this run for localhost, its key beside it."""
    path = tmp_path_factory.mktemp("certificate") / "cert.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(path.with_name("key.pem")), "-out", str(path)]
    subprocess.run([find_program("openssl"), *words.split(), *names], check=True, capture_output=True)
    return path


def secured(certificate: Path) -> dict[str, object]:
    return {"server_header": False, "ssl_certfile": certificate, "ssl_keyfile": certificate.with_name("key.pem")}


def test_nothing_is_found_in_a_model_site() -> None:
    with uvicorn_site(model_site(), server_header=False) as url:
        site = survey_site(url)

    rows = rows_of(site)
    assert not named(rows, Verdict.WARN, Verdict.FAIL)
    # Plain http on this machine, no Last-Modified, no limit: all the rest was judged.
    assert named(rows, Verdict.NOT_APPLICABLE) == {"https", "hsts", "http-to-https", "since", "throttle-polite"}
    assert (score(rows.values()), exit_code(rows.values())) == (100, 0)


def test_nothing_is_found_in_a_model_site_over_https(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with uvicorn_site(model_site(is_https=True), **secured(certificate)) as url:
        rows = rows_of(survey_site(url))

    assert not named(rows, Verdict.WARN, Verdict.FAIL)
    assert named(rows, Verdict.NOT_APPLICABLE) == {"hsts-plain", "http-to-https", "since", "throttle-polite"}


def test_https_without_hsts_is_the_one_thing_found(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with uvicorn_site(model_site(), **secured(certificate)) as url:
        rows = rows_of(survey_site(url))

    assert named(rows, Verdict.FAIL) == {"hsts"}
    assert named(rows, Verdict.WARN) == {"csp-upgrade"}
    assert exit_code(rows.values()) == 2


def test_a_certificate_that_nobody_vouches_for_stops_the_run(
    certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with uvicorn_site(model_site(), **secured(certificate)) as url:
        code = main([url])

    assert code == 3
    assert "could not be reached: its certificate is not valid: self-signed certificate" in capsys.readouterr().err


def test_stock_starlette_fails_by_name(folder: Path) -> None:
    app = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])

    with uvicorn_site(app) as url:
        rows = rows_of(survey_site(url))

    # Its redirect repeats the Host header; it answers 400 to a range in an unknown unit; uvicorn takes any Host.
    assert named(rows, Verdict.FAIL) == EVERY_STOCK_SERVER_FAILS | {"host-unused", "range-unknown", "host-once"}
    assert rows["host-unused"].seen == "Location: http://elsewhere.invalid/blog/"
    assert rows["hidden-files"].places == ("GET /.env 200 [hidden file]",)
    assert rows["unmodified-policy"].verdict is Verdict.PASS
    assert exit_code(rows.values()) == 2


def test_a_bare_nginx_fails_by_name(folder: Path, tmp_path: Path, nginx: str) -> None:
    workshop = tmp_path / "nginx"
    workshop.mkdir()

    with nginx_site(nginx, folder, workshop) as url:
        rows = rows_of(survey_site(url))

    found = EVERY_STOCK_SERVER_FAILS | {"charset", "host-unused", "method-allow", "no-server-names"}
    assert named(rows, Verdict.FAIL) == found
    assert rows["method-allow"].seen.startswith("no Allow")
    assert {"range-part", "range-beyond", "match-list", "host-once"} <= named(rows, Verdict.PASS)


def test_pythons_own_server_fails_by_name_and_is_not_blamed_for_what_it_never_promised(folder: Path) -> None:
    with python_site(folder) as url:
        rows = rows_of(survey_site(url))

    found = EVERY_STOCK_SERVER_FAILS | {"charset", "etag", "host-once", "no-server-names"}
    assert named(rows, Verdict.FAIL) == found
    assert {"range-part", "if-range", "match-exact", "csp-default"} <= named(rows, Verdict.NOT_APPLICABLE)
    assert rows["since"].verdict is Verdict.PASS


@pytest.mark.slow
def test_our_own_site_is_found_wanting_in_nothing_but_what_its_server_decides(site: Site) -> None:
    rows = rows_of(survey_site(site.url, site.pages[:3]))

    # granian signs with an empty field where it is not let sign with its name.
    assert named(rows, Verdict.WARN, Verdict.FAIL) == {"fields-once"}
    assert score(rows.values()) >= 97


def test_pages_named_by_hand_are_graded_too() -> None:
    with uvicorn_site(model_site(), server_header=False) as url:
        site = survey_site(url, ["blog/a", "/s.0123abcd.css", "/nulle-part"])

    plain = {exchange.request.target: exchange.answer.status for exchange in site.tried(Trial.PLAIN)}
    assert (plain["/blog/a"], plain["/nulle-part"]) == (200, 404)
    assert rows_of(site)["page-found"].places == ("GET /nulle-part 404",)


def test_a_home_page_that_moved_within_the_site_is_followed(folder: Path) -> None:
    home = Route("/", lambda request: RedirectResponse("/fr/"))
    app = Starlette(routes=[home, Mount("/fr", StaticFiles(directory=folder, html=True))])

    with uvicorn_site(app) as url:
        site = survey_site(url)

    assert site.exchanges[0].request.target == "/fr/"


def test_an_alias_that_leads_to_another_site_is_not_followed() -> None:
    routes = [
        Route("/", lambda request: HTMLResponse("<a href=/a>a</a>")),
        Route("/a", lambda request: HTMLResponse("a")),
        Route("/a/", lambda request: RedirectResponse("https://elsewhere.invalid/a", 308)),
    ]

    with uvicorn_site(Starlette(routes=routes)) as url:
        site = survey_site(url)

    assert rows_of(site)["alias-path"].seen == "https://elsewhere.invalid/a (3 answers)"
    assert not site.tried(Trial.FOLLOWED)


@pytest.mark.parametrize(
    ("location", "said"),
    [
        pytest.param("https://elsewhere.invalid/", "leads to https://elsewhere.invalid/: grade that", id="elsewhere"),
        pytest.param("/", "redirects without end", id="loop"),
        pytest.param("http://[", "leads to http://[: grade that", id="nowhere"),
    ],
)
def test_a_home_page_that_leads_nowhere_stops_the_run(
    location: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()) as url:
        code = main([url])

    assert code == 3
    assert said in capsys.readouterr().err


def throttled(every: int, wait: str) -> Starlette:
    """A page that answers 429 to one question in `every`, and says to wait so long."""
    questions = itertools.count(1)

    def answer(request: Request) -> Response:
        if next(questions) % every:
            return HTMLResponse("<p>Bonjour")
        return PlainTextResponse("Trop.", 429, {"retry-after": wait} if wait else {})

    methods = ["GET", "POST", "PUT", "PATCH", "OPTIONS", "TRACE"]
    return Starlette(routes=[Route("/{path:path}", answer, methods=methods)])


def refusals(site: Survey) -> list[Exchange]:
    """The 429s that were not meant for a crawler."""
    tried = [exchange for exchange in site.exchanges if exchange.trial is not Trial.CRAWLER]
    return [exchange for exchange in tried if exchange.answer.status == 429]


def test_a_site_that_throttles_is_waited_for_and_answers_in_the_end() -> None:
    with uvicorn_site(throttled(3, "0")) as url:
        site = survey_site(url)

    rows = rows_of(site)
    assert rows["all-answered"].verdict is Verdict.PASS
    assert rows["throttle-polite"].seen == "Retry-After: 0"
    assert len(refusals(site)) == 1


def test_a_site_that_throttles_without_end_is_judged_by_what_it_answered() -> None:
    with uvicorn_site(throttled(3, "")) as url:
        site = survey_site(url, patience=0)

    rows = rows_of(site)
    assert rows["all-answered"].verdict is rows["throttle-polite"].verdict is Verdict.WARN
    assert {exchange.trial for exchange in refusals(site)} == {Trial.REFUSED, Trial.THROTTLED}


def test_a_site_that_throttles_the_first_question_for_ever_stops_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    with uvicorn_site(throttled(1, "0")) as url:
        code = main([url])

    assert code == 3
    assert "answers too many requests (429): come back later" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "seconds"), [("7", 7.0), ("", 5.0), ("Wed, 21 Oct 2026 07:28:00 GMT", 5.0)])
def test_a_429_says_how_long_to_wait(value: str, seconds: float) -> None:
    assert retry_after(Answer(429, (("retry-after", value),) if value else ())) == seconds


def test_what_is_no_web_server_stops_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    with answering(b"SSH-2.0-OpenSSH_9.2p1\r\n") as url:
        code = main([url])

    assert code == 3
    assert "gave no HTTP answer: not an HTTP/1 answer" in capsys.readouterr().err


def test_a_server_that_says_one_thing_to_everything_is_graded_without_a_crash() -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi") as url:
        rows = rows_of(survey_site(url))

    assert {"missing-status", "method-refused", "host-once", "csp-present"} <= named(rows, Verdict.FAIL)
    assert rows["hidden-files"].verdict is Verdict.PASS
    assert {"range-part", "vary", "integrity-true"} <= named(rows, Verdict.NOT_APPLICABLE)


def test_a_port_where_nothing_listens_is_one_sentence_and_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    url = f"http://127.0.0.1:{free_port()}"

    code = main([url])

    printed = capsys.readouterr()
    assert (code, printed.out, printed.err) == (3, "", f"{url}/ could not be reached: Connection refused\n")


@pytest.mark.parametrize("words", [[], ["ftp://a.invalid/"], ["http://a.invalid/", "--nonsense"]])
def test_a_command_that_is_not_understood_exits_64(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)

    assert stopped.value.code == 64
    assert "usage:" in capsys.readouterr().err


def test_the_command_prints_json_for_machines(folder: Path) -> None:
    with python_site(folder) as url:
        done = run(url, "--json", "--page", "/blog/")

    found = json.loads(done.stdout)
    assert (done.returncode, found["exit_code"], found["url"]) == (2, 2, url)
    assert len(found["rows"]) == len(CHECKS)
    assert {"expectation", "seen", "verdict", "severity", "reason", "source", "places"} <= found["rows"][0].keys()


def test_the_command_prints_a_plain_table_into_a_pipe() -> None:
    with uvicorn_site(model_site(), server_header=False) as url:
        done = run(url)

    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert done.stdout.endswith("95 pass, 0 warn, 0 fail, 5 not applicable; worst finding: none; score 100/100\n")


@pytest.mark.parametrize(("variables", "has_colour"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_the_command_colours_verdicts_on_a_terminal_unless_told_not_to(
    variables: dict[str, str], has_colour: bool
) -> None:
    reader, writer = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    shown: list[bytes] = []
    with uvicorn_site(model_site(), server_header=False) as url:
        watcher = threading.Thread(target=lambda: shown.extend(drain(reader)))
        watcher.start()
        command = [sys.executable, "-m", "tests.headers", url]
        subprocess.run(command, cwd=ROOT, stdout=writer, env=environment | variables, check=True)
        os.close(writer)
        watcher.join(10)
        os.close(reader)

    assert (b"\x1b[32mpass" in b"".join(shown)) is has_colour


def test_plain_http_is_tried_where_browsers_would_try_it() -> None:
    twin = Origin("http", "a.invalid", 80)

    assert plain_twin(Origin("https", "a.invalid", 443)) == twin
    assert plain_twin(Origin("https", "a.invalid", 8443)) is plain_twin(Origin("http", "a.invalid", 443)) is None


def test_plain_http_is_asked_once_and_missed_by_nobody() -> None:
    with answering(b"HTTP/1.1 301 Moved\r\nLocation: https://localhost/\r\nContent-Length: 0\r\n\r\n") as url:
        found = over_http(Origin("http", "127.0.0.1", int(url.rstrip("/").rpartition(":")[2])), 5)

    assert [(exchange.trial, exchange.answer.status) for exchange in found] == [(Trial.HTTP, 301)]
    assert over_http(Origin("http", "127.0.0.1", free_port()), 5) == over_http(None, 5) == []


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, as `make headers` runs it."""
    return subprocess.run(
        [sys.executable, "-m", "tests.headers", *words], cwd=ROOT, capture_output=True, encoding="utf-8"
    )


def drain(descriptor: int) -> Iterator[bytes]:
    """What is written to a terminal, until its writers have left."""
    try:
        while data := os.read(descriptor, 65_536):
            yield data
    except OSError:
        return


@contextmanager
def answering(data: bytes) -> Iterator[str]:
    """A server that says `data` to every request, whatever it is, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                peer, _ = door.accept()
                with peer:
                    if not peer.recv(1_000_000):
                        return  # nothing was asked: the end of the test
                    peer.sendall(data)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}/"
        finally:
            socket.create_connection(door.getsockname()).close()
            thread.join(10)
