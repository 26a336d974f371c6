# SPDX-License-Identifier: MIT
"""A page's policy holds what the page uses and nothing else, whatever the spelling of its HTML."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.csp import UnsafePageError, class_name, page_directives
from middleware.csp_grammar import directive_faults

SHA384 = "sha384-" + "A" * 64
NO_SCRIPT = {"script-src": ("'none'",)}


def inline(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("html", "directive", "sources"),
    [
        ('<link rel="stylesheet" href="/a.css">', "style-src", ("'self'",)),
        ("<LINK REL=StyleSheet HREF=a.css>", "style-src", ("'self'",)),
        ("<style>p{}</style>", "style-src", (inline("p{}"),)),
        ("<style>p{}\r\na{}</style>", "style-src", (inline("p{}\na{}"),)),
        ("<img src=/a.png>", "img-src", ("'self'",)),
        ("<img srcset='/a.png 1x, /b.png 2x'>", "img-src", ("'self'",)),
        ("<picture><source srcset=/a.avif></picture>", "img-src", ("'self'",)),
        ("<link rel='shortcut icon' href=/f.ico>", "img-src", ("'self'",)),
        ("<link rel=apple-touch-icon href=/f.png>", "img-src", ("'self'",)),
        ("<video poster=/p.png></video>", "img-src", ("'self'",)),
        ("<form action=/x><input type=image src=/b.png></form>", "img-src", ("'self'",)),
        ("<svg><image href=/a.png /></svg>", "img-src", ("'self'",)),
        ("<svg><use href=/s.svg#x /></svg>", "img-src", ("'self'",)),
        ("<video src=/a.webm></video>", "media-src", ("'self'",)),
        ("<audio><source src=/a.opus></audio>", "media-src", ("'self'",)),
        ("<video><track src=/a.vtt></video>", "media-src", ("'self'",)),
        ("<link rel=preload as=font href=/a.woff2>", "font-src", ("'self'",)),
        ("<link rel=manifest href=/site.webmanifest>", "manifest-src", ("'self'",)),
        ("<form action=/recherche></form>", "form-action", ("'self'",)),
        (f"<script src=/a.js integrity={SHA384} crossorigin></script>", "script-src", (f"'{SHA384}'",)),
        ("<script>f()</script>", "script-src", (inline("f()"),)),
        ("<script type=module>é\r\n</script>", "script-src", (inline("é\n"),)),
        ("<script type=importmap>{}</script>", "script-src", (inline("{}"),)),
    ],
)
def test_each_element_brings_its_directive(html: str, directive: str, sources: tuple[str, ...]) -> None:
    assert page_directives(f"<!doctype html>{html}")[directive] == sources


@pytest.mark.parametrize(
    "html",
    [
        "<p>rien",
        "<!-- <script>x</script> -->",
        "<textarea><script>x</script></textarea>",
        '<p title="<script>x</script>">a</p>',
        '<script type="application/ld+json">{"a": "</b>"}</script>',
        '<link rel="canonical" href="https://elsewhere.example/">',
        '<link rel="alternate" href="/atom.xml">',
        '<a href="https://elsewhere.example/">un lien</a>',
        "<svg><use href='#interne' /></svg>",
        "",
    ],
)
def test_what_fetches_nothing_asks_for_nothing(html: str) -> None:
    assert page_directives(html) == NO_SCRIPT


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<p style='color:red'>", "inline style"),
        ("<p onclick=f()>", "inline handler"),
        ("<P ONCLICK=f()>", "inline handler"),
        ("<base href=/x>", "relative address"),
        ("<iframe src=/x></iframe>", "another page"),
        ("<iframe srcdoc='x'></iframe>", "another page"),
        ("<object data=/x></object>", "plug-in"),
        ("<embed src=/x>", "plug-in"),
        ("<a href='javascript:f()'>", "runs a script"),
        ("<a href=' JaVa\tScript:f()'>", "runs a script"),
        ("<a href='data:text/html,x'>", "runs a script"),
        ("<img src=https://tiers.example/a.png>", "not this site"),
        ("<img src=//tiers.example/a.png>", "not this site"),
        ("<img src='data:image/png;base64,x'>", "not this site"),
        ("<img srcset='/a.png 1x, https://t.example/b.png 2x'>", "not this site"),
        ("<link rel=stylesheet href=https://t.example/a.css>", "not this site"),
        ("<script src=https://t.example/a.js></script>", "not this site"),
        ("<script src=/a.js></script>", "lacks integrity"),
        (f"<script src=/a.js integrity={SHA384}></script>", "lacks integrity or crossorigin"),
        ("<link rel=modulepreload href=/a.js>", "loads a script apart"),
        ("<link rel=preload as=script href=/a.js>", "loads a script apart"),
        ("<form action=https://t.example/></form>", "elsewhere"),
        ("<button formaction=//t.example/>", "elsewhere"),
        ("<template><p onclick=f()></p></template>", "could not see"),
    ],
)
def test_a_page_that_would_need_more_is_refused_with_its_element(html: str, reason: str) -> None:
    with pytest.raises(UnsafePageError) as refused:
        page_directives(f"<!doctype html>{html}")

    assert reason in str(refused.value)
    assert "<" in refused.value.reasons[0]


def test_every_reason_of_a_page_is_told_at_once() -> None:
    with pytest.raises(UnsafePageError) as refused:
        page_directives("<p style=x><a onclick=y><iframe>")

    assert len(refused.value.reasons) == 3


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("p{color:red}", {"style-src"}),
        ("@font-face{font-family:a;src:url(/a.woff2) format('woff2')}", {"style-src", "font-src"}),
        ("body{background:url('/a.svg')}", {"style-src", "img-src"}),
        ('body{mask:url( "/a.svg" )}', {"style-src", "img-src"}),
        ("/* url(/a.png) */ p{filter:url(#flou)}", {"style-src"}),
    ],
)
def test_what_a_stylesheet_uses_belongs_to_its_page(css: str, expected: set[str]) -> None:
    found = page_directives("<link rel=stylesheet href=/a.css>", {"/a.css": css})

    assert set(found) == expected | {"script-src"}


@pytest.mark.parametrize(
    "css", ["p{background:url(data:image/png;base64,x)}", "a{b:url(//t.example/x)}", "@import 'b.css';"]
)
def test_a_stylesheet_that_fetches_elsewhere_is_refused(css: str) -> None:
    with pytest.raises(UnsafePageError):
        page_directives("<link rel=stylesheet href=/a.css>", {"/a.css": css})


def test_pages_with_the_same_needs_share_a_class() -> None:
    one = page_directives("<img src=/a.png><link rel=stylesheet href=/a.css>")
    two = page_directives("<link rel=stylesheet href=/b.css><img src=/b.png>")
    three = page_directives("<img src=/a.png>")

    assert class_name(one) == class_name(two) != class_name(three)


@given(st.text(max_size=300))
def test_any_text_gives_a_policy_of_known_words_or_a_refusal(html: str) -> None:
    try:
        directives = page_directives(html)
    except UnsafePageError:
        return

    assert not [fault for name, sources in directives.items() for fault in directive_faults(name, sources)]
