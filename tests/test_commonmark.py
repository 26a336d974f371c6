# SPDX-License-Identifier: MIT
"""Markdown is CommonMark, with GitHub's additions, and text is that text on the page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt

from plugins.body import Body, Desk
from plugins.commonmark import MAX_NESTING, CommonMarkExtension
from tests.rendering import canonical, errors, html, render

PIECES = [
    "a", "b ", "mot", " ", "\n", "\n\n", "*", "**", "***", "_", "__", "`", "``", "# ", "## ", "- ", "* ", "+ ", "1. ",
    "2) ", "> ", "  ", "    ", "\t", "---\n", "===\n", "```\n", "```py\n", "~~~ x\n", "\\", "\\*", "&amp;", "&copy;",
    "&#35;", "&", "<https://a.fr/b>", "(/u)", "[t](/u)", "[t](</u v> 'm')", "![p](/q)", "é", "'", '"', "!", "(", ")",
    "  \n", "\\\n", "\u00a0", "«", "œ", "[d]", "\n\n[d]: /r 't'\n\n", "&lt;", "&quot;", "1", ".", "=", "#",
]  # fmt: skip


class _Reference(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


REFERENCE = _Reference("commonmark", {"maxNesting": MAX_NESTING})
DESK = Desk()
OURS = Markdown(extensions=[CommonMarkExtension(DESK)], output_format="html")


BODIES = (
    st.lists(st.sampled_from(PIECES), max_size=40)
    .map(lambda pieces: "[d]: /z\n\n" + "".join(pieces))  # or `[d]` would be MDC's span
    .filter(lambda body: not re.search(r"(```|~~~).*\[", body))  # or the fence would name a file
)


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_what_we_write_is_what_a_commonmark_renderer_writes(body: str) -> None:
    DESK.body = Body()

    ours = OURS.reset().convert(body)

    assert canonical(ours) == canonical(REFERENCE.render(body))
    assert not DESK.body.errors


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("mot\n- a\n- b", "<p>mot</p><ul><li>a</li><li>b</li></ul>", id="list after a paragraph"),
        pytest.param("mot  \n- a", "<p>mot</p><ul><li>a</li></ul>", id="list after a line that ends in two spaces"),
        pytest.param("mot\n> cité", "<p>mot</p><blockquote><p>cité</p></blockquote>", id="quote after a paragraph"),
        pytest.param("mot\n## T", '<p>mot</p><h2 id="t">T</h2>', id="heading after a paragraph"),
        pytest.param(
            "- a\n  - b\n    - c", "<ul><li>a\n<ul><li>b\n<ul><li>c</li></ul></li></ul></li></ul>", id="two spaces"
        ),
        pytest.param("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>", id="1) list"),
        pytest.param("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>', id="list that starts at 3"),
        pytest.param("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>", id="loose list"),
        pytest.param("*a **b** c*", "<p><em>a <strong>b</strong> c</em></p>", id="strong inside emphasis"),
        pytest.param(
            "*a [l](/x) **b***", '<p><em>a <a href="/x">l</a> <strong>b</strong></em></p>', id="link in emphasis"
        ),
        pytest.param("***a** b*", "<p><em><strong>a</strong> b</em></p>", id="three stars"),
        pytest.param("snake_case_name", "<p>snake_case_name</p>", id="underscores inside a word"),
        pytest.param("~~x~~ ~y~ ~~~z~~~", "<p><del>x</del> <del>y</del> ~~~z~~~</p>", id="deletions, as on GitHub"),
        pytest.param("a\\\nb", "<p>a<br>\nb</p>", id="backslash line break"),
        pytest.param("a  \nb", "<p>a<br>\nb</p>", id="two-space line break"),
        pytest.param("a\n***\nb", "<p>a</p><hr><p>b</p>", id="rule after a paragraph"),
        pytest.param("`a  &lt; *b*`", "<p><code>a  &amp;lt; *b*</code></p>", id="code span"),
        pytest.param("[a]\n\n[a]: /u 't'", '<p><a href="/u" title="t">a</a></p>', id="reference"),
    ],
)
def test_constructs_of_commonmark_and_github(body: str, expected: str) -> None:
    assert html(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("&amp;copy;", "&amp;copy;"),
        ("&copy; &#233; &nbsp;!", "© é \u00a0!"),
        ("AT&T, a < b > c", "AT&amp;T, a &lt; b &gt; c"),
        ("\\&copy;", "&amp;copy;"),
        ("\\*pas gras\\*", "*pas gras*"),
        ("{: onclick=alert(1) }", "{: onclick=alert(1) }"),
        ("{.classe}", "{.classe}"),
        ('guillemets "droits" et l\'apostrophe', 'guillemets "droits" et l\'apostrophe'),
        ("wzxhzdk:0 klzzwxh:0001", "wzxhzdk:0 klzzwxh:0001"),  # Python-Markdown's own placeholders
        ("*[HTML]: sigle", "*<span>HTML</span>: sigle"),  # not the `abbr` extension
    ],
)
def test_text_is_that_text_on_the_page(body: str, expected: str) -> None:
    assert html(body) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "voir https://a.fr/b?c=1&d.",
            '<a href="https://a.fr/b?c=1&amp;d" rel="external">https://a.fr/b?c=1&amp;d</a>.',
        ),
        ("www.a.fr", '<a href="http://www.a.fr" rel="external">www.a.fr</a>'),
        ("moi@a.fr", '<a href="mailto:moi@a.fr">moi@a.fr</a>'),
        ("(https://a.fr/x_(y))", '(<a href="https://a.fr/x_(y)" rel="external">https://a.fr/x_(y)</a>)'),
        ("mailto:moi@a.fr", '<a href="mailto:moi@a.fr">mailto:moi@a.fr</a>'),
    ],
)
def test_bare_addresses_become_links_as_on_github(body: str, expected: str) -> None:
    assert expected in html(body)


@pytest.mark.parametrize(
    "body", ["exemple.fr", "`https://a.fr`", '[x](/u "https://a.fr")', "ahttps://a.fr", "http: non"]
)
def test_what_github_leaves_alone_is_left_alone(body: str) -> None:
    assert 'rel="external"' not in html(body)


def test_a_link_text_that_is_an_address_makes_one_link() -> None:
    assert html("[https://a.fr](/b)") == '<p><a href="/b">https://a.fr</a></p>'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("> " * 200 + "a", id="quotes"),
        pytest.param("".join("  " * depth + "- a\n" for depth in range(100)), id="lists"),
    ],
)
def test_nesting_that_would_lose_text_is_refused(body: str) -> None:
    (fault,) = errors(body)

    assert "nesting: lists and quotes more than" in fault


def test_nesting_under_the_limit_is_whole() -> None:
    assert "<p>fond</p>" in html("> " * (MAX_NESTING - 3) + "fond")


def test_an_empty_body_is_an_empty_page() -> None:
    page = render(" \n\n")

    assert (page.html, page.title, page.words) == ("", "", 0)


def test_one_body_leaves_nothing_to_the_next() -> None:
    OURS.reset().convert("[a]: /b\n\n[^1]: note\n\n[^1]")
    DESK.body = Body()

    after = OURS.reset().convert("[a] [^1]")

    assert after == "<p><span>a</span> [^1]</p>"
