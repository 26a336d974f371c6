# SPDX-License-Identifier: AGPL-3.0-or-later
"""Code blocks: Nuxt's fence line (```` ```js [file.js]{1,3} ````), Pygments' classes, never a style, never a guess.

The text of the code is never altered: what Pygments would change is shown plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

from plugins.tree import Tree

FILE_NAME = re.compile(r"\[((?:\\.|[^\]\\])*)\]")
LINES = re.compile(r"\{([\d,\s-]*)\}")
LANGUAGE = re.compile(r"\s*([^\s\[{]+)")
# Names Nuxt's highlighter knows and Pygments does not.
ALIASES: Mapping[str, str] = MappingProxyType(
    {"dotenv": "ini", "env": "ini", "jsonc": "json5", "mdc": "md", "mjs": "js", "cjs": "js", "yml": "yaml"}
)
PLAIN = frozenset({"", "w", "err"})  # classes no style sheet needs

Piece = tuple[str, str]  # class, text


@dataclass(frozen=True, slots=True)
class Info:
    """What the line of a fence says. `lines` are the marked ones, from 1."""

    language: str
    file_name: str
    lines: frozenset[int]


def fence(tree: Tree, token: Token) -> None:
    """A fenced block, in a figure when its line names a file."""
    info = read_info(token.info)
    if not info.file_name:
        tree.leaf(_block(token.content, info))
        return
    figure = Element("figure", {"class": "code"})
    SubElement(figure, "figcaption").text = info.file_name
    figure.append(_block(token.content, info))
    tree.leaf(figure)


def code_block(tree: Tree, token: Token) -> None:
    """An indented block."""
    tree.leaf(_block(token.content, Info("", "", frozenset())))


def read_info(info: str) -> Info:
    """The parts of a fence's line, in any order after the language; what is none of them is ignored, as in Nuxt."""
    name, lines = FILE_NAME.search(info), LINES.search(info)
    language = LANGUAGE.match(info)
    return Info(
        unescapeAll(language[1]) if language else "",
        unescapeAll(name[1]) if name else "",
        frozenset(_numbers(lines[1])) if lines else frozenset(),
    )


def highlighted(code: str, language: str, lines: frozenset[int]) -> list[Piece | list[Piece]]:
    """The pieces of `code`; a marked line is a list of its own."""
    pieces = _pieces(code, language)
    if not lines:
        return list(pieces)
    shown: list[Piece | list[Piece]] = []
    for number, line in enumerate(_lines(pieces), 1):
        shown.extend([line] if number in lines else line)
    return shown


def _numbers(written: str) -> Iterator[int]:
    """`1,3-5` -> 1 3 4 5. A range is cut at 10,000 lines: no listing here is longer."""
    for first, last in re.findall(r"(\d{1,4})(?:\s*-\s*(\d{1,4}))?", written):
        yield from range(int(first), int(last or first) + 1)


def _block(code: str, info: Info) -> Element:
    """`<pre>` can be scrolled from the keyboard, so it needs a name (ARIA 1.2; WCAG 2.1.1)."""
    lexer = _lexer(info.language)
    label = f"Code {lexer.name}" if lexer else "Code"
    block = Element("pre", {"class": "highlight", "role": "group", "tabindex": "0", "aria-label": label})
    element = SubElement(block, "code", {"class": f"language-{info.language}"} if info.language else {})
    for piece in highlighted(code, info.language, info.lines):
        if isinstance(piece, list):
            line = SubElement(element, "span", {"class": "hll"})
            for part in piece:
                _add(line, *part)
        else:
            _add(element, *piece)
    return block


def _add(parent: Element, name: str, text: str) -> None:
    if name:
        SubElement(parent, "span", {"class": name}).text = text
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    name = language.lower()
    try:
        lexer: Lexer = get_lexer_by_name(ALIASES.get(name, name), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return None if lexer.name == "Text only" else lexer


def _pieces(code: str, language: str) -> list[Piece]:
    lexer = _lexer(language)
    tokens = list(lexer.get_tokens(code)) if lexer else []
    if "".join(text for _, text in tokens) != code:
        return [("", code)]
    named = ((_css_class(kind), text) for kind, text in tokens)
    return [(name, "".join(text for _, text in run)) for name, run in groupby(named, key=lambda piece: piece[0])]


def _lines(pieces: list[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for name, text in pieces:
        for part in re.findall(r"[^\n]*\n|[^\n]+", text):
            line.append((name, part))
            if part.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


@lru_cache(maxsize=512)
def _css_class(kind: _TokenType) -> str:
    """Pygments' short class of a token type, or of the nearest type above it that has one."""
    name: str = next(STANDARD_TYPES[above] for above in reversed(kind.split()) if above in STANDARD_TYPES)
    return "" if name in PLAIN else name
