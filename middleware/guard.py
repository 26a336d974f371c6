# SPDX-License-Identifier: MIT
"""What happens to a request, in the order in which it is decided. It counts and remembers, and never answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from middleware.action import Action
from middleware.agents import Purpose
from middleware.bans import Bans
from middleware.claim import judge_claim
from middleware.clearance import Clearances, Proof
from middleware.client_address import Client
from middleware.consistency import contradictions
from middleware.limiter import Limiter
from middleware.verdict import Gate, Verdict
from middleware.verification import Verification, Verifier

# Whom the trap lets go: they bring readers, and a browser's address bar, an old robots.txt or a link checker may lead
# them there. An impostor is not one of them.
_NEVER_BANNED = frozenset({Purpose.SEARCH, Purpose.FEED, Purpose.PREVIEW, Purpose.MONITOR})
_DOUBTED = frozenset({Action.ALLOW, Action.THROTTLE})
# Work shows a browser that runs scripts; whoever only waited may be anything patient, and stays slowed.
_CLEARED = {Proof.WORK: Action.ALLOW, Proof.WAIT: Action.THROTTLE}
_PREFETCH_FIELDS = frozenset({b"sec-purpose", b"purpose", b"x-moz"})


class Outcome(StrEnum):
    """How the gatekeeper answers."""

    PASS = "pass"  # noqa: S105 -- no password
    LIMIT = "limit"
    REFUSE = "refuse"
    TRAP = "trap"
    CHALLENGE = "challenge"


class Asked(NamedTuple):
    """A request: the decoded `path`, all User-Agent values joined, and the raw `headers`."""

    method: str
    path: str
    user_agent: str
    client: Client
    headers: Iterable[tuple[bytes, bytes]]


class Decision(NamedTuple):
    """`seconds`: how long a client that is limited has to wait."""

    verdict: Verdict
    outcome: Outcome
    seconds: float = 0.0


class Guard:
    """Decides. The same requests at the same times lead to the same decisions, whatever is then done with them."""

    def __init__(
        self,
        gate: Gate,
        verifier: Verifier,
        limiter: Limiter,
        clearances: Clearances,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.gate = gate
        self.verifier = verifier
        self.limiter = limiter
        self.clearances = clearances
        self.clock = clock
        trap = gate.policy.trap
        self.trap = trap.path if trap else None
        self.bans = Bans(3600.0 * trap.ban_hours if trap else 0.0)

    async def decide(self, asked: Asked) -> Decision:
        """The first of these that says no: a ban, the name and its proof, the trap, the challenge, the limits."""
        verdict = self._verdict(asked)
        if verdict.action is Action.BLOCK:
            return Decision(verdict, Outcome.REFUSE)
        if self._is_trap(asked.path):
            self._spring(asked, verdict)
            return Decision(replace(verdict, rule="trap"), Outcome.TRAP)
        verdict = self._cleared(asked, self._doubted(asked, verdict))
        if verdict.action is Action.CHALLENGE:
            return Decision(verdict, Outcome.CHALLENGE)
        if seconds := await self.limiter.wait(verdict, asked.client):
            return Decision(verdict, Outcome.LIMIT, seconds)
        return Decision(verdict, Outcome.PASS)

    def _verdict(self, asked: Asked) -> Verdict:
        """What the policy says of the name, once its claim was checked, and of a client that is banned."""
        verdict = judge_claim(self.gate, self.verifier, asked.user_agent, asked.path, lambda: asked.client)
        if self.bans.holds(asked.client.prefix, asked.user_agent, self.clock()):
            action = Action.THROTTLE if self.gate.is_exempt(asked.path) else Action.BLOCK
            return replace(verdict, action=action, rule="trap")
        return verdict

    def _doubted(self, asked: Asked, verdict: Verdict) -> Verdict:
        """`verdict`, or a challenge when an unnamed browser's headers are not those of a browser."""
        is_browser = verdict.identity.purpose is Purpose.BROWSER and verdict.identity.agent is None
        # This machine's own programs have no name to prove.
        if (
            not (self.gate.policy.consistency and is_browser)
            or asked.client.is_anonymous
            or verdict.action not in _DOUBTED
        ):
            return verdict
        method, path, user_agent, _, headers = asked
        found = contradictions(method, path, user_agent, headers, is_https=self.clearances.is_https)
        if not found or self.gate.is_exempt(path):
            return verdict
        return replace(verdict, action=Action.CHALLENGE, rule=f"consistency: {', '.join(found)}")

    def _cleared(self, asked: Asked, verdict: Verdict) -> Verdict:
        """`verdict`, or what a challenge becomes once it was passed."""
        if verdict.action is not Action.CHALLENGE:
            return verdict
        proof = self.clearances.proof(asked.headers, asked.user_agent)
        return replace(verdict, action=_CLEARED[proof], rule=f"challenge.{proof}") if proof else verdict

    def _is_trap(self, path: str) -> bool:
        return self.trap is not None and path.startswith(self.trap) and not self.gate.is_exempt(path)

    def _spring(self, asked: Asked, verdict: Verdict) -> None:
        """Ban whoever asked for the trap, unless nobody meant to, or it would shut out others: one reader who is
        anonymous is not told from another."""
        is_browser = verdict.identity.purpose is Purpose.BROWSER
        if asked.method != "GET" or _is_prefetch(asked.headers) or _is_welcome(verdict):
            return
        if not (is_browser and asked.client.is_anonymous):
            self.bans.add(asked.client.prefix, asked.user_agent, self.clock(), forgives=is_browser)


def _is_welcome(verdict: Verdict) -> bool:
    """Is this an agent that the policy allows by its name, or one that brings readers?"""
    if verdict.identity.agent is None or verdict.verification is Verification.SPOOFED:
        return False
    return verdict.action is Action.ALLOW or verdict.identity.purpose in _NEVER_BANNED


def _is_prefetch(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Did a browser fetch ahead, without anyone's wish? (https://wicg.github.io/nav-speculation/prefetch.html)"""
    return any(name in _PREFETCH_FIELDS and b"prefetch" in value.lower() for name, value in headers)
