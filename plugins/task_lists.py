# SPDX-License-Identifier: AGPL-3.0-or-later
"""Task lists, `- [x] done`: a disabled checkbox whose label is the task itself."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown_it.token import Token

from plugins.tree import Tree


def list_open(tree: Tree, token: Token) -> None:
    attributes = {name: str(value) for name, value in token.attrs.items() if name == "start"}
    if "class" in token.attrs:  # markdown-it's way to say that one of the items is a task
        attributes["class"] = "task-list"
    tree.open(Element(token.tag, attributes))


def item_open(tree: Tree, token: Token) -> None:
    """An ordinary item, or a task: its box waits for the first words, which become its label."""
    if "checked" not in token.meta:
        tree.open(Element("li"))
        return
    tree.open(Element("li", {"class": "task"}))
    tree.box = Element("input", {"type": "checkbox", "disabled": ""})
    if token.meta["checked"]:
        tree.box.set("checked", "")


def item_close(tree: Tree, token: Token) -> None:
    """Close it. A task without words (a picture of code, say) has its box named by what it says."""
    if tree.box is not None:
        tree.box.set("aria-label", "Fait" if "checked" in tree.box.attrib else "À faire")
        tree.top.insert(0, tree.box)
        tree.box = None
    tree.close()


def labelled(tree: Tree, token: Token) -> None:
    """The inline content of a block, inside a label when a box waits for one."""
    box, tree.box = tree.box, None
    if box is None:
        tree.grow(token.children or [])
        return
    tree.open(Element("label"), is_block=False)
    tree.leaf(box, is_block=False)
    tree.text(" ")
    tree.grow(token.children or [])
    tree.close()
