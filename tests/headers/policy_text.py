# SPDX-License-Identifier: MIT
"""The text of a Content-Security-Policy -> its directives, as a browser reads them, and what is wrong with it. Pure.

Source: CSP Level 3 (https://www.w3.org/TR/CSP3/), parsing, source lists and the fallback order of fetch directives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

Directives = Mapping[str, tuple[str, ...]]

FETCH = frozenset(
    [
        "child-src",
        "connect-src",
        "default-src",
        "fenced-frame-src",
        "font-src",
        "frame-src",
        "img-src",
        "manifest-src",
        "media-src",
        "object-src",
        "script-src",
        "script-src-attr",
        "script-src-elem",
        "style-src",
        "style-src-attr",
        "style-src-elem",
        "worker-src",
    ]
)
SOURCE_LISTS = FETCH | {"base-uri", "form-action", "frame-ancestors"}
KNOWN = SOURCE_LISTS | {
    "report-to",
    "report-uri",
    "require-trusted-types-for",
    "sandbox",
    "trusted-types",
    "upgrade-insecure-requests",
    "webrtc",
}
_FALLBACK = MappingProxyType(
    {
        "script-src-elem": ("script-src", "default-src"),
        "script-src-attr": ("script-src", "default-src"),
        "style-src-elem": ("style-src", "default-src"),
        "style-src-attr": ("style-src", "default-src"),
        "worker-src": ("child-src", "script-src", "default-src"),
        "frame-src": ("child-src", "default-src"),
    }
)
_KEYWORDS = frozenset(
    [
        "'none'",
        "'self'",
        "'unsafe-inline'",
        "'unsafe-eval'",
        "'unsafe-hashes'",
        "'strict-dynamic'",
        "'report-sample'",
        "'wasm-unsafe-eval'",
        "'inline-speculation-rules'",
        "'trusted-types-eval'",
        "'report-sha256'",
        "'report-sha384'",
        "'report-sha512'",
    ]
)
_HASH_OR_NONCE = re.compile(r"'(?:sha(?:256|384|512)|nonce)-[A-Za-z0-9+/_-]+={0,2}'")
_BARE_KEYWORD = re.compile(r"none|self|unsafe-\w+|strict-dynamic|(?:sha(?:256|384|512)|nonce)-\S+", re.IGNORECASE)


def parse(policy: str) -> Directives:
    """Directive name -> its sources. Of a directive written twice the first counts, as in a browser."""
    directives: dict[str, tuple[str, ...]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        if name:
            directives.setdefault(name.lower(), tuple(sources))
    return MappingProxyType(directives)


def effective(directives: Directives, name: str) -> tuple[str, ...] | None:
    """The sources that rule fetches of `name`, by the fallback order; None when nothing rules them."""
    for candidate in (name, *_FALLBACK.get(name, ("default-src",))):
        if candidate in directives:
            return directives[candidate]
    return None


def faults(policy: str) -> Iterator[str]:
    """Each thing that browsers ignore, or read otherwise than its author meant it."""
    names = [part.split()[0].lower() for part in policy.split(";") if part.split()]
    yield from (f"{name} written twice" for name in dict.fromkeys(names) if names.count(name) > 1)
    if "," in policy:
        yield "a comma splits it into two policies"
    for name, sources in parse(policy).items():
        if name not in KNOWN:
            yield f"unknown directive {name}"
        elif name in SOURCE_LISTS:
            yield from _source_faults(name, sources)


def _source_faults(name: str, sources: Sequence[str]) -> Iterator[str]:
    if "'none'" in sources and len(sources) > 1:
        yield f"{name}: 'none' beside another source is ignored"
    for source in sources:
        if _BARE_KEYWORD.fullmatch(source):
            yield f"{name}: {source} without quotes is a host name"
        elif source.startswith("'") and source.lower() not in _KEYWORDS and not _HASH_OR_NONCE.fullmatch(source):
            yield f"{name}: unknown keyword {source}"


def is_none(sources: Sequence[str] | None) -> bool:
    """Whether nothing at all is allowed: an empty list says the same as `'none'`."""
    return sources is not None and tuple(source.lower() for source in sources) in {(), ("'none'",)}


def is_confined(directives: Directives) -> bool:
    """Whether a document under this policy can do nothing: it loads nothing, and its sandbox runs and posts nothing."""
    tokens = {token.lower() for token in directives.get("sandbox", ("allow-scripts",))}
    return is_none(directives.get("default-src")) and not tokens & {"allow-scripts", "allow-forms"}


def is_inline_open(sources: Sequence[str] | None) -> bool:
    """Whether any inline block runs: no rule, or `'unsafe-inline'` which no hash or nonce overrides."""
    if sources is None:
        return True
    lowered = [source.lower() for source in sources]
    is_overridden = "'strict-dynamic'" in lowered or any(_HASH_OR_NONCE.fullmatch(source) for source in sources)
    return "'unsafe-inline'" in lowered and not is_overridden


def broad_sources(sources: Sequence[str]) -> tuple[str, ...]:
    """The sources that name no particular site: schemes and wildcards."""
    return tuple(source for source in sources if "*" in source or re.fullmatch(r"[A-Za-z][\w+.-]*:", source))


def host_sources(sources: Sequence[str]) -> tuple[str, ...]:
    """The sources that are neither quoted keywords nor broad: hosts and URLs."""
    broad = broad_sources(sources)
    return tuple(source for source in sources if not source.startswith("'") and source not in broad)
