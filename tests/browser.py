# SPDX-License-Identifier: MIT
"""Pages seen by a real Chromium: what it fetched, what it complained of, what its policy stopped.

Violations come from the DevTools protocol: a page under `script-src 'none'` has no listener to tell of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What a test changes of an answer on its way: (URL, headers, body) -> (headers, body).
Rewrite = Callable[[str, Mapping[str, str], bytes], tuple[Mapping[str, str], bytes]]


@dataclass(slots=True)
class Visit:
    """`violations`: "directive blocked-url" of each; `console`: errors and warnings; `requests`: every URL."""

    violations: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    status: int = 0


@contextmanager
def open_browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = _launch(playwright, chromium)
        yield browser
        browser.close()


def _launch(playwright: Playwright, chromium: str) -> Browser:
    return playwright.chromium.launch(executable_path=chromium, args=FLAGS)


@contextmanager
def visiting(
    browser: Browser, url: str, rewrite: Rewrite | None = None, **context: object
) -> Iterator[tuple[Page, Visit]]:
    """A fresh page at `url`, loaded and settled, with what the browser said of it."""
    opened = browser.new_context(**context)
    page = opened.new_page()
    visit = Visit()
    _listen(page, visit)
    if rewrite:
        page.route("**/*", lambda route: _rewritten(route, rewrite))
    response = page.goto(url, wait_until="load")
    visit.status = response.status if response else 0
    # Issues reach the protocol a moment after what caused them.
    page.wait_for_timeout(150)
    yield page, visit
    page.unroute_all(behavior="ignoreErrors")
    opened.close()


def look(browser: Browser, url: str, rewrite: Rewrite | None = None) -> Visit:
    """What the browser says of `url`."""
    with visiting(browser, url, rewrite) as (_, visit):
        return visit


def _listen(page: Page, visit: Visit) -> None:
    protocol = page.context.new_cdp_session(page)
    protocol.send("Audits.enable")
    protocol.on("Audits.issueAdded", lambda event: _note_issue(event["issue"], visit))
    page.on(
        "console", lambda message: visit.console.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: visit.console.append(str(error)))
    page.on("request", lambda request: visit.requests.append(request.url))


def _note_issue(issue: Mapping, visit: Visit) -> None:
    details = issue["details"].get("contentSecurityPolicyIssueDetails")
    if details is None:
        visit.console.append(str(issue))
    else:
        visit.violations.append(f"{details['violatedDirective']} {details.get('blockedURL', 'inline')}")


def _rewritten(route: Route, rewrite: Rewrite) -> None:
    response = route.fetch()
    headers, body = rewrite(route.request.url, response.headers, response.body())
    kept = {name: value for name, value in headers.items() if name not in {"content-encoding", "content-length"}}
    route.fulfill(status=response.status, headers=kept, body=body)
