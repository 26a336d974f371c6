# SPDX-License-Identifier: MIT
"""Fixtures that several tests share: a policy, a sealed release, and the programs some tests need."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from middleware.policy import Policy, load_policy

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
    if found:
        return found
    reason = f"needs {names[0]}: run `make test` as root, or sudo apt-get install it"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    return find_program("chromium")


@pytest.fixture(scope="session")
def nginx() -> str:
    return find_program("nginx", "/usr/sbin/nginx")
