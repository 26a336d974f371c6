# SPDX-License-Identifier: MIT
"""Statuses and media types."""

from __future__ import annotations

from tests.headers import media_types, statuses, throttling
from tests.headers.recording import HIGH, HTML, INFO, MEDIUM, case, seen, silent, survey
from tests.headers.survey import Kind, Trial

_CSS = "content-type: text/css; charset=utf-8"
_CONTACT = "content-type: text/plain; charset=utf-8\n\nContact: mailto:x@y.invalid\nExpires: 2030-01-01T00:00:00Z\n"
_REFUSED = "cache-control: no-store\ncontent-type: text/plain\n\nNon."

CASES = (
    case(
        statuses.page_found,
        good=[seen()],
        bad=[(seen(status=404), HIGH, "404"), (silent(), HIGH, "no answer")],
        moot=[seen(kind=Kind.STYLE)],
    ),
    case(
        statuses.resource_found,
        good=[seen(kind=Kind.STYLE)],
        bad=[(seen(kind=Kind.PICTURE, status=404), MEDIUM, "404"), (silent(kind=Kind.FEED), MEDIUM, "no answer")],
        moot=[seen()],
    ),
    case(
        statuses.missing_status,
        good=[seen(kind=Kind.MISSING, status=404), seen(kind=Kind.MISSING, status=410)],
        bad=[(seen(kind=Kind.MISSING), MEDIUM, "200")],
        moot=[seen()],
    ),
    case(
        statuses.missing_page,
        good=[seen(f"{HTML}\n\n<a href=/>Accueil</a>", kind=Kind.MISSING, status=404)],
        bad=[
            (seen(f"{HTML}\n\n<p>Non", kind=Kind.MISSING, status=404), INFO, "no way back"),
            (seen("content-type: text/plain\n\n<a href=/>", kind=Kind.MISSING, status=404), INFO, "no way back"),
        ],
        moot=[seen(kind=Kind.MISSING), seen(status=404)],
    ),
    case(
        statuses.no_failure,
        good=[seen(), seen(status=501), seen(status=505)],
        bad=[(seen(status=500), MEDIUM, "500"), (silent(), INFO, "no answer: the connection closed early")],
    ),
    case(
        statuses.contact,
        good=[seen(_CONTACT, kind=Kind.CONTACT)],
        bad=[
            (seen(kind=Kind.CONTACT, status=404), INFO, "absent"),
            (seen("a: b\n\nContact: x", kind=Kind.CONTACT), INFO, "without Contact or Expires"),
            (seen("a: b\n\nExpires: x", kind=Kind.CONTACT), INFO, "without Contact or Expires"),
        ],
        moot=[seen()],
    ),
    case(
        statuses.crawler_refusal,
        good=[
            survey(
                seen(_REFUSED, status=403, trial=Trial.CRAWLER),
                seen(trial=Trial.CRAWLER, kind=Kind.ROBOTS),
            )
        ],
        bad=[
            (seen("a: b\n\nNon.", status=403, trial=Trial.CRAWLER), INFO, "may be stored"),
            (seen("cache-control: no-store", status=403, trial=Trial.CRAWLER), INFO, "says nothing"),
            (
                survey(
                    seen(_REFUSED, status=429, trial=Trial.CRAWLER),
                    seen(status=403, trial=Trial.CRAWLER, kind=Kind.ROBOTS),
                ),
                INFO,
                "robots.txt is refused too",
            ),
        ],
        moot=[seen(trial=Trial.CRAWLER), seen(status=403, trial=Trial.CRAWLER, kind=Kind.ROBOTS)],
    ),
    case(
        media_types.media_type,
        good=[
            seen(),
            seen(_CSS, kind=Kind.STYLE),
            seen("content-type: IMAGE/PNG", kind=Kind.PICTURE, target="/a.png?x=1.svg"),
            seen("content-type: whatever/it-is", kind=Kind.PICTURE, target="/picture"),
            seen("content-type: application/xhtml+xml", kind=Kind.ODD),
        ],
        bad=[
            (seen("a: b"), MEDIUM, "0 Content-Type fields"),
            (seen(f"{HTML}\n{HTML}"), MEDIUM, "2 Content-Type fields"),
            (seen("content-type: text/plain"), MEDIUM, "text/plain"),
            (seen(kind=Kind.STYLE), MEDIUM, "text/html"),
            (seen("content-type: image/png", kind=Kind.PICTURE, target="/a.webp"), MEDIUM, "image/png"),
            (seen("content-type: text/xml", kind=Kind.FEED), MEDIUM, "text/xml"),
            (seen(kind=Kind.ROBOTS), MEDIUM, "text/html"),
            (seen(kind=Kind.SITEMAP), MEDIUM, "text/html"),
            (seen(kind=Kind.CONTACT), MEDIUM, "text/html"),
            (seen("content-type: application/javascript", kind=Kind.SCRIPT), INFO, "application/javascript"),
            (seen("content-type: text/plain", kind=Kind.SCRIPT), MEDIUM, "text/plain"),
        ],
    ),
    case(
        throttling.throttle_polite,
        good=[seen("retry-after: 1", status=429, trial=Trial.REFUSED)],
        bad=[(seen("", status=429, trial=Trial.REFUSED), INFO, "no Retry-After")],
        moot=[seen()],
    ),
    case(
        throttling.all_answered,
        good=[seen(), seen(status=429, trial=Trial.REFUSED)],
        bad=[(seen(status=429, trial=Trial.THROTTLED), INFO, "429 to the end")],
    ),
    case(
        media_types.charset,
        good=[seen(f"{HTML}; charset=utf-8"), seen(f'{HTML};charset="UTF-8"'), seen(f"{HTML}; charset=utf-8; a=b")],
        bad=[
            (seen(), MEDIUM, "text/html"),
            (seen(f"{HTML}; charset=iso-8859-1"), MEDIUM, "iso-8859-1"),
            (seen("content-type: text/css", kind=Kind.STYLE), INFO, "text/css"),
        ],
        moot=[seen("content-type: image/png", kind=Kind.PICTURE)],
    ),
)
