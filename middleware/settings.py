# SPDX-License-Identifier: MIT
"""What differs between machines, from the environment or the command line, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# HMAC-SHA256 wants a key of 32 bytes (RFC 2104, section 3); as text, 32 characters at the least.
SHORTEST_SECRET = 32


class SettingsError(ValueError):
    """A setting is missing or wrong. `str()`: one sentence a fault."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`release`: the folder or the link that names it. `policy`: the policy file. `metrics`: the folder where the
    workers count, None when nobody asks. `secret`: signs what clients carry, the same in every process that answers
    for the site; empty when none was given."""

    release: Path
    policy: Path
    metrics: Path | None = None
    secret: bytes = field(default=b"", repr=False)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """REMPART_RELEASE and REMPART_POLICY, with the defaults of a checkout; REMPART_METRICS; REMPART_SECRET, or the
    file that REMPART_SECRET_FILE names. Raises SettingsError."""
    secret, faults = _read_secret(environment)
    metrics = environment.get("REMPART_METRICS")
    settings = Settings(
        release=Path(environment.get("REMPART_RELEASE", "output/current")),
        policy=Path(environment.get("REMPART_POLICY", "policy.toml")),
        metrics=Path(metrics) if metrics else None,
        secret=secret,
    )
    if not settings.policy.is_file():
        faults.append(f"REMPART_POLICY = {str(settings.policy)!r}: no such file: write the path of policy.toml")
    if not settings.release.is_dir():
        faults.append(f"REMPART_RELEASE = {str(settings.release)!r}: no release there: run make publish")
    if settings.metrics and not settings.metrics.is_dir():
        faults.append(f"REMPART_METRICS = {metrics!r}: no such folder: leave it to python -m middleware serve")
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def _read_secret(environment: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """(secret, faults); a fault never shows what was written."""
    name, file = "REMPART_SECRET", environment.get("REMPART_SECRET_FILE", "")
    secret = environment.get(name, "").encode("utf-8", "surrogateescape")
    if file and not secret:
        name = f"REMPART_SECRET_FILE = {file!r}"
        try:
            secret = Path(file).read_bytes().strip()
        except OSError as error:
            return b"", [f"{name}: cannot be read ({error.strerror}): write the path of a file that holds a secret"]
    if len(secret) < SHORTEST_SECRET and (secret or file):
        return b"", [f"{name}: too short: write {SHORTEST_SECRET} characters or more, such as openssl rand -hex 32"]
    return secret, []
