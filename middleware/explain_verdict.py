# SPDX-License-Identifier: MIT
"""Why a request is treated as it is: the steps of its verdict, in the order in which they are taken. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from middleware.action import Action
from middleware.agents import Agent, Purpose
from middleware.automation import declaration
from middleware.claim import judge_claim
from middleware.client_address import Client
from middleware.crawler_policy import PRESETS, CrawlerPolicy, Mode
from middleware.crawlers import RANK, READ, Crawlers, Match, folded
from middleware.exemption import POLICY_PAGE, exemption
from middleware.limit_policy import LimitPolicy
from middleware.trap_policy import TrapPolicy
from middleware.verdict import Gate, Verdict
from middleware.verification import Verification, Verifier

_SAYS = {
    Verification.VERIFIED: "verified: the operator publishes it",
    Verification.SPOOFED: "spoofed: it lies outside all that the operator publishes",
    Verification.UNVERIFIABLE: "unverifiable: nothing published proves or denies it",
}


class Step(NamedTuple):
    """What was looked at, and what was found."""

    name: str
    finding: str


@dataclass(frozen=True, slots=True)
class Judges:
    """The rooms that a request goes through."""

    crawlers: Crawlers
    gate: Gate
    verifier: Verifier
    limits: LimitPolicy


def explain_verdict(judges: Judges, user_agent: str, path: str, client: Client | None) -> Iterator[Step]:
    """The steps for a request of the decoded `path`; `client` is None when nobody said where it comes from."""
    verdict = judge_claim(judges.gate, judges.verifier, user_agent, path, lambda: client or Client())
    identity, policy = verdict.identity, judges.gate.policy
    yield Step("path", f"{path}: {_place(judges.gate, path)}")
    yield from _names(judges.crawlers.named(folded(user_agent)), user_agent)
    yield Step("purpose", _purpose(identity.purpose, identity.agent))
    yield Step("address", _address(client, identity.agent, verdict))
    yield from _policy(policy, identity.purpose, identity.name)
    if policy.consistency and identity.purpose is Purpose.BROWSER:
        yield Step("headers", "not known here: those that do not fit the browser's name raise a challenge")
    yield Step("verdict", f"{verdict.action}, by {_rule(verdict)}")
    yield Step("mode", "observe: decided and logged, never done" if policy.mode is Mode.OBSERVE else policy.mode)
    yield Step("answer", _answer(verdict, judges, path))


def _trap(gate: Gate, path: str) -> TrapPolicy | None:
    trap = gate.policy.trap
    return trap if trap and path.startswith(trap.path) and not gate.is_exempt(path) else None


def _place(gate: Gate, path: str) -> str:
    if trap := _trap(gate, path):
        return f"the trap: who asks for it is banned for {trap.ban_hours} hours, unless it brings readers"
    if exemption()(path):
        return "exempt, nobody is challenged or blocked here"
    return "exempt, by [crawlers] exempt" if gate.is_exempt(path) else "guarded, as any page"


def _names(matches: Sequence[Match], user_agent: str) -> Iterator[Step]:
    if len(user_agent) > READ:
        yield Step("user agent", f"only the first {READ:,} of its {len(user_agent):,} characters are read")
    if not matches:
        reason = declaration(folded(user_agent))
        yield Step("agent", f"none of the directory; {reason or 'nothing says that it is automated'}")
        return
    winner = matches[0]
    yield Step("agent", f"{winner.agent.token}, {_where(winner, user_agent)}")
    told = {winner.agent.token}
    for match in matches:
        if match.agent.token not in told:
            told.add(match.agent.token)
            yield Step("", f"not {match.agent.token}, {_where(match, user_agent)}: {_loss(winner, match)}")


def _where(match: Match, user_agent: str) -> str:
    return f'"{user_agent[match.start : match.end]}" at character {match.start + 1}'


def _loss(winner: Match, loser: Match) -> str:
    """Why `loser` does not count: middleware/crawlers.py, PRECEDENCE."""
    won, lost = winner.agent.purpose, loser.agent.purpose
    if RANK[won] != RANK[lost]:
        return f"{won} goes before {lost}"
    is_longer = winner.end - winner.start > loser.end - loser.start
    return f"of two names for {won} the {'longer' if is_longer else 'earlier'} counts"


def _purpose(purpose: Purpose, agent: Agent | None) -> str:
    source = ", ".join(filter(None, (agent.operator, agent.documentation))) if agent else ""
    return f"{purpose} ({source})" if source else purpose


def _address(client: Client | None, agent: Agent | None, verdict: Verdict) -> str:
    if agent is None:
        return "not asked: there is no name to prove"
    if not agent.ranges and not agent.reverse_dns:
        return f"not asked: nothing is published that could prove {agent.token}"
    if client is None:
        return "none given (--ip): the claim is neither proved nor denied"
    return f"{client.address} {_SAYS[verdict.verification or Verification.UNVERIFIABLE]}"


def _policy(policy: CrawlerPolicy, purpose: Purpose, name: str) -> Iterator[Step]:
    """The preset's word, then what stands over it."""
    preset = PRESETS[policy.preset][purpose]
    yield Step("preset", f"{policy.preset}: {purpose} = {preset}")
    if purpose in policy.proven:
        unproven = policy.verification.unverifiable
        yield Step("", f"{purpose} is allowed when verified; [crawlers.verification] unverifiable = {unproven}")
    elif policy.actions[purpose] is not preset:
        yield Step("override", f"[crawlers.actions] {purpose} = {policy.actions[purpose]}")
    if name in policy.agents:
        yield Step("override", f"[crawlers.agents] {name} = {policy.agents[name]}")


def _rule(verdict: Verdict) -> str:
    return "the exempt path" if verdict.rule == "exempt" else f"crawlers.{verdict.rule}"


def _answer(verdict: Verdict, judges: Judges, path: str) -> str:
    limits = judges.limits
    if verdict.action is Action.BLOCK:
        return f"403, naming {POLICY_PAGE}"
    if _trap(judges.gate, path):
        return "404"
    if verdict.action is Action.CHALLENGE:
        challenge = judges.gate.policy.challenge
        wait = f"{challenge.wait_seconds} s of patience without JavaScript"
        return f"403 and a challenge: {challenge.bits} bits of work, or {wait}; good for {challenge.clearance_hours} h"
    if not limits.enabled:
        return "the page"
    rate = limits.purposes.get(verdict.identity.purpose)
    if verdict.action is Action.THROTTLE:
        own = f"{rate or limits.throttled:,} a minute from one address"
        return f"the page, {own} and {limits.purpose:,} for all of {verdict.identity.purpose}; then 429"
    return f"the page, {rate or limits.allowed:,} a minute from one address; then 429"
