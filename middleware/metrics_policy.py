# SPDX-License-Identifier: MIT
"""The [metrics] section of policy.toml: the port where Prometheus may ask, on this machine only."""

from __future__ import annotations

from dataclasses import dataclass

from middleware.table import Table

_LAST = 65_535


@dataclass(frozen=True, slots=True)
class MetricsPolicy:
    """`port` is on 127.0.0.1; 0: nothing is counted."""

    port: int = 0


def read_metrics_policy(table: Table) -> MetricsPolicy:
    """Read and close `table`."""
    policy = MetricsPolicy(port=table.number("port", MetricsPolicy().port))
    if policy.port > _LAST:
        table.fault("port", "not a port", f"write 1 to {_LAST}, or 0 for no metrics")
    table.close()
    return policy
