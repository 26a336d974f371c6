# SPDX-License-Identifier: MIT
"""The shelf of releases: put, switch, keep three, mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from middleware.manifest import MANIFEST
from middleware.releases import HISTORY, read_history, rollback
from plugins.release import seal
from plugins.shelf import current, is_whole, put
from plugins.staging import staging

SITE = "https://rempart.example"


def publish(output: Path, text: str) -> Path:
    """Put a release of one page that says `text`; returns its folder."""
    with staging(output) as public:
        (public / "404.html").write_text(f"<!doctype html><p>{text} " + "mot " * 100, "utf-8")
        name = seal(public, SITE).digest
        put(public, output, name)
    return output / "releases" / name


def test_a_release_is_put_whole_and_served(tmp_path: Path) -> None:
    release = publish(tmp_path, "un")

    assert is_whole(release)
    assert current(tmp_path) == release
    assert (tmp_path / "current").readlink() == Path("releases") / release.name
    assert {path.name for path in tmp_path.iterdir()} == {"current", "releases"}


def test_the_three_newest_stay_in_the_order_they_were_published(tmp_path: Path) -> None:
    names = [publish(tmp_path, text).name for text in ("un", "deux", "trois", "quatre")]

    assert read_history(tmp_path) == names[1:]
    assert {path.name for path in (tmp_path / "releases").iterdir()} == {*names[1:], HISTORY}


def test_publishing_what_is_there_rewrites_nothing_and_switches(tmp_path: Path) -> None:
    first, second = publish(tmp_path, "un"), publish(tmp_path, "deux")
    before = {path: path.stat().st_ino for path in first.rglob("*")}

    publish(tmp_path, "un")

    assert {path: path.stat().st_ino for path in first.rglob("*")} == before
    assert current(tmp_path) == first
    assert read_history(tmp_path) == [second.name, first.name]


def test_a_rollback_goes_from_the_newest_to_the_one_before(tmp_path: Path) -> None:
    first, second = publish(tmp_path, "un"), publish(tmp_path, "deux")

    assert rollback(tmp_path) == first.name
    assert current(tmp_path) == first
    assert is_whole(second)


def test_what_was_served_after_a_rollback_remains_the_way_back(tmp_path: Path) -> None:
    first = publish(tmp_path, "un")
    (tmp_path / "releases" / HISTORY).unlink()

    publish(tmp_path, "deux")

    assert rollback(tmp_path) == first.name


@pytest.mark.parametrize("name", ["404.html", "404.html.br", MANIFEST])
def test_a_damaged_release_is_found_and_mended(tmp_path: Path, name: str) -> None:
    release = publish(tmp_path, "un")
    (release / name).write_bytes(b"x")
    assert not is_whole(release)

    assert publish(tmp_path, "un") == release

    assert is_whole(release)
    assert current(tmp_path) == release
    assert {path.name for path in tmp_path.iterdir()} == {"current", "releases"}


def test_a_release_that_lost_a_file_is_not_whole(tmp_path: Path) -> None:
    release = publish(tmp_path, "un")
    (release / "404.html.gz").unlink()

    assert not is_whole(release)


def test_a_release_under_another_name_is_not_whole(tmp_path: Path) -> None:
    release = publish(tmp_path, "un")

    assert not is_whole(release.rename(release.with_name("0" * 20)))


@pytest.mark.parametrize("link", [None, "releases/gone"])
def test_without_a_release_nothing_is_current(tmp_path: Path, link: str | None) -> None:
    if link:
        (tmp_path / "current").symlink_to(link)

    assert current(tmp_path) is None
