# SPDX-License-Identifier: MIT
"""Notes: numbered by their calls, linked both ways, named in French."""

from __future__ import annotations

import pytest

from tests.rendering import html, warnings


def test_a_note_and_its_call_lead_to_each_other() -> None:
    assert html("mot[^a] fin\n\n[^a]: La *note*.") == (
        '<p>mot<sup class="footnote-ref"><a href="#fn:1" id="fnref:1" role="doc-noteref" aria-label="Note 1">1</a>'
        '</sup> fin</p><section class="footnotes" role="doc-endnotes" aria-label="Notes"><ol><li id="fn:1">'
        '<p>La <em>note</em>. <a class="footnote-back" href="#fnref:1" role="doc-backlink" '
        'aria-label="Retour à l’appel de la note 1">↩\ufe0e</a></p></li></ol></section>'
    )


def test_a_note_called_twice_leads_back_to_both_calls() -> None:
    shown = html("a[^x] b[^x] c[^y]\n\n[^y]: deux\n[^x]: un")

    assert shown.count('href="#fn:1"') == 2
    assert 'id="fnref:1:2"' in shown
    assert 'href="#fnref:1:2" role="doc-backlink" aria-label="Retour à l’appel de la note 1, 2e fois"' in shown
    assert shown.index("un <a") < shown.index("deux <a")


def test_a_note_of_several_blocks_keeps_them() -> None:
    shown = html("a[^1]\n\n[^1]: un\n\n    ```\n    code\n    ```")

    assert '<li id="fn:1"><p>un</p><pre class="highlight"' in shown
    assert "</pre> <a class" in shown.replace("\n", "")


def test_no_heading_can_take_the_id_of_a_note() -> None:
    assert html("## fn:1\n\na[^1]\n\n[^1]: n").count('id="fn:1"') == 1


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        ("a\n\nb[^1] c", "7: [^1]: no note of that name"),
        ("a\n\n[^1]: note", "7: [^1]: no call to this note: left out"),
        ("a[^1]\n\n[^1]: n\n\n[^2]: m", "9: [^2]: no call to this note: left out"),
        ("a[^1]\n\n[^1]: n\n\n[^1]: m", "7: [^1]: left out: another note has this name"),
    ],
)
def test_calls_without_note_and_notes_without_call_are_told(body: str, warning: str) -> None:
    assert warnings(body) == [warning]


@pytest.mark.parametrize("text", ["a[^1] b", "[^] a", "[^a b] c"])
def test_a_call_without_note_stays_as_text(text: str) -> None:
    assert "^" in html(text)


def test_inline_notes_are_not_github_s() -> None:
    assert html("a ^[b]") == "<p>a ^<span>b</span></p>"
