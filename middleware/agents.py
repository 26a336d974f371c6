# SPDX-License-Identifier: MIT
"""The crawler directory: one record an agent, read once from crawlers.json (made by scripts/crawlers.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

DIRECTORY = Path(__file__).with_name("crawlers.json")
FORMAT = 1
REMEDY = "run python -m scripts.crawlers"


class Purpose(StrEnum):
    """What an agent fetches pages for. The policy acts on purposes; names only lead to one."""

    TRAINING = "training"
    DATASET = "dataset"
    AI_SEARCH = "ai-search"
    USER_FETCH = "user-fetch"
    AGENT = "agent"
    CODING_AGENT = "coding-agent"
    SEARCH = "search"
    FEED = "feed"
    PREVIEW = "preview"
    MONITOR = "monitor"
    ARCHIVE = "archive"
    SEO = "seo"
    HTTP_LIBRARY = "http-library"
    UNKNOWN_BOT = "unknown-bot"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """One agent. `token` and `aliases` are looked for in the User-Agent; `robots_token` is its name in robots.txt.

    `accept`: at least one of these must be in the User-Agent too; `forbid`: none of them may be.
    `ranges` (URLs of published address lists), `reverse_dns` (host name suffixes) and `signature_agent` (Web Bot
    Auth origin) say how a claim to this name can be verified; all empty: it cannot. `cost` tells the owner in
    French what blocking it costs. `sources` are keys of `Directory.sources`.
    """

    token: str
    purpose: Purpose
    robots_token: str
    cost: str
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    operator: str = ""
    documentation: str = ""
    accept: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    reverse_dns: tuple[str, ...] = ()
    signature_agent: str = ""
    example: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.token, *self.aliases)


@dataclass(frozen=True, slots=True)
class Directory:
    """Every agent, sorted by token. `taken`: the day the data was last looked over."""

    taken: date
    agents: tuple[Agent, ...]
    sources: Mapping[str, Mapping[str, str]]

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset(agent.token for agent in self.agents)


class DirectoryError(ValueError):
    """The directory cannot be read; the sentence says why and how to remake it."""


def load_directory(path: Path = DIRECTORY) -> Directory:
    """Read the directory at `path`, or raise DirectoryError."""
    try:
        return _directory(json.loads(path.read_bytes()))
    except OSError as error:
        raise DirectoryError(f"{path.name}: cannot be read ({error.strerror}): {REMEDY}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise DirectoryError(f"{path.name}: not a crawler directory ({error}): {REMEDY}") from error


def _directory(data: Any) -> Directory:
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']!r}, not {FORMAT}")
    return Directory(
        date.fromisoformat(data["taken"]),
        tuple(_agent(record) for record in data["agents"]),
        data["sources"],
    )


LISTS = {field.name for field in fields(Agent) if field.type == "tuple[str, ...]"}


def _agent(record: Mapping[str, Any]) -> Agent:
    values: dict[str, Any] = {key: tuple(value) if key in LISTS else value for key, value in record.items()}
    return Agent(**{**values, "purpose": Purpose(record["purpose"])})
