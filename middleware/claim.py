# SPDX-License-Identifier: MIT
"""The verdict on a request, once its claim to a name was held against its address. Pure but for what is remembered."""

from __future__ import annotations

from collections.abc import Callable

from middleware.client_address import Client
from middleware.verdict import Gate, Verdict
from middleware.verification import Verifier


def judge_claim(gate: Gate, verifier: Verifier, user_agent: str, path: str, client: Callable[[], Client]) -> Verdict:
    """What `gate` does with the decoded `path`. `client` is asked for when an address can prove the name: few are."""
    verdict = gate.verdict(user_agent, path)
    agent = verdict.identity.agent
    if agent is None or not (agent.ranges or agent.reverse_dns):
        return verdict
    return gate.judge(verdict.identity, gate.is_exempt(path), verifier.verify(agent, client()))
