# SPDX-License-Identifier: MIT
"""Why an answer carries the headers it carries: each value, a CSP directive by directive, with the rule that made it.

The values are those of the answer itself, taken apart; nothing here decides what is sent. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from textwrap import wrap
from typing import NamedTuple

from middleware.header_policy import (
    CHOICES,
    CSP,
    HSTS,
    PERMISSIONS,
    REPORT_ONLY,
    Directives,
    HeaderChange,
    default_headers,
)
from middleware.headers import Kind, directives_of, security_headers
from middleware.path_policy import matching
from middleware.policy import CACHE_DEFAULTS, Policy
from middleware.signal_policy import default_signals
from middleware.signals import signal_headers

DEFAULT = "default"
LEFT_OUT = "(left out)"
WIDEST = 88  # characters of a value that can be cut
_OF_RELEASE = frozenset({"content-type", "content-length", "etag"})  # what the manifest says of the file


class Explained(NamedTuple):
    """One header, or one part of it; the further parts of a header have an empty `name`."""

    name: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Subject:
    """An answer to explain. `file`: the policy's; `page`: the directives of the answer's policy class; `cache`: its
    class in [cache], "" for none; `changes`: what the file changes of the defaults, by its rules, the last to win."""

    policy: Policy
    file: str
    kind: Kind
    page: Directives
    cache: str
    changes: tuple[tuple[str, HeaderChange], ...]

    def rule(self, part: str, name: str) -> str:
        """The last rule that speaks of `name` in its `part`, a field of HeaderChange."""
        spoken = attrgetter(part)
        return next((rule for rule, change in reversed(self.changes) if name in (spoken(change) or ())), DEFAULT)


def written_changes(policy: Policy, file: str, path: str) -> tuple[tuple[str, HeaderChange], ...]:
    """`Subject.changes` of the answer at `path`; "" is for the 404 page and refusals, which no [[paths]] matches."""
    rules = [(f'{file} [[paths]] match = "{rule.match}"', rule.change) for rule in matching(policy.paths, path)]
    return ((f"{file} [headers]", policy.change), *rules)


def explain_headers(subject: Subject, headers: Iterable[tuple[str, str]]) -> Iterator[Explained]:
    """Every one of `headers`, sorted by name; then what the owner left out."""
    sent = dict(headers)
    for name in sorted(sent):
        yield from _explain(subject, name, sent[name])
    for name in sorted(_usual(subject) - sent.keys()):
        yield Explained(name, LEFT_OUT, subject.rule("names", name))


def _usual(subject: Subject) -> set[str]:
    """The headers that such an answer has before the owner has said a word."""
    usual = replace(default_headers(), report_url=subject.policy.headers.report_url)
    built = security_headers(usual, subject.kind, subject.page, is_https=subject.policy.site.is_https)
    return {name.decode() for name, _ in built}


def _explain(subject: Subject, name: str, value: str) -> Iterator[Explained]:
    if name in (CSP, REPORT_ONLY):
        parts = list(_directives(subject, name, value))
    elif name == PERMISSIONS:
        parts = list(_features(subject, value))
    else:
        parts = [(value, _plain_rule(subject, name))]
    for index, (part, rule) in enumerate(parts):
        yield Explained("" if index else name, part, rule)


def _directives(subject: Subject, header: str, value: str) -> Iterator[tuple[str, str]]:
    """The directives of one CSP as they are sent, then those left out of it."""
    sent = {directive.partition(" ")[0]: directive for directive in value.split("; ")}
    for name, directive in sent.items():
        yield directive, _directive_rule(subject, header, name)
    if header == CSP:
        usual = directives_of(default_headers(), subject.kind, subject.page, is_https=False)
        for name in sorted(usual.keys() - sent.keys()):
            yield f"{name} {LEFT_OUT}", subject.rule("csp", name)


def _directive_rule(subject: Subject, header: str, name: str) -> str:
    if subject.kind is not Kind.DOCUMENT:
        return f"{DEFAULT} ({subject.kind})"
    if name in ("report-uri", "report-to"):
        return f"{subject.file} [reports]"
    if name == "upgrade-insecure-requests":
        return f"{subject.file} [site] url"
    if header == REPORT_ONLY and (watched := subject.rule("report_only", name)) != DEFAULT:
        return watched
    return "page" if name in subject.page else subject.rule("csp", name)


def _features(subject: Subject, value: str) -> Iterator[tuple[str, str]]:
    """The features of a Permissions-Policy, those of one rule together."""
    by_rule: dict[str, list[str]] = {}
    for feature in value.split(", "):
        rule = subject.rule("permissions", feature.partition("=")[0])
        by_rule.setdefault(rule, []).append(feature)
    for rule, features in by_rule.items():
        yield from ((line, rule) for line in wrap(", ".join(features), WIDEST, break_on_hyphens=False))


def _plain_rule(subject: Subject, name: str) -> str:
    policy = subject.policy
    if name == "cache-control":
        return _cache_rule(subject)
    if name == "cross-origin-resource-policy" and subject.kind is Kind.MEDIA:
        return f"{DEFAULT} ({subject.kind})"
    if name in CHOICES or name == HSTS:
        return subject.rule("names", name)
    if name in policy.headers.signals:
        return _signal_rule(subject, name)
    if name == "reporting-endpoints":
        return f"{subject.file} [reports]"
    return "release" if name in _OF_RELEASE and subject.cache else "server"


def _cache_rule(subject: Subject) -> str:
    if not subject.cache:
        return "server"
    is_default = subject.policy.cache[subject.cache] == CACHE_DEFAULTS[subject.cache]
    return DEFAULT if is_default else f"{subject.file} [cache] {subject.cache}"


def _signal_rule(subject: Subject, name: str) -> str:
    policy = subject.policy
    implied = signal_headers(default_signals(policy.crawlers), policy.site.url)
    is_implied = implied.get(name) == policy.headers.signals[name]
    return f"{DEFAULT}, from [crawlers]" if is_implied else f"{subject.file} [signals]"
