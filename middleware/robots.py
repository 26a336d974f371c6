# SPDX-License-Identifier: MIT
"""robots.txt (RFC 9309), written from the directory and the policy that the gatekeeper enforces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from middleware.agents import Agent, Directory
from middleware.crawler_policy import Action, CrawlerPolicy
from middleware.signal_policy import SignalPolicy, default_signals
from middleware.signals import dictionary

# RFC 9309 lets a parser pass over a line that it does not know; some validators complain of it.
USAGE_NOTE = "# Content-Usage: IETF AIPREF, draft of 2026-08-19; its words may still change."


def robots_txt(policy: CrawlerPolicy, directory: Directory, site_url: str, signals: SignalPolicy | None = None) -> str:
    """The whole file, LF, for the site at `site_url` (no trailing slash): a group for the agents that are blocked,
    and one for everyone else. A control token such as Google-Extended is there though no User-Agent holds it.

    `signals`: what is said of the use of what may be fetched; None: what `policy` implies.
    """
    blocked = _blocked(policy, directory.agents)
    others = {agent.robots_token for agent in directory.agents} - blocked
    groups = [
        *_group(sorted(blocked, key=str.lower), ["Disallow: /"]),
        *_group([*_shadowed(others, blocked), "*"], [*_usage(signals or default_signals(policy)), *_rules(policy)]),
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


def _rules(policy: CrawlerPolicy) -> Iterator[str]:
    """Everything may be fetched but the trap: the longest match wins (section 2.2.2)."""
    yield "Allow: /"
    if policy.trap:
        yield f"Disallow: {policy.trap.path}"


def _usage(signals: SignalPolicy) -> Iterator[str]:
    """The lines on use. They stand in the group of those who may fetch: the others are told nothing but no."""
    if signals.content_signal:
        yield f"Content-Signal: {dictionary(signals.content_signal)}"
    if signals.content_usage:
        yield USAGE_NOTE
        yield f"Content-Usage: / {dictionary(signals.content_usage)}"


def _group(tokens: Sequence[str], rules: Sequence[str]) -> list[str]:
    """The lines of one group and the empty line after it; nothing when it has no agent."""
    return [*(f"User-agent: {token}" for token in tokens), *rules, ""] if tokens else []
