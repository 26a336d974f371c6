# SPDX-License-Identifier: AGPL-3.0-or-later
"""One mapping of a head, read key by key as the type wanted: every fault is collected, none stops the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from plugins.faults import Fault
from plugins.timestamps import moment
from plugins.yaml_core import FLAGS, INTEGER, LONGEST, is_null
from plugins.yaml_nodes import Items, Node, Pairs, Scalar

# Not allowed in XML 1.0, so never in a feed; noncharacters and lone surrogates with them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Keys:
    """A view of `pairs` at dotted path `name`, sharing `path` and `faults` with the mappings inside it.

    Each reader takes the names a key goes by and answers the first one written; all of them are checked. A missing
    or wrong value reads as the empty one of its type.
    """

    pairs: Pairs
    path: str
    name: str
    faults: list[Fault]
    seen: set[str] = field(default_factory=set)

    def text(self, *names: str) -> str:
        """One line of text: whatever is written without being a list or a mapping."""
        written = [self.as_text(name, node) for name, node in self.found(*names)]
        return written[0] if written else ""

    def flag(self, name: str, default: bool) -> bool:
        """true or false as YAML 1.2 spells them: `yes`, `NO` and `on` are texts, and a fault here."""
        for key, node in self.found(name):
            if isinstance(node, Scalar) and node.is_plain and node.text in FLAGS:
                return FLAGS[node.text]
            remedy = f"write {name}: true or {name}: false"
            self.fault(key, node, f"{shown(node)} is neither true nor false", remedy)
        return default

    def number(self, name: str) -> int:
        """A whole number, in decimal."""
        for key, node in self.found(name):
            if (
                isinstance(node, Scalar)
                and node.is_plain
                and INTEGER.fullmatch(node.text)
                and len(node.text) <= LONGEST
            ):
                return int(node.text)
            self.fault(key, node, f"{shown(node)} is not a whole number", f"write {name}: 1")
        return 0

    def date(self, *names: str) -> datetime | None:
        """A day or a moment, in quotes or not; naive when no zone is written."""
        written = [self.as_date(name, node) for name, node in self.found(*names)]
        return written[0] if written else None

    def texts(self, name: str, *, separator: str | None = None) -> tuple[str, ...]:
        """A list of texts, without repeats; a text alone is a list of one, or is cut at `separator`."""
        parts: list[str] = []
        for key, node in self.found(name):
            if isinstance(node, Pairs):
                self.fault(key, node, "a mapping instead of a list", f"write {name}: [one, two]")
            elif isinstance(node, Items):
                parts = [self.as_text(key, item) for item in node.items if not is_null(item)]
            else:
                text = self.as_text(key, node)
                parts = text.split(separator) if separator else [text]
        return tuple(dict.fromkeys(part.strip(" ") for part in parts if part.strip(" ")))

    def mapping(self, name: str) -> Keys | None:
        """The mapping at `name`, and a fault when something else stands there."""
        for key, node in self.found(name):
            if not isinstance(node, Pairs):
                self.fault(key, node, f"{shown(node)} is not a mapping", "write its keys below, indented")
        return self.keys(name)

    def keys(self, name: str) -> Keys | None:
        """The mapping at `name`; None when there is none, or another kind of value, which stays to be read."""
        for key, node in self.found(name):
            if isinstance(node, Pairs):
                return Keys(node, self.path, self.dotted(key), self.faults)
        return None

    def rows(self, name: str) -> Iterator[Keys]:
        """Each mapping of a list of mappings."""
        for key, node in self.found(name):
            for item in node.items if isinstance(node, Items) else (node,):
                if isinstance(item, Pairs):
                    yield Keys(item, self.path, self.dotted(key), self.faults)
                else:
                    self.fault(key, item, f"{shown(item)} is not a mapping", "write its keys, one a line")

    def rest(self) -> Iterator[tuple[str, Node]]:
        """The keys that no reader asked for, by dotted name."""
        return ((self.dotted(key), node) for key, node in self.pairs.pairs.items() if key not in self.seen)

    def found(self, *names: str) -> Iterator[tuple[str, Node]]:
        """Those of `names` that are written and hold something."""
        self.seen.update(names)
        for name in names:
            node = self.pairs.pairs.get(name)
            if node is not None and not is_null(node):
                yield name, node

    def as_text(self, key: str, node: Node) -> str:
        """The text of a scalar on one line, its no-break spaces kept."""
        if not isinstance(node, Scalar):
            self.fault(key, node, f"{shown(node)} instead of a text", f'write {key}: "..."')
            return ""
        if bad := CONTROL.search(node.text):
            self.fault(key, node, f"the control character U+{ord(bad[0]):04X}", "remove it")
            return ""
        return re.sub(r"[ \t\n]+", " ", node.text).strip(" ") if node.text.strip() else ""

    def as_date(self, key: str, node: Node) -> datetime | None:
        """The moment that a scalar names."""
        try:
            found = moment(node.text) if isinstance(node, Scalar) else None
        except ValueError:
            self.fault(key, node, f"{shown(node)} is not in the calendar", "write year-month-day: 2026-02-03")
            return None
        if found is None:
            self.fault(key, node, f"{shown(node)} is not a date", f"write {key}: 2026-02-03")
        return found

    def fault(self, key: str, node: Node, problem: str, remedy: str) -> None:
        """Note that `key` is wrong, where its value stands."""
        self.faults.append(Fault(self.path, node.line, self.dotted(key), problem, remedy))

    def dotted(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def shown(node: Node) -> str:
    """The value as a message shows it."""
    if isinstance(node, Scalar):
        return repr(node.text[:40])
    return "a list" if isinstance(node, Items) else "a mapping"
