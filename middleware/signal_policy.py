# SPDX-License-Identifier: MIT
"""The [signals] section of policy.toml: what the site tells machines about the use of its texts and pictures.

What the owner leaves out follows [crawlers]: yes to what is allowed, no to what is blocked, silence on the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from middleware.agents import Purpose
from middleware.crawler_policy import Action, CrawlerPolicy
from middleware.exemption import POLICY_PAGE
from middleware.table import Table

Labels = Mapping[str, tuple[Purpose, ...]]

_MINING = (Purpose.TRAINING, Purpose.DATASET)
# Whom each label speaks to. https://contentsignals.org; IETF AIPREF, draft-ietf-aipref-vocab of 2026-08-19, which says
# itself that it has no consensus yet: `train-ai` and `search` are the labels that its successive texts share.
CONTENT_SIGNAL: Labels = MappingProxyType(
    {"search": (Purpose.SEARCH,), "ai-input": (Purpose.AI_SEARCH, Purpose.USER_FETCH), "ai-train": _MINING}
)
CONTENT_USAGE: Labels = MappingProxyType({"search": (Purpose.SEARCH,), "train-ai": _MINING})

# What X-Robots-Tag may say of pages that readers should find: `noarchive` is how Bing and Amazonbot are told to leave a
# page out of their models, `nocache` its milder form at Bing, the other two DeviantArt's.
ROBOTS_TAGS = ("noai", "noarchive", "nocache", "noimageai")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalPolicy:
    """The words to be sent; a label that is missing is not spoken of.

    `tdm_reservation`: 1 reserves the rights of text and data mining, 0 gives them, None says nothing (W3C TDMRep).
    `tdm_policy`: a path of this site, or an https URL; "": none. `robots_tags` go on pages and media.
    """

    content_signal: Mapping[str, str]
    content_usage: Mapping[str, str]
    tdm_reservation: int | None
    tdm_policy: str = POLICY_PAGE
    robots_tags: tuple[str, ...] = ()


def default_signals(policy: CrawlerPolicy) -> SignalPolicy:
    """What `policy` says by what it does."""
    mining = _stance(policy, _MINING)
    return SignalPolicy(
        content_signal=_words(policy, CONTENT_SIGNAL, ("yes", "no")),
        content_usage=_words(policy, CONTENT_USAGE, ("y", "n")),
        tdm_reservation=None if mining is None else int(not mining),
    )


def _stance(policy: CrawlerPolicy, purposes: Collection[Purpose]) -> bool | None:
    """Whether all of `purposes` are allowed, or one of them is blocked; None when they are slowed or watched."""
    strictest = max((policy.actions[purpose] for purpose in purposes), key=list(Action).index)
    return {Action.ALLOW: True, Action.BLOCK: False}.get(strictest)


def _words(policy: CrawlerPolicy, labels: Labels, words: tuple[str, str]) -> dict[str, str]:
    stances = {label: _stance(policy, purposes) for label, purposes in labels.items()}
    return {label: words[not stance] for label, stance in stances.items() if stance is not None}


def read_signal_policy(table: Table, policy: CrawlerPolicy) -> SignalPolicy:
    """Read and close `table`; nothing may be granted that `policy` blocks."""
    default = default_signals(policy)
    signals = SignalPolicy(
        content_signal=_read_words(table, "content-signal", CONTENT_SIGNAL, default.content_signal, ("yes", "no")),
        content_usage=_read_words(table, "content-usage", CONTENT_USAGE, default.content_usage, ("y", "n")),
        tdm_reservation=_read_reservation(table, default.tdm_reservation),
        tdm_policy=_read_tdm_policy(table),
        robots_tags=_read_robots_tags(table),
    )
    table.close()
    return signals


def _is_off(table: Table, key: str) -> bool:
    """Whether the owner wrote `key = false`; the key counts as read then."""
    return table.values.get(key) is False and not table.flag(key, False)


def _read_words(
    parent: Table, name: str, labels: Labels, default: Mapping[str, str], words: tuple[str, str]
) -> Mapping[str, str]:
    """`default` with what the owner wrote over it."""
    if _is_off(parent, name):
        return {}
    table = parent.table(name)
    said = dict(default)
    for label in labels:
        if _is_off(table, label):
            said.pop(label, None)
        elif label in table.values:
            said[label] = table.choice(label, words[1], words)
            if (said[label], default.get(label)) == words:
                table.fault(label, "[crawlers] blocks it", f'write "{words[1]}", or allow it there')
    table.close(labels)
    return {label: said[label] for label in labels if label in said}


def _read_reservation(table: Table, default: int | None) -> int | None:
    if _is_off(table, "tdm-reservation"):
        return None
    if "tdm-reservation" not in table.values:
        return default
    value = table.number("tdm-reservation", 1)
    if value > 1:
        table.fault("tdm-reservation", "not a reservation", "write 1 to reserve the rights, 0 to give them")
    elif value == 0 and default == 1:
        table.fault("tdm-reservation", "[crawlers] blocks training", "write 1, or allow it there")
    return value


def _read_tdm_policy(table: Table) -> str:
    if _is_off(table, "tdm-policy"):
        return ""
    value = table.text("tdm-policy", POLICY_PAGE)
    parts = urlsplit(value)
    is_address = (value.startswith("/") and not parts.netloc) or (parts.scheme == "https" and parts.netloc)
    if not is_address or not value.isascii() or not value.isprintable() or " " in value:
        table.fault("tdm-policy", "not an address", f'write a path such as "{POLICY_PAGE}", or an https URL')
    return value


def _read_robots_tags(table: Table) -> tuple[str, ...]:
    tags = table.texts("x-robots-tag", ())
    if not set(tags) <= set(ROBOTS_TAGS):
        remedy = f"write some of {', '.join(ROBOTS_TAGS)}; noindex would take every page out of search engines"
        table.fault("x-robots-tag", "not for pages that readers should find", remedy)
    return tags
