# SPDX-License-Identifier: MIT
"""Methods, addresses, and what should not have been published."""

from __future__ import annotations

from tests.headers import aliases, exposure, methods
from tests.headers.recording import HIGH, HTML, INFO, MEDIUM, case, seen, silent, survey
from tests.headers.survey import Exchange, Kind, Survey, Trial


def head(text: str, *, status: int = 200, plain: str = HTML, plain_status: int = 200) -> Survey:
    """A page, and what HEAD said of it."""
    return survey(seen(plain, status=plain_status), seen(text, status=status, method="HEAD", trial=Trial.HEAD))


def method(name: str, status: int, text: str = HTML) -> Exchange:
    return seen(text, status=status, method=name, trial=Trial.METHOD)


def alias(status: int, location: str = "", trial: Trial = Trial.PLAIN) -> Exchange:
    text = f"location: {location}" if location else HTML
    return seen(text, status=status, kind=Kind.ALIAS, trial=trial, target="/a/")


def raw(status: int, text: str = "content-type: text/plain\n\nNon.", trial: Trial = Trial.RAW) -> Exchange:
    return seen(text, status=status, kind=Kind.ODD, trial=trial, target="/%00")


def secret(text: str, target: str = "/.env", status: int = 200) -> Exchange:
    return seen(text, kind=Kind.ODD, trial=Trial.SECRET, target=target, status=status)


_SOFT = seen(f"{HTML}\n\nNon.", kind=Kind.MISSING, target="/no")

CASES = (
    case(
        methods.head_headers,
        good=[
            head(HTML),
            head(f"{HTML}\ndate: x\ncontent-length: 0", plain=f"{HTML}\ndate: y"),
            head(f"{HTML}\ncontent-length: 3", plain=f"{HTML}\n\nabc"),
        ],
        bad=[
            (head(HTML, status=405), MEDIUM, "405 for 200"),
            (head(HTML, status=405, plain_status=400), INFO, "405 for 400"),
            (head(""), MEDIUM, "other or no content-type"),
            (head(f"{HTML}\nx: y"), MEDIUM, "other or no x"),
            (head(f"{HTML}\ncontent-length: 2", plain=f"{HTML}\n\nabc"), MEDIUM, "content-length"),
            (survey(seen(), silent(method="HEAD", trial=Trial.HEAD)), MEDIUM, "no answer for 200"),
        ],
        moot=[seen(), seen(method="HEAD", trial=Trial.HEAD)],
    ),
    case(
        methods.head_bare,
        good=[seen(method="HEAD", trial=Trial.HEAD)],
        bad=[
            (seen(method="HEAD", trial=Trial.HEAD, excess=9), MEDIUM, "9 bytes follow"),
            (seen(method="HEAD", trial=Trial.MATCH_HEAD, excess=9), MEDIUM, "9 bytes follow"),
        ],
        moot=[seen()],
    ),
    case(
        methods.method_refused,
        good=[method("POST", 405)],
        bad=[
            (method("POST", 200), MEDIUM, "POST: 200"),
            (method("PUT", 204), MEDIUM, "PUT: 204"),
            (method("OPTIONS", 200), INFO, "OPTIONS: 200"),
            (method("POST", 501), INFO, "POST: 501"),
            (silent(method="POST", trial=Trial.METHOD), INFO, "POST: no answer"),
        ],
        moot=[method("TRACE", 200), seen()],
    ),
    case(
        methods.method_unknown,
        good=[seen(trial=Trial.UNKNOWN_METHOD, status=501), silent(trial=Trial.UNKNOWN_METHOD)],
        bad=[(seen(trial=Trial.UNKNOWN_METHOD), MEDIUM, "200")],
        moot=[seen()],
    ),
    case(
        methods.method_trace,
        good=[method("TRACE", 405), silent(method="TRACE", trial=Trial.METHOD)],
        bad=[
            (method("TRACE", 200, "a: b\n\nTRACE / HTTP/1.1\nX-Rempart: rempart-trace-mark"), HIGH, "echoes"),
            (method("TRACE", 200), MEDIUM, "200, without an echo"),
        ],
        moot=[method("POST", 405)],
    ),
    case(
        methods.method_allow,
        good=[method("POST", 405, "allow: GET, HEAD"), method("POST", 405, "allow: get,head, OPTIONS")],
        bad=[
            (method("POST", 405), MEDIUM, "no Allow"),
            (method("POST", 405, "allow: GET"), INFO, "Allow: GET"),
            (method("POST", 405, "allow: GET, HEAD, TRACE"), INFO, "TRACE"),
        ],
        moot=[method("POST", 501)],
    ),
    case(
        aliases.alias_permanent,
        good=[alias(301, "/a"), alias(308, "/a")],
        bad=[
            (alias(307, "/a"), MEDIUM, "307: not permanent"),
            (survey(seen(), alias(200)), MEDIUM, "the page a second time"),
            (survey(seen(f"{HTML}\n\nx"), alias(200)), MEDIUM, "200"),
            (alias(404), INFO, "404: leads nowhere"),
            (silent(kind=Kind.ALIAS), INFO, "no answer: leads nowhere"),
        ],
        moot=[seen()],
    ),
    case(
        aliases.alias_path,
        good=[alias(308, "/a?b=1")],
        bad=[
            (alias(308, "https://localhost/a"), INFO, "https://localhost/a"),
            (alias(308, "//elsewhere.invalid/"), INFO, "//elsewhere.invalid/"),
            (alias(308, "/\\elsewhere.invalid/"), INFO, "elsewhere"),
            (alias(308), INFO, "no Location"),
        ],
        moot=[seen()],
    ),
    case(
        aliases.alias_query,
        good=[alias(308, "/a?a=1&b=%C3%A9", Trial.QUERY)],
        bad=[
            (alias(308, "/a", Trial.QUERY), MEDIUM, "/a"),
            (alias(308, "/a?a=1&b=%25C3%25A9", Trial.QUERY), MEDIUM, "%25C3"),
        ],
        moot=[seen(), alias(404, trial=Trial.QUERY)],
    ),
    case(
        aliases.alias_arrives,
        good=[alias(200, trial=Trial.FOLLOWED)],
        bad=[
            (alias(308, "/b", Trial.FOLLOWED), MEDIUM, "308"),
            (silent(trial=Trial.FOLLOWED), MEDIUM, "no answer"),
        ],
        moot=[seen()],
    ),
    case(
        aliases.host_unused,
        good=[
            seen(trial=Trial.HOSTILE_HOST),
            alias(308, "/a", Trial.HOSTILE_HOST),
            *(
                seen(f"{HTML}\n\nelsewhere.invalid?", status=status, trial=Trial.HOSTILE_HOST)
                for status in (400, 403, 404, 410, 421)
            ),
        ],
        bad=[
            (
                alias(307, "http://elsewhere.invalid/a", Trial.HOSTILE_HOST),
                HIGH,
                "Location: http://elsewhere.invalid/a",
            ),
            (
                seen(f"{HTML}\n\n<link rel=canonical href=http://elsewhere.invalid/>", trial=Trial.HOSTILE_FORWARDED),
                HIGH,
                "repeated in the page",
            ),
        ],
        moot=[seen()],
    ),
    case(
        aliases.no_open_redirect,
        good=[raw(404), raw(308, "location: /a"), raw(301, "location: http://localhost:8000/x")],
        bad=[
            (raw(301, "location: //elsewhere.invalid/"), HIGH, "//elsewhere.invalid/"),
            (raw(301, "location: /\\elsewhere.invalid/"), HIGH, "elsewhere.invalid"),
            (raw(302, "location: https://elsewhere.invalid/"), HIGH, "https://elsewhere.invalid/"),
            (raw(302, "location: javascript:alert(1)"), HIGH, "javascript:"),
        ],
        moot=[seen()],
    ),
    case(
        exposure.raw_paths,
        good=[*(raw(status) for status in (400, 401, 403, 404, 405, 410, 414, 421)), silent(trial=Trial.RAW)],
        bad=[
            (raw(200, "a: b\n\nroot:x:0:0:root:/root:/bin/sh"), HIGH, "a file of the machine"),
            (raw(200, "a: b\n\n; for 16-bit app support\n[fonts]"), HIGH, "a file of the machine"),
            (raw(200), MEDIUM, "200"),
            (survey(seen(f"{HTML}\n\nhome"), raw(200, f"{HTML}\n\nhome")), INFO, "200: tidied"),
            (survey(_SOFT, raw(200, f"{HTML}\n\nNon.")), INFO, "200: tidied"),
            (raw(307), INFO, "307: tidied"),
            (raw(500), INFO, "500"),
        ],
        moot=[seen()],
    ),
    case(
        exposure.hidden_files,
        good=[
            secret(HTML, status=404),
            survey(_SOFT, secret(f"{HTML}\n\nNon.")),
            secret('a: b\n\n{"name": "Site", "start_url": "/"}', "/manifest.json"),
        ],
        bad=[
            (secret("a: b\n\nKEY=1"), HIGH, "/.env is served"),
            (secret('a: b\n\n{"entries": {}}', "/manifest.json"), HIGH, "/manifest.json is served"),
            (secret("a: b\n\n[1]", "/manifest.json"), HIGH, "/manifest.json is served"),
            (secret("a: b\n\nnot JSON", "/manifest.json"), HIGH, "/manifest.json is served"),
        ],
        moot=[seen()],
    ),
    case(
        exposure.sidecars,
        good=[raw(404, trial=Trial.SIDECAR), survey(_SOFT, raw(200, f"{HTML}\n\nNon.", Trial.SIDECAR))],
        bad=[(raw(200, trial=Trial.SIDECAR), INFO, "served")],
        moot=[seen()],
    ),
    case(
        exposure.no_injection,
        good=[raw(404, trial=Trial.INJECTED)],
        bad=[(raw(308, "location: /\nx-rempart: injected", Trial.INJECTED), HIGH, "a header was injected")],
        moot=[seen()],
    ),
)
