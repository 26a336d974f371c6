# SPDX-License-Identifier: MIT
"""`python -m middleware refresh-ranges`: the operators' lists of addresses, fetched anew, each whole or not at all."""

from __future__ import annotations

import ssl
import sys
import time
from collections.abc import Callable, Iterable
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from middleware.published_ranges import PublishedRangesError, parse_published
from middleware.range_store import load_lists, today, write_lists
from middleware.ranges import RangeList

_LARGEST = 4 << 20  # bytes; the longest list is 100 KB
_TIMEOUT = 15.0  # seconds for each wait on the network, and for the whole of a list
_CHUNK = 1 << 16
_AGENT = "rempart-refresh-ranges"

Fetch = Callable[[str], bytes]


class FetchError(Exception):
    """A list could not be had: a few words."""


class _OnlyHttps(HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if not newurl.startswith("https://"):
            raise FetchError(f"leads to {newurl}, which is not https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_https(url: str, context: ssl.SSLContext | None = None, seconds: float = _TIMEOUT) -> bytes:
    """What `url` answers within `seconds`. Raises FetchError, at once when it is not https."""
    if not url.startswith("https://"):
        raise FetchError("is not https")
    opener = build_opener(_OnlyHttps, HTTPSHandler(context=context))
    request = Request(url, headers={"User-Agent": _AGENT})  # noqa: S310 -- https, checked above
    try:
        with opener.open(request, timeout=seconds) as response:
            return _read(response, time.monotonic() + seconds)
    except (OSError, HTTPException) as error:  # URLError is an OSError
        raise FetchError(str(error)) from error


def _read(response: HTTPResponse, deadline: float) -> bytes:
    data = b""
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > _LARGEST:
            raise FetchError(f"is longer than {_LARGEST} bytes")
        if time.monotonic() > deadline:
            raise FetchError("takes too long")
    if response.length:
        raise FetchError(f"was cut {response.length} bytes short")
    return data


def from_folder(folder: Path) -> Fetch:
    """Reads what was fetched by other means, as `wget --force-directories` lays it out: DIR/openai.com/gptbot.json."""

    def fetch(url: str) -> bytes:
        parts = urlsplit(url)
        try:
            return (folder / parts.netloc / parts.path.lstrip("/")).read_bytes()
        except OSError as error:
            raise FetchError(f"no such file in {folder}") from error

    return fetch


def refresh_ranges(urls: Iterable[str], data: Path, fetch: Fetch) -> int:
    """Fetch each of `urls` and write `data`. A list that cannot be had or read stays as it was; returns how many did.

    Raises RangesError when the former file cannot be read, or the new one cannot be written.
    """
    lists = load_lists(data)
    failures = 0
    for url in urls:
        try:
            networks = parse_published(fetch(url))
        except (FetchError, PublishedRangesError) as error:
            print(f"{url}: {error}: the former list stays", file=sys.stderr)
            failures += 1
        else:
            print(f"{url}: {len(networks)} networks")
            lists[url] = RangeList(
                url=url, taken=today(), source=url, licence="published by its operator", networks=networks
            )
    write_lists(data, lists.values())
    return failures
