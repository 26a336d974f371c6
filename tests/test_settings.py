# SPDX-License-Identifier: MIT
"""The settings of a machine are checked, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from middleware.app import from_environment
from middleware.settings import Settings, SettingsError, read_settings
from tests.asgi import ask
from tests.sealed import seal


def test_the_environment_names_the_release_and_the_policy(tmp_path: Path, policy_file: Path) -> None:
    environment = {"REMPART_RELEASE": str(tmp_path), "REMPART_POLICY": str(policy_file)}

    assert read_settings(environment) == Settings(release=tmp_path, policy=policy_file)


def test_both_faults_are_told_with_their_fix() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"REMPART_RELEASE": "/nowhere", "REMPART_POLICY": "/nowhere.toml"})

    policy, release = str(refused.value).splitlines()
    assert policy == "REMPART_POLICY = '/nowhere.toml': no such file: write the path of policy.toml"
    assert release == "REMPART_RELEASE = '/nowhere': no release there: run make publish"


def test_a_folder_for_metrics_that_is_not_there_is_told(tmp_path: Path, policy_file: Path) -> None:
    environment = {"REMPART_RELEASE": str(tmp_path), "REMPART_POLICY": str(policy_file)}

    with pytest.raises(SettingsError, match="REMPART_METRICS = '/nowhere': no such folder"):
        read_settings({**environment, "REMPART_METRICS": "/nowhere"})

    assert read_settings({**environment, "REMPART_METRICS": ""}).metrics is None
    assert read_settings({**environment, "REMPART_METRICS": str(tmp_path)}).metrics == tmp_path


def test_an_application_is_made_from_the_environment_and_signs_nothing(
    tmp_path: Path, policy_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(tmp_path)
    monkeypatch.setenv("REMPART_RELEASE", str(tmp_path / "current"))
    monkeypatch.setenv("REMPART_POLICY", str(policy_file))

    app = from_environment()

    assert [ask(app, path).fields["server"] for path in ("/", "/absent", "/services/")] == ["", "", ""]
