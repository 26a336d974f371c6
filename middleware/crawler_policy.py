# SPDX-License-Identifier: MIT
"""The [crawlers] section of policy.toml: what is done with each purpose, with each agent, and where nothing is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from middleware.action import Action
from middleware.agents import Purpose
from middleware.challenge_policy import ChallengePolicy, read_challenge_policy
from middleware.table import Table
from middleware.trap_policy import TrapPolicy, read_trap_policy
from middleware.verification_policy import VerificationPolicy, read_verification_policy

__all__ = ["PRESETS", "Action", "CrawlerPolicy", "Mode", "read_crawler_policy"]


class Mode(StrEnum):
    """`observe` decides and logs like `enforce`, and never acts."""

    ENFORCE = "enforce"
    OBSERVE = "observe"


# Guesses and people: a purpose that no name proves can be slowed, never turned away.
NEVER_BLOCKED = frozenset({Purpose.HTTP_LIBRARY, Purpose.UNKNOWN_BOT, Purpose.BROWSER})

_WELCOME = {
    Purpose.SEARCH: Action.ALLOW,
    Purpose.FEED: Action.ALLOW,
    Purpose.PREVIEW: Action.ALLOW,
    Purpose.MONITOR: Action.ALLOW,
    Purpose.ARCHIVE: Action.ALLOW,
    Purpose.BROWSER: Action.ALLOW,
}
PRESETS: Mapping[str, Mapping[Purpose, Action]] = {
    "strict": {
        **_WELCOME,
        Purpose.TRAINING: Action.BLOCK,
        Purpose.DATASET: Action.BLOCK,
        Purpose.AI_SEARCH: Action.BLOCK,
        Purpose.USER_FETCH: Action.BLOCK,
        Purpose.AGENT: Action.BLOCK,
        Purpose.CODING_AGENT: Action.BLOCK,
        Purpose.SEO: Action.BLOCK,
        Purpose.HTTP_LIBRARY: Action.CHALLENGE,
        Purpose.UNKNOWN_BOT: Action.CHALLENGE,
    },
    "equilibre": {
        **_WELCOME,
        Purpose.TRAINING: Action.BLOCK,
        Purpose.DATASET: Action.BLOCK,
        Purpose.AI_SEARCH: Action.THROTTLE,
        Purpose.USER_FETCH: Action.THROTTLE,
        Purpose.AGENT: Action.CHALLENGE,
        Purpose.CODING_AGENT: Action.THROTTLE,
        Purpose.SEO: Action.THROTTLE,
        Purpose.HTTP_LIBRARY: Action.THROTTLE,
        Purpose.UNKNOWN_BOT: Action.THROTTLE,
    },
    "ouvert": {
        **_WELCOME,
        Purpose.TRAINING: Action.OBSERVE,
        Purpose.DATASET: Action.OBSERVE,
        Purpose.AI_SEARCH: Action.ALLOW,
        Purpose.USER_FETCH: Action.ALLOW,
        Purpose.AGENT: Action.ALLOW,
        Purpose.CODING_AGENT: Action.ALLOW,
        Purpose.SEO: Action.THROTTLE,
        Purpose.HTTP_LIBRARY: Action.ALLOW,
        Purpose.UNKNOWN_BOT: Action.ALLOW,
    },
}
DEFAULT_PRESET = "equilibre"
# Allowed by a preset once their address proves them, and treated as `verification.unverifiable` says until then.
PROVEN: Mapping[str, frozenset[Purpose]] = {"equilibre": frozenset({Purpose.AI_SEARCH, Purpose.USER_FETCH})}
# Where what claims to be a browser without its headers is challenged, unless the owner says otherwise.
DOUBTFUL = frozenset({"strict", "equilibre"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlerPolicy:
    """`actions` has every purpose; `agents`, by the directory's tokens, wins over it; `exempt` are paths, exact or
    ending in `*`, where nothing worse than a throttle is done, besides those of `middleware.exemption`. Agents that
    fetch for one of the `proven` purposes are allowed when they are verified. No `trap`: nobody is banned.
    `consistency`: a browser's headers must fit its name, or it is challenged."""

    mode: Mode = Mode.ENFORCE
    preset: str = DEFAULT_PRESET
    actions: Mapping[Purpose, Action]
    agents: Mapping[str, Action]
    exempt: tuple[str, ...] = ()
    proven: frozenset[Purpose] = frozenset()
    verification: VerificationPolicy = field(default_factory=VerificationPolicy)
    trap: TrapPolicy | None = None
    consistency: bool = False
    challenge: ChallengePolicy = field(default_factory=ChallengePolicy)

    def action(self, purpose: Purpose, token: str) -> Action:
        """What the owner wants done with the agent `token` ("" for none), which fetches for `purpose`."""
        return self.agents.get(token, self.actions[purpose])


def read_crawler_policy(table: Table, tokens: Collection[str]) -> CrawlerPolicy:
    """The policy written in `table`, whose agents are among `tokens`; what is wrong goes to `table.faults`."""
    mode = table.choice("mode", Mode.ENFORCE.value, list(Mode))
    preset = table.choice("preset", DEFAULT_PRESET, PRESETS)
    written = _actions(table.table("actions"))
    verification = read_verification_policy(table.table("verification"))
    proven = PROVEN.get(preset, frozenset()) - written.keys()
    policy = CrawlerPolicy(
        mode=Mode(mode),
        preset=preset,
        actions={**PRESETS[preset], **dict.fromkeys(proven, verification.unverifiable), **written},
        agents=_agents(table.table("agents"), {token.lower(): token for token in tokens}),
        exempt=_exempt(table),
        proven=proven,
        verification=verification,
        trap=read_trap_policy(table.table("trap")),
        consistency=table.flag("consistency", preset in DOUBTFUL),
        challenge=read_challenge_policy(table.table("challenge")),
    )
    table.close()
    return policy


def _actions(table: Table) -> dict[Purpose, Action]:
    actions = {purpose: _action(table, purpose) for purpose in Purpose if purpose in table.values}
    for purpose, action in actions.items():
        if purpose in NEVER_BLOCKED and action is Action.BLOCK:
            table.fault(purpose, "a guess is never blocked", "write challenge, or block agents by their names")
    table.close(list(Purpose))
    return actions


def _agents(table: Table, known: Mapping[str, str]) -> dict[str, Action]:
    agents: dict[str, Action] = {}
    for written in table.rest():
        token, action = known.get(written.lower()), _action(table, written)
        if token is None:
            table.fault(written, "no such agent in the directory", _nearest(written, known))
        elif token in agents:
            table.fault(written, "named twice, in another case", "keep one of the two")
        else:
            agents[token] = action
    return agents


def _action(table: Table, key: str) -> Action:
    return Action(table.choice(key, Action.ALLOW.value, list(Action)))


def _nearest(token: str, known: Mapping[str, str]) -> str:
    near = [known[match] for match in get_close_matches(token.lower(), known, n=3)]
    return f"write {', '.join(near)}" if near else "see the tokens of middleware/crawlers.json"


def _exempt(table: Table) -> tuple[str, ...]:
    paths = table.texts("exempt", ())
    if any(not path.startswith("/") or "*" in path[:-1] or path in ("/*", "/") for path in paths):
        table.fault("exempt", "not paths below /", 'write paths such as "/presse" or "/presse/*"')
    return paths
