# SPDX-License-Identifier: MIT
"""Proof in a real browser: every page works under its own policy, and what is injected into it does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import look, open_browser, visiting
from tests.conftest import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with open_browser(chromium) as opened:
        yield opened


def test_every_page_loads_without_a_violation_an_error_or_a_third_party(site: Site, browser: Browser) -> None:
    visits = {path: look(browser, site.url + path) for path in [*site.pages, "/absente"]}

    assert len(visits) > 10
    for path, visit in visits.items():
        # The browser itself reports the status of a page that is absent on purpose.
        complaints = [text for text in visit.console if visit.status == 200 or "status of 404" not in text]
        assert (path, visit.violations, complaints) == (path, [], [])
        assert [url for url in visit.requests if not url.startswith(site.url)] == []


def injecting(text: str):
    """Put `text` at the end of the page's body, as an attacker with a hole in a template would."""

    def rewrite(url, headers, body):
        if b"</body>" in body:
            body = body.replace(b"</body>", text.encode() + b"</body>")
        return headers, body

    return rewrite


INJECTIONS = {
    "inline script": ("<script>document.title='conquis'</script>", "script-src"),
    "handler": ("<img src=/absent.png onerror=\"document.title='conquis'\">", "script-src"),
    "script from elsewhere": ("<script src='http://127.0.0.1:9/x.js'></script>", "script-src"),
    "script of the site": ("<script src='/theme/x.js'></script>", "script-src"),
    "picture from elsewhere": ("<img src='http://127.0.0.1:9/x.png'>", "img-src"),
    "frame": ("<iframe src='/'></iframe>", "frame-src"),
    "inline style": ("<p style='position:fixed'>x</p>", "style-src"),
    "style block": ("<style>body{display:none}</style>", "style-src"),
    "object": ("<object data='/'></object>", "object-src"),
    "font from elsewhere": ("<style>@font-face{font-family:x;src:url(http://127.0.0.1:9/x)}</style>", "style-src"),
    "base": ("<base href='http://127.0.0.1:9/'>", "base-uri"),
}


@pytest.mark.parametrize("name", INJECTIONS)
def test_what_is_injected_is_stopped(site: Site, browser: Browser, name: str) -> None:
    html, directive = INJECTIONS[name]

    with visiting(browser, site.url + "/blog/moltbot", injecting(html)) as (page, visit):
        title = page.title()

    assert [violation for violation in visit.violations if violation.startswith(directive)] != []
    assert title != "conquis"


def test_an_injected_form_cannot_be_sent(site: Site, browser: Browser) -> None:
    form = "<form action='/services'><button id=piege>x</button></form>"

    with visiting(browser, site.url + "/blog/moltbot", injecting(form)) as (page, visit):
        page.dispatch_event("#piege", "click")
        page.wait_for_timeout(300)
        address = page.url

    assert address == site.url + "/blog/moltbot"
    assert any(violation.startswith("form-action") for violation in visit.violations)


def test_a_javascript_link_does_nothing(site: Site, browser: Browser) -> None:
    link = "<a id=piege href=\"javascript:document.title='conquis'\">x</a>"

    with visiting(browser, site.url + "/blog/moltbot", injecting(link)) as (page, visit):
        page.dispatch_event("#piege", "click")
        page.wait_for_timeout(200)
        title = page.title()

    assert title != "conquis"
    assert any(violation.startswith("script-src") for violation in visit.violations)


def test_one_byte_changed_in_the_stylesheet_and_it_is_refused(site: Site, browser: Browser) -> None:
    def rewrite(url, headers, body):
        return headers, body + b" " if url.endswith(".css") else body

    visit = look(browser, site.url + "/blog/moltbot", rewrite)

    assert any("integrity" in text for text in visit.console)


def test_a_page_of_another_site_cannot_frame_ours(site: Site, browser: Browser) -> None:
    def rewrite(url, headers, body):
        if url.endswith("/cadre"):
            return {"content-type": "text/html"}, f"<iframe src='{site.url}/'></iframe>".encode()
        return headers, body

    with visiting(browser, site.url.replace("127.0.0.1", "localhost") + "/cadre", rewrite) as (page, visit):
        shown = [frame.url for frame in page.frames[1:]]

    assert shown == ["chrome-error://chromewebdata/"]
    assert any("frame-ancestors" in text for text in [*visit.violations, *visit.console])


def test_a_drawing_opened_by_itself_runs_no_script(site: Site, browser: Browser) -> None:
    script = b"<script>document.documentElement.setAttribute('id', 'conquis')</script></svg>"

    def rewrite(url, headers, body):
        return headers, body.replace(b"</svg>", script)

    with visiting(browser, site.url + site.drawing, rewrite) as (page, _):
        conquered = page.query_selector("#conquis")

    assert conquered is None


def test_scripts_would_find_no_power_to_use(site: Site, browser: Browser) -> None:
    with visiting(browser, site.url + "/") as (page, visit):
        allowed = page.evaluate("document.featurePolicy.allowedFeatures()")
        isolated = page.evaluate("window.originAgentCluster")

    assert [name for name in allowed if not name.startswith("ch-")] == []
    assert len(allowed) <= 24
    assert isolated is True
    assert visit.console == []


def test_no_page_sets_a_cookie_or_stores_anything(site: Site, browser: Browser) -> None:
    with visiting(browser, site.url + "/blog/moltbot") as (page, _):
        cookies = page.context.cookies()
        state = page.context.storage_state()

    assert cookies == []
    assert state == {"cookies": [], "origins": []}


def _without(policy: str, directive: str, source: str) -> str:
    """`policy` with one source taken out of one directive."""
    changed = []
    for part in policy.split("; "):
        name, *sources = part.split(" ")
        if name == directive:
            kept = [item for item in sources if item != source]
            part = " ".join([name, *(kept or ["'none'"])])
        changed.append(part)
    return "; ".join(changed)


def _violations_without(site: Site, browser: Browser, path: str, directive: str, source: str) -> list[str]:
    def rewrite(url, headers, body):
        policy = headers.get("content-security-policy", "")
        return {**headers, "content-security-policy": _without(policy, directive, source)}, body

    return look(browser, site.url + path, rewrite).violations


def test_every_source_of_every_policy_class_is_needed(
    site: Site, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    """Take each source away in turn: some page of the class must break."""
    rows = []
    for name, directives in site.policies.items():
        for directive, sources in directives.items():
            for source in set(sources) - {"'none'"}:
                pages = site.pages_of(name)
                violated = (path for path in pages if _violations_without(site, browser, path, directive, source))
                rows.append((name, directive, source, next(violated, "nothing")))
    with capsys.disabled():
        print("\n" + "\n".join("{}  {:11} {:18} needed by {}".format(*row) for row in rows))

    assert rows != []
    assert [row for row in rows if row[3] == "nothing"] == []
