# SPDX-License-Identifier: MIT
"""The client's address: believed from trusted proxies alone, read from the right, cut to what one client is."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.client_address import UNKNOWN, Client, ClientAddresses, number
from middleware.server_policy import ServerPolicy, read_server_policy
from middleware.table import Table


def policy_of(*proxies: str) -> tuple[ServerPolicy, list[str]]:
    table = Table({"server": {"trusted_proxies": list(proxies)}}).table("server")
    return read_server_policy(table), table.faults


ADDRESSES = ClientAddresses(policy_of("10.0.0.0/8", "192.0.2.1", "2001:db8:ffff::/48")[0])


@pytest.mark.parametrize(
    ("peer", "forwarded", "prefix"),
    [
        ("203.0.113.7", "", "203.0.113.7/32"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7/32"),
        ("10.0.0.1", "", "10.0.0.1/32"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1/32"),
        ("192.0.2.1", "198.51.100.1", "198.51.100.1/32"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1/32"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1,10.9.9.9 , 10.0.0.2", "198.51.100.1/32"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3/32"),
        ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1/32"),
        ("10.0.0.1", "198.51.100.1, unknown, 10.0.0.2", "10.0.0.2/32"),
        ("10.0.0.1", "198.51.100.1:41234", "198.51.100.1/32"),
        ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::/64"),
        ("10.0.0.1", "[2001:db8::1]", "2001:db8::/64"),
        ("10.0.0.1", ",,", "10.0.0.1/32"),
        ("2001:db8:ffff::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "", "fe80::/64"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1/32"),
        ("", "198.51.100.1", UNKNOWN),
        ("unix:", "198.51.100.1", UNKNOWN),
        ("testclient", "", UNKNOWN),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_proxy_of_ours(
    peer: str, forwarded: str, prefix: str
) -> None:
    assert ADDRESSES.client(peer, forwarded).prefix == prefix


@pytest.mark.parametrize(
    ("address", "network", "is_local", "is_proxy"),
    [
        ("203.0.113.7", "203.0.113.0/24", False, False),
        ("2001:db8:1:2::3", "2001:db8:1::/48", False, False),
        ("10.2.3.4", "10.2.3.0/24", True, True),
        ("127.0.0.1", "127.0.0.0/24", True, False),
        ("::1", "::/48", True, False),
        ("172.16.0.1", "172.16.0.0/24", True, False),
        ("100.64.0.1", "100.64.0.0/24", True, False),
        ("fd00::1", "fd00::/48", True, False),
        ("169.254.1.1", "169.254.1.0/24", True, False),
        ("unix:", "", False, False),
    ],
)
def test_a_client_knows_what_may_be_written_of_it(address: str, network: str, is_local: bool, is_proxy: bool) -> None:
    client = ADDRESSES.client(address)

    assert (client.network, client.is_local, client.is_proxy) == (network, is_local, is_proxy)


def test_ipv4_has_its_place_among_ipv6() -> None:
    assert number(ip_address("::ffff:1.2.3.4")) == number(IPv4Address("1.2.3.4"))
    assert ADDRESSES.client("1.2.3.4").number == ADDRESSES.client("::ffff:1.2.3.4").number
    assert Client().number == -1


def test_a_proxy_on_a_unix_socket_is_believed_when_the_owner_says_so() -> None:
    behind = ClientAddresses(policy_of("unix", "10.0.0.0/8")[0])

    assert behind.client("", "198.51.100.1, 10.0.0.1").prefix == "198.51.100.1/32"
    assert behind.client("").is_proxy
    assert behind.client("10.0.0.1", "198.51.100.1").prefix == "198.51.100.1/32"


def test_an_endless_header_is_read_from_its_end_and_not_remembered() -> None:
    endless = "6.6.6.6, " * 9000 + "198.51.100.1"

    assert ADDRESSES.client("10.0.0.1", endless).address == "198.51.100.1"
    assert ADDRESSES.client("10.0.0.1", "10.0.0.1," * 9000).is_proxy
    assert ADDRESSES.client("10.0.0.1", "198.51.100.9") is ADDRESSES.client("10.0.0.1", "198.51.100.9")
    assert ADDRESSES.client("10.0.0.1", endless) is not ADDRESSES.client("10.0.0.1", endless)


@given(st.text(max_size=60), st.text(max_size=300))
def test_nothing_a_client_sends_raises(peer: str, forwarded: str) -> None:
    for believed in ("10.0.0.1", peer):
        assert ADDRESSES.client(believed, forwarded).prefix


@given(st.ip_addresses(), st.lists(st.ip_addresses(), max_size=5))
def test_what_stands_left_of_the_first_stranger_changes_nothing(stranger: object, invented: list[object]) -> None:
    chain = ", ".join(map(str, [*invented, stranger]))

    told, honest = ADDRESSES.client("192.0.2.1", chain), ADDRESSES.client("192.0.2.1", str(stranger))

    assert told == honest or honest.is_proxy


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("10.0.0.1/8", "'10.0.0.1/8' is not a network: write \"10.0.0.0/8\""),
        ("10.0.0.0/33", "'10.0.0.0/33' is not a network: write"),
        ("localhost", "'localhost' is not a network: write"),
        ("", "'' is not a network: write"),
        ("*", "'*' is not a network: write"),
        ("0.0.0.0/0", "'0.0.0.0/0' would believe anyone: write the networks of your proxies"),
        ("::/0", "'::/0' would believe anyone"),
        ("10.0.0.0/08", "is not a network"),
    ],
)
def test_a_proxy_that_is_no_network_is_a_fault(written: str, fault: str) -> None:
    _, faults = policy_of("127.0.0.1/32", written)

    assert len(faults) == 1
    assert faults[0].startswith("server.trusted_proxies = ['127.0.0.1/32', ")
    assert fault in faults[0]


def test_proxies_are_an_array_of_texts() -> None:
    for value in ("127.0.0.1", [1]):
        table = Table({"server": {"trusted_proxies": value}}).table("server")
        read_server_policy(table)

        assert len(table.faults) == 1


def test_the_loopback_is_trusted_unless_the_owner_says_otherwise() -> None:
    default = ClientAddresses(read_server_policy(Table({})))
    alone = ClientAddresses(policy_of()[0])

    assert default.client("127.0.0.1", "198.51.100.1").address == "198.51.100.1"
    assert default.client("::1", "198.51.100.1").address == "198.51.100.1"
    assert alone.client("127.0.0.1", "198.51.100.1").address == "127.0.0.1"
