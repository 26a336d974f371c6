# SPDX-License-Identifier: MIT
"""The YAML of a head: YAML 1.2's sense of bare words, lines, and a remedy for each way of breaking it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.faults import Fault, FaultsError
from plugins.yaml_core import plain
from plugins.yaml_head import LOADER, parse_head
from plugins.yaml_nodes import Pairs

CALM = settings(deadline=None)
NUXT = Path(__file__).parent / "nuxt" / "content"


def parse(text: str) -> Pairs:
    return parse_head(text, path="x.md", first_line=2)


def outcome(text: str) -> Pairs | tuple[Fault, ...]:
    """The head, or what is wrong with it."""
    try:
        return parse(text)
    except FaultsError as error:
        return error.faults


def faults(text: str) -> list[str]:
    found = outcome(text)
    assert not isinstance(found, Pairs)
    return [*map(str, found)]


PLAIN = {
    "12:30": "12:30",
    "NO": "NO",
    "yes": "yes",
    "on": "on",
    "Off": "Off",
    "y": "y",
    "true": True,
    "False": False,
    "tRUE": "tRUE",
    "null": None,
    "~": None,
    "": None,
    "nul": "nul",
    "42": 42,
    "-7": -7,
    "010": 10,
    "0o17": 15,
    "0o18": "0o18",
    "0x1F": 31,
    "0b11": "0b11",
    "1_000": "1_000",
    "190:20:30": "190:20:30",
    "3.14": 3.14,
    ".5": 0.5,
    "1e3": 1000.0,
    "-.inf": -math.inf,
    "1.": 1.0,
    "9" * 30: "9" * 30,
    "2026-02-03": "2026-02-03",
    "2026-02-03T10:00:00Z": "2026-02-03T10:00:00Z",
    "=": "=",
    '"42"': "42",
    "'true'": "true",
    '"\\u00e9"': "é",
    "[1, NO, ~]": [1, "NO", None],
    "{a: 1, b: [x]}": {"a": 1, "b": ["x"]},
    "|\n  deux\n  lignes": "deux\nlignes\n",
    ">-\n  deux\n  lignes": "deux lignes",
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.items(), ids=[repr(text)[:20] for text in PLAIN])
def test_a_bare_word_means_what_yaml_1_2_says(text: str, expected: object) -> None:
    value = plain(parse(f"key: {text}\n").pairs["key"])

    assert value == expected
    assert type(value) is type(expected)


def test_not_a_number_is_a_float() -> None:
    value = plain(parse("key: .nan\n").pairs["key"])

    assert isinstance(value, float)
    assert math.isnan(value)


def test_nodes_know_the_line_of_the_file_they_stand_on() -> None:
    head = parse("title: a\n\nimage:\n    src: b\n    alt: >\n        c\ntags:\n- d\n")

    image = head.pairs["image"]
    assert isinstance(image, Pairs)
    assert dict(head.lines) == {"title": 2, "image": 4, "tags": 8}
    assert dict(image.lines) == {"src": 5, "alt": 6}


def test_an_alias_stands_for_what_its_anchor_names() -> None:
    head = parse("title: &titre Moltbot\nimage: {src: /a.png, alt: *titre}\n")

    assert plain(head) == {"title": "Moltbot", "image": {"src": "/a.png", "alt": "Moltbot"}}


@pytest.mark.parametrize("text", ["", "\n\n", "# rien\n"])
def test_no_keys_make_an_empty_mapping(text: str) -> None:
    assert parse(text).pairs == {}


BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    + [f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]" for below, name in zip("abcdefg", "bcdefgh", strict=True)]
)
QUOTES = "write word: value; put a value that starts with { or [ in quotes"
SHAPE = "the line does not fit under the lines above: indent it like its neighbours"
BROKEN = {
    "unquoted colon": (
        "title: Moltbot : le risque\n",
        '2: title: an unquoted text holds a colon and a space: put it in quotes: "Moltbot : le risque"',
    ),
    "unquoted colon with double quotes": (
        'title: Le "mot" : juste\n',
        "2: title: an unquoted text holds a colon and a space: put it in quotes: 'Le \"mot\" : juste'",
    ),
    "unquoted colon in a list of mappings": (
        "faq:\n  - question: Quoi : ça ?\n    answer: x\n",
        '3: faq.question: an unquoted text holds a colon and a space: put it in quotes: "Quoi : ça ?"',
    ),
    "no space after the colon": ("title:x\nb: c\n", "2: title: no colon and space after the key: write key: value"),
    "no colon": ("title x\nb: c\n", "2: front matter: no colon and space after the key: write key: value"),
    "no colon on the last line": ("a: 1\nb\n", "3: a: no colon after the key: write key: value"),
    "a tab in the indentation": (
        "image:\n\tsrc: /a.png\n",
        "3: image.src: a tab in the indentation: indent with spaces",
    ),
    "a tab after spaces": ("title: x\n  \tb: y\n", "3: title.b: a tab in the indentation: indent with spaces"),
    "an unclosed quote": (
        'title: "abc\nb: c\n',
        "2: title: a quote is opened and never closed: close it at the end of the value",
    ),
    "an unclosed quote that the next quote closes": (
        'image:\n  src: "/a.png\n  alt: "x"\ntitle: y\n',
        "3: image.src: a quote is opened and not closed on its line: close it",
    ),
    "a quote inside quotes": (
        "a: 'l'eau'\n",
        "2: a: text goes on after the closing quote: put the whole value in quotes; double a quote inside: 'l''eau'",
    ),
    "an unclosed list": ("tags: [a, b\ndate: x\n", "2: tags: [ is opened and never closed: close it with ]"),
    "an unclosed mapping": ("image: {src: a\ntitle: b\n", "2: image: { is opened and never closed: close it with }"),
    "a word after a list": (
        "title: [a] b\n",
        '2: title: an unquoted text starts with [: put it in quotes: "[a] b"',
    ),
    "a value that starts with @": (
        "title: @moi\n",
        '2: title: an unquoted text starts with @: put it in quotes: "@moi"',
    ),
    "an item that starts with @": (
        "tags:\n  - @moi\n",
        '3: tags: an unquoted text starts with @: put it in quotes: "@moi"',
    ),
    "a value in backquotes": (
        "title: `x`\n",
        '2: title: an unquoted text starts with `: put it in quotes: "`x`"',
    ),
    "a value in stars": (
        "title: *un* mot\n",
        '2: title: an unquoted text starts with *: put it in quotes: "*un* mot"',
    ),
    "a value that starts with >": (
        "title: > b\n",
        '2: title: an unquoted text starts with >: put it in quotes: "> b"',
    ),
    "a list on the line of its key": (
        "tags: - a\n",
        "2: tags: a list starts on the line of its key: put each - on its own line below",
    ),
    "a Windows path": (
        'a: "C:\\Users"\n',
        "2: a: a backslash in double quotes starts an escape: write \\\\, or use single quotes",
    ),
    "an unknown escape": (
        'a: "\\q"\n',
        "2: a: a backslash in double quotes starts an escape: write \\\\, or use single quotes",
    ),
    "a key under a value": (
        "a: b\n c: d\n",
        "3: a.c: a key under a line that already has its value: indent it like its neighbours",
    ),
    "an indentation between two levels": ("a:\n  b: 1\n c: 2\n", f"4: a.c: {SHAPE}"),
    "a sign alone": ("a: ? b\n", f"2: a: {SHAPE}"),
    "a list among keys": ("a: b\n- c\n", f"3: a: {SHAPE}"),
    "a directive": ("%YAML 1.2\n", f"3: front matter: {SHAPE}"),
    "nothing that the rules know": (
        "? %\n",
        "2: front matter: YAML cannot read this (found character that cannot start any token):"
        " check quotes, colons and indentation",
    ),
    "an unknown alias": ("a: *x\n", "2: a: *x names nothing above: put a text that starts with * in quotes"),
    "an alias to itself": ("a: &a [*a]\n", "2: a: *a names nothing above: put a text that starts with * in quotes"),
    "a tag of Python's": (
        "a: !!python/object:os.system x\n",
        "2: a: the tag !!python/object:os.system is not read here: remove it; a text goes in quotes",
    ),
    "a text that looks like a tag": (
        "a: !important\n",
        "2: a: the tag !important is not read here: remove it; a text goes in quotes",
    ),
    "a merge key": ("<<: {a: b}\n", "2: front matter: << is not in YAML 1.2: write the keys out"),
    "a template where a text should be": ("title: {{ x }}\n", f"2: title: a key is not a word: {QUOTES}"),
    "a list as a key": ("[a]: b\n", f"2: front matter: a key is not a word: {QUOTES}"),
    "no key before the colon": ('"": b\n', f"2: front matter: a key is not a word: {QUOTES}"),
    "a no-break space in a key": ("title\u00a0: b\n", f"2: front matter: a key is not a word: {QUOTES}"),
    "a second document": (
        "a: 1\n--- \nb: 1\n",
        "3: front matter: a second YAML document starts here: keep one head, between two lines ---",
    ),
    "a list": ("- a\n", "2: front matter: a list instead of keys: write one key a line, such as title: ..."),
    "a text": ("bonjour\n", "2: front matter: a text instead of keys: write one key a line, such as title: ..."),
    "a control character": ("a: 1\nb: \x07\n", "3: b: the invisible character U+0007: remove it"),
    "a line separator": ("a: x\u2028y\n", "2: a: the invisible character U+2028: remove it"),
    "a BOM in the middle": ("image:\n  src: \ufeff\n", "3: image.src: the invisible character U+FEFF: remove it"),
    "too deep": (
        "a: " + "[" * 40 + "]" * 40,
        "2: a: its aliases or levels make it too big: write the values out, flat",
    ),
    "deeper than Python can go": (
        "a: " + "[" * 5000,
        "2: a: its aliases or levels make it too big: write the values out, flat",
    ),
    "an alias bomb": (BOMB, "5: d: its aliases or levels make it too big: write the values out, flat"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_head_is_one_sentence_with_line_key_and_remedy(text: str, message: str) -> None:
    assert faults(text) == [f"x.md:{message}"]


def test_every_key_given_twice_is_named_with_both_lines() -> None:
    assert faults("a: 1\nimage:\n  src: 1\n  src: 2\na: 2\n") == [
        "x.md:5: image.src: already given on line 4: keep one of the two",
        "x.md:6: a: already given on line 2: keep one of the two",
    ]


def test_what_no_rule_knows_is_told_in_libyamls_words() -> None:
    assert faults('a: "\\ud800"\n')[0].startswith("x.md:2: a: ")


def test_the_scanner_is_libyamls_and_the_pure_one_gives_the_same_events() -> None:
    texts = [path.read_text("utf-8-sig") for path in sorted(NUXT.rglob("*.md"))]
    heads = [text.split("---")[1] for text in texts if text.startswith("---")]

    assert LOADER is yaml.CSafeLoader
    assert len(heads) > 25
    for head in heads:
        fast, pure = (list(map(str, yaml.parse(head, Loader=loader))) for loader in (LOADER, yaml.SafeLoader))
        assert fast == pure


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(10**16), 10**16) | TEXTS
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé", min_size=1), inner, max_size=3)
)


@CALM
@given(st.dictionaries(st.text("abcdefé", min_size=1), TREES, max_size=4))
def test_what_is_written_in_json_is_read_back(tree: dict[str, object]) -> None:
    head = json.dumps(tree, ensure_ascii=False)  # JSON is YAML 1.2

    assert plain(parse(head)) == tree


@CALM
@given(st.text(st.characters(codec="utf-8")) | st.text('ab:- \n\t"[]{}&*!|>#%@,\\', max_size=30))
@example("---")
def test_any_text_is_read_or_refused_with_a_line_of_the_head(text: str) -> None:
    found = outcome(text)

    assert isinstance(found, Pairs) or all(2 <= fault.line <= text.count("\n") + 2 and fault.key for fault in found)
