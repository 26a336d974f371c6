# SPDX-License-Identifier: MIT
"""Cache-Control, validators and revalidation."""

from __future__ import annotations

from tests.headers import caching, revalidation
from tests.headers.findings import Check
from tests.headers.recording import HTML, INFO, MEDIUM, Case, case, seen, silent, survey
from tests.headers.survey import Exchange, Kind, Survey, Trial

_FOREVER = "cache-control: public, max-age=31536000, immutable"
_HASHED = "/theme/site.0123abcd.css"


def page(*lines: str) -> Exchange:
    """A page with these header lines."""
    return seen("\n".join([HTML, *lines]))


def style(line: str, target: str = "/site.css") -> Exchange:
    return seen(line, kind=Kind.STYLE, target=target)


def coded(*lines: str, status: int = 200) -> Survey:
    """A page that is also served compressed, with these header lines on both answers."""
    fields = "\n".join([HTML, *lines])
    return survey(seen(fields), seen(f"{fields}\ncontent-encoding: gzip", trial=Trial.GZIP, status=status))


def kept(line: str, line_304: str) -> Survey:
    """A page, and the 304 that stands for it."""
    return survey(page(line), seen(line_304, status=304, trial=Trial.MATCH_EXACT))


def answers_304(check: Check, trial: Trial) -> Case:
    return case(
        check,
        good=[seen("", status=304, trial=trial)],
        bad=[(seen(trial=trial), MEDIUM, "200"), (silent(trial=trial), MEDIUM, "no answer")],
        moot=[seen()],
    )


CASES = (
    case(
        caching.cache_stated,
        good=[page("cache-control: no-cache"), seen("cache-control: no-store", status=404)],
        bad=[(page(), MEDIUM, "absent on a page"), (seen(status=404), INFO, "absent on a 404")],
        moot=[seen("location: /", status=308)],
    ),
    case(
        caching.cache_page,
        good=[page("cache-control: no-cache"), page("cache-control: public, max-age=600")],
        bad=[
            (page("cache-control: no-store"), INFO, "no-store"),
            (page("cache-control: max-age=601"), INFO, "601"),
            (page("cache-control: max-age=soon"), INFO, "soon"),
            (page(_FOREVER), MEDIUM, "immutable"),
        ],
        moot=[page(), style(_FOREVER)],
    ),
    case(
        caching.cache_fingerprint,
        good=[style(_FOREVER, _HASHED), style("cache-control: no-cache"), style("a: b", "/theme/stylesheet.css")],
        bad=[
            (style("cache-control: no-cache", _HASHED), INFO, "hashed name, not immutable"),
            (seen("", kind=Kind.PICTURE, target="/a-0123abcd.png"), INFO, "hashed name, not immutable"),
            (seen("", kind=Kind.SCRIPT, target="/a.0123abcd.js?x"), INFO, "hashed name, not immutable"),
            (style("cache-control: max-age=60, immutable", _HASHED), INFO, "hashed name, not immutable"),
            (style(_FOREVER), MEDIUM, "immutable without a hash"),
            (seen(_FOREVER, kind=Kind.PICTURE, target="/m.png"), MEDIUM, "immutable without a hash"),
        ],
        moot=[page(_FOREVER)],
    ),
    case(
        caching.etag,
        good=[
            page('etag: "a"'),
            page('etag: W/"a"'),
            survey(page('etag: "a"'), seen(f'{HTML}\netag: "a"', trial=Trial.AGAIN)),
            survey(page('etag: "a"', "", "x"), seen(f'{HTML}\netag: "b"\n\ny', trial=Trial.AGAIN)),
        ],
        bad=[
            (page(), MEDIUM, "absent on a page"),
            (style("a: b"), INFO, "absent on a stylesheet"),
            (page("etag: abc"), MEDIUM, "malformed: abc"),
            (page('etag: "a"', 'etag: "b"'), MEDIUM, "malformed"),
            (survey(page('etag: "a"'), seen(f'{HTML}\netag: "b"', trial=Trial.AGAIN)), MEDIUM, "changes"),
        ],
    ),
    case(
        caching.vary,
        good=[coded("vary: Origin, accept-encoding")],
        bad=[
            (survey(*coded("vary: accept-encoding").exchanges, seen("", status=304)), MEDIUM, "not named"),
            (coded(), MEDIUM, "not named"),
            (coded("vary: *"), MEDIUM, "Vary: *"),
        ],
        moot=[page()],
    ),
    answers_304(revalidation.match_exact, Trial.MATCH_EXACT),
    answers_304(revalidation.match_list, Trial.MATCH_LIST),
    answers_304(revalidation.match_any, Trial.MATCH_ANY),
    answers_304(revalidation.match_weak, Trial.MATCH_WEAK),
    answers_304(revalidation.match_head, Trial.MATCH_HEAD),
    answers_304(revalidation.since, Trial.SINCE),
    case(
        revalidation.match_other,
        good=[seen(trial=Trial.MATCH_OTHER), seen(trial=Trial.OTHER_SINCE)],
        bad=[
            (seen("", status=304, trial=Trial.OTHER_SINCE), MEDIUM, "304"),
            (silent(trial=Trial.MATCH_OTHER), MEDIUM, "no answer"),
        ],
        moot=[seen()],
    ),
    case(
        revalidation.unmodified_bare,
        good=[seen("", status=304, trial=Trial.MATCH_ANY)],
        bad=[
            (seen("", status=304, trial=trial, excess=12), MEDIUM, "12 bytes follow")
            for trial in (Trial.MATCH_EXACT, Trial.MATCH_LIST, Trial.MATCH_ANY, Trial.MATCH_WEAK, Trial.SINCE)
        ],
        moot=[seen(trial=Trial.MATCH_ANY)],
    ),
    case(
        revalidation.unmodified_policy,
        good=[kept('etag: "a"', 'etag: "a"'), kept("server: x", "")],
        bad=[
            (kept('etag: "a"', ""), MEDIUM, "other or no etag"),
            (kept("content-security-policy: default-src 'none'", ""), MEDIUM, "content-security-policy"),
            (kept("", "vary: Origin"), MEDIUM, "vary"),
        ],
        moot=[seen("", status=304, trial=Trial.MATCH_EXACT)],
    ),
)
