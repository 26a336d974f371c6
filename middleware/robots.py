# SPDX-License-Identifier: MIT
"""robots.txt (RFC 9309), written from the directory and the policy that the gatekeeper enforces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from middleware.agents import Agent, Directory, Purpose
from middleware.crawler_policy import Action, CrawlerPolicy

# What each Content-Signal says yes or no to (https://contentsignals.org): no, as soon as one of them is blocked.
SIGNALS = {
    "search": (Purpose.SEARCH,),
    "ai-input": (Purpose.AI_SEARCH, Purpose.USER_FETCH),
    "ai-train": (Purpose.TRAINING, Purpose.DATASET),
}


def robots_txt(policy: CrawlerPolicy, directory: Directory, site_url: str) -> str:
    """The whole file, LF, for the site at `site_url` (no trailing slash): one group for the agents that are blocked,
    one for everyone else. A control token such as Google-Extended is there though no User-Agent ever holds it."""
    blocked = _blocked(policy, directory.agents)
    named = {agent.robots_token for agent in directory.agents} - blocked
    groups = [
        _group(blocked, ["Disallow: /"]),
        _group({token for token in named if _is_shadowed(token, blocked)}, ["Allow: /"]),
        _group({"*"}, [f"Content-Signal: {', '.join(_signals(policy))}", "Allow: /"]),
    ]
    return "\n".join([*filter(None, groups), f"Sitemap: {site_url}/sitemap.xml", ""])


def _blocked(policy: CrawlerPolicy, agents: Iterable[Agent]) -> set[str]:
    """The robots tokens of the agents that `policy` blocks."""
    return {
        agent.robots_token
        for agent in agents
        if policy.action(agent.purpose, agent.token) is Action.BLOCK and agent.robots_token
    }


def _is_shadowed(token: str, blocked: Iterable[str]) -> bool:
    """Would a parser that compares by substring (protego does) take `token` for a blocked agent?"""
    return any(other.lower() in token.lower() for other in blocked)


def _signals(policy: CrawlerPolicy) -> Iterator[str]:
    for signal, purposes in SIGNALS.items():
        refused = any(policy.actions[purpose] is Action.BLOCK for purpose in purposes)
        yield f"{signal}={'no' if refused else 'yes'}"


def _group(tokens: Iterable[str], rules: Iterable[str]) -> str:
    agents = [f"User-agent: {token}" for token in sorted(tokens, key=str.lower)]
    return "\n".join([*agents, *rules, ""]) if agents else ""
