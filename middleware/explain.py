# SPDX-License-Identifier: MIT
"""`python -m middleware explain --path`: the answer to one path, and where each of its headers comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from middleware.explain_headers import WIDEST, Explained, Subject, explain_headers, written_changes
from middleware.headers import Kind, RawHeaders, kind_of
from middleware.manifest import MANIFEST, Entry, Manifest, parse_manifest
from middleware.policy import Policy
from middleware.release import load_release
from middleware.report_policy import REPORTS_PATH
from middleware.static import StaticSite


def explain_path(path: str, folder: Path, policy: Policy, file: str) -> Iterator[str]:
    """Lines on the answer of the release at `folder` to a GET of the decoded `path`, without encoding asked for.

    `file` names the policy's own file. Raises ReleaseError. The crawlers' policy is not asked: this is what a reader
    gets.
    """
    site = StaticSite(load_release(folder, policy))
    manifest = parse_manifest((folder / MANIFEST).read_bytes())
    if policy.reports.enabled and path == REPORTS_PATH:
        yield f"GET {path}: 405, browsers POST their reports there"
        yield from _table(_subject(policy, file, manifest, None, ""), site.release.refusal)
        return
    status, headers, _ = site.respond({"method": "GET", "path": path, "query_string": b"", "headers": []})
    entry = manifest.not_found if status == 404 else manifest.entries.get(path)
    subject = _subject(policy, file, manifest, entry, path if status == 200 else "")
    yield f"GET {path}: {status}, {_described(subject.kind, entry)}"
    yield from _table(subject, headers)


def _subject(policy: Policy, file: str, manifest: Manifest, entry: Entry | None, path: str) -> Subject:
    changes = written_changes(policy, file, path)
    if entry is None:
        return Subject(policy, file, Kind.REFUSAL, {}, "", changes)
    page = manifest.policies[entry.policy] if entry.policy else {}
    return Subject(policy, file, kind_of(entry.media_type, entry.cache), page, entry.cache, changes)


def _described(kind: Kind, entry: Entry | None) -> str:
    """What an answer is; one without a file of its own moves the client to the page's one address."""
    if entry is None:
        return "moved to the one address of its page"
    return f"{kind}, policy class {entry.policy}" if entry.policy else str(kind)


def _table(subject: Subject, headers: RawHeaders) -> Iterator[str]:
    yield ""
    yield from aligned(list(explain_headers(subject, [(name.decode(), value.decode()) for name, value in headers])))


def aligned(rows: Sequence[Explained]) -> Iterator[str]:
    """A line for each of `rows`, in columns; a value that is too long pushes its rule along."""
    names = max(len(row.name) for row in rows)
    values = max(min(len(row.value), WIDEST) for row in rows)
    for row in rows:
        yield f"{row.name:{names}}  {row.value:{values}}  {row.rule}"
