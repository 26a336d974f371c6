# SPDX-License-Identifier: MIT
"""What is done with a request: the crawler its User-Agent names, the owner's policy, and the path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from middleware.action import Action, stricter
from middleware.agents import Directory
from middleware.crawler_policy import CrawlerPolicy
from middleware.crawlers import Crawlers, Identity
from middleware.exemption import exemption
from middleware.verification import Verification

# Verdicts kept, and the longest User-Agent one is kept for: at most 16 MiB, whatever clients send.
REMEMBERED = 8192
LONGEST = 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """`action` is the word of policy.toml; `rule` is the key of policy.toml, or the kind of path, that decided.

    `verification` is None while nobody asked what the address says of the claim, and when there is no claim.
    """

    action: Action
    identity: Identity
    rule: str
    verification: Verification | None = None


class Gate:
    """A policy and a directory, ready to judge. Judging is pure: no clock, no disk, no network."""

    def __init__(self, policy: CrawlerPolicy, directory: Directory) -> None:
        self.policy = policy
        self.is_exempt = exemption(policy.exempt)
        self._crawlers = Crawlers(directory)
        self._remembered = lru_cache(REMEMBERED)(self._identify_and_judge)

    def verdict(self, user_agent: str, path: str = "/") -> Verdict:
        """What to do with a request for the decoded `path`, by its name alone; `user_agent` is all its User-Agent
        values, joined."""
        judge = self._remembered if len(user_agent) <= LONGEST else self._identify_and_judge
        return judge(user_agent, self.is_exempt(path))

    def _identify_and_judge(self, user_agent: str, is_exempt: bool) -> Verdict:
        return self.judge(self._crawlers.identify(user_agent), is_exempt)

    def judge(self, identity: Identity, is_exempt: bool, verification: Verification | None = None) -> Verdict:
        """What to do with `identity`, of whose claim the address says `verification`."""
        action, rule = self._action(identity, verification)
        if is_exempt and action in (Action.CHALLENGE, Action.BLOCK):
            action, rule = Action.THROTTLE, "exempt"
        return Verdict(action, identity, rule, verification)

    def _action(self, identity: Identity, verification: Verification | None) -> tuple[Action, str]:
        """The action, and the rule of policy.toml that asks for it."""
        policy, name, purpose = self.policy, identity.name, identity.purpose
        wanted = policy.action(purpose, name)
        if verification is Verification.SPOOFED and (action := stricter(policy.verification.spoofed, wanted)) != wanted:
            return action, "verification.spoofed"
        if name in policy.agents:
            return wanted, f"agents.{name}"
        if purpose not in policy.proven:
            return wanted, f"actions.{purpose}"
        if verification is Verification.VERIFIED:
            return Action.ALLOW, "verification.verified"
        return wanted, "verification.unverifiable"


def classify(lines: Iterable[str], gate: Gate) -> Iterator[str]:
    """One TSV line (no line end) for each User-Agent of `lines`: user agent, purpose, agent, action.

    A tab inside a User-Agent becomes a space: four columns, always.
    """
    for line in lines:
        user_agent = line.rstrip("\r\n")
        verdict = gate.verdict(user_agent)
        shown = user_agent.replace("\t", " ")
        yield "\t".join((shown, verdict.identity.purpose, verdict.identity.name, verdict.action))
