# SPDX-License-Identifier: MIT
"""Alerts of GitHub and of Nuxt become one French aside."""

from __future__ import annotations

import pytest

from tests.rendering import errors, html, warnings


def aside(kind: str, title: str, inside: str = "<p>corps</p>", marks: str = "") -> str:
    classes = f"alert alert-{kind}{marks}"
    return f'<aside class="{classes}" role="note"><p class="alert-title">{title}</p>{inside}</aside>'


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("note", "Note"),
        ("tip", "Astuce"),
        ("important", "Important"),
        ("warning", "Attention"),
        ("caution", "Prudence"),
    ],
)
def test_the_five_alerts_of_github_and_their_components(kind: str, title: str) -> None:
    assert html(f"> [!{kind.upper()}]\n> corps") == aside(kind, title)
    assert html(f"::{kind}\ncorps\n::") == aside(kind, title)
    assert html(f"::alert{{type={kind}}}\ncorps\n::") == aside(kind, title)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("::alert\ncorps\n::", aside("note", "Note")),
        ("::callout\ncorps\n::", aside("note", "Note")),
        ("mot\n::alert\ncorps\n::\nfin", "<p>mot</p>" + aside("note", "Note") + "<p>fin</p>"),
        ('::alert{type="danger"}\ncorps\n::', aside("caution", "Prudence")),
        ("::callout{color='success'}\ncorps\n::", aside("tip", "Astuce")),
        ("::alert{type=info title='À savoir'}\ncorps\n::", aside("note", "À savoir")),
        ("::alert[À savoir]\ncorps\n::", aside("note", "À savoir")),
        ("::alert\n---\ntype: warning\ntitle: 12:30\n---\ncorps\n::", aside("warning", "12:30")),
        ("::alert\n---\n---\ncorps\n::", aside("note", "Note")),
        ("::note{.large}\ncorps\n::", aside("note", "Note", marks=" large")),
        ("::tip\n- a\n- b\n::", aside("tip", "Astuce", "<ul><li>a</li><li>b</li></ul>")),
        ("::note\n:::tip\ncorps\n:::\n::", aside("note", "Note", aside("tip", "Astuce"))),
        ("::note\n::tip\ncorps\n::\n::", aside("note", "Note", aside("tip", "Astuce"))),
        ("- a\n  ::tip\n  corps\n  ::", "<ul><li>a\n" + aside("tip", "Astuce") + "</li></ul>"),
        ("> ::tip\n> corps\n> ::", "<blockquote>" + aside("tip", "Astuce") + "</blockquote>"),
        ("::tip\n::", aside("tip", "Astuce", "")),
        ("> [!NOTE]", aside("note", "Note", "")),
        ("> [!NOTE] corps", "<blockquote><p>[!NOTE] corps</p></blockquote>"),
        ("::tip\ncorps\n  ::  ", aside("tip", "Astuce")),
        ("::tip\ncorps\n:::\n::", aside("tip", "Astuce", "<p>corps\n:::</p>")),
    ],
)
def test_an_alert_has_a_title_and_its_markdown(body: str, expected: str) -> None:
    assert html(body) == expected


def test_the_closing_line_is_not_looked_for_in_code() -> None:
    shown = html("::tip\n```\n::\n```\nfin\n::\naprès")

    assert shown.endswith("<p>fin</p></aside><p>après</p>")


def test_a_component_without_end_goes_to_the_end_of_its_block_with_a_warning() -> None:
    assert warnings("> ::tip\n> corps\n\nfin") == ["5: ::tip: never closed"]
    assert html("- ::tip\n  corps\n\nfin").endswith("</aside></li></ul><p>fin</p>")


def test_a_nested_component_left_open_does_not_swallow_the_outer_end() -> None:
    body = "::note\n:::tip\ncorps\n::\nfin"

    assert html(body) == aside("note", "Note", aside("tip", "Astuce")) + "<p>fin</p>"
    assert warnings(body) == ["6: ::tip: never closed"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("::alert{type=rouge}\n::", "5: ::alert: no alert of type 'rouge'"),
        ("::alert{type=\n::", "5: ::alert: its line cannot be read"),
        ("::alert[a\n::", "5: ::alert: its line cannot be read"),
        ("::alert{.a} b\n::", "5: ::alert: its line cannot be read"),
        ("::alert\n---\ntype: tip\n::", "5: ::alert: its --- head is never closed"),
        ("::alert\n---\n- a\n---\n::", "5: ::alert: its --- head is not YAML pairs"),
        ("::alert\n---\na: [\n---\n::", "5: ::alert: its --- head is not YAML pairs"),
        ("::alert\n#title\nx\n::", "6: #title: slots are not filled in here"),
        ("::alert\nx\n#title\n::", "7: #title: slots are not filled in here"),
    ],
)
def test_a_component_that_cannot_be_read_is_an_error(body: str, fault: str) -> None:
    assert errors(body) == [fault]


@pytest.mark.parametrize("body", ["#title\n", "::note\n`#title`\n::", "::note\n    #title\n::", "::note\n# title\n::"])
def test_a_hash_is_a_slot_only_alone_in_a_component(body: str) -> None:
    assert "title" in html(body)


def test_props_that_an_alert_does_not_know_are_dropped_with_a_warning() -> None:
    body = "::callout{icon=i-star to=/x}\n---\nonclick: x\n---\ncorps\n::"

    assert [warning.split(": ")[1] for warning in warnings(body)] == ["icon", "onclick", "to"]
    assert html(body) == aside("note", "Note")
