# SPDX-License-Identifier: MIT
"""What differs between machines, from the environment or the command line, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(ValueError):
    """A setting is missing or wrong. `str()`: one sentence a fault."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`release`: the folder or the link that names it. `policy`: the policy file. `metrics`: the folder where the
    workers count, None when nobody asks."""

    release: Path
    policy: Path
    metrics: Path | None = None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """REMPART_RELEASE and REMPART_POLICY, with the defaults of a checkout; REMPART_METRICS. Raises SettingsError."""
    metrics = environment.get("REMPART_METRICS")
    settings = Settings(
        release=Path(environment.get("REMPART_RELEASE", "output/current")),
        policy=Path(environment.get("REMPART_POLICY", "policy.toml")),
        metrics=Path(metrics) if metrics else None,
    )
    faults = []
    if not settings.policy.is_file():
        faults.append(f"REMPART_POLICY = {str(settings.policy)!r}: no such file: write the path of policy.toml")
    if not settings.release.is_dir():
        faults.append(f"REMPART_RELEASE = {str(settings.release)!r}: no release there: run make publish")
    if settings.metrics and not settings.metrics.is_dir():
        faults.append(f"REMPART_METRICS = {metrics!r}: no such folder: leave it to python -m middleware serve")
    if faults:
        raise SettingsError("\n".join(faults))
    return settings
