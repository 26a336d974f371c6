# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notes, `[^1]`: French names for the links both ways (DPUB-ARIA 1.1), and ids with a colon, which no heading has."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from plugins.body import Body
from plugins.plain_text import CALL
from plugins.tree import Tree

BACK = "\u21a9\ufe0e"  # the selector asks for the sign, not for an emoji


def warn_of_unused(state: StateCore) -> None:
    """markdown-it drops notes that nothing calls, and all but the last of a name. Runs before its `footnote_tail`."""
    body: Body = state.env["body"]
    used = state.env.get("footnotes", {}).get("refs", {})
    written: dict[str, int] = {}
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            call, line = f"[^{token.meta['label']}]", (token.map or [0])[0]
            if used[f":{token.meta['label']}"] < 0:
                body.warn(line, call, "no call to this note: left out", f"write {call} where it belongs")
            elif call in written:
                body.warn(written[call], call, "left out: another note has this name", "give each note its own")
            written[call] = line


def call(tree: Tree, token: Token) -> None:
    """The number in the text."""
    number = str(token.meta["id"] + 1)
    mark = Element("sup", {"class": CALL})
    link = SubElement(mark, "a", {"href": f"#fn:{number}", "id": _call_id(token)})
    link.attrib |= {"role": "doc-noteref", "aria-label": f"Note {number}"}
    link.text = number
    tree.leaf(mark, is_block=False)


def notes_open(tree: Tree, token: Token) -> None:
    tree.open(Element("section", {"class": "footnotes", "role": "doc-endnotes", "aria-label": "Notes"}))
    tree.open(Element("ol"))


def notes_close(tree: Tree, token: Token) -> None:
    tree.close()
    tree.close()


def note_open(tree: Tree, token: Token) -> None:
    tree.open(Element("li", {"id": f"fn:{token.meta['id'] + 1}"}))


def back(tree: Tree, token: Token) -> None:
    """The link from the note to one of its calls."""
    label = f"Retour à l’appel de la note {token.meta['id'] + 1}"
    if token.meta["subId"]:
        label += f", {token.meta['subId'] + 1}e fois"
    link = Element("a", {"class": "footnote-back", "href": f"#{_call_id(token)}", "role": "doc-backlink"})
    link.attrib |= {"aria-label": label}
    link.text = BACK
    tree.text(" ")
    tree.leaf(link, is_block=False)


def _call_id(token: Token) -> str:
    again = token.meta.get("subId", 0)
    return f"fnref:{token.meta['id'] + 1}" + (f":{again + 1}" if again else "")
