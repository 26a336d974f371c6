# SPDX-License-Identifier: MIT
"""How many reports are taken: a token bucket for each client and one for all, in memory of a fixed size."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

# The clients remembered; the one seen longest ago is forgotten first, and the bucket of all still holds it back.
_CLIENTS = 4096


@dataclass(slots=True)
class _Bucket:
    """`tokens` left at the second `at`; a minute fills it."""

    size: int
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Refill up to `now`. Returns the seconds until there is a token: 0.0 when there is one."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.size / 60)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) * 60 / self.size


class ReportRate:
    """Lets `client_per_minute` requests of one client pass, and `total_per_minute` of all."""

    def __init__(self, client_per_minute: int, total_per_minute: int) -> None:
        self.client_per_minute = client_per_minute
        self.total = _Bucket(total_per_minute, total_per_minute, 0.0)
        self.clients: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """Take a token for `client` at the second `now` of a monotonic clock, or say how many seconds to wait."""
        bucket = self.clients.setdefault(client, _Bucket(self.client_per_minute, self.client_per_minute, now))
        self.clients.move_to_end(client)
        if len(self.clients) > _CLIENTS:
            self.clients.popitem(last=False)
        seconds = max(bucket.wait(now), self.total.wait(now))
        if not seconds:
            bucket.tokens -= 1
            self.total.tokens -= 1
        return seconds


def client_prefix(host: str) -> str:
    """What one client is: an IPv4 address, or the /64 that an IPv6 network gives to a household."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:  # a Unix socket, or a server that does not say
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or f"{int(address) >> 64:x}::/64")
    return str(address)
