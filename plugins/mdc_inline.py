# SPDX-License-Identifier: AGPL-3.0-or-later
"""MDC inside a paragraph: `[span]`, `{.class}` after an element, and `:component` and `{{ binding }}`, both refused.

Where each may stand is what remark-mdc accepts; `10:30`, `std::vector`, `:)`, `:D` and `:smile:` are text.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from plugins.mdc_props import mark, read_props
from plugins.tree import Tree

NAME = re.compile(r":(?P<name>[A-Za-z][\w-]*(?<!_))(?![:\w-])", re.ASCII)
MISSING_NOTE = re.compile(r"\[\^[^\s\[\]]+\]")
LABEL = re.compile(r"\[[^\[\]\n]*\]")
MARKED = frozenset({"a", "code", "em", "img", "span", "strong"})


def span(state: StateInline, silent: bool) -> bool:
    """`[text]` that is neither a link nor a note: the brackets go. `[[` and `[!` are text.

    In silent mode it holds its peace: the label of an enclosing link counts these brackets as text.
    """
    start = state.pos
    if silent or state.src[start] != "[" or state.src[start - 1 : start] == "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, start, False)
    label = state.src[start + 1 : end].strip()
    if end < 0 or not label or label[0] in "[!" or state.src[end + 1 : end + 2] in ("(", "["):
        return False
    maximum, state.pos, state.posMax = state.posMax, start + 1, end
    state.push("mdc_span_open", "span", 1)
    state.md.inline.tokenize(state)
    state.push("mdc_span_close", "span", -1)
    state.pos, state.posMax = end + 1, maximum
    return True


def missing_note(state: StateInline, silent: bool) -> bool:
    """`[^name]` when no such note was written: it stays as text."""
    call = None if silent else MISSING_NOTE.match(state.src, state.pos, state.posMax)
    return call is not None and _push(state, silent, "mdc_missing_note", call.end())


def attributes(state: StateInline, silent: bool) -> bool:
    """`{...}` right after what may be the end of an element; the tree knows whether it is."""
    if state.src[state.pos] != "{" or state.src[state.pos - 1 : state.pos] not in ("]", ")", "*", "_", "`"):
        return False
    found = read_props(state.src, state.pos, state.posMax)
    if found is None:
        return False
    props, end = found
    return _push(state, silent, "mdc_attributes", end, props=props)


def component(state: StateInline, silent: bool) -> bool:
    """`:name`, `:name[label]`, `:name{props}`. One bare letter is a smiley."""
    if state.src[state.pos] != ":" or not _may_start_component(state):
        return False
    name = NAME.match(state.src, state.pos, state.posMax)
    if name is None:
        return False
    end = _end_of_component(state.src, name.end(), state.posMax)
    if end == name.end() and len(name["name"]) == 1:
        return False
    return _push(state, silent, "mdc_component", end, name=f":{name['name']}")


def binding(state: StateInline, silent: bool) -> bool:
    """`{{ expression }}`, which Nuxt replaces by a value."""
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos + 2, state.posMax)
    return end >= 0 and _push(state, silent, "mdc_binding", end + 2)


def missing_note_rule(tree: Tree, token: Token) -> None:
    tree.text(token.content)
    tree.body.warn(tree.line, token.content, "no note of that name", f"write {token.content}: and the note")


def attributes_rule(tree: Tree, token: Token) -> None:
    """Mark the element just closed; anywhere else the braces are the author's text."""
    element = tree.top[-1] if len(tree.top) else None
    if element is None or element.tail or element.tag not in MARKED:
        tree.text(token.content)
    else:
        mark(element, token.meta["props"], tree.body, tree.line)


def component_rule(tree: Tree, token: Token) -> None:
    name = token.meta["name"]
    remedy = f"put it between backquotes, write \\{name} for the text, or a space after the colon"
    tree.body.error(tree.line, name, "no such component here", remedy)


def binding_rule(tree: Tree, token: Token) -> None:
    remedy = "write the value itself, or put the braces between backquotes"
    tree.body.error(tree.line, token.content, "values are not filled in here", remedy)


def _may_start_component(state: StateInline) -> bool:
    before = state.src[state.pos - 1 : state.pos]
    return not before or before.isspace() or before in "[*_("


def _end_of_component(source: str, position: int, maximum: int) -> int:
    """Where the label and the props end, in either order; `position` when there are none."""
    for _ in range(2):
        label = LABEL.match(source, position, maximum)
        props = read_props(source, position, maximum) if source[position : position + 1] == "{" else None
        position = label.end() if label else props[1] if props else position
    return position


def _push(state: StateInline, silent: bool, kind: str, end: int, **meta: object) -> bool:
    if not silent:
        token = state.push(kind, "", 0)
        token.content = state.src[state.pos : end]
        token.meta = meta
    state.pos = end
    return True
