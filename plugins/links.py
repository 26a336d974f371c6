# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links: where they may lead, and which lead off the site."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from plugins.body import Desk
from plugins.tree import Located

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]+")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def scheme(url: str) -> str:
    """The scheme a browser sees in `url`, in lower case, "" for a path; it ignores controls and spaces (WHATWG URL)."""
    found = _SCHEME.match(_IGNORED.sub("", url))
    return found[1].lower() if found else ""


class Links(Treeprocessor):
    """Refuses dangerous schemes, in Markdown and in raw HTML alike, and marks links off the site `rel="external"`.

    No `target`, so `noopener` would say nothing; what the other site learns is the Referrer-Policy header's business.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def run(self, root: Element) -> None:
        line = 0
        for element in root.iter():
            line = element.line if isinstance(element, Located) else line
            for name in ("href", "cite"):
                self._check(element, name, line)
            url = element.get("href", "")
            if scheme(url) in ("http", "https") or url.startswith("//"):
                element.set("rel", "external")

    def _check(self, element: Element, name: str, line: int) -> None:
        url = element.get(name, "")
        if scheme(url) and scheme(url) not in SCHEMES:
            remedy = "write http, https, mailto, tel or a path; backquotes show it as text"
            self.desk.body.error(line, url, f"no link may use the scheme {scheme(url)!r}", remedy)
            del element.attrib[name]
