# SPDX-License-Identifier: MIT
"""Other people's judges on the real site's real answers: none of them is ours, none of them asks the network."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from csp_toolkit.analyzer import score_policy
from csp_toolkit.parser import parse
from httplint import levels

from tests.conftest import ROOT, Site, skip_or_fail
from tests.judges import lint, node, owasp
from tests.judges.exchange import Exchange, Request, exchange, exchanges
from tests.server import free_port, running, uvicorn_command

pytestmark = pytest.mark.slow

HOST = "rempart.example"
SCRIPT = """<script src="{{ asset('js/salut.js') }}" integrity="{{ integrity('js/salut.js') }}" crossorigin></script>"""


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    if not node.is_installed():
        skip_or_fail("needs the judges of tests/judges: run `make test`, or sh scripts/judges.sh .venv/bin")


@contextmanager
def published_for_https(folder: Path, theme: Path) -> Iterator[Site]:
    """The real content, published under an https address, on a server that can leave its name out."""
    policy, output, port = folder / "policy.toml", folder / "output", free_port()
    text = (ROOT / "policy.toml").read_text("utf-8")
    local = {'"http://127.0.0.1:8000"': f'"https://{HOST}"', '"output/reports.sqlite3"': f'"{folder}/reports.sqlite3"'}
    for here, there in local.items():
        assert here in text
        text = text.replace(here, there)
    policy.write_text(text, "utf-8")
    places = ["--output", str(output), "--policy", str(policy), "--theme", str(theme)]
    subprocess.run([sys.executable, "-m", "plugins", "publish", *places], cwd=ROOT, check=True)
    with running(uvicorn_command(output, policy, port), port):
        release = (output / "current").resolve()
        yield Site(f"http://127.0.0.1:{port}", release, json.loads((release / "manifest.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def https_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with published_for_https(tmp_path_factory.mktemp("https"), ROOT / "theme") as site:
        yield site


@pytest.fixture(scope="module")
def scripted_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same site in a theme with one script, which every page loads."""
    folder = tmp_path_factory.mktemp("scripted")
    theme = Path(shutil.copytree(ROOT / "theme", folder / "theme"))
    (theme / "static" / "js").mkdir()
    (theme / "static" / "js" / "salut.js").write_text("document.documentElement.lang;\n", "utf-8")
    base = theme / "templates" / "base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", f"{SCRIPT}\n</body>"), "utf-8")
    with published_for_https(folder, theme) as site:
        yield site


def port_of(site: Site) -> int:
    return urlsplit(site.url).port or 80


@pytest.fixture(params=["site", "https_site"])
def either_site(request: pytest.FixtureRequest) -> Site:
    """The site as `make serve` serves it, and as the world would see it."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def answers(either_site: Site) -> dict[str, Exchange]:
    return exchanges(port_of(either_site), either_site.manifest)


def policies_of(site: Site) -> list[str]:
    """The distinct policies of all pages, the page of errors included."""
    found = [exchange(port_of(site), Request(path)) for path in [*site.pages, "/absente"]]
    return sorted({answer.value("content-security-policy") for answer in found})


def test_every_kind_of_answer_is_what_it_says(answers: Mapping[str, Exchange]) -> None:
    usual = {"head", "page", "article", "stylesheet", "picture", "drawing", "icon", "feed", "sitemap"}
    statuses = {kind: answer.status for kind, answer in answers.items() if answer.status != 200}

    assert usual & statuses.keys() == set()
    assert sorted(statuses.values()) == [206, 304, 308, 403, 404, 405, 406, 412, 416]


def test_csp_evaluator_finds_nothing_on_a_page_without_a_script(either_site: Site) -> None:
    verdicts = node.evaluate(policies_of(either_site))

    assert verdicts
    assert {policy: found for policy, found in verdicts.items() if found} == {}


def test_csp_evaluator_finds_on_a_page_with_a_script_what_browsers_of_2015_lack(scripted_site: Site) -> None:
    verdicts = node.evaluate(policies_of(scripted_site))

    assert all("script-src 'sha384-" in policy for policy in verdicts)
    assert list(verdicts.values()) == [["UNSAFE_INLINE_FALLBACK"]] * len(verdicts)


def test_csp_toolkit_gives_every_page_an_a_plus(either_site: Site, scripted_site: Site) -> None:
    grades = {
        policy: score_policy(parse(policy)) for site in (either_site, scripted_site) for policy in policies_of(site)
    }

    assert set(grades.values()) == {("A+", 100)}


@pytest.mark.parametrize(
    ("name", "preloaded", "score"),
    [
        pytest.param("https_site", False, 130, id="no script"),
        pytest.param("https_site", True, 135, id="no script, on the preload list"),
        pytest.param("scripted_site", False, 135, id="a script"),
        pytest.param("scripted_site", True, 140, id="a script, on the preload list"),
    ],
)
def test_observatory_gives_an_a_plus(name: str, preloaded: bool, score: int, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(name)

    verdict = node.scan(port_of(site), HOST, preloaded=preloaded)

    assert (verdict["grade"], verdict["score"]) == ("A+", score), verdict["tests"]


# What the OWASP list asks of every answer and ours do not have, with the reason.
LOGS_OUT = {"clear-site-data"}  # for the answer to a log-out: nobody logs in here
OF_DOCUMENTS = {  # what these govern is a document in its window; what is no page is sandboxed, and runs nothing
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "x-dns-prefetch-control",
}
OF_FRAMES = {"x-frame-options"}  # the older spelling of frame-ancestors, which every answer has
PAGES = {"page", "article", "head", "part", "unchanged", "absent"}


def test_no_page_lacks_a_header_that_owasp_would_add(https_site: Site) -> None:
    answers = exchanges(port_of(https_site), https_site.manifest)

    assert {kind: owasp.missing(answers[kind]) for kind in PAGES} == dict.fromkeys(PAGES, LOGS_OUT)


def test_what_is_no_page_lacks_only_what_governs_pages_and_is_sandboxed(https_site: Site) -> None:
    answers = exchanges(port_of(https_site), https_site.manifest)
    others = {kind: answer for kind, answer in answers.items() if kind not in PAGES}

    for kind, answer in others.items():
        assert owasp.missing(answer) - OF_FRAMES == LOGS_OUT | OF_DOCUMENTS, kind
        assert (
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
            in answer.value("content-security-policy")
        ), kind


def test_no_answer_has_a_header_that_owasp_would_remove(https_site: Site) -> None:
    answers = exchanges(port_of(https_site), https_site.manifest)

    assert {kind: found for kind, answer in answers.items() if (found := owasp.revealing(answer))} == {}


def test_granian_adds_an_empty_field_and_no_name(site: Site) -> None:
    """It adds its own name where there is no such field: docs/decisions/0004."""
    answers = exchanges(port_of(site), site.manifest)

    for kind, answer in answers.items():
        assert (kind, owasp.revealing(answer), answer.value("server")) == (kind, {"server"}, "")


# What httplint warns of and we keep, by the kinds that have it, with the reason.
KEPT: Mapping[str, set[str]] = {
    # Firefox before 149, and any browser on http, report to nothing else; csp_evaluator wants both.
    "CSP_DEPRECATED_REPORT_URI field-content-security-policy": PAGES,
    # Browsers' own viewers of XML, and many drawings, bring styles along; scripts stay out, the answer is sandboxed.
    "CSP_UNSAFE_INLINE field-content-security-policy": {"drawing", "feed", "sitemap"},
}
# granian's empty field names nothing, and a Server field should name something: docs/decisions/0004.
ON_GRANIAN = "BAD_SYNTAX field-server"
# Rules are followed in secure contexts alone; 127.0.0.1 is one by exception, which httplint does not know.
ON_HTTP = "SPECULATION_RULE_NOT_SECURE field-speculation-rules"
# What httplint only remarks.
REMARKED = {
    "CORP_CROSS_ORIGIN",  # feeds show our pictures elsewhere
    "HSTS_NO_PRELOAD",  # the owner's promise to make, by a flag of the policy
    "HSTS_SUBDOMAINS",
    "LOCATION_NOT_ABSOLUTE",  # a redirect to a path never repeats the Host of the request
    # What caches may do, in words.
    "CURRENT_AGE",
    "FRESHNESS_NO_CACHE",
    "STALE_SERVABLE",
    "STORE_METHOD_UNCACHEABLE",
    "STORE_NO_STORE",
    "STORE_STORABLE",
    "STORE_UNSTORABLE",
    # What the status says, in words.
    "STATUS_FORBIDDEN",
    "STATUS_METHOD_NOT_ALLOWED",
    "STATUS_NOT_ACCEPTABLE",
    "STATUS_NOT_FOUND",
    "STATUS_PRECONDITION_FAILED",
}


def test_httplint_has_nothing_against_any_kind_of_answer(either_site: Site, answers: Mapping[str, Exchange]) -> None:
    url = either_site.manifest["site_url"]
    warned = {kind: lint.notes(answer, url, levels.WARN, levels.BAD) for kind, answer in answers.items()}

    for kind, found in warned.items():
        kept = {note for note, kinds in KEPT.items() if kind in kinds}
        unsigned = {ON_GRANIAN} if "server" in answers[kind].names else set()
        insecure = {ON_HTTP} if url.startswith("http:") and "speculation-rules" in answers[kind].names else set()
        assert (kind, found) == (kind, kept | unsigned | insecure)


def test_httplint_remarks_nothing_that_we_have_not_read(either_site: Site, answers: Mapping[str, Exchange]) -> None:
    url = either_site.manifest["site_url"]
    found = {note.split()[0] for answer in answers.values() for note in lint.notes(answer, url, levels.INFO)}

    assert found - REMARKED == set()


def test_the_judges_condemn_a_bare_server(tmp_path: Path) -> None:
    """They are awake: Python's own file server, on a page with a script."""
    (tmp_path / "index.html").write_text("<!doctype html><script src=/a.js></script>", "utf-8")
    port = free_port()
    with running([sys.executable, "-m", "http.server", str(port), "--directory", str(tmp_path)], port):
        verdict = node.scan(port, HOST)
        home = exchange(port, Request("/"))
    careless = "script-src * 'unsafe-inline'"

    assert (verdict["grade"], verdict["score"]) == ("D", 30), verdict["tests"]
    assert len(owasp.missing(home)) == 13
    assert owasp.revealing(home) == {"server"}
    assert "CL_INCORRECT field-content-length" in lint.notes(replace(home, body=b""), f"https://{HOST}", levels.BAD)
    assert "SCRIPT_UNSAFE_INLINE" in node.evaluate([careless])[careless]
    assert score_policy(parse(careless))[0] == "F"
