# SPDX-License-Identifier: AGPL-3.0-or-later
"""Element tree -> HTML, exactly: what is text in the tree is that text on the page.

Python-Markdown's own serializer leaves `&copy;` alone, so an author's `&amp;copy;` would show a sign he did not write.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip
BOOLEAN = frozenset({"checked", "disabled", "open", "reversed"})


def to_html(root: Element) -> str:
    """HTML of `root` and all below it. Attributes keep their order; no comment, no processing instruction."""
    written: list[str] = []
    waiting: list[Element | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            written.append(node)
            continue
        if node.tail:
            waiting.append(text(node.tail))
        written.append(_start_tag(node) + text(node.text or ""))
        waiting.extend([] if node.tag in VOID else [f"</{node.tag}>"])
        waiting.extend(reversed(node))
    return "".join(written)


def text(value: str) -> str:
    """`value` with the three signs that mean something between tags escaped."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _start_tag(element: Element) -> str:
    attributes = "".join(_attribute(name, value) for name, value in element.items())
    return f"<{element.tag}{attributes}>"


def _attribute(name: str, value: str) -> str:
    if name in BOOLEAN:
        return f" {name}"
    return f' {name}="{text(value).replace(chr(34), "&quot;")}"'
