# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an author may write as raw HTML: elements and their attributes.

Harmless means: no script, no style, no form, no request to elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GLOBAL = frozenset({"aria-describedby", "aria-label", "aria-labelledby", "class", "dir", "id", "lang", "title"})

_PLAIN = (
    "abbr b bdi br caption cite code dd dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i kbd mark p pre rp rt "
    "ruby s samp small span strong sub summary sup table tbody tfoot thead tr u ul var wbr"
)
ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(_PLAIN.split(), frozenset[str]()),
        "a": frozenset({"href"}),
        "blockquote": frozenset({"cite"}),
        "col": frozenset({"span"}),
        "colgroup": frozenset({"span"}),
        "del": frozenset({"cite", "datetime"}),
        "details": frozenset({"open"}),
        "img": frozenset({"alt", "height", "src", "width"}),
        "ins": frozenset({"cite", "datetime"}),
        "li": frozenset({"value"}),
        "ol": frozenset({"reversed", "start"}),
        "q": frozenset({"cite"}),
        "td": frozenset({"colspan", "headers", "rowspan"}),
        "th": frozenset({"abbr", "colspan", "headers", "rowspan", "scope"}),
        "time": frozenset({"datetime"}),
    }
)

REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "h1": "the page's title is its only h1: write h2",
        "iframe": "link to the page instead: nothing is loaded from elsewhere",
        "link": "styles are in the theme: remove it",
        "script": "scripts are in the theme: remove it",
        "style": "styles are in the theme: remove it",
        "svg": "save it as a file beside the text and write ![...](/path.svg)",
    }
)
REMEDY = "remove it, or put it between backquotes to show it"

# What the parser of a browser reads as text until the closing tag.
RAW_TEXT = frozenset({
    "iframe", "noembed", "noframes", "noscript", "script", "style", "template", "textarea", "title", "xmp",
})  # fmt: skip
