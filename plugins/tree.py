# SPDX-License-Identifier: AGPL-3.0-or-later
"""markdown-it tokens -> the element tree Python-Markdown works on.

The tree under construction is a stack of open elements. Those the author opened with raw tags are marked: a Markdown
block that ends closes them too, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown_it.token import Token

from plugins.body import Body
from plugins.html_policy import ELEMENTS

MAX_DEPTH = 150  # of open elements: what walks the tree later may recurse


class Located(Element):
    """An element that knows its line in the body, for the processors that may refuse it."""

    __slots__ = ("line",)
    line: int


def located(tag: str, line: int, attributes: Mapping[str, str] | None = None) -> Located:
    element = Located(tag, dict(attributes or {}))
    element.line = line
    return element


@dataclass(frozen=True, slots=True)
class _Open:
    element: Element
    is_raw: bool


class Tree:
    """Grows from tokens; `rules` say what each type of token does, the others follow their tag and nesting."""

    def __init__(self, body: Body, rules: Mapping[str, Rule]) -> None:
        self.body = body
        self.root = Element("div")
        self.line = 0  # of the last token that had one
        self.box: Element | None = None  # a task's checkbox waiting for the task's words
        self._rules = rules
        self._stack = [_Open(self.root, is_raw=False)]

    @property
    def top(self) -> Element:
        """The innermost open element."""
        return self._stack[-1].element

    def grow(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self.line = token.meta["line"] if "line" in token.meta else (token.map or [self.line])[0]
            self._rules.get(token.type, _by_nesting)(self, token)

    def finish(self) -> Element:
        """The root, once the author's forgotten raw tags are closed (each is an error)."""
        self._close_raw_tags()
        return self.root

    def open(self, element: Element, *, is_block: bool = True) -> None:
        self.leaf(element, is_block=is_block)
        self._stack.append(_Open(element, is_raw=False))

    def open_apart(self) -> None:
        """Open an element that is in no tree: what goes inside is dropped."""
        self._stack.append(_Open(Element("div"), is_raw=False))

    def close(self) -> None:
        """Close the innermost Markdown element, and any raw tag left open inside it."""
        self._close_raw_tags()
        self._stack.pop()

    def leaf(self, element: Element, *, is_block: bool = True) -> None:
        """Add `element` inside the innermost open one; blocks stand on lines of their own."""
        if is_block:
            self._end_line()
            element.tail = "\n"
        self.top.append(element)

    def text(self, text: str) -> None:
        top = self.top
        if len(top):
            top[-1].tail = (top[-1].tail or "") + text
        else:
            top.text = (top.text or "") + text

    def open_raw(self, element: Located) -> None:
        """Open an element of which the author wrote the tag."""
        self.top.append(element)
        if len(self._stack) < MAX_DEPTH:
            self._stack.append(_Open(element, is_raw=True))
        else:
            self.body.error(element.line, f"<{element.tag}>", f"more than {MAX_DEPTH} elements deep", "nest fewer tags")

    def close_raw(self, tag: str) -> bool:
        """Close the raw element `tag`; False when the author has none open in this Markdown block."""
        for depth in range(len(self._stack) - 1, 0, -1):
            if not self._stack[depth].is_raw:
                return False
            if self._stack[depth].element.tag == tag:
                self._close_raw_tags(depth + 1)
                self._stack.pop()
                return True
        return False

    def _close_raw_tags(self, above: int = 1) -> None:
        while len(self._stack) > above and self._stack[-1].is_raw:
            element = self._stack.pop().element
            if isinstance(element, Located) and element.tag in ELEMENTS:  # the others were refused already
                remedy = f"write </{element.tag}> in the same block"
                self.body.error(element.line, f"<{element.tag}>", "never closed here", remedy)

    def _end_line(self) -> None:
        top = self.top
        before = (top[-1].tail or " ") if len(top) else top.text
        if before and not before.endswith("\n"):
            self.text("\n")


Rule = Callable[[Tree, Token], None]


def _by_nesting(tree: Tree, token: Token) -> None:
    """What most tokens ask for: open their tag, close it, or stand alone."""
    if token.nesting == -1:
        tree.close()
        return
    element = Element(token.tag, {name: str(value) for name, value in token.attrs.items()})
    if token.nesting == 1:
        tree.open(element, is_block=token.block)
    else:
        tree.leaf(element, is_block=token.block)
