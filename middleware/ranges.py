# SPDX-License-Identifier: MIT
"""The address ranges that operators publish: read from a file, merged, and looked into by bisection."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from middleware.client_address import number

Network = IPv4Network | IPv6Network

SNAPSHOT = Path(__file__).with_name("ranges.json")
FORMAT = 1


class RangesError(ValueError):
    """A file of ranges cannot be read: one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeList:
    """One list of an operator, published at `url`: `networks` as they were on the day `taken`, had from `source`."""

    url: str
    taken: date
    source: str
    licence: str
    networks: tuple[Network, ...]


class Ranges:
    """Networks of both families, merged: `holds` is one bisection, whatever their number."""

    def __init__(self, networks: Iterable[Network]) -> None:
        merged = _merge(sorted((number(each[0]), number(each[-1])) for each in networks))
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def __len__(self) -> int:
        return len(self._starts)

    def holds(self, address: int) -> bool:
        """Whether `address`, an integer as in `Client.number`, lies in one of the networks."""
        index = bisect_right(self._starts, address) - 1
        return index >= 0 and address <= self._ends[index]


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted `spans` (first, last), those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def widened(networks: Iterable[Network]) -> set[Network]:
    """The neighbourhood of `networks`: the /16 (IPv4) or /32 (IPv6) around each, unless it is wider itself."""
    return {each.supernet(new_prefix=min(each.prefixlen, 16 if each.version == 4 else 32)) for each in networks}


def read_ranges(path: Path) -> dict[str, RangeList]:
    """The lists in the file at `path`, by URL. Raises RangesError."""
    try:
        return parse_ranges(path.read_bytes())
    except OSError as error:
        raise RangesError(f"{path}: cannot be read ({error.strerror}): {_REMEDY}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise RangesError(f"{path}: not a file of ranges ({error}): {_REMEDY}") from error


_REMEDY = "remove it, or run python -m middleware refresh-ranges"


def parse_ranges(data: bytes) -> dict[str, RangeList]:
    """The lists in `data`, by URL. Raises ValueError, TypeError or KeyError."""
    written = json.loads(data)
    if written["format"] != FORMAT:
        raise ValueError(f"format {written['format']!r}, not {FORMAT}")
    return {item["url"]: _range_list(item) for item in written["lists"]}


def _range_list(item: Mapping[str, Any]) -> RangeList:
    return RangeList(
        url=item["url"],
        taken=date.fromisoformat(item["taken"]),
        source=item["source"],
        licence=item["licence"],
        networks=tuple(ip_network(text) for text in item["networks"]),
    )


def ranges_text(lists: Iterable[RangeList]) -> str:
    """The text of a file of ranges, one list a line, sorted by URL; a day without a change is no difference."""
    lines = [_line(each) for each in sorted(lists, key=lambda each: each.url)]
    return f'{{\n"format": {FORMAT},\n"lists": [\n' + ",\n".join(lines) + "\n]\n}\n"


def _line(each: RangeList) -> str:
    networks = [str(network) for network in sorted(set(each.networks), key=lambda found: (found.version, found))]
    head = {"url": each.url, "taken": each.taken.isoformat(), "source": each.source, "licence": each.licence}
    return json.dumps({**head, "networks": networks})


def newest(*files: Mapping[str, RangeList]) -> dict[str, RangeList]:
    """Of the lists with one URL, the newest; at the same day, that of the last file."""
    found: dict[str, RangeList] = {}
    for each in (each for lists in files for each in lists.values()):
        if each.url not in found or each.taken >= found[each.url].taken:
            found[each.url] = each
    return found
