# SPDX-License-Identifier: MIT
"""The [crawlers.trap] section of policy.toml: a path that robots.txt forbids and no reader sees."""

from __future__ import annotations

import re
from dataclasses import dataclass

from middleware.table import Table

# A folder of its own: lower-case words, so that it reads the same in robots.txt, in a page and in a request.
_PATH = re.compile(r"/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+")
_RESERVED = ("/theme/", "/.well-known/")
_LONGEST = 24 * 365


@dataclass(frozen=True, slots=True)
class TrapPolicy:
    """Whoever asks for `path`, or anything below it, is banned for `ban_hours`."""

    path: str = "/inventaire/"
    ban_hours: int = 24


def read_trap_policy(table: Table) -> TrapPolicy | None:
    """Read and close `table`; None when the owner wants no trap."""
    default = TrapPolicy()
    enabled = table.flag("enabled", True)
    trap = TrapPolicy(table.text("path", default.path), table.number("ban_hours", default.ban_hours, least=1))
    if not _PATH.fullmatch(trap.path) or trap.path.startswith(_RESERVED):
        table.fault("path", "not a folder of its own", f'write lower-case words such as "{default.path}"')
    if trap.ban_hours > _LONGEST:
        table.fault("ban_hours", "too long", f"write {_LONGEST} or less")
    table.close()
    return trap if enabled else None
