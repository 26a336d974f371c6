# SPDX-License-Identifier: AGPL-3.0-or-later
"""Python-Markdown with CommonMark inside: markdown-it-py reads, Python-Markdown's tree processors then work as ever.

Python-Markdown is not CommonMark and will not be (its issues 413, 1316, 1442). Here its preprocessors, its block and
inline parsers and its postprocessors are replaced as a whole; a tree processor leaves `pre` and `code` alone by tag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from plugins import mdc, mdc_inline
from plugins.body import Body, Desk
from plugins.footnotes import warn_of_unused
from plugins.serializer import to_html
from plugins.token_rules import RULES
from plugins.tree import Tree

MAX_NESTING = 60
OPTIONS = {"maxNesting": MAX_NESTING, "tasklists": True, "alerts": True, "strikethrough_single_tilde": True}
INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}

LOCATED = frozenset({"autolink", "html_inline", "image", "link"}) | {
    f"mdc_{name}" for name in ("attributes", "binding", "component", "missing_note")
}
PROTOCOLS = ("http", "https", "mailto", "xmpp")

InlineRule = Callable[[StateInline, bool], bool]


class _Reader(MarkdownIt):
    """Takes every link for a link: plugins/links.py refuses some, with their line; markdown-it would stay silent."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # markdown-it's name
        return True


class CommonMarkParser(BlockParser):
    """Python-Markdown's block parser, replaced: lines in, a complete tree out."""

    def __init__(self, md: Markdown, desk: Desk) -> None:
        super().__init__(md)
        self.desk = desk
        self.reader = reader()

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802  # Python-Markdown's name
        body = self.desk.body
        tokens = self.reader.parse("\n".join(lines), {"body": body, "line": 0})
        tree = Tree(body, RULES)
        tree.grow(tokens)
        _refuse_depth(tokens, body)
        return ElementTree(tree.finish())


class CommonMarkExtension(Extension):
    """Installs the parser and the serializer; what the parser finds goes to the body on `desk`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        md.preprocessors = Registry[Preprocessor]()
        md.treeprocessors = Registry[Treeprocessor]()
        md.postprocessors = Registry[Postprocessor]()
        md.parser = CommonMarkParser(md, self.desk)
        md.output_formats = {**md.output_formats, "html": to_html}  # type: ignore[misc]


def reader() -> MarkdownIt:
    """CommonMark, with GitHub's tables, deletions, task lists, alerts and bare links, notes, and MDC."""
    made = _Reader("commonmark", OPTIONS).enable(["table", "strikethrough"])
    made.use(footnote_plugin, inline=False).use(gfm_autolink_plugin)
    made.core.ruler.at("inline", _parse_inline)
    made.core.ruler.before("footnote_tail", "unused_notes", warn_of_unused)
    made.block.ruler.before("table", "mdc_component", mdc.component_block, INTERRUPTS)
    made.block.ruler.before("table", "mdc_slot", mdc.slot_block, INTERRUPTS)
    made.inline.ruler.after("footnote_ref", "mdc_span", mdc_inline.span)
    made.inline.ruler.after("footnote_ref", "mdc_missing_note", mdc_inline.missing_note)
    for rule in (mdc_inline.binding, mdc_inline.attributes, mdc_inline.component):
        made.inline.ruler.push(f"mdc_{rule.__name__}", rule)
    for entry in made.inline.ruler.__rules__:
        if entry.name in LOCATED:
            made.inline.ruler.at(entry.name, _located(entry.fn))
        elif entry.name == "gfm_autolink_protocol":
            made.inline.ruler.at(entry.name, _after_protocol(entry.fn))
    return made


def _refuse_depth(tokens: list[Token], body: Body) -> None:
    """markdown-it drops what is nested deeper than its limit; here that is an error."""
    deep = next((token for token in tokens if token.level >= MAX_NESTING - 1), None)
    if deep is not None:
        line = (deep.map or [0])[0]
        body.error(line, "nesting", f"lists and quotes more than {MAX_NESTING} levels deep", "nest fewer of them")


def _parse_inline(state: StateCore) -> None:
    """markdown-it's own rule, which here also says on which line each text begins."""
    for token in state.tokens:
        if token.children is not None:  # the inline ones: an empty list, to be filled
            state.env["line"] = (token.map or [0])[0]
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _located(rule: InlineRule) -> InlineRule:
    """The same rule, its tokens marked with their line in the body."""

    def run(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            line = state.env["line"] + state.src.count("\n", 0, start)
            for token in state.tokens[known:]:
                token.meta.setdefault("line", line)
        return found

    return run


def _after_protocol(rule: InlineRule) -> InlineRule:
    """The same rule, asked only where it can match: at every colon it copies all of the text that is left."""

    def run(state: StateInline, silent: bool) -> bool:
        return state.src.endswith(PROTOCOLS, 0, state.pos) and rule(state, silent)

    return run
