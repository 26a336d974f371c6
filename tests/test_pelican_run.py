# SPDX-License-Identifier: MIT
"""One run of Pelican: settings that nobody reads, and what it complains of, stop it."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from plugins.pelican_run import run_pelican
from plugins.strictness import LoudBuildError, unknown_settings
from tests.small_site import ROOT


def run(folder: Path, **overrides: Any) -> None:
    """Run Pelican on an empty content folder with the project's settings, and `overrides`."""
    (folder / "content").mkdir()
    paths = {"PATH": str(folder / "content"), "OUTPUT_PATH": str(folder / "site")}
    run_pelican(ROOT / "pelicanconf.py", {**paths, **overrides})


@pytest.mark.parametrize("name", ["pelicanconf.py", "publishconf.py"])
def test_every_setting_of_the_project_is_read_by_somebody(name: str) -> None:
    settings = runpy.run_path(str(ROOT / name))

    assert unknown_settings(settings) == []


@pytest.mark.parametrize("name", ["pelicanconf.py", "publishconf.py"])
def test_no_setting_of_the_project_is_in_small_letters(name: str) -> None:
    settings = runpy.run_path(str(ROOT / name))

    own = {key for key, value in settings.items() if isinstance(value, str | int | bool | list | tuple | dict)}
    assert {key for key in own if not key.isupper() and not key.startswith("__")} == set()


def test_an_empty_content_folder_is_a_site(tmp_path: Path) -> None:
    run(tmp_path)

    assert (tmp_path / "site/index.html").is_file()


def test_a_misspelt_setting_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        LoudBuildError, match=r"^pelicanconf\.py: nobody reads the setting SITNAME: correct its spelling$"
    ):
        run(tmp_path, SITNAME="x")


def test_what_pelican_only_logs_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(LoudBuildError, match="Cannot load plugin `robotz`"):
        run(tmp_path, PLUGINS=[*runpy.run_path(str(ROOT / "pelicanconf.py"))["PLUGINS"], "robotz"])


def test_an_error_that_is_nobody_s_fault_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        run(tmp_path, PAGINATED_TEMPLATES=None)
