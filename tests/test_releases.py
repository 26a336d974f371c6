# SPDX-License-Identifier: MIT
"""The folder of releases: history, the current link, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from middleware.__main__ import main
from middleware.releases import RollbackError, point_current, read_history, rollback
from tests.sealed import seal


def test_rollback_points_to_the_release_published_before(tmp_path: Path) -> None:
    first = seal(tmp_path, {"/": b"un"})
    second = seal(tmp_path, {"/": b"deux"})

    assert rollback(tmp_path) == first.name
    assert (tmp_path / "current").resolve() == first
    assert second.is_dir()


def test_rollback_twice_goes_back_twice_then_says_there_is_no_more(tmp_path: Path) -> None:
    first, _, _ = (seal(tmp_path, {"/": text}) for text in (b"un", b"deux", b"trois"))

    rollback(tmp_path)
    rollback(tmp_path)

    with pytest.raises(RollbackError, match="nothing was changed"):
        rollback(tmp_path)
    assert (tmp_path / "current").resolve() == first


def test_a_release_that_was_removed_is_stepped_over(tmp_path: Path) -> None:
    first = seal(tmp_path, {"/": b"un"})
    second = seal(tmp_path, {"/": b"deux"})
    seal(tmp_path, {"/": b"trois"})
    second.rename(tmp_path / "elsewhere")

    assert read_history(tmp_path)[0] == first.name
    assert rollback(tmp_path) == first.name


def test_rollback_without_a_release_says_so_and_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["rollback", "--output", str(tmp_path)])

    assert code == 1
    assert "no release before" in capsys.readouterr().err


def test_the_command_line_rolls_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = seal(tmp_path, {"/": b"un"})
    seal(tmp_path, {"/": b"deux"})

    code = main(["rollback", "--output", str(tmp_path)])

    assert code == 0
    assert first.name in capsys.readouterr().out


def test_switching_replaces_what_a_crash_left_behind(tmp_path: Path) -> None:
    folder = seal(tmp_path, {"/": b"un"})
    other = seal(tmp_path, {"/": b"deux"})

    point_current(tmp_path, folder.name)
    point_current(tmp_path, other.name)

    assert (tmp_path / "current").resolve() == other
    assert not list(tmp_path.glob(".current-*"))
