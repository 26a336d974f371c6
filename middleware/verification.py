# SPDX-License-Identifier: MIT
"""Is this crawler who it says it is? Its address against the ranges that its operator publishes, or its name in DNS."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from middleware.agents import Agent
from middleware.client_address import Client
from middleware.ranges import RangeList, Ranges, widened
from middleware.reverse_dns import ReverseDns

# Days. Operators add ranges every few weeks, nearly always beside those they have. A fresh list is the whole truth;
# with an older one only an address far from all of them is called spoofed; with a stale one, none.
FRESH = 60
STALE = 180


class Verification(StrEnum):
    """What the address says of the name in the User-Agent."""

    VERIFIED = "verified"
    UNVERIFIABLE = "unverifiable"
    SPOOFED = "spoofed"


@dataclass(frozen=True, slots=True)
class Known:
    """Where an agent comes from: `listed` is published, and outside `around` it never is (None: nobody can say)."""

    listed: Ranges
    around: Ranges | None


def known_agents(agents: Collection[Agent], lists: Mapping[str, RangeList], today: date) -> dict[str, Known]:
    """The agents with at least one known list, by token; those of one operator often share theirs."""
    known: dict[tuple[str, ...], Known] = {}
    for urls in {agent.ranges for agent in agents}:
        if found := [lists[url] for url in urls if url in lists]:
            known[urls] = _known(found, len(urls), today)
    return {agent.token: known[agent.ranges] for agent in agents if agent.ranges in known}


def _known(found: Sequence[RangeList], published: int, today: date) -> Known:
    """What the lists `found` say, of as many as are `published`."""
    networks = [network for each in found for network in each.networks]
    age = (today - min(each.taken for each in found)).days
    listed = Ranges(networks)
    if len(found) < published or age > STALE:
        return Known(listed, None)
    return Known(listed, listed if age <= FRESH else Ranges(widened(networks)))


class Verifier:
    """Judges claims by what is `known`, which is replaced whole when newer lists are there. No clock, no disk, and no
    network unless `dns` is given, which answers from memory."""

    def __init__(self, known: Mapping[str, Known], dns: ReverseDns | None = None) -> None:
        self.known = known
        self.dns = dns

    def verify(self, agent: Agent, client: Client) -> Verification:
        """What the address of `client` says of the claim to be `agent`."""
        known = self.known.get(agent.token)
        if known is not None and known.listed.holds(client.number):
            return Verification.VERIFIED
        if client.number < 0 or client.is_local:  # a socket, or development: no operator's address, and no lie
            return Verification.UNVERIFIABLE
        if self.dns is not None and agent.reverse_dns:
            proven = self.dns.proves(client.address, agent.reverse_dns)
            if proven is not False:
                return Verification.VERIFIED if proven else Verification.UNVERIFIABLE
        is_outside = known is not None and known.around is not None and not known.around.holds(client.number)
        return Verification.SPOOFED if is_outside else Verification.UNVERIFIABLE
