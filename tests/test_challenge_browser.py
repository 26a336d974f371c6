# SPDX-License-Identifier: MIT
"""A real Chromium under a name that is challenged: it solves the page under its policy, or waits, or is told why."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import FLAGS, Visit, open_browser, visiting
from tests.sealed import FILES, seal
from tests.server import free_port, serving

pytestmark = pytest.mark.slow

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0; Manus-User/1.0"
POLICY = "[limits]\nenabled = false\n[reports]\nenabled = false\n[crawlers.challenge]\n"
LONG = FILES["/services"] + b"<br>" * 200 + b"<h2 id=bas>Bas</h2>"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with open_browser(chromium) as opened:
        yield opened


@contextmanager
def site(folder: Path, text: str = "bits = 12") -> Iterator[str]:
    """The real server, two workers of it, with nothing said of a secret."""
    seal(folder, {**FILES, "/services": LONG})
    policy = folder / "policy.toml"
    policy.write_text(POLICY + text)
    port = free_port()
    with serving(folder, policy, port, "--workers", "2"):
        yield f"http://127.0.0.1:{port}"


def opened(page: Page, timeout: float = 20_000) -> str:
    """The heading of the page that was asked, once it is there."""
    page.wait_for_selector("h1:text-is('Services')", timeout=timeout)
    return page.url


def test_it_solves_the_page_without_a_violation_and_lands_where_it_wanted(tmp_path: Path, browser: Browser) -> None:
    with site(tmp_path) as url, visiting(browser, f"{url}/services?a=1#bas", user_agent=AGENT) as (page, visit):
        address = opened(page)
        (cookie,) = page.context.cookies()
        statuses = [page.goto(f"{url}/services").status for _ in range(6)]

    # The 403 is what it is; and the browser notes that "Back" will skip the challenge, which is well.
    known = ("status of 403", "NavigationEntryMarkedSkippable")
    complaints = [text for text in visit.console if not any(words in text for words in known)]
    assert address == f"{url}/services?a=1#bas"
    assert (visit.status, visit.violations, complaints) == (403, [], [])
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("garde", True, "Lax")
    assert [request for request in visit.requests if not request.startswith(url)] == []
    # Either worker knows whom the other one cleared.
    assert statuses == [200] * 6


def without_javascript(browser: Browser) -> BrowserContext:
    return browser.new_context(java_script_enabled=False, user_agent=AGENT)


def test_without_javascript_it_waits_and_gets_the_page(tmp_path: Path, browser: Browser) -> None:
    with site(tmp_path, "wait_seconds = 2") as url:
        page = without_javascript(browser).new_page()
        begun = time.monotonic()
        status = page.goto(f"{url}/services?a=1").status
        address = opened(page)
        waited = time.monotonic() - begun
        page.context.close()

    assert (status, address) == (403, f"{url}/services?a=1")
    assert 2 < waited < 10


def test_a_link_that_is_followed_too_early_leads_on_by_itself(tmp_path: Path, browser: Browser) -> None:
    with site(tmp_path, "wait_seconds = 3") as url:
        page = without_javascript(browser).new_page()
        page.goto(f"{url}/services")
        # By the keyboard, as a reader of a text browser would.
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:text-is('Encore quelques secondes')")
        address = opened(page)
        page.context.close()

    assert address == f"{url}/services"


@contextmanager
def refusing_cookies(browser: Browser, chromium: str, profile: Path, **context: object) -> Iterator[Page]:
    """A page of a browser whose owner chose, in its settings, that no site may keep a cookie."""
    preferences = profile / "Default/Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text('{"profile": {"default_content_setting_values": {"cookies": 2}}}')
    opened = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium, args=FLAGS, user_agent=AGENT, **context
    )
    yield opened.pages[0]
    opened.close()


@pytest.mark.parametrize("has_javascript", [True, False])
def test_without_cookies_it_is_told_so_once_and_nothing_goes_on_by_itself(
    tmp_path: Path, browser: Browser, chromium: str, has_javascript: bool
) -> None:
    requests: list[str] = []
    with (
        site(tmp_path, "bits = 12\nwait_seconds = 1") as url,
        refusing_cookies(browser, chromium, tmp_path / "profile", java_script_enabled=has_javascript) as page,
    ):
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{url}/services")
        page.wait_for_selector("h1:text-is('Le cookie n’est pas revenu')")
        count = len(requests)
        page.wait_for_timeout(2500)
        links = page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
        reference = page.inner_text("code")

    assert len(requests) == count
    assert links == ["/services", "/politique-robots"]
    assert len(reference) == 12


# What axe-core calls document-title, html-has-lang, html-lang-valid, landmark-one-main, page-has-heading-one, region,
# link-name, aria-progressbar-name, meta-viewport, tabindex and duplicate-id, asked of the document itself.
CHECKS = """() => ({
  title: document.title !== "",
  language: document.documentElement.lang,
  mains: document.querySelectorAll("main").length,
  headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => heading.tagName),
  outside: [...document.body.children].filter((element) => element.tagName !== "MAIN").length,
  namelessLinks: [...document.links].filter((link) => !link.textContent.trim()).length,
  progress: document.querySelector("progress").getAttribute("aria-label") !== "",
  isZoomable: !/user-scalable|maximum-scale/.test(document.querySelector("meta[name=viewport]").content),
  tabindexes: document.querySelectorAll("[tabindex]").length,
  isTooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
})"""


@contextmanager
def held(browser: Browser, url: str, scheme: str = "light") -> Iterator[tuple[Page, Visit]]:
    """The challenge with its script at work, and more of it than a test could see the end of."""

    def rewrite(url, headers, body):
        return headers, re.sub(rb'(name="t" value="[^".]+\.[^".]+\.)20\.', rb"\g<1>31.", body)

    wanted = {"user_agent": AGENT, "color_scheme": scheme, "viewport": {"width": 320, "height": 640}}
    with visiting(browser, f"{url}/services", rewrite, **wanted) as (page, visit):
        yield page, visit


def test_the_page_is_accessible_while_it_works(tmp_path: Path, browser: Browser) -> None:
    with site(tmp_path, "bits = 20") as url, held(browser, url) as (page, _):
        found = page.evaluate(CHECKS)
        told = page.inner_text("[role=status]")
        is_shown = page.is_visible("progress")

    assert found == {
        "title": True,
        "language": "fr",
        "mains": 1,
        "headings": ["H1"],
        "outside": 0,
        "namelessLinks": 0,
        "progress": True,
        "isZoomable": True,
        "tabindexes": 0,
        "isTooWide": False,
    }
    assert told == "Calcul en cours…"
    assert is_shown


RATIO = """() => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number)
    .map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const paper = light(getComputedStyle(document.body).backgroundColor);
  return ["h1", "p", "a"].map((name) => {
    const ink = light(getComputedStyle(document.querySelector(`main ${name}`)).color);
    return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_words_stand_out_by_day_and_by_night(tmp_path: Path, browser: Browser, scheme: str) -> None:
    with site(tmp_path, "bits = 20") as url, held(browser, url, scheme) as (page, _):
        ratios = page.evaluate(RATIO)

    assert min(ratios) >= 4.5


def test_one_byte_changed_in_the_script_and_it_does_not_run(tmp_path: Path, browser: Browser) -> None:
    def rewrite(url, headers, body):
        return headers, body + b" " if url.endswith(".js") else body

    with site(tmp_path) as url, visiting(browser, f"{url}/services", rewrite, user_agent=AGENT) as (page, visit):
        page.wait_for_timeout(500)
        told = page.inner_text("[role=status]")
        has_link = page.is_visible("main a[href^='/_garde?t=']")

    assert told == ""
    assert has_link
    assert any("integrity" in text for text in visit.console)


def test_what_is_injected_into_it_is_stopped(tmp_path: Path, browser: Browser) -> None:
    def rewrite(url, headers, body):
        return headers, body.replace(b"</main>", b"<script>document.title='conquis'</script></main>")

    with (
        site(tmp_path, "bits = 20") as url,
        visiting(browser, f"{url}/services", rewrite, user_agent=AGENT) as (
            page,
            visit,
        ),
    ):
        title = page.title()

    assert title != "conquis"
    assert any(violation.startswith("script-src") for violation in visit.violations)
