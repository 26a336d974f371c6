# SPDX-License-Identifier: MIT
"""What the templates are told of the policy: the agents that it turns away."""

from __future__ import annotations

from middleware.agents import Purpose, load_directory
from middleware.crawler_policy import PRESETS, Action, CrawlerPolicy
from plugins.site import blocked_agents


def test_the_blocked_are_those_of_blocked_purposes_and_those_named() -> None:
    policy = CrawlerPolicy(actions=PRESETS["equilibre"], agents={"GPTBot": Action.ALLOW, "Applebot": Action.BLOCK})

    tokens = {agent.token for agent in blocked_agents(policy)}

    training = {agent.token for agent in load_directory().agents if agent.purpose is Purpose.TRAINING}
    assert training - tokens == {"GPTBot"}
    assert "Applebot" in tokens
    assert "Googlebot" not in tokens
