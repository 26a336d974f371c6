# SPDX-License-Identifier: MIT
"""A theme that fails is named, with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.small_site import BLOG, ROOT, publish, write


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write(tmp_path / "content", BLOG)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def theme_with(tmp_path: Path, template: str, addition: str) -> Path:
    """A copy of the theme whose `template` ends with `addition`."""
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    path = theme / "templates" / template
    path.write_text(path.read_text("utf-8") + addition, "utf-8")
    return theme


@pytest.mark.parametrize(
    ("addition", "expected"),
    [
        ('{{ asset("css/nope.css") }}', "asset 'css/nope.css': no such file in the theme's static folder"),
        ("{{ site.titel }}", "no attribute 'titel'"),
        ("{% if %}", "Expected an expression"),
        ('{% include "partials/nope.html" %}', "partials/nope.html"),
    ],
)
def test_a_failing_template_is_named_with_its_line(
    content: Path, output: Path, tmp_path: Path, addition: str, expected: str
) -> None:
    theme = theme_with(tmp_path, "base.html", addition)
    line = (theme / "templates/base.html").read_text("utf-8").count("\n") + 1

    done = publish(content, output, "--theme", str(theme))

    assert done.returncode == 1
    assert f"theme/templates/base.html:{line}: " in done.stderr
    assert expected in done.stderr


def test_a_theme_that_lacks_a_template_is_one_sentence(content: Path, output: Path, tmp_path: Path) -> None:
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    (theme / "templates/home.html").unlink()

    done = publish(content, output, "--theme", str(theme))

    assert done.returncode == 1
    assert "unable to load home" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_that_asks_for_an_unsafe_policy_is_refused(content: Path, output: Path, tmp_path: Path) -> None:
    theme = theme_with(tmp_path, "404.html", '{% block header %}<p onclick="x()">{% endblock %}')

    done = publish(content, output, "--theme", str(theme))

    assert done.returncode == 1
    assert "404.html:1: policy: " in done.stderr
