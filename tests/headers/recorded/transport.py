# SPDX-License-Identifier: MIT
"""https and Strict-Transport-Security."""

from __future__ import annotations

from tests.headers import transport
from tests.headers.recording import HIGH, HTML, INFO, MEDIUM, case, seen, survey
from tests.headers.survey import Survey, Trial

_YEAR = "strict-transport-security: max-age=31536000; includeSubDomains"


def _secure(value: str) -> Survey:
    return survey(seen(f"{HTML}\nstrict-transport-security: {value}"), url="https", host="a.example")


def _plain_http(status: int, location: str) -> Survey:
    answer = seen(f"location: {location}" if location else "", status=status, trial=Trial.HTTP)
    return survey(answer, url="https", host="a.example")


CASES = (
    case(
        transport.https,
        good=[survey(seen(), url="https", host="a.example"), survey(seen(), url="https")],
        bad=[
            (survey(seen(), host="a.example"), HIGH, "http"),
            (survey(seen(), host="localhost.a.example"), HIGH, "http"),
        ],
        moot=[seen(), survey(seen(), host="127.0.0.1"), survey(seen(), host="::1"), survey(seen(), host="a.localhost")],
    ),
    case(
        transport.hsts,
        good=[
            _secure("max-age=63072000; includeSubDomains"),
            _secure("max-age=31536000; includesubdomains; preload"),
            _secure('max-age="31536000"; includeSubDomains;'),
        ],
        bad=[
            (survey(seen(), url="https"), HIGH, "absent"),
            (survey(seen("location: /", status=308), url="https"), INFO, "absent"),
            (survey(seen(f"{_YEAR}\n{_YEAR}"), url="https"), MEDIUM, "sent 2 times"),
            (_secure("includeSubDomains"), HIGH, "includeSubDomains"),
            (_secure("max-age="), HIGH, "max-age="),
            (_secure("max-age=1, max-age=2"), HIGH, "max-age=1"),
            (_secure("max-age=31536000; max-age=1"), HIGH, "max-age=31536000"),
            (_secure("max-age=86400; includeSubDomains"), MEDIUM, "86400"),
            (_secure("max-age=15552000; includeSubDomains"), INFO, "15552000"),
            (_secure("max-age=31536000"), INFO, "31536000"),
            (_secure("max-age=31536000; preload"), MEDIUM, "preload"),
            (_secure("max-age=15552000; includeSubDomains; preload"), MEDIUM, "preload"),
        ],
        moot=[seen(_YEAR)],
    ),
    case(
        transport.hsts_plain,
        good=[seen(), _plain_http(308, "/")],
        bad=[
            (seen(_YEAR), INFO, "max-age=31536000"),
            (survey(seen(_YEAR, trial=Trial.HTTP), url="https"), INFO, "max-age=31536000"),
        ],
        moot=[_secure("max-age=1")],
    ),
    case(
        transport.http_to_https,
        good=[_plain_http(308, "https://a.example/"), _plain_http(301, "https://a.example")],
        bad=[
            (_plain_http(200, ""), HIGH, "200"),
            (_plain_http(301, "https://www.a.example/"), HIGH, "https://www.a.example/"),
            (_plain_http(301, "https://a.example.evil.invalid/"), HIGH, "evil"),
            (_plain_http(302, "https://a.example/"), INFO, "not permanent"),
        ],
        moot=[seen()],
    ),
)
