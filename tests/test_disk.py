# SPDX-License-Identifier: MIT
"""Writing for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.disk import flush, replace, store


def test_a_stored_file_holds_the_bytes(tmp_path: Path) -> None:
    store(tmp_path / "a", b"1")

    assert (tmp_path / "a").read_bytes() == b"1"


def test_replacing_leaves_the_former_file_to_those_who_read_it(tmp_path: Path) -> None:
    store(tmp_path / "a", b"1")

    with (tmp_path / "a").open("rb") as reader:
        replace(tmp_path / "a", b"2")

        assert reader.read() == b"1"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"2")]


def test_a_folder_can_be_flushed_and_what_is_missing_cannot(tmp_path: Path) -> None:
    flush(tmp_path)

    with pytest.raises(FileNotFoundError):
        flush(tmp_path / "gone")
