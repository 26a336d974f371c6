# SPDX-License-Identifier: MIT
"""What a stylesheet refers to, found and rewritten."""

from __future__ import annotations

import pytest

from plugins.stylesheet import Target, rewrite


def shout(target: Target) -> str:
    return target.name.upper()


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        pytest.param("a{b:url(x.png)}", "a{b:url(CSS/X.PNG)}", id="bare"),
        pytest.param("a{b:url( 'x.png' )}", "a{b:url( 'CSS/X.PNG' )}", id="single-quotes-and-spaces"),
        pytest.param('a{b:url("../fonts/x.woff2")}', 'a{b:url("FONTS/X.WOFF2")}', id="parent-folder"),
        pytest.param("a{b:URL(x.png)}", "a{b:URL(CSS/X.PNG)}", id="capitals"),
        pytest.param('@import "other.css";', '@import "CSS/OTHER.CSS";', id="import-string"),
        pytest.param("@import url(other.css);", "@import url(CSS/OTHER.CSS);", id="import-url"),
        pytest.param("a{b:url(x.svg#sun)}", "a{b:url(CSS/X.SVG#sun)}", id="fragment-stays"),
        pytest.param("a{b:url(x.eot?#iefix)}", "a{b:url(CSS/X.EOT?#iefix)}", id="query-stays"),
        pytest.param("a{b:url(x.png),url(y.png)}", "a{b:url(CSS/X.PNG),url(CSS/Y.PNG)}", id="two-in-one-line"),
        pytest.param("a{b:url(#sun)}", "a{b:url(#sun)}", id="own-fragment-is-left-alone"),
        pytest.param("a{b:url()}", "a{b:url()}", id="empty-is-left-alone"),
        pytest.param("/* url(x.png) */", "/* url(x.png) */", id="comment-is-left-alone"),
        pytest.param('a{content:"url(x.png)"}', 'a{content:"url(x.png)"}', id="string-is-left-alone"),
        pytest.param(r"a{content:'\'url(x.png)'}", r"a{content:'\'url(x.png)'}", id="escaped-quote"),
        pytest.param("a{b:curl(x.png)}", "a{b:curl(x.png)}", id="another-function"),
    ],
)
def test_each_reference_is_replaced_and_nothing_else(css: str, expected: str) -> None:
    assert rewrite(css, "css/site.css", shout) == expected


@pytest.mark.parametrize(
    "written", ["https://cdn.example/x.css", "//cdn.example/x", "data:image/png;base64,AA", "/x", "../../x"]
)
def test_what_lies_outside_the_folder_has_no_name(written: str) -> None:
    found: list[Target] = []

    def note(target: Target) -> str:
        found.append(target)
        return target.written

    rewrite(f"a{{}}\nb{{c:url({written})}}", "css/site.css", note)

    assert [(target.name, target.line) for target in found] == [("", 2)]
