# SPDX-License-Identifier: MIT
"""Cookies, CORS, leaks, and the messages themselves."""

from __future__ import annotations

from tests.headers import framing, leaks, privacy
from tests.headers.recording import HIGH, HTML, INFO, MEDIUM, case, seen, silent, survey
from tests.headers.survey import Exchange, Trial

_CAREFUL = "set-cookie: a=1; Secure; HttpOnly; SameSite=Lax"


def error(body: str, status: int = 500) -> Exchange:
    return seen(f"{HTML}\n\n{body}", status=status)


CASES = (
    case(
        privacy.no_cookies,
        good=[seen()],
        bad=[
            (seen(_CAREFUL), INFO, "a"),
            (survey(seen(_CAREFUL), url="https"), INFO, "a"),
            (seen("set-cookie: session=1; HttpOnly"), MEDIUM, "session"),
            (survey(seen("set-cookie: session=1; HttpOnly; SameSite=Lax"), url="https"), HIGH, "session"),
        ],
    ),
    case(
        privacy.no_cors,
        good=[seen(), seen(trial=Trial.ORIGIN)],
        bad=[
            (seen("access-control-allow-origin: *"), INFO, "access-control-allow-origin: *"),
            (seen("access-control-allow-origin: https://elsewhere.invalid"), MEDIUM, "repeats"),
            (seen("access-control-allow-origin: null"), MEDIUM, "repeats null"),
            (
                seen("access-control-allow-origin: https://elsewhere.invalid\naccess-control-allow-credentials: true"),
                HIGH,
                "repeats",
            ),
        ],
    ),
    case(
        privacy.preflight_refused,
        good=[seen(trial=Trial.PREFLIGHT, status=405)],
        bad=[(seen("access-control-allow-methods: PUT", trial=Trial.PREFLIGHT), MEDIUM, "granted: PUT")],
        moot=[seen()],
    ),
    case(
        leaks.no_server_names,
        good=[seen(), seen("x-anything: 1.2"), seen("server:")],
        bad=[
            (seen("server: nginx"), INFO, "server: nginx"),
            (seen("server: nginx/1.22.1"), MEDIUM, "server: nginx/1.22.1"),
            (seen("X-Powered-By: PHP/8.3"), MEDIUM, "x-powered-by"),
            (seen("$wsep: x"), INFO, "$wsep: x"),
        ],
    ),
    case(
        leaks.no_traces,
        good=[error("Désolé."), error("<p>at the house (see above: 12)")],
        bad=[
            (error("Traceback (most recent call last):"), MEDIUM, "Traceback"),
            (error("at com.example.Main.run(Main.java:12)"), MEDIUM, "Main.java:12"),
            (error("File /usr/lib/python3/x.py", 404), MEDIUM, "/usr/lib/p"),
            (error("<center>nginx/1.22.1</center>", 404), INFO, "nginx/1.22.1"),
        ],
        moot=[seen(f"{HTML}\n\nTraceback (most recent call last):")],
    ),
    case(
        framing.head_size,
        good=[seen()],
        bad=[(seen(f"{HTML}\nx: {'y' * 4096}"), INFO, "41")],
        moot=[seen("content-type: text/css")],
    ),
    case(
        framing.fields_once,
        good=[seen(), seen("vary: a\nvary: b\nlink: x\nlink: y")],
        bad=[
            (seen("x-frame-options: DENY\nx-frame-options: SAMEORIGIN"), MEDIUM, "x-frame-options sent 2 times"),
            (seen("server:"), INFO, "server empty"),
        ],
    ),
    case(
        framing.host_once,
        good=[seen(status=400, trial=Trial.NO_HOST), silent(trial=Trial.TWO_HOSTS)],
        bad=[(seen(trial=Trial.NO_HOST), MEDIUM, "200"), (seen(trial=Trial.TWO_HOSTS), MEDIUM, "200")],
        moot=[seen()],
    ),
    case(
        framing.length_once,
        good=[
            seen(status=400, trial=Trial.TWO_LENGTHS, is_closed=False),
            seen(status=405, trial=Trial.TWO_LENGTHS, is_closed=True),
            silent(trial=Trial.TWO_LENGTHS),
        ],
        bad=[(seen(status=405, trial=Trial.TWO_LENGTHS, is_closed=False), MEDIUM, "405, and the connection goes on")],
        moot=[seen()],
    ),
    case(
        framing.long_path,
        good=[
            seen(status=414, trial=Trial.LONG_PATH),
            seen(status=400, trial=Trial.LONG_PATH),
            silent(trial=Trial.LONG_PATH),
        ],
        bad=[(seen(trial=Trial.LONG_PATH), INFO, "200"), (seen(status=500, trial=Trial.LONG_PATH), INFO, "500")],
        moot=[seen()],
    ),
)
