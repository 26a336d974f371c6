# SPDX-License-Identifier: MIT
"""Make middleware/crawlers.json from scripts/crawlers.toml and the packages that it names.

    python -m scripts.crawlers            write the directory
    python -m scripts.crawlers --check    say whether it is what this script makes, and how old it is

Nothing is fetched: the packages must be installed, in the versions that the .toml names (use a throwaway
environment; none of them is needed to build, serve or test the site).
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from scripts.crawler_packages import Hand, MissingPackageError, Record, from_packages

ROOT = Path(__file__).resolve().parent.parent
HAND = ROOT / "scripts" / "crawlers.toml"
DIRECTORY = ROOT / "middleware" / "crawlers.json"
OLD, TOO_OLD = 30, 60  # days
OPERATORS = "operators"
ORDER = (
    "token", "aliases", "purpose", "operator", "documentation", "accept", "forbid", "ranges", "reverse_dns",
    "signature_agent", "robots_token", "cost", "example", "sources",
)  # fmt: skip


def make(hand: Hand, digest: str, path: Sequence[str]) -> str:
    """The text of crawlers.json; packages are looked for in the folders of `path`."""
    records: dict[str, Record] = {}
    for record in [*_by_hand(hand), *from_packages(hand, path)]:
        _join(records, record)
    named = {name.lower() for record in records.values() for name in record.get("aliases", ())}
    agents = [_finish(record, hand) for key, record in sorted(records.items()) if key not in named]
    return _text(hand, digest, agents)


def _text(hand: Hand, digest: str, agents: list[Record]) -> str:
    """JSON with one agent a line: a new crawler is one line of a diff."""
    sources = {package["name"]: _but(package, "name", "file") for package in hand["package"]}
    head = {"format": 1, "taken": hand["taken"].isoformat(), "hand": digest}
    lines = [f"{json.dumps(key)}: {_json(value)}," for key, value in head.items()]
    lines += [f'"sources": {_json({**sources, OPERATORS: hand[OPERATORS]})},', '"agents": [']
    return "\n".join(["{", *lines, ",\n".join(map(_json, agents)), "]", "}", ""])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _but(values: Mapping[str, Any], *keys: str) -> Record:
    return {key: value for key, value in values.items() if key not in keys}


def _join(records: dict[str, Record], record: Record) -> None:
    """Add to the record of the same token what it does not say yet; the first to say a thing wins."""
    known = records.setdefault(record["token"].lower(), {"sources": []})
    for key, value in record.items():
        if value:
            known.setdefault(key, value)
    if record["source"] not in known["sources"]:
        known["sources"].append(record["source"])


def _finish(record: Record, hand: Hand) -> Record:
    """A whole record, its keys in ORDER and the empty ones left out."""
    purpose = _purpose(record, hand)
    full = {"robots_token": record["token"], "cost": hand["costs"][purpose], **record, "purpose": purpose}
    full["sources"] = sorted(record["sources"])
    return {key: full[key] for key in ORDER if full.get(key)}


def _purpose(record: Record, hand: Hand) -> str:
    """The hand's word first, then what a package says."""
    for purpose, names in hand["purposes"].items():
        if record["token"].lower() in {name.lower() for name in names}:
            return str(purpose)
    return str(record.get("purpose", "unknown-bot"))


def _by_hand(hand: Hand) -> Iterator[Record]:
    for agent in hand["agent"]:
        yield {**agent, "source": OPERATORS}


def check(text: str, written: str, taken: date, today: date) -> Iterator[str]:
    """What is wrong with the directory as `written`, when the script makes `text`."""
    if text != written:
        yield f"{DIRECTORY.name} is not what this script makes: run it, and read the difference"
    if (today - taken).days >= TOO_OLD:
        yield f"the data is {(today - taken).days} days old: look for newer packages ({HAND.name}, taken)"


def main(arguments: Sequence[str]) -> int:
    source = HAND.read_bytes()
    hand = tomllib.loads(source.decode())
    try:
        text = make(hand, hashlib.sha256(source).hexdigest(), sys.path)
    except MissingPackageError as error:
        print(f"crawlers: missing package: {error}", file=sys.stderr)
        return 1
    if "--check" not in arguments:
        DIRECTORY.write_text(text, encoding="utf-8")
        return 0
    today = datetime.now(UTC).date()
    if OLD <= (age := (today - hand["taken"]).days) < TOO_OLD:
        print(f"crawlers: warning: the data is {age} days old", file=sys.stderr)
    faults = list(check(text, DIRECTORY.read_text(encoding="utf-8"), hand["taken"], today))
    print(*(f"crawlers: {fault}" for fault in faults), sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
