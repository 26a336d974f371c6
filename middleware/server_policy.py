# SPDX-License-Identifier: MIT
"""The [server] section of policy.toml: which peers are proxies of ours, whose word on the client is believed."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from middleware.table import Table

Network = IPv4Network | IPv6Network

# A peer without an address: the proxy speaks over a Unix socket.
UNIX = "unix"
_DEFAULT = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True, slots=True)
class ServerPolicy:
    """`trusted_proxies`: peers whose X-Forwarded-For is believed; `trusts_unix`: so is a peer without an address."""

    trusted_proxies: tuple[Network, ...]
    trusts_unix: bool = False


def read_server_policy(table: Table) -> ServerPolicy:
    """Read and close `table`; an entry that is no network is a fault."""
    written = table.texts("trusted_proxies", _DEFAULT)
    networks = (_network(table, text) for text in written if text != UNIX)
    policy = ServerPolicy(tuple(network for network in networks if network), trusts_unix=UNIX in written)
    table.close()
    return policy


def _network(table: Table, text: str) -> Network | None:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        table.fault("trusted_proxies", f"{text!r} is not a network", f'write "10.0.0.0/8", "fd00::/8" or "{UNIX}"')
        return None
    if network.prefixlen == 0:
        table.fault("trusted_proxies", f"{text!r} would believe anyone", "write the networks of your proxies")
    elif text not in {str(network), str(network.network_address)}:
        table.fault("trusted_proxies", f"{text!r} is not a network", f'write "{network}"')
    return network
