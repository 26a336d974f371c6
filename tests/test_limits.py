# SPDX-License-Identifier: MIT
"""Limits by purpose and by prefix: who waits, how long, and who never does."""

from __future__ import annotations

import asyncio
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleware.agents import Purpose
from middleware.buckets import REMEMBERED, Buckets
from middleware.crawler_policy import PRESETS, CrawlerPolicy
from middleware.exemption import exemption
from middleware.limit_policy import LimitPolicy, read_limit_policy
from middleware.table import Table
from tests.guards import ELSEWHERE, GOOGLE, Clock, asked, gatekeeper, guard_of, policy_of
from tests.real_clients import user_agents

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SEO, UNKNOWN, SCRIPT = "SemrushBot/7~bl", "foobot/1.0", "curl/8.11.0"


def test_a_bucket_holds_a_minute_and_fills_again() -> None:
    buckets = Buckets()

    assert [buckets.wait("a", 3, 100.0) for _ in range(4)] == [0.0, 0.0, 0.0, 20.0]
    assert buckets.wait("b", 3, 100.0) == 0.0
    assert buckets.wait("a", 3, 110.0) == 10.0
    assert buckets.wait("a", 3, 120.0) == 0.0
    assert buckets.wait("a", 3, 120.0) == 20.0
    assert [buckets.wait("a", 3, 1000.0) for _ in range(4)] == [0.0, 0.0, 0.0, 20.0]


@settings(deadline=None)
@given(st.integers(1, 2000), st.lists(st.floats(0, 5), min_size=1, max_size=200))
def test_no_minute_lets_twice_the_rate_pass_and_who_waits_is_served(rate: int, gaps: list[float]) -> None:
    buckets, now, passed = Buckets(), 0.0, []
    for gap in gaps:
        now += gap
        seconds = buckets.wait("a", rate, now)
        if seconds:
            assert 0 < seconds <= 60
            now += seconds + 1e-6
            assert buckets.wait("a", rate, now) == 0.0
        passed.append(now)

    for first in passed:
        assert sum(first <= each < first + 60 for each in passed) <= 2 * rate


def test_what_a_bucket_remembers_is_bounded() -> None:
    buckets = Buckets()

    for number in range(REMEMBERED + 500):
        buckets.wait(str(number), 2, 1.0)

    assert len(buckets) == REMEMBERED


def test_a_bucket_costs_less_than_a_microsecond() -> None:
    buckets = Buckets()

    def seconds() -> float:
        start = perf_counter()
        for _ in range(1000):
            buckets.wait("203.0.113.7/32", 10**9, start)
        return (perf_counter() - start) / 1000

    # The figure is 0.35 µs; the rest is for a busy machine and for coverage.
    assert min(seconds() for _ in range(5)) < 1e-5


def statuses(app, number: int, user_agent: str, path: str = "/", client: str = ELSEWHERE) -> list[int]:  # type: ignore[no-untyped-def]
    return [asked(app, user_agent, path, client=client).status for _ in range(number)]


def test_by_default_a_reader_may_read_ten_pages_a_second() -> None:
    app = gatekeeper(guard_of())

    answers = statuses(app, 601, FIREFOX)

    assert answers == [200] * 600 + [429]


def test_a_limited_client_is_told_when_to_come_back() -> None:
    clock = Clock()
    app = gatekeeper(guard_of(limits=LimitPolicy(allowed=2), clock=clock))

    statuses(app, 2, FIREFOX)
    answered = asked(app, FIREFOX)
    clock.now += int(answered.fields["retry-after"])

    assert answered.status == 429
    assert answered.fields == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(answered.body)),
        "cache-control": "no-store",
        "x-robots-tag": "noindex",
        "retry-after": "30",
    }
    assert "Trop de demandes" in answered.body.decode()
    assert len(answered.body) <= 1024
    assert asked(app, FIREFOX).status == 200


@pytest.mark.parametrize(
    ("first", "second", "is_shared"),
    [
        ("198.51.100.7", "198.51.100.8", False),
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
        ("::ffff:198.51.100.7", "198.51.100.7", True),
    ],
)
def test_one_client_is_an_address_or_a_household(first: str, second: str, is_shared: bool) -> None:
    app = gatekeeper(guard_of(limits=LimitPolicy(allowed=1)))

    statuses(app, 1, FIREFOX, client=first)

    assert asked(app, FIREFOX, client=second).status == (429 if is_shared else 200)


@pytest.mark.parametrize("user_agent", [SEO, UNKNOWN, SCRIPT, ""])
def test_whoever_is_slowed_has_a_rate_of_its_own(user_agent: str) -> None:
    app = gatekeeper(guard_of(limits=LimitPolicy(throttled=3)))

    assert statuses(app, 4, user_agent) == [200, 200, 200, 429]
    assert asked(app, user_agent, client="198.51.100.9").status == 200
    assert asked(app, FIREFOX).status == 200


def test_one_purpose_from_everywhere_has_a_rate_too() -> None:
    app = gatekeeper(guard_of(limits=LimitPolicy(throttled=3, purpose=5)))

    answers = [asked(app, SEO, client=f"198.51.100.{number}").status for number in range(7)]

    assert answers == [200] * 5 + [429] * 2
    assert asked(app, "AhrefsBot/7.0", client="198.51.100.99").status == 429
    assert asked(app, UNKNOWN).status == 200


def test_a_purpose_may_have_its_own_rate() -> None:
    limits = LimitPolicy(allowed=1, throttled=1, purposes={Purpose.SEO: 3, Purpose.SEARCH: 2})
    app = gatekeeper(guard_of(limits=limits))

    assert statuses(app, 4, SEO) == [200] * 3 + [429]
    assert statuses(app, 3, GOOGLEBOT, client=GOOGLE) == [200] * 2 + [429]
    assert statuses(app, 2, FIREFOX, client=GOOGLE) == [200, 429]


def test_what_a_proxy_sends_without_naming_anyone_is_not_limited() -> None:
    app = gatekeeper(guard_of(limits=LimitPolicy(allowed=1, throttled=1, purpose=3)))

    assert statuses(app, 50, FIREFOX, client="127.0.0.1") == [200] * 50
    assert statuses(app, 50, SEO, client="127.0.0.1") == [200] * 50
    named = [asked(app, FIREFOX, client="127.0.0.1", x_forwarded_for=ELSEWHERE).status for _ in range(2)]
    assert named == [200, 429]


def test_limits_may_be_off() -> None:
    app = gatekeeper(guard_of(limits=LimitPolicy(enabled=False, allowed=1, throttled=1)))

    assert statuses(app, 5, FIREFOX) + statuses(app, 5, SEO) == [200] * 10


EXEMPT = [
    "/robots.txt",
    "/politique-robots",
    "/.well-known/x",
    "/sitemap.xml",
    "/blog/atom.xml",
    "/favicon.ico",
    "/a.png",
]
STRICT = CrawlerPolicy(actions=PRESETS["strict"], agents={})
NAMES = [*user_agents("ai.txt"), *user_agents("search.txt"), SEO, UNKNOWN, SCRIPT, FIREFOX, ""]


@settings(deadline=None)
@given(
    st.sampled_from([STRICT, policy_of()]),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(EXEMPT), st.sampled_from([ELSEWHERE, GOOGLE, ""]))),
)
def test_an_exempt_path_is_limited_at_worst(policy: CrawlerPolicy, requests: list[tuple[str, str, str]]) -> None:
    """Even to an impostor, and to a client that is banned."""
    app = gatekeeper(guard_of(policy, LimitPolicy(throttled=2, allowed=3)))
    for user_agent, _, client in requests:
        statuses(app, 2, user_agent, "/inventaire/", client)

    answers = {asked(app, user_agent, path, client=client).status for user_agent, path, client in requests}

    assert all(map(exemption(), EXEMPT))
    assert answers <= {200, 429}


def read(values: dict[str, object]) -> tuple[LimitPolicy, list[str]]:
    table = Table({"limits": values}).table("limits")
    return read_limit_policy(table), table.faults


def test_each_key_of_the_section_is_read() -> None:
    policy, faults = read(
        {
            "enabled": False,
            "storage": "redis://:word@host:6379/1",
            "allowed_per_minute": 1,
            "throttled_per_minute": 2,
            "purpose_per_minute": 3,
            "purposes": {"seo": 4},
        }
    )

    assert faults == []
    assert policy == LimitPolicy(False, "redis://:word@host:6379/1", 1, 2, 3, {Purpose.SEO: 4})
    assert read({}) == (LimitPolicy(), [])


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"allowed_per_minute": 0}, "limits.allowed_per_minute = 0: too small: write 1 or more"),
        ({"throttled_per_minute": "x"}, "limits.throttled_per_minute = 'x': not a whole number"),
        ({"purpose_per_minute": True}, "limits.purpose_per_minute = True: not a whole number"),
        ({"enabled": 1}, "limits.enabled = 1: not true or false"),
        ({"storage": "disk"}, 'limits.storage = \'disk\': not a storage: write "memory", "redis://host:6379"'),
        ({"storage": "redis://"}, "not a storage"),
        ({"storage": "memcached://host"}, "not a storage"),
        ({"storage": "redis://host/a/b"}, "not a storage"),
        ({"purposes": {"se0": 1}}, "limits.purposes.se0 = 1: unknown key: remove it, or write one of agent, "),
        ({"purposes": {"seo": 0}}, "limits.purposes.seo = 0: too small"),
        ({"per_minute": 1}, "limits.per_minute = 1: unknown key"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(values: dict[str, object], fault: str) -> None:
    _, faults = read(values)

    assert len(faults) == 1
    assert fault in faults[0]


@pytest.mark.parametrize(
    "storage", ["redis://h", "rediss://u:p@h:6380/0", "valkey://[::1]:6379", "async+valkeys://h/2"]
)
def test_a_storage_is_redis_or_valkey(storage: str) -> None:
    assert read({"storage": storage}) == (LimitPolicy(storage=storage), [])


def test_the_guard_counts_and_does_not_answer() -> None:
    guard = guard_of(limits=LimitPolicy(allowed=1))
    app = gatekeeper(guard)

    statuses(app, 1, FIREFOX)

    client = app.addresses.client(ELSEWHERE)
    verdict = guard.gate.verdict(FIREFOX)
    assert asyncio.run(guard.limiter.wait(verdict, client)) == 60.0
