# SPDX-License-Identifier: MIT
"""What an operator answers at the URL of its ranges -> the networks in it. Pure.

Nearly all write Google's shape, {"prefixes": [{"ipv4Prefix": ...}, {"ipv6Prefix": ...}]}; some a list of addresses,
some the same JSON inside an HTML page. So every text in the JSON that is a network counts, wherever it stands.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network

# No operator has as many; and none owns a network wider than these (the widest seen are a /16 and a /32 to /48).
_MOST = 20_000
_WIDEST = {4: 12, 6: 24}
# In a page, the key of the list, and how many braces before it may open the object that holds it.
_KEY = re.compile(r'"(?:prefixes|ips)"')
_TRIES = 16


class PublishedRangesError(ValueError):
    """What was answered is no list of ranges: one sentence."""


def parse_published(data: bytes) -> tuple[Network, ...]:
    """The networks that `data` lists, sorted. All of it is taken, or PublishedRangesError is raised.

    One network too wide, private or reserved makes the whole list suspect: who owns 0.0.0.0/0 is everybody.
    """
    try:
        written = _json(data.decode())
    except (ValueError, RecursionError) as error:
        raise PublishedRangesError(f"holds no JSON list of ranges ({error})") from error
    networks = {network for text in _texts(written) if (network := _network(text))}
    if not networks or len(networks) > _MOST:
        raise PublishedRangesError(f"lists {len(networks)} networks: 1 to {_MOST} were expected")
    for network in networks:
        if network.prefixlen < _WIDEST[network.version] or not network.is_global:
            raise PublishedRangesError(f"lists {network}: no operator owns it")
    return tuple(sorted(networks, key=lambda found: (found.version, found)))


def _json(text: str) -> object:
    """The whole text, or the JSON object around the first list in a page."""
    if text.lstrip().startswith(("{", "[")):
        return json.loads(text)
    page = html.unescape(text)
    key = _KEY.search(page)
    before = [brace.start() for brace in re.finditer(r"\{", page[: key.start()])] if key else []
    for start in before[: -_TRIES - 1 : -1]:
        with suppress(json.JSONDecodeError):
            value, end = json.JSONDecoder().raw_decode(page, start)
            if key and end > key.start():
                return value
    raise ValueError("no list in the page")


def _texts(value: object) -> Iterator[str]:
    """Every text of a JSON value, its keys apart."""
    pending = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            pending += found.values()
        elif isinstance(found, list):
            pending += found


def _network(text: str) -> Network | None:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None
