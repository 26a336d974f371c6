# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publish: check, build aside, seal, put in place. Until the last rename the release before is served, whole."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from middleware.agents import load_directory
from middleware.manifest import MANIFEST, Manifest, ManifestError, parse_manifest
from middleware.policy import Policy, PolicyError
from plugins.faults import Fault, FaultsError
from plugins.files import find_files
from plugins.freshness import stale_directory, today
from plugins.inputs import Record
from plugins.pelican_run import run_pelican
from plugins.placeholders import shown_placeholders
from plugins.release import seal
from plugins.report import Published, changes
from plugins.shelf import current, put
from plugins.site import read_policy
from plugins.sources import Scan, scan
from plugins.staging import locked, staging
from plugins.strictness import LoudBuildError


@dataclass(frozen=True, slots=True)
class Order:
    """What to publish, where. `root` holds the settings files; `inputs` is the digest of all this is made of.

    `day` is only for the warnings: nothing published depends on it.
    """

    root: Path
    content: Path
    output: Path
    policy: Path
    theme: Path
    production: bool
    inputs: str
    day: date = field(default_factory=today)


class PublishError(Exception):
    """Nothing was published: everything that is wrong, one line each."""

    def __init__(self, error: Exception, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__("\n".join((str(error), *getattr(error, "__notes__", ()))))


def publish(order: Order) -> Published:
    """Build, seal and serve the site of `order`. Raises PublishError or OSError: the release before is then served."""
    started = time.monotonic()
    try:
        policy = read_policy(order.policy, production=order.production)
        with locked(order.output), staging(order.output) as public:
            found = _scan(order.content)
            undescribed = _build(order, found, public)
            missing = _placeholders(order, policy, public)
            sealed = seal(public, policy.site.url)
            before = _manifest(current(order.output))
            put(public, order.output, sealed.digest)
            Record(order.inputs, sealed.digest).write(order.output)
    except PolicyError as error:
        raise PublishError(error, 2) from error
    except (FaultsError, LoudBuildError) as error:
        raise PublishError(error, 1) from error
    return Published(
        digest=sealed.digest,
        manifest=sealed.manifest,
        warnings=(*found.warnings, *undescribed, *missing, *stale_directory(load_directory().taken, order.day)),
        changes=changes(before, sealed.manifest) if before else None,
        seconds=time.monotonic() - started,
    )


def _scan(content: Path) -> Scan:
    """Read all of the content; what is wrong in texts and in other files is said together."""
    faults: list[Fault] = []
    try:
        found = scan(content)
    except FaultsError as error:
        faults += error.faults
    try:
        find_files(content)
    except FaultsError as error:
        faults += error.faults
    if faults:
        raise FaultsError(faults)
    return found


def _build(order: Order, found: Scan, public: Path) -> list[Fault]:
    conf = order.root / ("publishconf.py" if order.production else "pelicanconf.py")
    overrides = {
        "PATH": str(order.content),
        "OUTPUT_PATH": str(public),
        "THEME": str(order.theme),
        "POLICY": str(order.policy),
        "SCAN": found,
    }
    return run_pelican(conf, overrides)


def _placeholders(order: Order, policy: Policy, public: Path) -> list[Fault]:
    missing = shown_placeholders(public, policy.owner, order.policy)
    if missing and order.production:
        raise FaultsError(missing)
    return missing


def _manifest(release: Path | None) -> Manifest | None:
    """The manifest of the release before, None when there is none that can be read."""
    try:
        return parse_manifest((release / MANIFEST).read_bytes()) if release else None
    except (OSError, ManifestError):
        return None
