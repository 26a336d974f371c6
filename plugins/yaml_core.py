# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a bare scalar means in YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema).

Unlike in YAML 1.1, `NO`, `on`, `12:30`, `1_000` and `2026-02-03` are texts here.
"""

from __future__ import annotations

import re

from plugins.yaml_nodes import Items, Node, Scalar

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?[0-9]+")
LONGEST = 18  # digits; what is longer is an identifier, and stays as it is written
BASED = {"0o": (re.compile(r"0o[0-7]{1,18}"), 8), "0x": (re.compile(r"0x[0-9a-fA-F]{1,16}"), 16)}
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def is_null(node: Node) -> bool:
    """A key without a value, which counts as a key not written."""
    return isinstance(node, Scalar) and node.is_plain and node.text in NULLS


def plain(node: Node) -> object:
    """The node as Python's None, bool, int, float, str, list and dict."""
    if isinstance(node, Scalar):
        return _value(node.text) if node.is_plain else node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.pairs.items()}


def _value(text: str) -> object:
    if text in NULLS:
        return None
    if text in FLAGS:
        return FLAGS[text]
    if INTEGER.fullmatch(text):
        return int(text) if len(text) <= LONGEST else text
    pattern, base = BASED.get(text[:2], (None, 10))
    if pattern and pattern.fullmatch(text):
        return int(text[2:], base)
    # Python spells infinity and not-a-number without YAML's dot.
    return float(re.sub(r"\.(?=[a-zA-Z])", "", text)) if FLOAT.fullmatch(text) else text
