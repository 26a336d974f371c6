# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a head is made of: texts, lists and mappings that know where they stand.

A scalar keeps its source text: only the reader of a key knows whether `2026` is a title or a number. `size` counts the
nodes below, those of an alias each time it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; `is_plain` when without quotes: only then may it be a number, a date or a null."""

    text: str
    is_plain: bool
    line: int
    size: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int
    size: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping in the order written; `lines` says where each key stands."""

    pairs: Mapping[str, Node]
    lines: Mapping[str, int]
    line: int
    size: int


Node = Scalar | Items | Pairs
