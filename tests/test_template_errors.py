# SPDX-License-Identifier: MIT
"""A failing template is named with its line."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from plugins.template_errors import template_fault

BASE = "<html>\n{% block a %}{% endblock %}\n</html>"
PAGE = '{% extends "base.html" %}\n{% block a %}\n{{ %s }}\n{% endblock %}'


def failure(theme: Path, expression: str) -> BaseException:
    """What rendering a page that holds `expression` on its third line raises."""
    templates = theme / "templates"
    templates.mkdir(parents=True)
    (templates / "base.html").write_text(BASE)
    (templates / "page.html").write_text(PAGE.replace("%s", expression))

    def asset(name: str) -> str:
        raise LookupError(f"asset {name!r}: no such file")

    loader = jinja2.FileSystemLoader(templates)
    environment = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, autoescape=True)
    environment.globals["asset"] = asset
    with pytest.raises((jinja2.TemplateError, LookupError)) as caught:
        environment.get_template("page.html").render()
    return caught.value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("titel", "theme/templates/page.html:3: UndefinedError: 'titel' is undefined: mend the template"),
        ("asset('x.css')", "theme/templates/page.html:3: LookupError: asset 'x.css': no such file: mend the template"),
        (
            "a +",
            "theme/templates/page.html:3: TemplateSyntaxError: unexpected 'end of print statement': mend the template",
        ),
    ],
)
def test_the_template_and_its_line_are_named(tmp_path: Path, expression: str, expected: str) -> None:
    theme = tmp_path / "theme"

    assert str(template_fault(failure(theme, expression), theme)) == expected


def test_an_error_elsewhere_is_not_a_template_s(tmp_path: Path) -> None:
    assert template_fault(failure(tmp_path / "theme", "titel"), tmp_path / "other") is None
    assert template_fault(ValueError("x"), tmp_path) is None
