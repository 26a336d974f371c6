# SPDX-License-Identifier: MIT
"""Policy -> header bytes, built and validated with `secure` once, ready before the first request. Pure.

Which header goes on which kind of answer follows what it governs: isolation headers and Permissions-Policy say
something of documents only; nosniff, Referrer-Policy and CORP of everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from secure import (
    ContentSecurityPolicy,
    CrossOriginEmbedderPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    CustomHeader,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XDnsPrefetchControl,
    XFrameOptions,
    XPermittedCrossDomainPolicies,
)

from middleware.header_policy import REPORT_ONLY, Directives, HeaderPolicy, Hsts
from middleware.reporting import report_directives, reporting_headers, watched_directives

RawHeaders = tuple[tuple[bytes, bytes], ...]


class Kind(StrEnum):
    """What an answer is, as far as its headers are concerned."""

    DOCUMENT = "document"
    SVG = "svg"
    XML = "xml"
    MEDIA = "media"
    ASSET = "asset"
    REFUSAL = "refusal"


class ReadyHeaders(tuple[tuple[bytes, bytes], ...]):
    """A complete, immutable header list that already holds the policy's headers: nothing is left to add."""

    __slots__ = ()


# A document opened by itself is a page: an SVG runs its scripts, a viewer shows a feed. Browsers' own viewers of both
# style what they show inline. Nothing else needs anything.
_SANDBOXED: Directives = {
    "default-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
    "frame-ancestors": ("'none'",),
    "sandbox": (),
}
_VIEWED: Directives = {**_SANDBOXED, "style-src": ("'unsafe-inline'",)}

_DOCUMENT_ONLY = frozenset(
    {
        "cross-origin-embedder-policy",
        "cross-origin-opener-policy",
        "integrity-policy",
        "no-vary-search",
        "origin-agent-cluster",
        "speculation-rules",
        "x-dns-prefetch-control",
    }
)
# The headers that `secure` has a builder for, by its argument's name; the others go in as they are.
_BUILDERS = {
    "cross-origin-embedder-policy": ("coep", CrossOriginEmbedderPolicy),
    "cross-origin-opener-policy": ("coop", CrossOriginOpenerPolicy),
    "cross-origin-resource-policy": ("corp", CrossOriginResourcePolicy),
    "referrer-policy": ("referrer", ReferrerPolicy),
    "x-content-type-options": ("xcto", XContentTypeOptions),
    "x-dns-prefetch-control": ("xdfc", XDnsPrefetchControl),
    "x-frame-options": ("xfo", XFrameOptions),
    "x-permitted-cross-domain-policies": ("xpcdp", XPermittedCrossDomainPolicies),
}
_FRAMEABLE = frozenset({Kind.DOCUMENT, Kind.SVG, Kind.REFUSAL})
# What holds texts and pictures, feeds included: the rest is the house's own tools.
_WORKS = frozenset({Kind.DOCUMENT, Kind.SVG, Kind.XML, Kind.MEDIA})


def kind_of(media_type: str, cache: str) -> Kind:
    """The kind of an answer of this `Content-Type` and cache class."""
    essence = media_type.partition(";")[0]
    if essence == "text/html":
        return Kind.DOCUMENT
    if essence == "image/svg+xml":
        return Kind.SVG
    if essence.endswith("xml"):
        return Kind.XML
    return Kind.MEDIA if cache == "media" else Kind.ASSET


def security_headers(policy: HeaderPolicy, kind: Kind, page: Directives, *, is_https: bool) -> RawHeaders:
    """The headers of one policy class, lower-case names, sorted by name.

    `page` holds the directives of a document's own policy class; `is_https`: the site's address is.
    Raises ValueError when `secure` refuses a value.
    """
    plain = _plain(policy, kind)
    if kind is Kind.DOCUMENT:
        plain |= reporting_headers(policy)
        if watched := watched_directives(policy, page):
            plain[REPORT_ONLY] = _content_security_policy(watched).header_value
    hsts = policy.hsts if is_https else None
    permissions = policy.permissions if kind is Kind.DOCUMENT else {}
    built = Secure(
        csp=_content_security_policy(directives_of(policy, kind, page, is_https=is_https)),
        hsts=_strict_transport_security(hsts) if hsts else None,
        permissions=_permissions_policy(permissions) if permissions else None,
        custom=[CustomHeader(header=name, value=plain[name]) for name in plain if name not in _BUILDERS],
        **{_BUILDERS[name][0]: _BUILDERS[name][1]().set(plain[name]) for name in plain if name in _BUILDERS},
    )
    names = [name.lower() for name, _ in built.header_items()]
    checked = built.allowlist_headers(allow_extra=names).deduplicate_headers()
    items = checked.validate_and_normalize_headers(on_invalid="raise", strict=True).headers.items()
    return tuple(sorted((name.lower().encode("ascii"), value.encode("ascii")) for name, value in items))


def _plain(policy: HeaderPolicy, kind: Kind) -> dict[str, str]:
    plain = {**policy.plain, **(policy.signals if kind in _WORKS else {})}
    if kind is not Kind.DOCUMENT:
        plain = {name: value for name, value in plain.items() if name not in _DOCUMENT_ONLY}
    if kind not in _FRAMEABLE:
        plain.pop("x-frame-options", None)
    # Web feed readers and link previews show our pictures from their own origin.
    if kind is Kind.MEDIA and "cross-origin-resource-policy" in plain:
        plain["cross-origin-resource-policy"] = "cross-origin"
    return plain


def directives_of(policy: HeaderPolicy, kind: Kind, page: Directives, *, is_https: bool) -> Directives:
    """The directives of one policy class, in the order they are sent."""
    if kind is not Kind.DOCUMENT:
        return _VIEWED if kind in {Kind.SVG, Kind.XML} else _SANDBOXED
    upgrade: Directives = {"upgrade-insecure-requests": ()} if is_https else {}
    return {**policy.csp, **page, **upgrade, **report_directives(policy)}


def _content_security_policy(directives: Directives) -> ContentSecurityPolicy:
    built = ContentSecurityPolicy()
    for name, sources in directives.items():
        built.custom_directive(name, *sources)
    return built


def _strict_transport_security(hsts: Hsts) -> StrictTransportSecurity:
    built = StrictTransportSecurity().max_age(hsts.max_age)
    if hsts.include_subdomains:
        built.include_subdomains()
    return built.preload() if hsts.preload else built


def _permissions_policy(permissions: Directives) -> PermissionsPolicy:
    built = PermissionsPolicy()
    for feature, allowlist in permissions.items():
        built.add_directive(feature, *allowlist)
    return built


def names_of(headers: Iterable[tuple[bytes, bytes]]) -> frozenset[bytes]:
    """The names that `headers` owns: an inner application's value for any of them is replaced."""
    return frozenset(name for name, _ in headers)
