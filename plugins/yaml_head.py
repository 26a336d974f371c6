# SPDX-License-Identifier: AGPL-3.0-or-later
"""The YAML of a head -> a tree of nodes that know their lines, composed from libyaml's events.

What YAML leaves open is closed here: a key given twice, a tag, a merge key, an alias bomb are faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

import yaml

from plugins.faults import Fault, FaultsError
from plugins.yaml_errors import HEAD, explain, unprintable
from plugins.yaml_nodes import Items, Node, Pairs, Scalar

MAX_DEPTH = 16
MAX_NODES = 10_000  # an alias counts as all that it stands for
# libyaml reads a head 8 times faster; where PyYAML came without it, its own scanner gives the same events.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_head(text: str, *, path: str, first_line: int) -> Pairs:
    """The mapping written in `text`, whose first line is line `first_line` of the file shown as `path`.

    Raises FaultsError: the one place where YAML cannot go on, or everything that this module's own rules refuse.
    """
    if fault := unprintable(text, path, first_line):
        raise FaultsError([fault])
    composer = _Composer(yaml.parse(text, Loader=LOADER), path, first_line, first_line + text.count("\n"))
    try:
        root = composer.document()
    except yaml.YAMLError as error:
        raise FaultsError([explain(error, composer.last, text, path, first_line)]) from None
    if composer.faults:
        raise FaultsError(composer.faults)
    if not isinstance(root, Pairs):
        kind = "a list" if isinstance(root, Items) else "a text"
        remedy = "write one key a line, such as title: ..."
        raise FaultsError([Fault(path, root.line, HEAD, f"{kind} instead of keys", remedy)])
    return root


@dataclass(slots=True)
class _Composer:
    """One pass over the events of one head; `key` is the dotted name of the value being read."""

    events: Iterator[yaml.Event]
    path: str
    first_line: int
    last_line: int
    faults: list[Fault] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    last: yaml.Event = field(default_factory=yaml.Event)

    def take(self) -> yaml.Event:
        """The next event, remembered: it tells what libyaml had understood before it gave up."""
        self.last = next(self.events)
        return self.last

    def document(self) -> Node:
        """The only document; no keys at all make an empty mapping."""
        self.take()  # the stream starts
        event = self.take()
        if isinstance(event, yaml.StreamEndEvent):
            return Pairs({}, {}, self.first_line, 1)
        root = self.node(self.take(), "", 0)
        self.take()  # the document ends
        event = self.take()
        if not isinstance(event, yaml.StreamEndEvent):
            self.fault(event, "", "a second YAML document starts here", "keep one head, between two lines ---")
        return root

    def node(self, event: yaml.Event, key: str, depth: int) -> Node:
        """The node that starts with `event`."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, key)
        tag, anchor = getattr(event, "tag", None), getattr(event, "anchor", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self.fault(event, key, f"the tag {shown} is not read here", "remove it; a text goes in quotes")
        if depth > MAX_DEPTH:
            raise self.stop(event, key)
        node = self.content(event, key, depth)
        if node.size > MAX_NODES:
            raise self.stop(event, key)
        if anchor is not None:
            self.anchors[anchor] = node
        return node

    def content(self, event: yaml.Event, key: str, depth: int) -> Node:
        """The scalar, list or mapping itself."""
        line = self.line(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, not event.style, line)
        if isinstance(event, yaml.SequenceStartEvent):
            items = tuple(self.node(item, key, depth + 1) for item in self.until(yaml.SequenceEndEvent))
            return Items(items, line, 1 + sum(item.size for item in items))
        return self.mapping(line, key, depth)

    def mapping(self, line: int, key: str, depth: int) -> Pairs:
        """The pairs up to the end of the mapping; every key that is no plain new word is a fault."""
        pairs: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for event in self.until(yaml.MappingEndEvent):
            name = self.name(event, key, depth)
            dotted = f"{key}.{name}" if key else name
            value = self.node(self.take(), dotted, depth + 1)
            if name in pairs:
                self.fault(event, dotted, f"already given on line {lines[name]}", "keep one of the two")
            pairs.setdefault(name, value)
            lines.setdefault(name, self.line(event))
        return Pairs(
            MappingProxyType(pairs), MappingProxyType(lines), line, 1 + sum(node.size for node in pairs.values())
        )

    def name(self, event: yaml.Event, key: str, depth: int) -> str:
        """The text of one key."""
        node = self.node(event, key, depth + 1)
        if not isinstance(node, Scalar) or not node.text or not node.text.isprintable():
            remedy = "write word: value; put a value that starts with { or [ in quotes"
            self.fault(event, key, "a key is not a word", remedy)
            return ""
        if node.text == "<<":
            self.fault(event, key, "<< is not in YAML 1.2", "write the keys out")
        return node.text

    def alias(self, event: yaml.AliasEvent, key: str) -> Node:
        """The node that an alias stands for; a text that starts with * looks like one."""
        node = self.anchors.get(event.anchor or "")
        if node is None:
            self.fault(event, key, f"*{event.anchor} names nothing above", "put a text that starts with * in quotes")
        return node or Scalar("", False, self.line(event))

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        """Each next event up to `end`."""
        while not isinstance(event := self.take(), end):
            yield event

    def line(self, event: yaml.Event) -> int:
        """The line of the file; what is missing at the end has its mark below the last one."""
        return min(self.first_line + (event.start_mark.line if event.start_mark else 0), self.last_line)

    def fault(self, event: yaml.Event, key: str, problem: str, remedy: str) -> None:
        self.faults.append(Fault(self.path, self.line(event), key or HEAD, problem, remedy))

    def stop(self, event: yaml.Event, key: str) -> FaultsError:
        """What to raise where reading on would cost too much."""
        self.fault(event, key, "its aliases or levels make it too big", "write the values out, flat")
        return FaultsError(self.faults)
