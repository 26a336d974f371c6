# SPDX-License-Identifier: MIT
"""robots.txt (RFC 9309), written from the directory and the policy that the gatekeeper enforces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from middleware.agents import Agent, Directory, Purpose
from middleware.crawler_policy import Action, CrawlerPolicy

# Whom each Content-Signal speaks to (https://contentsignals.org).
SIGNALS = {
    "search": (Purpose.SEARCH,),
    "ai-input": (Purpose.AI_SEARCH, Purpose.USER_FETCH),
    "ai-train": (Purpose.TRAINING, Purpose.DATASET),
}


def robots_txt(policy: CrawlerPolicy, directory: Directory, site_url: str) -> str:
    """The whole file, LF, for the site at `site_url` (no trailing slash): a group for the agents that are blocked,
    and one for everyone else. A control token such as Google-Extended is there though no User-Agent holds it."""
    blocked = _blocked(policy, directory.agents)
    others = {agent.robots_token for agent in directory.agents} - blocked
    groups = [
        *_group(sorted(blocked, key=str.lower), ["Disallow: /"]),
        *_group([*_shadowed(others, blocked), "*"], [*_content_signal(policy), "Allow: /"]),
    ]
    return "\n".join([*groups, f"Sitemap: {site_url}/sitemap.xml", ""])


def _blocked(policy: CrawlerPolicy, agents: Iterable[Agent]) -> set[str]:
    """The robots tokens of the agents that `policy` blocks."""
    return {agent.robots_token for agent in agents if policy.action(agent.purpose, agent.token) is Action.BLOCK}


def _shadowed(tokens: Iterable[str], blocked: Iterable[str]) -> list[str]:
    """Those of `tokens` that a parser comparing by substring (protego does) would take for a blocked one: named
    beside `*`, they are known as what they are."""
    refused = [token.lower() for token in blocked]
    return sorted((token for token in tokens if any(part in token.lower() for part in refused)), key=str.lower)


def _content_signal(policy: CrawlerPolicy) -> Iterator[str]:
    """The Content-Signal line: yes to what is allowed, no to what is blocked, silence on what is only slowed."""
    answers = {Action.ALLOW: "yes", Action.BLOCK: "no"}
    said = []
    for signal, purposes in SIGNALS.items():
        strictest = max((policy.actions[purpose] for purpose in purposes), key=list(Action).index)
        if strictest in answers:
            said.append(f"{signal}={answers[strictest]}")
    if said:
        yield f"Content-Signal: {', '.join(said)}"


def _group(tokens: Sequence[str], rules: Sequence[str]) -> list[str]:
    """The lines of one group and the empty line after it; nothing when it has no agent."""
    return [*(f"User-agent: {token}" for token in tokens), *rules, ""] if tokens else []
