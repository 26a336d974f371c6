# SPDX-License-Identifier: MIT
"""Who does this User-Agent name? Every name of the directory is looked for at once, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from middleware.agents import Agent, Directory, Purpose
from middleware.automation import unnamed

# Names come early: the longest real User-Agent seen is under 1,000 characters. What lies beyond is not read, so that
# a hostile header costs no more than an honest one.
READ = 1024
# And no honest one names more agents than this.
MOST_NAMES = 64

# When one User-Agent names several agents, the purpose nearest the top wins. AI first: a name that an operator
# publishes for AI is never there by accident. Search engines after all other named programs: theirs are the names
# that others borrow ("Googlebot/Nutch", "SentiBot (compatible with Googlebot)", Gwene's "Googlebot").
PRECEDENCE = (
    Purpose.TRAINING,
    Purpose.DATASET,
    Purpose.CODING_AGENT,
    Purpose.AGENT,
    Purpose.USER_FETCH,
    Purpose.AI_SEARCH,
    Purpose.FEED,
    Purpose.PREVIEW,
    Purpose.MONITOR,
    Purpose.ARCHIVE,
    Purpose.SEO,
    Purpose.HTTP_LIBRARY,
    Purpose.UNKNOWN_BOT,
    Purpose.SEARCH,
    Purpose.BROWSER,
)
RANK = {purpose: rank for rank, purpose in enumerate(PRECEDENCE)}

# A URL, or a word with an @ in it. The look-behind lets a mailbox begin at the start of a word only: linear time.
ADDRESS = re.compile(r"""(?:https?://|www\.)[^\s;,()<>"']*|(?<![^\s;,()<>"'])[^\s;,()<>"'@]*@[^\s;,()<>"']*""")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a User-Agent names: `agent` is None when no name of the directory is in it."""

    purpose: Purpose
    agent: Agent | None = None

    @property
    def name(self) -> str:
        return self.agent.token if self.agent else ""


class Match(NamedTuple):
    """A name of `agent`, at `start` to `end` of a User-Agent."""

    start: int
    end: int
    agent: Agent


class Crawlers:
    """The names of a directory, ready to be looked for.

    A name counts where it stands alone (no letter or digit touches it), outside URLs and e-mail addresses, and when
    the record's `accept` and `forbid` agree. A name inside a longer one is not a name (Applebot in
    Applebot-Extended). Among several, PRECEDENCE decides, then the longer name, then the earlier.
    """

    def __init__(self, directory: Directory) -> None:
        named = [(name.lower(), agent) for agent in directory.agents for name in agent.names]
        self._agents = [agent for _, agent in named]
        self._automaton = AhoCorasick([name for name, _ in named])

    def identify(self, user_agent: str) -> Identity:
        """Who `user_agent` names: an agent of the directory, else the second tier's guess, else a browser."""
        text = folded(user_agent)
        named = self.named(text)
        if not named:
            return Identity(unnamed(text))
        agent = named[0].agent
        return Identity(agent.purpose, agent)

    def named(self, text: str) -> list[Match]:
        """The agents named in `text`, a folded User-Agent; the one that counts comes first."""
        return sorted(_outermost(self._matches(text)), key=_precedence)

    def _matches(self, text: str) -> Iterator[Match]:
        searched = _without_addresses(text)
        found = self._automaton.find_matches_as_indexes(searched, overlapping=True)
        for index, start, end in found[:MOST_NAMES]:
            agent = self._agents[index]
            if _stands_alone(searched, start, end) and _agrees(agent, text):
                yield Match(start, end, agent)


def folded(user_agent: str) -> str:
    """What is read of it, its ASCII letters, and no others, in lower case: U+212A KELVIN SIGN is no `k`."""
    text = user_agent[:READ]
    return text.lower() if text.isascii() else text.encode("utf-8", "replace").lower().decode("utf-8")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """No letter or digit touches `text[start:end]`; a name that ends in a sign needs no gap on that side."""
    before = start and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after


def _without_addresses(text: str) -> str:
    """`text` with spaces over each URL and e-mail address: a name in them is someone's page, not the client's name."""
    if "://" in text or "@" in text or "www." in text:
        return ADDRESS.sub(lambda address: " " * len(address[0]), text)
    return text


def _agrees(agent: Agent, text: str) -> bool:
    accepted = not agent.accept or any(part in text for part in agent.accept)
    return accepted and not any(part in text for part in agent.forbid)


def _outermost(matches: Iterable[Match]) -> Iterator[Match]:
    """`matches` without those that lie inside another."""
    reach = 0
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if match.end > reach:
            reach = match.end
            yield match


def _precedence(match: Match) -> tuple[int, int, int]:
    return RANK[match.agent.purpose], match.start - match.end, match.start
