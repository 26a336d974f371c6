# SPDX-License-Identifier: MIT
"""Tables: aligned by class, with scopes, in a named region that scrolls from the keyboard."""

from __future__ import annotations

import pytest

from tests.rendering import html


def test_a_table_is_aligned_by_class() -> None:
    assert html("mot\n| Nom | *Prix* | x | y |\n|---|--:|:-:|:--|\n| a \\| b | `1` | 2 | 3 |") == (
        '<p>mot</p><div class="table" role="region" tabindex="0" aria-label="Tableau : Nom, Prix, x, y"><table><thead>'
        '<tr><th scope="col">Nom</th><th scope="col" class="align-right"><em>Prix</em></th>'
        '<th scope="col" class="align-center">x</th><th scope="col" class="align-left">y</th></tr></thead>'
        '<tbody><tr><td>a | b</td><td class="align-right"><code>1</code></td><td class="align-center">2</td>'
        '<td class="align-left">3</td></tr></tbody></table></div>'
    )


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("| a |\n|--|", "Tableau : a"),
        ("| |\n|--|\n| b |", "Tableau"),
        ("| a | |\n|--|--|\n| b | c |", "Tableau : a"),
        ('| "a" & b |\n|--|', "Tableau : &quot;a&quot; &amp; b"),
    ],
)
def test_the_region_is_named_after_the_headers(body: str, label: str) -> None:
    assert f'aria-label="{label}"' in html(body)


def test_a_table_inside_a_list_stays_there() -> None:
    assert html("- a\n\n  | b |\n  |--|").endswith("</table></div></li></ul>")
