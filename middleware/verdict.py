# SPDX-License-Identifier: MIT
"""What is done with a request: the crawler its User-Agent names, the owner's policy, and the path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from middleware.agents import Directory
from middleware.crawler_policy import Action, CrawlerPolicy
from middleware.crawlers import Crawlers, Identity
from middleware.exemption import exemption

# Verdicts kept, and the longest User-Agent one is kept for: at most 16 MiB, whatever clients send.
REMEMBERED = 8192
LONGEST = 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """`action` is the word of policy.toml; `rule` is the key of policy.toml, or the kind of path, that decided."""

    action: Action
    identity: Identity
    rule: str


class Gate:
    """A policy and a directory, ready to judge. Judging is pure: no clock, no disk, no network."""

    def __init__(self, policy: CrawlerPolicy, directory: Directory) -> None:
        self.policy = policy
        self._crawlers = Crawlers(directory)
        self._is_exempt = exemption(policy.exempt)
        self._remembered = lru_cache(REMEMBERED)(self._judge)

    def verdict(self, user_agent: str, path: str = "/") -> Verdict:
        """What to do with a request for the decoded `path`; `user_agent` is all its User-Agent values, joined."""
        judge = self._remembered if len(user_agent) <= LONGEST else self._judge
        return judge(user_agent, self._is_exempt(path))

    def _judge(self, user_agent: str, is_exempt: bool) -> Verdict:
        identity = self._crawlers.identify(user_agent)
        action = self.policy.action(identity.purpose, identity.name)
        if is_exempt and action in (Action.CHALLENGE, Action.BLOCK):
            return Verdict(Action.THROTTLE, identity, "exempt")
        return Verdict(action, identity, self._rule(identity))

    def _rule(self, identity: Identity) -> str:
        if identity.name in self.policy.agents:
            return f"agents.{identity.name}"
        return f"actions.{identity.purpose}"


def classify(lines: Iterable[str], gate: Gate) -> Iterator[str]:
    """One TSV line (no line end) for each User-Agent of `lines`: user agent, purpose, agent, action.

    A tab inside a User-Agent becomes a space: four columns, always.
    """
    for line in lines:
        user_agent = line.rstrip("\r\n")
        verdict = gate.verdict(user_agent)
        shown = user_agent.replace("\t", " ")
        yield "\t".join((shown, verdict.identity.purpose, verdict.identity.name, verdict.action))
