# SPDX-License-Identifier: AGPL-3.0-or-later
"""The facts that only the owner knows: still missing from the policy, and already shown on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from middleware.policy import is_placeholder
from plugins.faults import Fault
from plugins.urls import url_path


def shown_placeholders(public: Path, owner: Mapping[str, str], policy: Path) -> list[Fault]:
    """One fault for each key of `owner` whose placeholder a page in `public` shows, naming the pages."""
    missing = {key: value for key, value in owner.items() if is_placeholder(value)}
    pages = {url_path(path.relative_to(public).as_posix()): path for path in sorted(public.rglob("*.html"))}
    texts = {url: unescape(path.read_text("utf-8")) for url, path in pages.items()} if missing else {}
    return list(_faults(missing, texts, policy))


def _faults(missing: Mapping[str, str], texts: Mapping[str, str], policy: Path) -> Iterator[Fault]:
    lines = policy.read_text("utf-8").splitlines()
    for key, value in missing.items():
        urls = [url for url, text in texts.items() if value in text]
        if urls:
            line = next((n for n, text in enumerate(lines, 1) if text.split("=")[0].strip() == key), 1)
            problem = f"still a placeholder, shown on {', '.join(urls)}"
            yield Fault(policy.name, line, f"owner.{key}", problem, "write the fact itself")
