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


LONG = "a secret of thirty-two characters"


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        ({}, b""),
        ({"REMPART_SECRET": ""}, b""),
        ({"REMPART_SECRET": LONG}, LONG.encode()),
        ({"REMPART_SECRET": "é" * 16}, "é".encode() * 16),
        ({"REMPART_SECRET_FILE": "secret"}, b"another secret of the same length"),
        ({"REMPART_SECRET": LONG, "REMPART_SECRET_FILE": "/nowhere"}, LONG.encode()),
    ],
    ids=["none", "an empty one", "one", "one that is not ASCII", "a file", "both: the file is not read"],
)
def test_the_secret_comes_from_the_environment_or_from_a_file(
    tmp_path: Path, policy_file: Path, written: dict[str, str], secret: bytes
) -> None:
    file = tmp_path / "secret"
    file.write_text("another secret of the same length\n")
    environment = {"REMPART_RELEASE": str(tmp_path), "REMPART_POLICY": str(policy_file), **written}
    if written.get("REMPART_SECRET_FILE") == "secret":
        environment["REMPART_SECRET_FILE"] = str(file)

    settings = read_settings(environment)

    assert settings.secret == secret
    assert "secret" not in repr(settings).replace(str(tmp_path), "")


SHORT = "too short: write 32 characters or more, such as openssl rand -hex 32"


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ({"REMPART_SECRET": "abcd"}, f"REMPART_SECRET: {SHORT}"),
        ({"REMPART_SECRET_FILE": "/dev/null"}, f"REMPART_SECRET_FILE = '/dev/null': {SHORT}"),
        (
            {"REMPART_SECRET_FILE": "/nowhere"},
            "REMPART_SECRET_FILE = '/nowhere': cannot be read (No such file or directory): "
            "write the path of a file that holds a secret",
        ),
    ],
)
def test_a_secret_that_is_none_is_told_and_never_shown(
    tmp_path: Path, policy_file: Path, written: dict[str, str], fault: str
) -> None:
    environment = {"REMPART_RELEASE": str(tmp_path), "REMPART_POLICY": str(policy_file), **written}

    with pytest.raises(SettingsError) as refused:
        read_settings(environment)

    assert str(refused.value) == fault


@pytest.mark.parametrize(("secret", "warnings"), [("", 1), (LONG, 0)])
def test_an_application_without_a_secret_warns_that_others_will_not_agree(
    tmp_path: Path,
    policy_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    secret: str,
    warnings: int,
) -> None:
    seal(tmp_path)
    monkeypatch.setenv("REMPART_RELEASE", str(tmp_path / "current"))
    monkeypatch.setenv("REMPART_POLICY", str(policy_file))
    monkeypatch.setenv("REMPART_SECRET", secret)

    from_environment()

    assert sum("no REMPART_SECRET" in record.message for record in caplog.records) == warnings


def test_an_application_is_made_from_the_environment_and_signs_nothing(
    tmp_path: Path, policy_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(tmp_path)
    monkeypatch.setenv("REMPART_RELEASE", str(tmp_path / "current"))
    monkeypatch.setenv("REMPART_POLICY", str(policy_file))

    app = from_environment()

    assert [ask(app, path).fields["server"] for path in ("/", "/absent", "/services/")] == ["", "", ""]
