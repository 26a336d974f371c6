# SPDX-License-Identifier: MIT
"""The [[paths]] of the policy file: headers of some paths, over those of the whole site. Pure.

The most specific match wins: an exact path over a prefix, a longer prefix over a shorter one. A path that no rule
matches has the site's own headers, which are the strictest unless the owner loosened them for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from middleware.header_policy import HeaderChange, HeaderPolicy, change_headers
from middleware.header_table import read_headers
from middleware.table import Table


@dataclass(frozen=True, slots=True)
class PathRule:
    """`match`: an exact path, or a prefix that ends with `*`."""

    match: str
    change: HeaderChange

    def matches(self, path: str) -> bool:
        if self.match.endswith("*"):
            return path.startswith(self.match[:-1])
        return path == self.match


def read_paths(tables: Iterable[Table]) -> tuple[PathRule, ...]:
    """The rules, the least specific first; faults go to their tables."""
    rules: list[PathRule] = []
    for table in tables:
        match = table.text("match", "/")
        if not match.startswith("/") or "*" in match[:-1]:
            table.fault("match", "not a path", 'write a path such as "/services", or a prefix such as "/blog/*"')
        if match in (rule.match for rule in rules):
            table.fault("match", "written twice", "put both in one [[paths]]")
        rules.append(PathRule(match, read_headers(table.table("headers"))))
        table.close()
    return tuple(sorted(rules, key=_specificity))


def _specificity(rule: PathRule) -> tuple[bool, int, str]:
    return (not rule.match.endswith("*"), len(rule.match), rule.match)


def matching(rules: Iterable[PathRule], path: str) -> tuple[PathRule, ...]:
    """The rules that speak of `path`, the least specific first."""
    return tuple(rule for rule in rules if rule.matches(path))


def headers_of(policy: HeaderPolicy, rules: Iterable[PathRule]) -> HeaderPolicy:
    """`policy` with each of `rules` over it, in order."""
    for rule in rules:
        policy = change_headers(policy, rule.change)
    return policy
