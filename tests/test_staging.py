# SPDX-License-Identifier: MIT
"""One publish at a time; nothing half-made is left behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugins.staging import locked, staging

ROOT = Path(__file__).parent.parent
HOLD = """
import sys, pathlib
from plugins.staging import locked
with locked(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_staging_folder_is_gone_at_the_end(tmp_path: Path) -> None:
    with staging(tmp_path) as folder:
        (folder / "x").write_text("x")

    assert [path.name for path in tmp_path.iterdir()] == ["releases"]


def test_a_staging_folder_is_gone_after_a_failure(tmp_path: Path) -> None:
    def fail() -> None:
        with staging(tmp_path) as folder:
            (folder / "x").write_text("x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert [path.name for path in tmp_path.iterdir()] == ["releases"]


def test_what_dead_processes_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / ".staging-1" / "deep").mkdir(parents=True)
    (tmp_path / ".current-1").symlink_to("releases/x")
    (tmp_path / "mine").mkdir()

    with staging(tmp_path) as folder:
        assert {path.name for path in tmp_path.iterdir()} == {folder.name, "mine", "releases"}


def test_a_second_publish_waits_for_the_first_and_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as first:
        assert first.stdout
        assert first.stdin
        assert first.stdout.readline() == "held\n"
        second = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert second.stdout
        waiting = second.stdout.readline()
        assert second.poll() is None
        first.stdin.close()

        assert waiting == f"Another publish is at work in {tmp_path}: waiting for it.\n"
        assert second.communicate("", timeout=10)[0] == "held\n"


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as first:
        assert first.stdout
        first.stdout.readline()
        first.kill()

    with locked(tmp_path):
        pass
