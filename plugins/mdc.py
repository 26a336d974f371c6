# SPDX-License-Identifier: AGPL-3.0-or-later
"""MDC block components: `::name[label]{props}`, an optional YAML head, Markdown, and as many colons to close.

Only the reading is here; what a component becomes is in plugins/alerts.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import yaml
from markdown_it.rules_block import StateBlock

from plugins.mdc_props import Props, read_props

OPENING = re.compile(r"(?P<colons>:{2,})(?P<name>[A-Za-z][\w-]*)(?:\[(?P<label>[^\]]*)\])?", re.ASCII)
CLOSING = re.compile(r"(?P<colons>:{2,})\s*")
SLOT = re.compile(r"#[A-Za-z][\w-]*\s*", re.ASCII)
FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
HEAD = re.compile(r"-{3,}\s*")


@dataclass(frozen=True, slots=True)
class Component:
    """What one opening says; `problem` is "" when all of it could be read. `head` holds the YAML head's pairs."""

    name: str
    label: str = ""
    props: Props = Props((), "", ())  # noqa: RUF009  # frozen
    head: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def component_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The markdown-it block rule: `mdc_open`, the Markdown inside, `mdc_close`."""
    opening = None if state.is_code_block(start) else OPENING.match(_line(state, start))
    component = _read_opening(opening) if opening else None
    if opening is None or component is None or silent:
        return component is not None
    close, is_closed = _closing_line(state, start, end, len(opening["colons"]))
    component, first = _read_head(state, component, start + 1, close)
    token = state.push("mdc_open", "aside", 1)
    token.meta = {"component": component, "is_closed": is_closed}
    token.map = [start, close]
    _parse_inside(state, first, close)
    state.push("mdc_close", "aside", -1)
    state.line = close + is_closed
    return True


def slot_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`#name` alone on its line inside a component."""
    slot = SLOT.fullmatch(_line(state, start)) if state.env.get("mdc_depth") else None
    if slot is None or silent or state.is_code_block(start):
        return slot is not None and not state.is_code_block(start)
    token = state.push("mdc_slot", "", 0)
    token.content = slot[0].strip()
    token.map = [start, start + 1]
    state.line = start + 1
    return True


def _parse_inside(state: StateBlock, first: int, close: int) -> None:
    """The Markdown between the opening and the closing line, which no paragraph may run past."""
    parent, state.parentType = state.parentType, "container"
    maximum, state.lineMax = state.lineMax, close
    state.env["mdc_depth"] = state.env.get("mdc_depth", 0) + 1
    state.md.block.tokenize(state, first, close)
    state.env["mdc_depth"] -= 1
    state.parentType, state.lineMax = parent, maximum


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _read_opening(opening: re.Match[str]) -> Component | None:
    """None when more text follows on the line: then it is a sentence, not a component."""
    component = Component(opening["name"].lower(), opening["label"] or "")
    rest = opening.string[opening.end() :]
    if not rest.startswith(("{", "[")):
        return None if rest.strip() else component
    found = read_props(rest, 0)
    if found is None or rest[found[1] :].strip():
        return replace(component, problem="its line cannot be read")
    return replace(component, props=found[0])


def _closing_line(state: StateBlock, start: int, end: int, size: int) -> tuple[int, bool]:
    """Where the component ends, and whether a closing line says so. Code and nested components are stepped over."""
    fence, nested = "", list[int]()
    for line in range(start + 1, end):
        text = _line(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return line, False
        if fence:
            fence = "" if text.startswith(fence) and not text.strip(fence[0] + " ") else fence
        elif found := FENCE.match(text):
            fence = found[0]
        elif closing := CLOSING.fullmatch(text):
            if nested and nested[-1] == len(closing["colons"]):
                nested.pop()
            elif len(closing["colons"]) == size:
                return line, True
        elif (opening := OPENING.match(text)) and _read_opening(opening):
            nested.append(len(opening["colons"]))
    return end, False


def _read_head(state: StateBlock, component: Component, first: int, close: int) -> tuple[Component, int]:
    """The component with its YAML head, and the line after that head."""
    if first >= close or not HEAD.fullmatch(_line(state, first)):
        return component, first
    ends = [line for line in range(first + 1, close) if HEAD.fullmatch(_line(state, line))]
    if not ends:
        return replace(component, problem="its --- head is never closed"), first + 1
    try:
        source = state.getLines(first + 1, ends[0], state.blkIndent, False)
        head = yaml.load(source, Loader=yaml.CBaseLoader) or {}  # noqa: S506  # this loader makes text only
        pairs = tuple((str(name), str(value)) for name, value in head.items())
    except (yaml.YAMLError, AttributeError):
        return replace(component, problem="its --- head is not YAML pairs"), ends[0] + 1
    return replace(component, head=pairs), ends[0] + 1
