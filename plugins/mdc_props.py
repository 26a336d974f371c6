# SPDX-License-Identifier: AGPL-3.0-or-later
"""The braces of MDC, `{.class #id name="value"}`, read where they stand (grammar: remark-mdc's createAttributes)."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from plugins.body import Body

PROP = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s"'#.<=>`}]+)
      | \.(?P<class>[^\s"'#.<=>`}]+)
      | (?P<name>:?[A-Za-z_][\w.:-]*)
        (?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'<=>`}]+)))?
    )""",
    re.VERBOSE | re.ASCII,
)
END = re.compile(r"\s*\}")


@dataclass(frozen=True, slots=True)
class Props:
    """What braces say: the classes, the id ("" when none), and every other name in the author's order."""

    classes: tuple[str, ...]
    id: str
    named: tuple[tuple[str, str], ...]


def read_props(source: str, start: int, maximum: int = sys.maxsize) -> tuple[Props, int] | None:
    """The props whose `{` is at `start`, and where what follows them begins; None when these are not props."""
    position = start + 1
    pairs: list[tuple[str, str]] = []
    while not (end := END.match(source, position, maximum)):
        prop = PROP.match(source, position, maximum)
        if not prop:
            return None
        pairs.append(_pair(prop))
        position = prop.end()
    return _props(pairs), end.end()


def mark(element: Element, props: Props, body: Body, line: int) -> None:
    """Give `element` its class and id; the other names could carry a handler or a style: dropped, with a warning."""
    if props.classes:
        element.set("class", " ".join([*filter(None, [element.get("class")]), *props.classes]))
    if props.id:
        element.set("id", props.id)
    for name, _ in props.named:
        body.warn(line, name, f"dropped from <{element.tag}>", "write only .class and #id between braces")


def _pair(prop: re.Match[str]) -> tuple[str, str]:
    if prop["id"]:
        return "id", prop["id"]
    if prop["class"]:
        return "class", prop["class"]
    return prop["name"], prop["double"] or prop["single"] or prop["bare"] or ""


def _props(pairs: list[tuple[str, str]]) -> Props:
    classes = " ".join(value for name, value in pairs if name == "class").split()
    ids = [value for name, value in pairs if name == "id"]
    named = tuple(pair for pair in pairs if pair[0] not in ("class", "id"))
    return Props(tuple(classes), ids[-1] if ids else "", named)
