# SPDX-License-Identifier: MIT
"""Task lists: a disabled box labelled by its task, without a handler."""

from __future__ import annotations

import pytest

from tests.rendering import html

TODO = '<input type="checkbox" disabled>'
DONE = '<input type="checkbox" disabled checked>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "- [ ] a\n- [x] *b*\n- c",
            f'<ul class="task-list"><li class="task"><label>{TODO} a</label></li>'
            f'<li class="task"><label>{DONE} <em>b</em></label></li><li>c</li></ul>',
        ),
        ("1. [X] a", f'<ol class="task-list"><li class="task"><label>{DONE} a</label></li></ol>'),
        (
            "- [ ] a\n  - [x] b",
            f'<ul class="task-list"><li class="task"><label>{TODO} a</label>'
            f'<ul class="task-list"><li class="task"><label>{DONE} b</label></li></ul></li></ul>',
        ),
        (
            "- [ ] a\n\n  b",
            f'<ul class="task-list"><li class="task"><p><label>{TODO} a</label></p><p>b</p></li></ul>',
        ),
        ("- [ ]", "<ul><li>[ ]</li></ul>"),
        ("- [y] a", "<ul><li><span>y</span> a</li></ul>"),
        ("- \\[ ] a", "<ul><li>[ ] a</li></ul>"),
        ("[ ] a", "<p>[ ] a</p>"),
    ],
)
def test_a_task_is_a_disabled_box_in_its_label(body: str, expected: str) -> None:
    assert html(body) == expected


@pytest.mark.parametrize(("mark", "name"), [(" ", "À faire"), ("x", "Fait")])
def test_a_task_without_words_has_a_box_with_a_name(mark: str, name: str) -> None:
    shown = html(f"- [{mark}] ```\n  code\n  ```\n- b")

    assert f'aria-label="{name}"><pre' in shown.replace("\n", "")
    assert shown.endswith("<li>b</li></ul>")
