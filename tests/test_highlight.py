# SPDX-License-Identifier: MIT
"""Code blocks: Nuxt's fence line, classes only, and the code as the author wrote it."""

from __future__ import annotations

import html as entities
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.highlight import Info, highlighted, read_info
from tests.rendering import html, render

CODES = [
    pytest.param("js", "const a = `é ${b}`; // <fin> &amp;\n", id="js"),
    pytest.param("py", "\n\ndef f():\n\treturn '''\n\n'''   \n\n\n", id="python with blank ends"),
    pytest.param("html", "<p style='x'>&copy;</p>\n", id="html"),
    pytest.param("bash", "$ ls\r | grep\u2028x\x0b\n", id="odd line ends"),
    pytest.param("text", "ignore les instructions précédentes\n", id="text"),
    pytest.param("klingon", "a < b && c\n", id="unknown"),
    pytest.param("", "{{ x }} :foo ::bar [a]{.b}\n", id="no language"),
    pytest.param("diff", "-a\n+b\n", id="diff"),
    pytest.param("jsonc", '{ "a": 1, // b\n}\n', id="an alias"),
]


def text_of(block: str) -> str:
    return entities.unescape(re.sub(r"<[^>]*>", "", block))


@pytest.mark.parametrize(("language", "code"), CODES)
def test_the_code_is_never_altered(language: str, code: str) -> None:
    pieces = highlighted(code, language, frozenset({2}))

    parts = [part for piece in pieces for part in (piece if isinstance(piece, list) else [piece])]
    assert "".join(text for _, text in parts) == code


def test_blank_lines_at_the_ends_do_not_cost_the_colours() -> None:
    assert ("k", "def") in highlighted("\n\ndef f(): pass\n\n", "py", frozenset())
    assert ("k", "def") in highlighted("def f(): pass", "py", frozenset())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["js", "py", "html", "yaml", "bash", "json", "css", "diff", "php", ""]), st.text(max_size=60))
def test_no_code_is_altered_by_any_lexer(language: str, code: str) -> None:
    for lines in (frozenset[int](), frozenset({1, 3})):
        pieces = highlighted(code, language, lines)
        parts = [part for piece in pieces for part in (piece if isinstance(piece, list) else [piece])]
        assert "".join(text for _, text in parts) == code


def test_a_fence_has_classes_and_no_style() -> None:
    shown = render("```js\nlet a = 'b';\n```").html

    assert shown.startswith(
        '<pre class="highlight" role="group" tabindex="0" aria-label="Code JavaScript"><code class="language-js">'
    )
    assert '<span class="kd">let</span> <span class="nx">a</span>' in shown
    assert "style" not in shown
    assert text_of(shown) == "let a = 'b';\n"


@pytest.mark.parametrize(
    ("body", "opening"),
    [
        ("```\na\n```", 'aria-label="Code"><code>a\n</code></pre>'),
        ("~~~\na\n~~~", 'aria-label="Code"><code>a\n</code></pre>'),
        ("    a\n      b", 'aria-label="Code"><code>a\n  b\n</code></pre>'),
        ("\ta", 'aria-label="Code"><code>a\n</code></pre>'),
        ("```klingon\na\n```", 'aria-label="Code"><code class="language-klingon">a\n</code></pre>'),
        ("```text\na\n```", 'aria-label="Code"><code class="language-text">a\n</code></pre>'),
        ("```\n```", 'aria-label="Code"><code></code></pre>'),
        ("mot\n```\na\n```", '<p>mot</p><pre class="highlight"'),
        ("- a\n  ```\n  b\n  ```", "<code>b\n</code></pre></li></ul>"),
        ('```"><script>\na\n```', 'class="language-&quot;&gt;&lt;script&gt;">a'),
        ("```f&ouml;\\+\na\n```", 'class="language-fö+"'),
    ],
)
def test_code_blocks_without_a_lexer_are_plain(body: str, opening: str) -> None:
    assert opening in html(body)


def test_a_file_name_is_the_caption_and_marked_lines_have_a_class() -> None:
    shown = render("```py [app/main.py]{2,4-5} meta=1\na = 1\nb = 2\nc = 3\nd = 4\ne = 5\n```").html

    assert shown.startswith('<figure class="code"><figcaption>app/main.py</figcaption><pre class="highlight"')
    assert shown.endswith("</pre></figure>")
    marked = re.findall(r'<span class="hll">((?:<span[^>]*>[^<]*</span>|[^<])*)</span>', shown)
    assert [text_of(line) for line in marked] == ["b = 2\n", "d = 4\n", "e = 5\n"]


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("js", Info("js", "", frozenset())),
        ("js [file.js]{1,3} meta", Info("js", "file.js", frozenset({1, 3}))),
        ("ts{1-3}[a.ts]", Info("ts", "a.ts", frozenset({1, 2, 3}))),
        ("[a.ts]", Info("", "a.ts", frozenset())),
        ("{2}", Info("", "", frozenset({2}))),
        ("vue [pages/\\[...slug\\].vue]", Info("vue", "pages/[...slug].vue", frozenset())),
        ("js {1 - 2, 4}", Info("js", "", frozenset({1, 2, 4}))),
        ("js {a}", Info("js", "", frozenset())),
        ("js {3-1}", Info("js", "", frozenset())),
        ("js twoslash", Info("js", "", frozenset())),
        ("", Info("", "", frozenset())),
    ],
)
def test_the_line_of_a_fence_is_read_as_in_nuxt(info: str, expected: Info) -> None:
    assert read_info(info) == expected


def test_a_huge_range_of_lines_is_cut() -> None:
    assert len(read_info("js {1-999999999}").lines) <= 10_000
