# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each type of markdown-it token becomes in the tree. A type that is not here follows its tag and nesting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from xml.etree.ElementTree import Element

from markdown_it.token import Token

from plugins import alerts, footnotes, mdc_inline, tables, task_lists
from plugins.highlight import code_block, fence
from plugins.raw_html import raw_html
from plugins.tree import Rule, Tree, located


def _paragraph_open(tree: Tree, token: Token) -> None:
    """The paragraphs of a tight list are hidden: its items hold their text themselves."""
    if not token.hidden:
        tree.open(Element("p"))


def _paragraph_close(tree: Tree, token: Token) -> None:
    if not token.hidden:
        tree.close()


def _text(tree: Tree, token: Token) -> None:
    tree.text(token.content)


def _line_break(tree: Tree, token: Token) -> None:
    if token.type == "hardbreak":
        tree.leaf(Element("br"), is_block=False)
    tree.text("\n")


def _code(tree: Tree, token: Token) -> None:
    code = Element("code")
    code.text = token.content
    tree.leaf(code, is_block=False)


def _deletion(tree: Tree, token: Token) -> None:
    """GFM's element; markdown-it writes `<s>`, which means no longer relevant."""
    tree.open(Element("del"), is_block=False)


def _link(tree: Tree, token: Token) -> None:
    tree.open(located("a", tree.line, {name: str(value) for name, value in token.attrs.items()}), is_block=False)


def _image(tree: Tree, token: Token) -> None:
    attributes = {name: str(value) for name, value in token.attrs.items()}
    tree.leaf(located("img", tree.line, attributes | {"alt": _alt(token.children or [])}), is_block=False)


def _alt(tokens: Sequence[Token]) -> str:
    """A picture's description: its words without their markup (CommonMark, section 6.4)."""
    return "".join(
        _alt(token.children) if token.children else "\n" if token.type.endswith("break") else token.content
        for token in tokens
    )


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "alert_open": alerts.alert_open,
        "alert_title_open": alerts.title_open,
        "bullet_list_open": task_lists.list_open,
        "code_block": code_block,
        "code_inline": _code,
        "fence": fence,
        "footnote_anchor": footnotes.back,
        "footnote_block_close": footnotes.notes_close,
        "footnote_block_open": footnotes.notes_open,
        "footnote_open": footnotes.note_open,
        "footnote_ref": footnotes.call,
        "hardbreak": _line_break,
        "html_block": raw_html,
        "html_inline": raw_html,
        "image": _image,
        "inline": task_lists.labelled,
        "link_open": _link,
        "list_item_close": task_lists.item_close,
        "list_item_open": task_lists.item_open,
        "mdc_attributes": mdc_inline.attributes_rule,
        "mdc_binding": mdc_inline.binding_rule,
        "mdc_component": mdc_inline.component_rule,
        "mdc_missing_note": mdc_inline.missing_note_rule,
        "mdc_open": alerts.component_open,
        "mdc_slot": alerts.slot,
        "ordered_list_open": task_lists.list_open,
        "paragraph_close": _paragraph_close,
        "paragraph_open": _paragraph_open,
        "s_open": _deletion,
        "softbreak": _line_break,
        "table_close": tables.table_close,
        "table_open": tables.table_open,
        "td_open": tables.cell_open,
        "text": _text,
        "th_open": tables.cell_open,
    }
)
