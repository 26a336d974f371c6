# SPDX-License-Identifier: MIT
"""One digest of all that can change the site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.inputs import Record, inputs_digest, read_record


def house(folder: Path) -> Path:
    files = ("content/blog/a.md", "content/b.png", "plugins/x.py", "middleware/y.json", "pelicanconf.py", "policy.toml")
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def digest(root: Path, word: str = "preview") -> str:
    return inputs_digest(root, (root / "content", root / "policy.toml"), (word,))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda root: (root / "content/blog/a.md").write_text("autre"), id="a-text"),
        pytest.param(lambda root: (root / "content/b.png").unlink(), id="a-picture-less"),
        pytest.param(lambda root: (root / "content/c.md").write_text(""), id="an-empty-file-more"),
        pytest.param(lambda root: (root / "content/b.png").rename(root / "content/b2.png"), id="a-name"),
        pytest.param(lambda root: (root / "plugins/x.py").write_text("1"), id="a-plugin"),
        pytest.param(lambda root: (root / "middleware/y.json").write_text("1"), id="the-directory-of-crawlers"),
        pytest.param(lambda root: (root / "pelicanconf.py").write_text("1"), id="a-setting"),
        pytest.param(lambda root: (root / "requirements.lock").write_text("1"), id="a-library"),
        pytest.param(lambda root: (root / "policy.toml").write_text("1"), id="the-policy"),
    ],
)
def test_any_input_changes_the_digest(tmp_path: Path, change: Callable[[Path], object]) -> None:
    root = house(tmp_path)
    before = digest(root)

    change(root)

    assert digest(root) != before


def test_a_word_changes_the_digest(tmp_path: Path) -> None:
    assert digest(house(tmp_path), "preview") != digest(tmp_path, "production")


def test_where_the_folders_lie_changes_nothing(tmp_path: Path) -> None:
    assert digest(house(tmp_path / "one")) == digest(house(tmp_path / "two"))


@pytest.mark.parametrize("name", ["content/.a.md.swp", "plugins/__pycache__/x.pyc", "content/.git/HEAD"])
def test_what_never_reaches_the_site_changes_nothing(tmp_path: Path, name: str) -> None:
    root = house(tmp_path)
    before = digest(root)

    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("x")

    assert digest(root) == before


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    record = Record("0" * 64, "1" * 20)

    record.write(tmp_path)

    assert read_record(tmp_path) == record


@pytest.mark.parametrize("text", [None, "", "one", "one two three"])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, text: str | None) -> None:
    (tmp_path / "releases").mkdir()
    if text is not None:
        (tmp_path / "releases/INPUTS").write_text(text)

    assert read_record(tmp_path) is None
