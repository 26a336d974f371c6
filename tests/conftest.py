# SPDX-License-Identifier: MIT
"""Fixtures that several tests share: a policy, a sealed release, and the programs some tests need."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from middleware.policy import Policy, load_policy
from tests.server import free_port, serving

ROOT = Path(__file__).parent.parent


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    """An empty policy: the defaults of the house."""
    path = tmp_path / "policy.toml"
    path.write_text("")
    return path


@pytest.fixture
def policy(policy_file: Path) -> Policy:
    return load_policy(policy_file)


def find_program(*names: str) -> str:
    """The path of a program that a test needs; without it the test is skipped, or fails under CI."""
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        skip_or_fail(f"needs {names[0]}: run `make test` as root, or sudo apt-get install it")
    return found


def skip_or_fail(reason: str) -> NoReturn:
    """Without what it needs a test is skipped; under CI, where nothing is, it fails."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    return find_program("chromium")


@pytest.fixture(scope="session")
def nginx() -> str:
    return find_program("nginx", "/usr/sbin/nginx")


@dataclass(frozen=True, slots=True)
class Site:
    """The real site, built and served: its address and its manifest."""

    url: str
    folder: Path
    manifest: dict

    @property
    def pages(self) -> list[str]:
        return [path for path, entry in self.manifest["entries"].items() if entry["policy"]]

    @property
    def policies(self) -> dict[str, dict[str, list[str]]]:
        return self.manifest["policies"]

    def pages_of(self, name: str) -> list[str]:
        """The URL paths of one policy class; the 404 page answers at any unknown path."""
        found = [path for path, entry in self.manifest["entries"].items() if entry["policy"] == name]
        return found or (["/absente"] if self.manifest["not_found"]["policy"] == name else [])

    @property
    def drawing(self) -> str:
        return next(path for path in self.manifest["entries"] if path.endswith(".svg"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built once for the whole session: the output folder."""
    output = tmp_path_factory.mktemp("published")
    subprocess.run([sys.executable, "-m", "plugins", "publish", "--output", str(output)], cwd=ROOT, check=True)
    return output


@pytest.fixture(scope="session")
def site(published: Path) -> Iterator[Site]:
    """The real site on the real server, as `make serve` runs it."""
    folder = (published / "current").resolve()
    port = free_port()
    # The pages are made to break their policies: what the browser reports of it is not the owner's.
    policy = published / "policy.toml"
    policy.write_text(
        (ROOT / "policy.toml").read_text().replace("output/reports.sqlite3", f"{published}/reports.sqlite3")
    )
    with serving(published, policy, port):
        yield Site(f"http://127.0.0.1:{port}", folder, json.loads((folder / "manifest.json").read_text()))
