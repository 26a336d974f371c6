# SPDX-License-Identifier: MIT
"""The [crawlers.verification] section of policy.toml: what is done with claims, by what their address says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from middleware.action import Action
from middleware.table import Table


@dataclass(frozen=True, slots=True)
class VerificationPolicy:
    """`spoofed`: done with a false claim, unless the policy is stricter with the agent. `unverifiable`: done with AI
    search and user fetches that nothing proves, where the preset allows those that something does.

    `data`: where `refresh-ranges` writes, from the working directory. `dns`: whether names are asked for.
    """

    spoofed: Action = Action.BLOCK
    unverifiable: Action = Action.THROTTLE
    data: Path = Path("output/ranges.json")
    dns: bool = False


def read_verification_policy(table: Table) -> VerificationPolicy:
    """Read and close `table`."""
    default = VerificationPolicy()
    policy = VerificationPolicy(
        spoofed=Action(table.choice("spoofed", default.spoofed.value, list(Action))),
        unverifiable=Action(table.choice("unverifiable", default.unverifiable.value, list(Action))),
        data=Path(table.text("data", str(default.data))),
        dns=table.flag("dns", default.dns),
    )
    if not policy.data.name or not str(policy.data).isprintable():
        table.fault("data", "not a file", f'write its path, such as "{default.data}"')
    table.close()
    return policy
