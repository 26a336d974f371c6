# SPDX-License-Identifier: MIT
"""An audit as text for its owner, and as JSON. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from middleware.action import Action
from middleware.audit import Audit
from middleware.audit_summary import AgentFigures, Figures, PurposeFigures, summarize
from middleware.crawler_policy import Mode

_TOP = 3  # agents in the line of their purpose
_MOST = 20  # agents in a table of their own
_HEADS = ("hits", "bytes", *Action, "robots", "spoofed")
_LEFT = frozenset({"purpose", "agent", "agents", "now", "then"})  # columns of words; figures stand to the right


def audit_lines(audit: Audit) -> Iterator[str]:
    """What was read, the table of purposes, that of agents, and what another policy changes."""
    summary = summarize(audit)
    yield from _read(audit)
    if audit.rows:
        purposes = [(each.purpose, *_cells(each.figures), _top(each)) for each in summary.purposes]
        yield ""
        yield from _table(("purpose", *_HEADS, "agents"), [*purposes, ("all", *_cells(summary.total), "")])
    if summary.agents:
        yield ""
        yield from _table(("agent", "purpose", *_HEADS), _agent_cells(summary.agents[:_MOST]))
        yield from _more(len(summary.agents) - _MOST)
    if audit.current is not None:
        yield ""
        yield from _changes(audit)


def _read(audit: Audit) -> Iterator[str]:
    where = f", the first {audit.first_unreadable}" if audit.unreadable else ""
    yield f"{audit.hits:,} requests; {audit.unreadable:,} unreadable lines{where}"
    yield from audit.faults
    yield "robots: fetched though robots.txt forbids it to that agent; spoofed: the address denies the name."
    if audit.policy.mode is Mode.OBSERVE:
        yield 'mode = "observe": all of this is logged, and nothing is done.'


def _cells(figures: Figures) -> tuple[str, ...]:
    counts = (figures.hits, figures.bytes, *figures.actions.values(), figures.robots_violations, figures.spoof_suspects)
    return tuple(f"{count:,}" for count in counts)


def _top(purpose: PurposeFigures) -> str:
    shown = ", ".join(f"{each.agent} {each.figures.hits:,}" for each in purpose.agents[:_TOP])
    return f"{shown}, ..." if len(purpose.agents) > _TOP else shown


def _agent_cells(agents: Iterable[AgentFigures]) -> list[tuple[str, ...]]:
    return [(each.agent, each.purpose, *_cells(each.figures)) for each in agents]


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"and {count:,} more agents (--json names all)"


def _changes(audit: Audit) -> Iterator[str]:
    if not audit.changes:
        yield "No request is treated otherwise than by the current policy."
        return
    yield f"{audit.changes.total():,} requests are treated otherwise than by the current policy:"
    purposes: Counter[tuple[str, ...]] = Counter()
    for change, count in audit.changes.items():
        purposes[change.purpose, change.before, change.after] += count
    rows = [(purpose, f"{count:,}", *actions) for (purpose, *actions), count in purposes.most_common()]
    yield from _table(("purpose", "hits", "now", "then"), rows)
    yield ""
    agents = [
        (change.agent or "(unnamed)", change.purpose, f"{count:,}", change.before, change.after)
        for change, count in audit.changes.most_common(_MOST)
    ]
    yield from _table(("agent", "purpose", "hits", "now", "then"), agents)
    yield from _more(len(audit.changes) - _MOST)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    cells = [heads, *rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (
            cell.ljust(width) if head in _LEFT else cell.rjust(width)
            for head, cell, width in zip(heads, line, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()


def audit_json(audit: Audit) -> str:
    """The same, whole, as one JSON object; `changes` is null when no other policy was compared."""
    summary = summarize(audit)
    value = {
        "requests": audit.hits,
        "unreadable": {"lines": audit.unreadable, "first": audit.first_unreadable},
        "faults": audit.faults,
        "mode": audit.policy.mode,
        "total": _json(summary.total),
        "purposes": [
            {
                "purpose": each.purpose,
                **_json(each.figures),
                "agents": [{"agent": agent.agent, **_json(agent.figures)} for agent in each.agents],
            }
            for each in summary.purposes
        ],
        "changes": _changes_json(audit) if audit.current is not None else None,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def _json(figures: Figures) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in Figures.__slots__}


def _changes_json(audit: Audit) -> list[dict[str, Any]]:
    return [
        {"purpose": each.purpose, "agent": each.agent, "now": each.before, "then": each.after, "hits": count}
        for each, count in audit.changes.most_common()
    ]
