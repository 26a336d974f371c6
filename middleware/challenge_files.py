# SPDX-License-Identifier: MIT
"""The script and the stylesheet of the challenge, under names that hold their fingerprint: they never change."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from middleware.answer import Answer, make_answer
from middleware.exemption import CHALLENGE_PATH
from middleware.headers import Kind, RawHeaders, security_headers
from middleware.manifest import Entry, Stored
from middleware.media_types import MEDIA_TYPES
from middleware.negotiation import IDENTITY
from middleware.policy import Policy

_FINGERPRINT = 12


@dataclass(frozen=True, slots=True)
class ChallengeFile:
    """One file that the page names: `path` is its URL path."""

    path: str
    media_type: str
    body: bytes

    @property
    def integrity(self) -> str:
        """Its Subresource Integrity value (W3C SRI, 3.1)."""
        return "sha384-" + b64encode(hashlib.sha384(self.body).digest()).decode("ascii")


@cache
def _read(extension: str) -> ChallengeFile:
    body = Path(__file__).with_name(f"challenge{extension}").read_bytes()
    fingerprint = hashlib.sha256(body).hexdigest()[:_FINGERPRINT]
    return ChallengeFile(f"{CHALLENGE_PATH}/{fingerprint}{extension}", MEDIA_TYPES[extension], body)


def script() -> ChallengeFile:
    return _read(".js")


def stylesheet() -> ChallengeFile:
    return _read(".css")


def challenge_answers(policy: Policy, always: RawHeaders = ()) -> dict[str, Answer]:
    """The ready answers of both, by URL path; `always` goes on each."""
    security = (*security_headers(policy.headers, Kind.ASSET, {}, is_https=policy.site.is_https), *always)
    return {file.path: _answer(file, policy.cache["asset"], security) for file in (script(), stylesheet())}


def _answer(file: ChallengeFile, cache_control: str, security: RawHeaders) -> Answer:
    stored = Stored(file.path, len(file.body), hashlib.sha256(file.body).hexdigest())
    entry = Entry(identity=stored, media_type=file.media_type, encodings={}, cache="asset", policy="")
    return make_answer(entry, {IDENTITY: file.body}, cache_control, security)
