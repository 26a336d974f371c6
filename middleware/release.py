# SPDX-License-Identifier: MIT
"""A release on disk -> {URL path: ready answer}. The disk is read once, and nothing else is ever served."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from urllib.parse import quote

from middleware.answer import Answer, Body, make_answer
from middleware.header_policy import HeaderChange, change_headers
from middleware.headers import Kind, RawHeaders, kind_of, security_headers
from middleware.manifest import MANIFEST, Entry, Manifest, ManifestError, Stored, digest, parse_manifest
from middleware.negotiation import IDENTITY
from middleware.path_policy import headers_of, matching
from middleware.policy import Policy
from middleware.speculation import SPECULATION

# Larger files stay in the page cache, mapped: a deleted release remains readable until its last answer is out.
_IN_MEMORY = 1 << 20

# A header that names a file this release does not hold would only earn a 404.
_NO_SPECULATION = HeaderChange({"speculation-rules": None}, None, {}, None, {}, frozenset({"speculation-rules"}))

_DIGEST = re.compile(r"[0-9a-f]{20}")


class ReleaseError(ValueError):
    """The release is missing or damaged: one sentence."""


@dataclass(frozen=True, slots=True)
class Release:
    """`answers` by decoded URL path, `aliases` by decoded URL path -> the canonical path, percent-encoded."""

    digest: str
    site_url: str
    answers: Mapping[str, Answer]
    aliases: Mapping[str, str]
    not_found: Answer
    refusal: RawHeaders


def load_release(folder: Path, policy: Policy, always: RawHeaders = ()) -> Release:
    """Read and verify the release at `folder` (resolved, not a link). Raises ReleaseError.

    `always` goes on every answer: what this very server needs, beyond the policy.
    """
    name, manifest = _read_manifest(folder)
    _refuse_trapped(manifest, policy)
    prepare = _preparer(folder, manifest, policy, always)
    return Release(
        digest=name,
        site_url=manifest.site_url,
        answers={path: prepare(path, entry) for path, entry in manifest.entries.items()},
        aliases=find_aliases(manifest.entries),
        not_found=prepare("", manifest.not_found),
        refusal=(*security_headers(policy.headers, Kind.REFUSAL, {}, is_https=policy.site.is_https), *always),
    )


def _read_manifest(folder: Path) -> tuple[str, Manifest]:
    try:
        data = (folder / MANIFEST).read_bytes()
        manifest = parse_manifest(data)
    except OSError as error:
        raise ReleaseError(f"no release at {folder} ({error.strerror}): run make publish") from error
    except ManifestError as error:
        raise ReleaseError(f"{folder / MANIFEST} {error}") from error
    name = digest(data)
    if _DIGEST.fullmatch(folder.name) and folder.name != name:
        raise ReleaseError(f"release {folder} is damaged: its manifest is that of {name}: publish again")
    return name, manifest


def _refuse_trapped(manifest: Manifest, policy: Policy) -> None:
    """A page in the trap would ban its readers."""
    trap = policy.crawlers.trap
    for path in manifest.entries:
        if trap and f"{path}/".startswith(trap.path):
            raise ReleaseError(f"{path} is a page and crawlers.trap.path = {trap.path!r}: write another path there")


def _preparer(folder: Path, manifest: Manifest, policy: Policy, always: RawHeaders) -> Callable[[str, Entry], Answer]:
    """A function that makes a path's answer; the header list of a policy class is made once and shared."""

    @cache
    def headers(kind: Kind, name: str, rules: tuple[str, ...]) -> RawHeaders:
        changed = headers_of(policy.headers, (rule for rule in policy.paths if rule.match in rules))
        if SPECULATION not in manifest.entries:
            changed = change_headers(changed, _NO_SPECULATION)
        page = manifest.policies[name] if name else {}
        return (*security_headers(changed, kind, page, is_https=policy.site.is_https), *always)

    def prepare(path: str, entry: Entry) -> Answer:
        stored = {IDENTITY: entry.identity, **entry.encodings}
        bodies = {coding: _read_body(folder, file) for coding, file in stored.items()}
        rules = tuple(rule.match for rule in matching(policy.paths, path))
        security = headers(kind_of(entry.media_type, entry.cache), entry.policy, rules)
        return make_answer(entry, bodies, policy.cache[entry.cache], security)

    return prepare


def _read_body(folder: Path, stored: Stored) -> Body:
    path = folder / stored.file
    try:
        if not path.resolve().is_relative_to(folder):
            raise ReleaseError(f"release {folder} is damaged: {stored.file} lies outside: publish again")
        with path.open("rb") as file:
            body: Body = mmap(file.fileno(), 0, access=ACCESS_READ) if stored.size > _IN_MEMORY else file.read()
    except (OSError, ValueError) as error:
        raise ReleaseError(f"release {folder} is damaged: {stored.file}: {error}: publish again") from error
    if len(body) != stored.size or hashlib.sha256(body).hexdigest() != stored.sha256:
        raise ReleaseError(f"release {folder} is damaged: {stored.file} was changed: publish again")
    return body


def find_aliases(entries: Mapping[str, Entry]) -> dict[str, str]:
    """The other spellings of each page's path: with a slash, `.html` or `/index.html` at its end. Pages win."""
    pages = [path for path, entry in entries.items() if entry.media_type.startswith("text/html")]
    found: dict[str, str] = {}
    for path in pages:
        stem = path.rstrip("/")
        for spelling in (f"{stem}/", f"{stem or '/index'}.html", f"{stem}/index.html", f"{stem}/index"):
            if spelling not in entries:
                found[spelling] = quote(path)
    return found
