# SPDX-License-Identifier: MIT
"""The counts of an audit, summed by purpose and by agent: what is printed, and what `--json` writes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from middleware.action import Action
from middleware.agents import Purpose
from middleware.audit import Audit, Row

Key = tuple[Purpose, str, Action]


@dataclass(frozen=True, slots=True)
class Figures:
    """`actions`: hits by action, every action named."""

    hits: int
    bytes: int
    actions: Mapping[Action, int]
    robots_violations: int
    spoof_suspects: int


@dataclass(frozen=True, slots=True)
class AgentFigures:
    agent: str
    purpose: Purpose
    figures: Figures


@dataclass(frozen=True, slots=True)
class PurposeFigures:
    """`agents`: the named ones, those with the most hits first."""

    purpose: Purpose
    figures: Figures
    agents: tuple[AgentFigures, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """`purposes`: those with hits, in the order of the Purpose enumeration."""

    total: Figures
    purposes: tuple[PurposeFigures, ...]

    @property
    def agents(self) -> tuple[AgentFigures, ...]:
        """Those of all purposes, the most hits first."""
        return tuple(sorted((agent for each in self.purposes for agent in each.agents), key=_most_hits))


def summarize(audit: Audit) -> Summary:
    """The figures of everything that `audit` has counted so far."""
    purposes = [(purpose, _of(audit.rows, purpose)) for purpose in Purpose]
    return Summary(
        _figures(audit.rows),
        tuple(PurposeFigures(purpose, _figures(rows), _agents(rows, purpose)) for purpose, rows in purposes if rows),
    )


def _of(rows: Mapping[Key, Row], purpose: Purpose, agent: str | None = None) -> dict[Key, Row]:
    return {key: row for key, row in rows.items() if key[0] is purpose and agent in (None, key[1])}


def _agents(rows: Mapping[Key, Row], purpose: Purpose) -> tuple[AgentFigures, ...]:
    names = {name for _, name, _ in rows if name}
    found = (AgentFigures(name, purpose, _figures(_of(rows, purpose, name))) for name in names)
    return tuple(sorted(found, key=_most_hits))


def _most_hits(agent: AgentFigures) -> tuple[int, str]:
    return -agent.figures.hits, agent.agent


def _figures(rows: Mapping[Key, Row]) -> Figures:
    return Figures(
        hits=sum(row.hits for row in rows.values()),
        bytes=sum(row.size for row in rows.values()),
        actions={action: sum(row.hits for key, row in rows.items() if key[2] is action) for action in Action},
        robots_violations=sum(row.violations for row in rows.values()),
        spoof_suspects=sum(row.suspects for row in rows.values()),
    )
