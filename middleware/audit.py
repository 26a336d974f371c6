# SPDX-License-Identifier: MIT
"""What a policy would have done with the requests of an access log: counts by purpose, agent and action. Pure.

Limits, bans and challenges depend on what came before; they are not played again. What is counted is the verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from middleware.access_log import Hit
from middleware.action import Action
from middleware.agents import Agent, Purpose
from middleware.crawler_policy import CrawlerPolicy
from middleware.verdict import Verdict
from middleware.verification import Verification

Judge = Callable[[Hit], Verdict]


@dataclass(slots=True)
class Row:
    """The requests of one purpose, agent and action. `violations`: those that robots.txt forbids to that agent;
    `suspects`: those whose address denies the name."""

    hits: int = 0
    size: int = 0
    violations: int = 0
    suspects: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What the current policy does with the requests of one agent ("" for none), and the other does not."""

    purpose: Purpose
    agent: str
    before: Action
    after: Action


@dataclass(slots=True)
class Audit:
    """`rows` by purpose, agent and action. `changes` counts hits, when the verdicts of `current` are compared too.

    `unreadable` lines are counted; `first_unreadable` names one, as "access.log:17". `faults`: files cut short.
    """

    judge: Judge
    policy: CrawlerPolicy
    current: Judge | None = None
    rows: dict[tuple[Purpose, str, Action], Row] = field(default_factory=dict)
    changes: Counter[Change] = field(default_factory=Counter)
    unreadable: int = 0
    first_unreadable: str = ""
    faults: list[str] = field(default_factory=list)

    def add(self, hit: Hit) -> None:
        verdict = self.judge(hit)
        identity = verdict.identity
        key = (identity.purpose, identity.name, verdict.action)
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = Row()
        row.hits += 1
        row.size += hit.size
        if identity.agent is not None:
            row.violations += disallows(self.policy, identity.agent, hit.path)
            row.suspects += verdict.verification is Verification.SPOOFED
        if self.current is not None and (before := self.current(hit).action) is not verdict.action:
            self.changes[Change(identity.purpose, identity.name, before, verdict.action)] += 1

    def skip(self, place: str) -> None:
        """The line at `place` is no request."""
        self.unreadable += 1
        self.first_unreadable = self.first_unreadable or place

    @property
    def hits(self) -> int:
        return sum(row.hits for row in self.rows.values())


def disallows(policy: CrawlerPolicy, agent: Agent, path: str) -> bool:
    """Does the group of `agent` in robots.txt forbid `path`? The file itself is for everyone (RFC 9309, 2.2.2)."""
    if path == "/robots.txt":
        return False
    if policy.trap is not None and path.startswith(policy.trap.path):
        return True
    return policy.action(agent.purpose, agent.token) is Action.BLOCK
