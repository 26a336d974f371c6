# SPDX-License-Identifier: MIT
"""A page breaks its policy in a real Chromium, and what the browser sends ends up as rows of the database."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from middleware.report_store import read_summary
from tests.browser import FLAGS
from tests.conftest import find_program
from tests.sealed import DIRECTIVES, FILES, seal
from tests.server import ROOT, free_port, serving

pytestmark = pytest.mark.slow

# The Reporting API waits a minute before it sends, and does not speak to a server whose certificate is not known.
REPORTING = ["--short-reporting-delay", "--ignore-certificate-errors"]

BROKEN = (
    "<!doctype html><html lang=fr><title>Fautes</title><link rel=stylesheet href=/theme/css/site.0123abcd.css>"
    "<p style='color:teal'>Un style en ligne</p><img src='http://127.0.0.1:9/x.png?jeton=SECRET' alt=''>"
    "<script src=/sans-integrite.js></script>"
)
PAGES = {**FILES, "/fautes": BROKEN.encode()}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *REPORTING])
        yield opened
        opened.close()


def visit(browser: Browser, url: str) -> list[str]:
    """What the console said of the page at `url`, once its reports have gone."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(1500)
    page.close()
    return said


def written(tmp_path: Path, text: str = "") -> Path:
    policy = tmp_path / "policy.toml"
    policy.write_text(f'[reports]\ndatabase = "{tmp_path / "reports.sqlite3"}"\n{text}')
    return policy


def rows(tmp_path: Path) -> set[tuple[str, str, str, str]]:
    found = read_summary(tmp_path / "reports.sqlite3")
    return {(row.page, row.kind, row.directive, row.disposition) for row in found}


def test_on_http_by_report_uri(tmp_path: Path, browser: Browser) -> None:
    seal(tmp_path, PAGES)
    port = free_port()

    with serving(tmp_path, written(tmp_path), port):
        visit(browser, f"http://127.0.0.1:{port}/fautes?jeton=SECRET")
        visit(browser, f"http://127.0.0.1:{port}/services")

    assert rows(tmp_path) == {
        ("/fautes", "csp-violation", "img-src", "enforce"),
        ("/fautes", "csp-violation", "script-src-elem", "enforce"),
        ("/fautes", "csp-violation", "style-src-attr", "enforce"),
    }
    assert b"SECRET" not in (tmp_path / "reports.sqlite3").read_bytes()


def test_a_report_only_policy_stops_nothing_and_tells(tmp_path: Path, browser: Browser) -> None:
    seal(tmp_path, PAGES)
    port = free_port()
    policy = written(tmp_path, "[headers.content-security-policy-report-only]\nstyle-src = [\"'none'\"]")

    with serving(tmp_path, policy, port):
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/fautes", wait_until="networkidle")
        colour = page.locator("p").evaluate("element => getComputedStyle(element).color")
        page.wait_for_timeout(500)
        page.close()

    assert colour == "rgb(0, 128, 128)"
    assert ("/fautes", "csp-violation", "style-src-elem", "report") in rows(tmp_path)
    assert ("/fautes", "csp-violation", "style-src-elem", "enforce") not in rows(tmp_path)


UVICORN = """
import sys, uvicorn
from middleware.app import create_app
app = create_app(sys.argv[1], sys.argv[2])
key, certificate = sys.argv[4:]
uvicorn.run(app, port=int(sys.argv[3]), ssl_keyfile=key, ssl_certfile=certificate, log_level="warning")
"""


@contextmanager
def serving_https(tmp_path: Path, text: str) -> Iterator[str]:
    """The site under TLS, its address in the policy."""
    key, certificate, port = tmp_path / "key.pem", tmp_path / "certificate.pem", free_port()
    elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost"]
    out = ["-keyout", str(key), "-out", str(certificate), "-days", "2"]
    subprocess.run([find_program("openssl"), "req", "-x509", *elliptic, *out], check=True, capture_output=True)
    policy = written(tmp_path, f'[site]\nurl = "https://127.0.0.1:{port}"\n{text}')
    files = [str(tmp_path / "current"), str(policy), str(port), str(key), str(certificate)]
    process = subprocess.Popen([sys.executable, "-c", UVICORN, *files], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_until_open(port)
        yield f"https://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def wait_until_open(port: int) -> None:
    for _ in range(400):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server never listened")


def test_on_https_by_the_reporting_api_and_without_a_word_in_the_console(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Integrity-Policy judges only what the Content-Security-Policy lets through.
    monkeypatch.setitem(DIRECTIVES, "script-src", ["'self'"])
    seal(tmp_path, PAGES)
    watched = "[headers.content-security-policy-report-only]\nimg-src = [\"'none'\"]"

    with serving_https(tmp_path, watched) as url:
        visit(browser, f"{url}/fautes?jeton=SECRET")
        said = visit(browser, f"{url}/services")

    assert said == []
    assert rows(tmp_path) == {
        ("/fautes", "csp-violation", "img-src", "enforce"),
        ("/fautes", "csp-violation", "img-src", "report"),
        ("/fautes", "csp-violation", "style-src-attr", "enforce"),
        ("/fautes", "csp-violation", "style-src-attr", "report"),
        ("/fautes", "integrity-violation", "script", "enforce"),
    }
    assert b"SECRET" not in (tmp_path / "reports.sqlite3").read_bytes()
