# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the policy says, said to Pelican and to the templates: the site, its owner, the crawlers it turns away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals

from middleware.agents import Agent, load_directory
from middleware.crawler_policy import Action, CrawlerPolicy
from middleware.policy import Policy, PolicyError, load_policy

if TYPE_CHECKING:
    from pelican import Pelican


def blocked_agents(policy: CrawlerPolicy) -> tuple[Agent, ...]:
    """The agents of the directory that the policy blocks, by name or by purpose, sorted by token."""
    agents = load_directory().agents
    return tuple(agent for agent in agents if policy.action(agent.purpose, agent.token) is Action.BLOCK)


def read_policy(path: Path, *, production: bool) -> Policy:
    """The policy at `path`, fit for a release to the public if `production`. Raises PolicyError."""
    policy = load_policy(path)
    if production and not policy.site.is_https:
        problem = f'site.url = "{policy.site.url}": not https: write the public address, "https://..."'
        raise PolicyError(path, [problem])
    return policy


def _introduce(pelican: Pelican) -> None:
    policy = read_policy(Path(pelican.settings["POLICY"]), production=pelican.settings["PRODUCTION"])
    pelican.settings |= {
        "SITEURL": policy.site.url,
        "SITENAME": policy.site.name,
        "DEFAULT_LANG": policy.site.language,
        "policy": policy,
        "site": policy.site,
        "owner": policy.owner,
        "blocked_agents": blocked_agents(policy.crawlers),
    }


def register() -> None:
    signals.initialized.connect(_introduce)
