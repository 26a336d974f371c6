# SPDX-License-Identifier: MIT
"""The challenge: what a client is asked, and what becomes of its answer. Nothing is remembered between the two."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from middleware.challenge_page import Setback, challenge_page, pass_url, setback_page
from middleware.clearance import Clearances, Proof
from middleware.csp import page_directives
from middleware.headers import Kind, RawHeaders, ReadyHeaders, security_headers
from middleware.policy import Policy
from middleware.proof_of_work import is_solution
from middleware.redirect_target import HOME, is_local
from middleware.signer import Signer
from middleware.ticket import LIFE, Ticket, new_ticket, read_ticket, write_ticket

Fields = Iterable[tuple[bytes, bytes]]


class Reply(NamedTuple):
    """A whole answer: `headers` are complete."""

    status: int
    headers: ReadyHeaders
    body: bytes


class Passage(NamedTuple):
    """What became of a ticket: "work", "wait" or the setback; `incident` is that of the challenge, "" when unknown."""

    result: Proof | Setback
    incident: str
    ticket: Ticket | None


class Challenge:
    """Asks and judges. `secret` signs what clients carry; `always` goes on every answer; `clock` is Unix time."""

    def __init__(
        self, policy: Policy, secret: bytes, always: RawHeaders = (), clock: Callable[[], float] = time.time
    ) -> None:
        self._policy = policy.crawlers.challenge
        self._site = policy.site.name
        self._clock = clock
        hours = self._policy.clearance_hours
        self._signer = Signer(secret, hours * 3600)
        self.clearances = Clearances(self._signer, hours, is_https=policy.site.is_https, clock=clock)
        asking, telling = self._challenge_page("", ""), self._setback_page(Setback.EARLY, HOME, "")
        self._asking = _document_headers(policy, asking, always)
        self._telling = _document_headers(policy, telling, always)
        self._moving = (*security_headers(policy.headers, Kind.REFUSAL, {}, is_https=policy.site.is_https), *always)

    def ask(self, fields: Fields, user_agent: str, target: str, incident: str) -> Reply:
        """The challenge of the request for `target` with the header `fields`, logged as `incident`.

        Whoever comes back from it at once, with a clearance that does not clear, would solve one after the other: it
        is told so instead.
        """
        cookie = self.clearances.probe()
        if self.clearances.was_just_given(fields):
            return self._reply(self._setback_page(Setback.INVALID, target, incident), self._telling, cookie)
        now = self._clock()
        ticket = write_ticket(new_ticket(self._policy.bits, target, incident, now), user_agent, self._signer, now)
        return self._reply(self._challenge_page(ticket, incident), self._asking, cookie)

    def judge(self, fields: Fields, user_agent: str, text: str, answer: str) -> Passage:
        """What the ticket `text` is worth, with the solution `answer`; "" is that of a client that waited."""
        now = self._clock()
        ticket = read_ticket(text, user_agent, self._signer, now)
        if ticket is None:
            return Passage(Setback.INVALID, "", None)
        if not self.clearances.keeps_cookies(fields):
            return Passage(Setback.COOKIE, ticket.incident, ticket)
        return Passage(self._weigh(ticket, answer, ticket.age(now)), ticket.incident, ticket)

    def _weigh(self, ticket: Ticket, answer: str, age: float) -> Proof | Setback:
        if age > LIFE:
            return Setback.EXPIRED
        if answer:
            return Proof.WORK if is_solution(ticket.nonce, answer, ticket.bits) else Setback.INVALID
        return Proof.WAIT if age >= self._policy.wait_seconds else Setback.EARLY

    def answer(self, passage: Passage, user_agent: str, text: str, incident: str) -> Reply:
        """303 to what the bearer of `passage` had asked for, or 403 and the reason, under the reference `incident`;
        `text` is its ticket as it came."""
        target = passage.ticket.target if passage.ticket and is_local(passage.ticket.target) else HOME
        if isinstance(passage.result, Proof):
            fields = [(b"location", target.encode("ascii")), *_never_kept(b"")]
            fields.append((b"set-cookie", self.clearances.grant(passage.result, user_agent).encode("ascii")))
            return Reply(303, ReadyHeaders((*fields, *self._moving)), b"")
        url = pass_url(text) if passage.result is Setback.EARLY else target
        return self._reply(self._setback_page(passage.result, url, incident), self._telling)

    def _challenge_page(self, ticket: str, incident: str) -> str:
        wait, hours = self._policy.wait_seconds, self._policy.clearance_hours
        return challenge_page(ticket, wait, hours, self._site, incident)

    def _setback_page(self, setback: Setback, url: str, incident: str) -> str:
        return setback_page(setback, url, self._policy.wait_seconds, self._site, incident)

    def _reply(self, page: str, security: RawHeaders, cookie: str = "") -> Reply:
        """403, and not 200: caches, monitors and search engines must not take it for the page."""
        body = page.encode()
        fields = [(b"content-type", b"text/html; charset=utf-8"), *_never_kept(body)]
        if cookie:
            fields.append((b"set-cookie", cookie.encode("ascii")))
        return Reply(403, ReadyHeaders((*fields, *security)), body)


def _never_kept(body: bytes) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-robots-tag", b"noindex"),
    ]


# The page says noindex itself, and nothing is fetched ahead for a client that is still asked who it is.
_NOT_HERE = frozenset({b"speculation-rules", b"x-robots-tag"})


def _document_headers(policy: Policy, page: str, always: RawHeaders) -> RawHeaders:
    """The site's own headers of documents, under the smallest policy that `page` lives with."""
    security = security_headers(policy.headers, Kind.DOCUMENT, page_directives(page), is_https=policy.site.is_https)
    return (*(pair for pair in security if pair[0] not in _NOT_HERE), *always)
