# SPDX-License-Identifier: MIT
"""The [limits] section of policy.toml: how many requests a minute are answered, of whom, and where they are counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from middleware.agents import Purpose
from middleware.table import Table

MEMORY = "memory"

# The client package speaks to Redis and Valkey alike (RESP); host, port, user, password and database as it reads them.
_STORAGE = re.compile(r"(?:async\+)?(?:redis|valkey)s?://[^\s/]+(?:/\d*)?")
_CLIENT = "valkey"


@dataclass(frozen=True, slots=True)
class LimitPolicy:
    """Requests a minute: `allowed` and `throttled` of one address prefix, `purpose` of one throttled purpose from all
    addresses together. `purposes` replaces the first two for a purpose. `storage`: "memory", or a URL."""

    enabled: bool = True
    storage: str = MEMORY
    allowed: int = 600
    throttled: int = 60
    purpose: int = 600
    purposes: Mapping[Purpose, int] = field(default_factory=dict)


def read_limit_policy(table: Table) -> LimitPolicy:
    """Read and close `table`."""
    default = LimitPolicy()
    policy = LimitPolicy(
        enabled=table.flag("enabled", default.enabled),
        storage=_storage(table),
        allowed=table.number("allowed_per_minute", default.allowed, least=1),
        throttled=table.number("throttled_per_minute", default.throttled, least=1),
        purpose=table.number("purpose_per_minute", default.purpose, least=1),
        purposes=_purposes(table.table("purposes")),
    )
    table.close()
    return policy


def _storage(table: Table) -> str:
    storage = table.text("storage", MEMORY)
    if storage == MEMORY:
        return storage
    if not _STORAGE.fullmatch(storage):
        table.fault("storage", "not a storage", f'write "{MEMORY}", "redis://host:6379" or "valkey://host:6379"')
    elif find_spec(_CLIENT) is None:
        table.fault("storage", f"needs the package {_CLIENT}", "run pip install 'rempart[shared]'")
    return storage


def _purposes(table: Table) -> dict[Purpose, int]:
    purposes = {purpose: table.number(purpose, 1, least=1) for purpose in Purpose if purpose in table.values}
    table.close(list(Purpose))
    return purposes
