# SPDX-License-Identifier: MIT
"""MDC, Nuxt's components in Markdown: what it may do here, and what is refused or stays text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.mdc_props import read_props
from tests.rendering import errors, html, warnings


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("*[Name]*", "<em><span>Name</span></em>"),
        ("a [texte] b", "a <span>texte</span> b"),
        ("[a *b*]", "<span>a <em>b</em></span>"),
        ("[a]{.b #c}", '<span class="b" id="c">a</span>'),
        ("[a]{.b.c class='d e'}", '<span class="b c d e">a</span>'),
        ("[a]{.b}{.c}", '<span class="b">a</span>{.c}'),
        ("*a*{.b} **c**{.d} `e`{.f}", '<em class="b">a</em> <strong class="d">c</strong> <code class="f">e</code>'),
        ("***a** b*{.c}", '<em class="c"><strong>a</strong> b</em>'),
        ("[l](/u){.e}", '<a href="/u" class="e">l</a>'),
        ("[ref]{.e}\n\n[ref]: /u", '<a href="/u" class="e">ref</a>'),
        ("[ref]\n\n[ref]: /u", '<a href="/u">ref</a>'),
        ("[a [b] c](/u)", '<a href="/u">a <span>b</span> c</a>'),
        ("[a][b]", "[a]<span>b</span>"),
        ("x[0]", "x<span>0</span>"),
        ("[[a]]", "[[a]]"),
        ("\\[a\\]", "[a]"),
        ("`[a]`", "<code>[a]</code>"),
        ("[ ] a", "[ ] a"),
        ("[] a", "[] a"),
        ("[a", "[a"),
        ("[!INFO] a", "[!INFO] a"),
    ],
)
def test_brackets_alone_are_a_span(body: str, expected: str) -> None:
    assert html(body) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "~~x~~{.h}",
        "mot{.a}",
        "*a* {.b}",
        "2*{.a}",
        "*a*{.b",
        "*a*{.}",
        "*a*{b=<}",
        "{.a}",
        "*a*b{.c}",
        "(a){.b}",
        "_{.a}",
        "*a* (x){.b}",
        "x[^1]{.b}\n\n[^1]: n",
    ],
)
def test_braces_that_follow_no_element_are_text(text: str) -> None:
    assert "{" in html(text)
    assert not re.search(r'class="\w"', html(text))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('[a]{onclick="alert(1)"}', "onclick"),
        ("[a](/u){target=_blank}", "target"),
        ("*a*{style='color:red'}", "style"),
        ("`a`{:data='{}'}", ":data"),
        ("**a**{hidden}", "hidden"),
        ("[a](/u){href=javascript:x}", "href"),
    ],
)
def test_other_attributes_between_braces_are_dropped_with_a_warning(body: str, name: str) -> None:
    (warning,) = warnings(f"\n{body}")

    assert warning.startswith(f"6: {name}: dropped from <")
    assert "{" not in html(body)
    assert name not in html(body).replace('href="/u"', "")


@pytest.mark.parametrize(
    "text",
    [
        "10:30",
        "std::vector",
        "https://a.fr:80/b",
        ":)",
        ":-)",
        ":D et :p",
        ":smile: :+1:",
        "a:b",
        "note:important",
        "Titre : suite",
        "Titre :: suite",
        "::alerte rouge",
        ":été",
        ":a_ b",
        "\\:icon",
        "`:icon`",
        "::",
        "a\n\n::\n\nb",
        "::123",
    ],
)
def test_a_colon_that_names_no_component_is_text(text: str) -> None:
    assert ":" in html(text)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("a :icon{name=x} b", ":icon"),
        ("a :icon b", ":icon"),
        (":icon-star", ":icon-star"),
        ("(:foo)", ":foo"),
        ("*:foo*", ":foo"),
        (":foo[bar]{.a}", ":foo"),
        (":x{a}[b]", ":x"),
        ("a\n:foo", ":foo"),
        ("# T :foo", ":foo"),
        ("- :foo", ":foo"),
        ("[voir :foo](/u)", ":foo"),
        ("| :foo |\n|--|", ":foo"),
        ("fin.\n:br", ":br"),
    ],
)
def test_an_inline_component_is_an_error(body: str, name: str) -> None:
    assert any(fault.endswith(f" {name}: no such component here") for fault in errors(body))


@pytest.mark.parametrize(
    ("body", "line", "name"),
    [
        ("::foo\n::", 5, "::foo"),
        ("texte\n::foo\ncorps\n::\nfin", 6, "::foo"),
        (":::foo{.a type=x}\n:::", 5, "::foo"),
        ("- a\n\n  ::foo\n  ::", 7, "::foo"),
        ("> ::foo\n> ::", 5, "::foo"),
        ("::alert\n:::foo\n:::\n::", 6, "::foo"),
        ("::MyCard\n::", 5, "::mycard"),
    ],
)
def test_an_unknown_block_component_is_an_error_with_its_line(body: str, line: int, name: str) -> None:
    assert errors(body) == [f"{line}: {name}: no such component here"]


def test_every_component_of_a_body_is_named_in_one_run() -> None:
    faults = errors("::foo\n:bar et {{ $doc.x }}\n::\n\n:baz")

    assert [fault.split(": ")[1] for fault in faults] == ["::foo", ":bar", "{{ $doc.x }}", ":baz"]
    assert [fault.split(":")[0] for fault in faults] == ["5", "6", "6", "9"]


@pytest.mark.parametrize("body", ["{{ $doc.title }}", "a {{x}} b", "{{ a\nb }}", "**{{ a || 'b' }}**"])
def test_a_binding_is_an_error(body: str) -> None:
    (fault,) = errors(body)

    assert "{{" in fault
    assert "values are not filled in here" in fault


@pytest.mark.parametrize(
    "body", ["`{{ x }}`", "```\n{{ x }}\n:foo\n::bar\n```", "    ::foo", "\\{{ x }}", "{{ x", "{ {x} }"]
)
def test_code_and_escapes_keep_what_would_be_mdc(body: str) -> None:
    assert "x" in html(body).replace("foo", "x")


def test_a_component_in_a_pictures_description_is_text(tmp_path: object) -> None:
    assert errors("![voir :foo {{ x }}](/rien.png)") == ["5: /rien.png: no file at content/rien.png"]


@pytest.mark.parametrize(
    ("source", "classes", "identifier", "named"),
    [
        ("{}", (), "", ()),
        ("{ .a  .b }", ("a", "b"), "", ()),
        ("{.a#b}", ("a",), "b", ()),
        ("{#a #b}", (), "b", ()),
        ("{id=a class='b c'}", ("b", "c"), "a", ()),
        ("{a=1 b='2 3' c=\"}\" d}", (), "", (("a", "1"), ("b", "2 3"), ("c", "}"), ("d", ""))),
        ('{:a="b" @c}', None, "", ()),
        ("{a", None, "", ()),
    ],
)
def test_props_are_read_as_nuxt_reads_them(
    source: str, classes: tuple[str, ...] | None, identifier: str, named: tuple[tuple[str, str], ...]
) -> None:
    found = read_props(source, 0)

    if classes is None:
        assert found is None
    else:
        assert found is not None
        assert (found[0].classes, found[0].id, found[0].named, found[1]) == (classes, identifier, named, len(source))


@given(st.text(alphabet="{}.#=:'\" ab-\n", max_size=30))
def test_reading_props_never_fails_and_never_reads_too_far(source: str) -> None:
    found = read_props("{" + source, 0)

    assert found is None or (found[1] <= len(source) + 1 and ("{" + source)[found[1] - 1] == "}")
