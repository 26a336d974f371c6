# SPDX-License-Identifier: MIT
"""Whose request is this? The address of the client, through the proxies that we trust and no others. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from middleware.server_policy import ServerPolicy

Address = IPv4Address | IPv6Address

UNKNOWN = "unknown"

# Clients remembered, and the longest X-Forwarded-For that one is remembered for.
_REMEMBERED = 4096
_LONGEST = 256
# Nobody stands behind more proxies of one's own.
_MOST_HOPS = 16

# Where no operator's crawler comes from: this machine and private networks (RFC 1918, 4193, 6598, 3927).
_LOCAL = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "::/127", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Client:
    """`prefix` is what one client is: an IPv4 address, or the /64 that an IPv6 network gives to a household.

    `network`: what a log may keep of the address (/24, /48), "" when unknown. `number`: the address as an integer, IPv4
    as ::ffff:0:0/96, or -1. `is_proxy`: a trusted proxy that names no client, so that anybody may stand behind it.
    """

    address: str = ""
    prefix: str = UNKNOWN
    network: str = ""
    number: int = -1
    is_local: bool = False
    is_proxy: bool = False

    @property
    def is_anonymous(self) -> bool:
        """Cannot be told from others: a trusted proxy that names no client, or a peer without an address."""
        return self.is_proxy or self.number < 0


class ClientAddresses:
    """Finds clients, and remembers the latest. Pure but for that."""

    def __init__(self, policy: ServerPolicy) -> None:
        self._policy = policy
        self._direct = lru_cache(_REMEMBERED)(self._read)
        self._behind = lru_cache(_REMEMBERED)(self._follow)

    def client(self, peer: str, forwarded: str = "") -> Client:
        """The client of a request from `peer`; `forwarded` is its X-Forwarded-For, whose lines are joined by commas.

        What a peer forwards is read from the right, over proxies that are trusted, to the first that is not: what
        stands further left is the client's own invention. An entry that is no address ends the reading.
        """
        client = self._direct(peer)
        if not forwarded or not client.is_proxy:
            return client
        follow = self._behind if len(forwarded) <= _LONGEST else self._follow
        return follow(peer, forwarded)

    def _follow(self, peer: str, forwarded: str) -> Client:
        client = self._read(peer)
        for hop in reversed(forwarded.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]):
            address = _parse(_without_port(hop.strip()))
            if address is None:
                break
            client = self._client(address)
            if not client.is_proxy:
                break
        return client

    def _read(self, peer: str) -> Client:
        address = _parse(peer)
        return Client(is_proxy=self._policy.trusts_unix) if address is None else self._client(address)

    def _client(self, address: Address) -> Client:
        is_ipv4 = address.version == 4
        return Client(
            address=str(address),
            prefix=str(ip_network((address, 32 if is_ipv4 else 64), strict=False)),
            network=str(ip_network((address, 24 if is_ipv4 else 48), strict=False)),
            number=number(address),
            is_local=any(address in network for network in _LOCAL),
            is_proxy=any(address in network for network in self._policy.trusted_proxies),
        )


def number(address: Address) -> int:
    """`address` as an integer; IPv4 has its place among IPv6 (RFC 4291, 2.5.5.2)."""
    return int(address) | 0xFFFF_0000_0000 if address.version == 4 else int(address)


def _parse(text: str) -> Address | None:
    """The address, without its zone; IPv4 on a socket that listens to both is IPv4."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.version == 6 and address.ipv4_mapped) or address


def _without_port(hop: str) -> str:
    """`hop` without the port that some proxies add: "192.0.2.1:4711", "[2001:db8::1]:4711"."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
