# SPDX-License-Identifier: MIT
"""Raw HTML: what is harmless passes, what could act is refused, what is unbalanced stops the build."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.faults import FaultsError
from plugins.html_policy import ELEMENTS, GLOBAL
from tests.rendering import errors, html, render, warnings


@pytest.mark.parametrize(
    "body",
    [
        '<p>a <kbd>Ctrl</kbd>+<kbd>C</kbd> H<sub>2</sub>O x<sup>2</sup> <abbr title="x">X</abbr></p>',
        '<p>a<br>b <mark>c</mark> <small>d</small> <ins datetime="2026-02-03">e</ins> <del>f</del></p>',
        '<p>a <q cite="/x">g</q></p>',
        '<p><a href="#a">a</a> <a href="/b">b</a> <a href="mailto:a@b.fr">c</a></p>',
        "<p><b>a</b> <i>b</i> <strong>c</strong> <em>d</em> <u>e</u> <s>f</s> <cite>g</cite></p>",
        '<p><time datetime="2026-02-03">a</time> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>',
        '<p><span lang="en" dir="ltr" class="a b" id="c" aria-label="d">e</span></p>',
        "<details open><summary>a</summary><p>b</p></details>",
        '<ol start="3" reversed><li value="2">a</li></ol>',
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<figure><figcaption>a</figcaption></figure>",
        '<table><caption>a</caption><colgroup><col span="2"></colgroup><thead><tr><th scope="col">b</th></tr></thead>'
        '<tbody><tr><td colspan="2" rowspan="1">c</td></tr></tbody></table>',
        '<blockquote cite="https://a.fr"><p>a</p></blockquote>',
        "<hr>",
        '<h2 id="b">a</h2>',
    ],
)
def test_harmless_elements_pass_as_they_are(body: str) -> None:
    inside = body.removeprefix("<p>").removesuffix("</p>") if body.startswith("<p>") else body

    assert html(inside) == body
    assert warnings(inside) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<DIV CLASS='a'>b</DIV>", '<div class="a">b</div>'),
        ("<br/>a", "<p><br>a</p>"),
        ("a <span class=b>c</span>", '<p>a <span class="b">c</span></p>'),
        ("<div>\n\n*a*\n\n</div>", "<div><p><em>a</em></p></div>"),
        ("<details>\n<summary>a</summary>\n\n- b\n\n</details>", None),
        ('<div title="a &quot;b&quot; &amp; c?d=1&copy=2">e &copy; &lt;</div>', None),
        ("<div class=a class=b>c</div>", '<div class="a">c</div>'),
        ("<div>1 < 2 & 3</div>", "<div>1 &lt; 2 &amp; 3</div>"),
        ("2 < 3 et 4 > 3", "<p>2 &lt; 3 et 4 &gt; 3</p>"),
        ("`<script>`", "<p><code>&lt;script&gt;</code></p>"),
        ("\\<script>", "<p>&lt;script&gt;</p>"),
        ("<a href='/x'>*b*</a>", '<p><a href="/x"><em>b</em></a></p>'),
        ("<div>\n<div>a</div>\n</div>", "<div><div>a</div></div>"),
    ],
)
def test_raw_html_is_read_as_a_browser_reads_it(body: str, expected: str | None) -> None:
    shown = html(body)

    if expected:
        assert shown == expected
    elif body.startswith("<details"):
        assert shown == "<details><summary>a</summary><ul><li>b</li></ul></details>"
    else:
        assert shown == '<div title="a &quot;b&quot; &amp; c?d=1&amp;copy=2">e © &lt;</div>'


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('<b onclick="alert(1)">a</b>', "onclick"),
        ("<b OnMouseOver=alert(1)>a</b>", "onmouseover"),
        ('<b style="color:red">a</b>', "style"),
        ('<a href="/" target="_blank">a</a>', "target"),
        ("<b data-x=1>a</b>", "data-x"),
        ("<b hidden>a</b>", "hidden"),
        ("<b src=/x.png>a</b>", "src"),
        ("<b xlink:href='javascript:x'>a</b>", "xlink:href"),
        ("<p align=center>a</p>", "align"),
    ],
)
def test_other_attributes_are_dropped_with_a_warning(body: str, name: str) -> None:
    assert [warning.split(": ")[:2] for warning in warnings(f"\n{body}")] == [["6", name]]
    assert name not in html(body).lower()


REFUSED = [
    "script", "style", "iframe", "object", "svg", "math", "template", "form", "button", "select", "textarea",
    "video", "h1", "main", "section", "noscript", "title", "center", "font", "marquee", "foo", "x-y", "T",
]  # fmt: skip


@pytest.mark.parametrize("tag", REFUSED)
def test_an_element_that_is_not_on_the_list_is_an_error(tag: str) -> None:
    assert errors(f"mot\n\n<{tag}>a</{tag}>") == [f"7: <{tag.lower()}>: not an element a page may hold"]
    assert errors(f"mot <{tag}>a</{tag}>") == [f"5: <{tag.lower()}>: not an element a page may hold"]


@pytest.mark.parametrize("tag", ["input", "meta", "link", "base", "embed", "source"])
def test_an_empty_element_that_is_not_on_the_list_is_one_error(tag: str) -> None:
    assert errors(f"a <{tag}>") == [f"5: <{tag}>: not an element a page may hold"]
    assert errors(f"a <{tag}/>") == [f"5: <{tag}>: not an element a page may hold"]


def test_what_is_inside_a_refused_element_is_not_listed() -> None:
    assert len(errors("<svg><g><path d='x'/></g><a href='/'>b</a></svg>")) == 1
    assert len(errors("<script>\nif (a < b && c > d) { x('</div>') }\n\n// fin\n</script>")) == 1
    assert len(errors("<style>\np > a { color: red }")) == 1
    assert len(errors("un Vec<T> ici")) == 1


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("<div>a", ["5: <div>: never closed here"]),
        ("a <b>b", ["5: <b>: never closed here"]),
        ("<b>a\n\nb</b>", ["5: <b>: never closed here", "7: </b>: closes nothing opened in this block"]),
        ("</div>", ["5: </div>: closes nothing opened in this block"]),
        ("a </b> c", ["5: </b>: closes nothing opened in this block"]),
        ("*a <b>c* d</b>", ["5: <b>: never closed here", "5: </b>: closes nothing opened in this block"]),
        ("<b>*a</b>*", ["5: <b>: never closed here", "5: </b>: closes nothing opened in this block"]),
        ("<b>a <i>b</b>", ["5: <i>: never closed here"]),
        ("<div/>", ["5: <div/>: such a tag stays open"]),
        ("a </br> b", ["5: </br>: closes nothing opened in this block"]),
        ("- <div>\n- a", ["5: <div>: never closed here"]),
        ("<div\nid='a'\n*b*", ["5: <div: not a tag that can be read"]),
        ("<div @click='x'>", ["5: <div @click='x'>: not a tag that can be read"]),
        ("<?php x ?>", ["5: <?php x ?>: not a tag that can be read"]),
        ("<!DOCTYPE html>", ["5: <!DOCTYPE html>: not a tag that can be read"]),
        ("a <![CDATA[b]]>", ["5: <![CDATA[b]]>: not a tag that can be read"]),
        ("<!-- a", ["5: <!-- a: not a tag that can be read"]),
    ],
)
def test_tags_that_are_not_balanced_are_errors(body: str, faults: list[str]) -> None:
    assert sorted(errors(body)) == sorted(faults)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("a <div>b</div>", "5: <div>: a block inside <p>, which holds text only"),
        ("<p>a<ul><li>b</li></ul></p>", "5: <ul>: a block inside <p>, which holds text only"),
        ("<p>\n\na\n\n</p>", "5: <p>: a block inside <p>, which holds text only"),
        ("<h2><del><p>a</p></del></h2>", "5: <p>: a block inside <del>, which holds text only"),
        ("<a href='/x'>[b](/y)</a>", "5: <a>: a link inside a link"),
        ("a <li>b</li>", "5: <li>: a block inside <p>, which holds text only"),
        ("<li>b</li>", "5: <li>: not inside <div> but <ol> or <ul>"),
        ("<ul><b>b</b></ul>", "5: <b>: not inside <ul>"),
        ("<ul>b</ul>", "5: <ul>: text directly inside <ul>"),
        ("<table><tr><td>a</td>b</tr></table>", "5: <tr>: text directly inside <tr>"),
        ("<table><td>a</td></table>", "5: <td>: not inside <table> but <tr>"),
        ("<summary>a</summary>", "5: <summary>: not inside <div> but <details>"),
    ],
)
def test_tags_that_a_browser_would_move_are_errors(body: str, fault: str) -> None:
    assert errors(body) == [fault]


def test_a_link_may_hold_blocks_where_its_parent_may() -> None:
    assert html("<div><a href='/x'><p>a</p></a></div>") == '<div><a href="/x"><p>a</p></a></div>'


def test_comments_are_not_published() -> None:
    body = "a <!-- secret --> b\n\n<!--\nsecret\n-->\n\nc"

    assert warnings(body) == ["5: comment: not published", "7: comment: not published"]
    assert "secret" not in html(body)


def test_tags_nested_without_end_are_refused_not_suffered() -> None:
    assert any("more than 150 elements deep" in fault for fault in errors("<div>" * 3000))


FRAGMENTS = [
    "<b>", "</b>", "<div>", "</div>", "<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<script>", "</script>",
    "<a href=x>", "</a>", "<img src=javascript:x>", "<svg onload=x>", "<b onclick=x>",
    "<a href=\"java\tscript:x\">", "<!--", "-->", "<?", "<![", "*", "\n\n", "a", "<", ">", "\"", "'", "`",
    "&lt;script&gt;", "&#106;avascript:", "[x](javascript:y)", "<style>", "</style>", "[x]{onclick=y}",
    "<javascript:x>", "<br", "/", "=",
]  # fmt: skip
TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+(?:=\"[^\"<>]*\")?)*)>|</[a-z0-9]+>")
OURS = GLOBAL | {"checked", "decoding", "disabled", "href", "loading", "rel", "role", "tabindex", "type"}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
def test_whatever_is_written_only_known_tags_and_attributes_come_out(body: str) -> None:
    try:
        shown = render(body).html
    except FaultsError:
        return

    assert "<" not in TAG.sub("", shown)
    for tag in TAG.finditer(shown):
        names = set(re.findall(r" ([a-z-]+)", re.sub(r'"[^"]*"', "", tag["attributes"] or "")))
        assert tag["name"] is None or tag["name"] in ELEMENTS
        assert names <= OURS | ELEMENTS.get(tag["name"] or "", frozenset())
    assert not re.search(r'(href|src)="[^"/#]*(javascript|data|vbscript):', shown)
