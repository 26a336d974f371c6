# SPDX-License-Identifier: MIT
"""Addresses that a site does not publish: other spellings of its pages, paths that climb, files that leak. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.headers.trials import STRANGER

# Ordinary clients tidy most of these before they send them.
RAW = (
    "/../rempart-no-such-page",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/..%5c..%5cwindows%5cwin.ini",
    "/a/../../../etc/passwd",
    f"//{STRANGER}/",
    f"//{STRANGER}/%2e%2e",
    f"/%2f{STRANGER}/",
    f"/\\{STRANGER}/",
    "/%00",
    "/%ff%fe",
    "/rempart;x=1/",
    "/rempart./",
)

# Configuration, history and the build's own list, which servers of whole folders hand out.
SECRETS = (
    "/.env",
    "/.git/HEAD",
    "/.git/config",
    "/.htpasswd",
    "/.DS_Store",
    "/manifest.json",
    "/policy.toml",
    "/pelicanconf.py",
    "/index.html~",
)

INJECTED = "/rempart%0d%0aX-Rempart:%20injected"
SIDECARS = (".gz", ".br", ".zst")


def sidecars(target: str) -> Iterator[str]:
    """The names under which the compressed copies of the file behind `target` would lie beside it."""
    if "?" not in target:
        file = f"{target}index.html" if target.endswith("/") else target
        file = file if PurePosixPath(file).suffix else f"{file}.html"
        yield from (file + suffix for suffix in SIDECARS)


def aliases(target: str) -> tuple[str, ...]:
    """Other spellings of the page at `target` under which servers of folders show it a second time.

    None for an address that already says `.html`: it has no shorter one that anybody promised.
    """
    if "?" in target or PurePosixPath(target).suffix:
        return ()
    if target.endswith("/"):
        without_slash = (target.rstrip("/"),) if target.strip("/") else ()
        return (*without_slash, f"{target}index.html")
    return (f"{target}/", f"{target}.html", f"{target}/index.html")
