# SPDX-License-Identifier: AGPL-3.0-or-later
"""Alerts, `> [!NOTE]` (GitHub) and `::alert`, `::note`, ... (Nuxt): one `<aside>` with a French title.

Every other component is refused: shown as raw text it would be a leak, dropped it would be a hole.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement

from markdown_it.token import Token

from plugins.mdc import Component
from plugins.mdc_props import Props, mark
from plugins.tree import Tree

TITLES: Mapping[str, str] = MappingProxyType(
    {"note": "Note", "tip": "Astuce", "important": "Important", "warning": "Attention", "caution": "Prudence"}
)
# Nuxt UI's and Docus's words for the same five.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        **{kind: kind for kind in TITLES},
        **dict.fromkeys(("", "info", "primary", "secondary", "neutral"), "note"),
        **{"success": "tip", "danger": "caution", "error": "caution"},
    }
)
COMPONENTS = frozenset({"alert", "callout", *TITLES})


def alert_open(tree: Tree, token: Token) -> None:
    """`> [!NOTE]`."""
    kind = token.meta["kind"].lower()
    tree.open(_aside(kind, TITLES[kind]))


def title_open(tree: Tree, token: Token) -> None:
    """markdown-it writes the English title here; ours is in the aside already."""
    tree.open_apart()


def component_open(tree: Tree, token: Token) -> None:
    """`::name`: an aside when the name is known, else an error; what is inside is read either way."""
    component: Component = token.meta["component"]
    shown = f"::{component.name}"
    if component.name not in COMPONENTS:
        names = ", ".join(f"::{name}" for name in sorted(COMPONENTS))
        tree.body.error(tree.line, shown, "no such component here", f"write Markdown, or one of {names}")
        tree.open(Element("div"))
        return
    if component.problem:
        tree.body.error(tree.line, shown, component.problem, 'write ::alert{type="warning" title="..."}')
    elif not token.meta["is_closed"]:
        tree.body.warn(tree.line, shown, "never closed", "write :: alone on a line where it ends")
    tree.open(_component_aside(tree, component, shown))


def slot(tree: Tree, token: Token) -> None:
    tree.body.error(tree.line, token.content, "slots are not filled in here", 'write the title as {title="..."}')


def _component_aside(tree: Tree, component: Component, shown: str) -> Element:
    named = dict([*component.props.named, *component.head])
    given = named.pop("type", named.pop("color", ""))
    kind = KINDS.get(component.name, KINDS.get(given, ""))
    if not kind:
        tree.body.error(tree.line, shown, f"no alert of type {given!r}", f"write one of {', '.join(TITLES)}")
    title = named.pop("title", "") or component.label or TITLES.get(kind, "")
    aside = _aside(kind, title)
    mark(aside, Props(component.props.classes, component.props.id, tuple(named.items())), tree.body, tree.line)
    return aside


def _aside(kind: str, title: str) -> Element:
    aside = Element("aside", {"class": f"alert alert-{kind}", "role": "note"})
    heading = SubElement(aside, "p", {"class": "alert-title"})
    heading.text, heading.tail = title, "\n"
    return aside
