# SPDX-License-Identifier: MIT
"""The folder of releases: which were published, which one `current` names, and the way back."""

from __future__ import annotations

import os
from pathlib import Path

HISTORY = "HISTORY"


class RollbackError(ValueError):
    """There is nothing to go back to: one sentence."""


def read_history(output: Path) -> list[str]:
    """The digests of the releases published in `output`, oldest first, those that are still there."""
    history = output / "releases" / HISTORY
    lines = history.read_text("ascii").split() if history.exists() else []
    return [line for line in lines if (output / "releases" / line).is_dir()]


def point_current(output: Path, digest: str) -> None:
    """Make `output/current` name the release `digest`. A server sees the old one or the new one, never none."""
    temporary = output / f".current-{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path("releases") / digest)
    temporary.replace(output / "current")


def rollback(output: Path) -> str:
    """Go back one release; returns its digest. Raises RollbackError."""
    history = read_history(output)
    current = (output / "current").resolve().name
    if current not in history or history.index(current) == 0:
        raise RollbackError(f"no release before {current} in {output}: nothing was changed")
    before = history[history.index(current) - 1]
    point_current(output, before)
    return before
