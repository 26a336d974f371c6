# SPDX-License-Identifier: MIT
"""Tokens: so many a minute for one client and for all, in memory of a fixed size."""

from __future__ import annotations

import pytest

from middleware.report_rate import ReportRate, client_prefix


def test_a_client_has_its_burst_then_waits_for_the_next_token() -> None:
    rate = ReportRate(3, 100)

    waits = [rate.wait("a", 1000.0) for _ in range(4)]

    assert waits == [0.0, 0.0, 0.0, 20.0]
    assert rate.wait("b", 1000.0) == 0.0
    assert rate.wait("a", 1010.0) == 10.0
    assert rate.wait("a", 1020.0) == 0.0
    assert rate.wait("a", 1020.0) == 20.0


def test_all_clients_together_have_a_burst_too() -> None:
    rate = ReportRate(3, 6)

    waits = [rate.wait(str(number), 1000.0) for number in range(7)]

    assert waits == [0.0] * 6 + [10.0]


def test_a_refusal_takes_nothing_from_anyone() -> None:
    rate = ReportRate(1, 2)
    rate.wait("a", 1000.0)
    for _ in range(9):
        rate.wait("a", 1000.0)

    assert rate.wait("b", 1000.0) == 0.0


def test_an_hour_of_rest_fills_the_bucket_no_higher_than_its_size() -> None:
    rate = ReportRate(2, 100)
    rate.wait("a", 1000.0)

    waits = [rate.wait("a", 4600.0) for _ in range(3)]

    assert waits == [0.0, 0.0, 30.0]


def test_a_flood_of_clients_is_forgotten_the_oldest_first() -> None:
    rate = ReportRate(1, 10**9)

    for number in range(10_000):
        rate.wait(str(number), 1000.0)

    assert len(rate.clients) == 4096
    assert rate.wait("9999", 1000.0) > 0
    assert rate.wait("0", 1000.0) == 0.0


def test_a_client_that_goes_on_is_remembered_through_a_flood() -> None:
    rate = ReportRate(1, 10**9)

    waits = [rate.wait("a" if number % 1000 == 0 else str(number), 1000.0) for number in range(10_000)]

    assert waits[0] == 0.0
    assert min(waits[1000::1000]) > 0


@pytest.mark.parametrize(
    ("host", "prefix"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002::/64"),
        ("2001:db8:1:2::9", "20010db800010002::/64"),
        ("fe80::1%eth0", "fe80000000000000::/64"),
        ("/run/site.sock", ""),
        ("", ""),
    ],
)
def test_a_client_is_an_ipv4_address_or_a_64(host: str, prefix: str) -> None:
    assert client_prefix(host) == prefix
