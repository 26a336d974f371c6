# SPDX-License-Identifier: MIT
"""The run itself: ask the site everything, in order, over one connection at a time, and keep what it says."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.headers import paths, trials
from tests.headers.discovery import MISSING, WELL_KNOWN, inner_pages, local_target, resources
from tests.headers.probe import Probe, UnreachableError
from tests.headers.request import Origin, Request, as_target, parse_origin
from tests.headers.survey import Exchange, Kind, Survey, Trial
from tests.headers.wire import Answer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_MOST_TRIES = 3


def survey_site(url: str, pages: Sequence[str] = (), *, timeout: float = 10.0, patience: float = 120.0) -> Survey:
    """Ask the site at `url`, and its `pages` besides those found, everything the judges need (about 200 requests).

    `timeout`: seconds of silence until a question is given up. `patience`: seconds spent in all on waiting where the
    site asks for it. Raises UnreachableError, and ValueError when `url` is not the address of a site.
    """
    origin, path = parse_origin(url)
    with Probe(origin, timeout=timeout) as probe:
        run = _Run(probe, patience)
        home = run.first_page(path)
        seen = [home, *(run.plain(Kind.PAGE, target) for target in run.more_pages(home, pages))]
        named = list(resources(origin, [(page.request.target, page.page) for page in seen]))
        named += [*WELL_KNOWN.items(), (Kind.MISSING, MISSING)]
        for kind, target in named:
            run.plain(kind, target)
        run.every_kind()
        run.one_of_a_kind()
        run.aliases(seen)
        run.odd_paths()
        run.parser(home)
        return Survey(origin, (*run.exchanges, *over_http(plain_twin(origin), timeout)))


@dataclass(slots=True)
class _Run:
    probe: Probe
    patience: float
    exchanges: list[Exchange] = field(default_factory=list)

    def ask(self, kind: Kind, trial: Trial, request: Request) -> Exchange:
        """Ask, and where the site says 429, wait as it wishes and ask again. Such an answer is not the one to judge."""
        answer = self.probe.ask(request)
        if answer.status == 429 and trial is not Trial.CRAWLER:
            answer = self._ask_again(kind, request, answer)
            trial = Trial.THROTTLED if answer.status == 429 else trial
        exchange = Exchange(kind, trial, request, answer)
        self.exchanges.append(exchange)
        return exchange

    def _ask_again(self, kind: Kind, request: Request, answer: Answer) -> Answer:
        refused = Exchange(kind, Trial.REFUSED, request, answer)
        self.exchanges += [] if any(exchange.trial is Trial.REFUSED for exchange in self.exchanges) else [refused]
        for _ in range(_MOST_TRIES):
            pause = retry_after(answer)
            if answer.status != 429 or pause > self.patience:
                break
            self.patience -= pause
            time.sleep(pause)
            answer = self.probe.ask(request)
        return answer

    def plain(self, kind: Kind, target: str) -> Exchange:
        return self.ask(kind, Trial.PLAIN, Request("GET", target))

    def plan(self, kind: Kind, plan: Iterable[tuple[Trial, Request]]) -> None:
        for trial, request in plan:
            self.ask(kind, trial, request)

    def first_page(self, path: str) -> Exchange:
        """The page that `path` leads to on this origin. Raises UnreachableError when it leads nowhere or elsewhere."""
        for _ in range(_MOST_REDIRECTS):
            home = self.plain(Kind.PAGE, path)
            if home.trial is Trial.THROTTLED:
                raise UnreachableError(f"{self.probe.origin}{path} answers too many requests (429): come back later")
            if not home.answer.status:
                raise UnreachableError(f"{self.probe.origin}{path} gave no HTTP answer: {home.answer.fault}")
            if home.answer.status not in _REDIRECTS:
                return home
            self.exchanges.pop()
            there = home.answer.value("location")
            target = local_target(self.probe.origin, path, there)
            if target is None:
                raise UnreachableError(f"{self.probe.origin}{path} leads to {there}: grade that address instead")
            path = target
        raise UnreachableError(f"{self.probe.origin}{path} redirects without end")

    def more_pages(self, home: Exchange, named: Sequence[str]) -> list[str]:
        targets = [as_target(page) for page in named]
        inner = inner_pages(self.probe.origin, home.request.target, home.page)
        return [target for target in dict.fromkeys([*targets, *inner]) if target != home.request.target]

    def every_kind(self) -> None:
        """HEAD, and a second GET, of everything that was found."""
        for plain in [exchange for exchange in self.exchanges if exchange.trial is Trial.PLAIN]:
            target = plain.request.target
            self.ask(plain.kind, Trial.HEAD, Request("HEAD", target, is_last=True))
            self.ask(plain.kind, Trial.AGAIN, Request("GET", target))

    def one_of_a_kind(self) -> None:
        """The longer plans, on the first found of each kind that they suit."""
        first: dict[Kind, Exchange] = {}
        for exchange in self.exchanges:
            if exchange.trial is Trial.PLAIN and exchange.answer.status == 200:
                first.setdefault(exchange.kind, exchange)
        for kind, exchange in first.items():
            self.plan(kind, trials.further(kind, exchange.request.target, exchange.answer))
            for sidecar in paths.sidecars(exchange.request.target):
                self.ask(Kind.ODD, Trial.SIDECAR, Request("GET", sidecar))

    def aliases(self, pages: Iterable[Exchange]) -> None:
        for page in pages:
            for alias in paths.aliases(page.request.target) if page.answer.status == 200 else ():
                self._alias(alias)

    def _alias(self, target: str) -> None:
        alias = self.ask(Kind.ALIAS, Trial.PLAIN, Request("GET", target))
        if alias.answer.status not in _REDIRECTS:
            return
        self.ask(Kind.ALIAS, Trial.QUERY, Request("GET", target + trials.QUERY))
        self.ask(Kind.ALIAS, Trial.HOSTILE_HOST, Request("GET", target, hosts=(trials.STRANGER,)))
        followed = local_target(self.probe.origin, target, alias.answer.value("location"))
        if followed is not None:
            self.ask(Kind.ALIAS, Trial.FOLLOWED, Request("GET", followed))

    def odd_paths(self) -> None:
        for target in paths.RAW:
            self.ask(Kind.ODD, Trial.RAW, Request("GET", target))
        for target in paths.SECRETS:
            self.ask(Kind.ODD, Trial.SECRET, Request("GET", target))
        self.ask(Kind.ODD, Trial.INJECTED, Request("GET", paths.INJECTED))

    def parser(self, home: Exchange) -> None:
        self.plan(Kind.ODD, trials.parser(home.request.target, self.probe.origin.authority))


def retry_after(answer: Answer) -> float:
    """Seconds that a 429 asks to wait: at most 15 decimal digits, else 5 (RFC 9110, 10.2.3; a date counts as 5)."""
    value = answer.value("retry-after")
    return float(value) if re.fullmatch("[0-9]{1,15}", value) else 5.0


def plain_twin(origin: Origin) -> Origin | None:
    """Where a visitor who types the bare name of an https site arrives: port 80, for a site on its usual port."""
    return Origin("http", origin.host, 80) if origin.scheme == "https" and origin.port == 443 else None


def over_http(twin: Origin | None, timeout: float) -> list[Exchange]:
    """What the home page's address says over plain http; nothing when nothing listens: nobody is led astray."""
    if twin is None:
        return []
    request = Request("GET", "/", is_last=True)
    try:
        with Probe(twin, timeout=timeout) as probe:
            return [Exchange(Kind.PAGE, Trial.HTTP, request, probe.ask(request))]
    except UnreachableError:
        return []
