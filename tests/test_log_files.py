# SPDX-License-Identifier: MIT
"""Logs as they lie on a disk: plain, compressed, broken, absent."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from middleware.log_files import CutShortError, LogError, lines, opened, total_size

TEXT = b"one\ntwo\xff\r\n\nfour"


def read(path: Path) -> list[bytes]:
    with opened(str(path)) as log:
        return list(lines(log))


@pytest.mark.parametrize("name", ["access.log", "access.log.gz"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_lines_are_the_same_whatever_the_name_says(tmp_path: Path, name: str, pack: type[bytes]) -> None:
    log = tmp_path / name
    log.write_bytes(pack(TEXT))

    assert read(log) == [b"one\n", b"two\xff\r\n", b"\n", b"four"]


def test_logs_that_were_compressed_apart_and_joined_are_one(tmp_path: Path) -> None:
    log = tmp_path / "access.log.gz"
    log.write_bytes(gzip.compress(b"one\n") + gzip.compress(b"two\n"))

    assert read(log) == [b"one\n", b"two\n"]


def test_an_empty_log_has_no_line(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.touch()

    assert read(log) == []


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:200] + bytes(200) + data[400:]])
def test_a_broken_log_is_read_as_far_as_it_goes(tmp_path: Path, damage: type[bytes]) -> None:
    log = tmp_path / "access.log.gz"
    log.write_bytes(damage(gzip.compress(b"".join(b"line %d\n" % n for n in range(100_000)))))
    seen = []

    with opened(str(log)) as file, pytest.raises(CutShortError, match="broken gzip"):
        seen.extend(lines(file))


def test_the_sizes_are_added_up(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(TEXT)

    assert total_size([str(tmp_path / "a"), str(tmp_path / "b")]) == 2 * len(TEXT)


@pytest.mark.parametrize("name", ["absent.log", "."])
def test_what_cannot_be_opened_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(LogError, match="write the path of an access log"):
        total_size([str(tmp_path / name)])
