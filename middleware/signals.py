# SPDX-License-Identifier: MIT
"""The usage signals as they are sent: response headers, and the text of /.well-known/tdmrep.json. Pure.

The same words are in robots.txt (middleware/robots.py). All of them come from the policy's [signals].
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from middleware.signal_policy import SignalPolicy


def signal_headers(signals: SignalPolicy, site_url: str) -> dict[str, str]:
    """The headers of documents and media, by lower-case name.

    `content-usage` is a structured dictionary (RFC 9651; draft-ietf-aipref-attach of 2026-08-19); `tdm-reservation` and
    `tdm-policy` are those of TDMRep, section "TDM Header Field" (W3C Community Group report of 2024-05-10).
    """
    headers = {name: str(value) for name, value in _tdm(signals, site_url).items()}
    if signals.content_usage:
        headers["content-usage"] = dictionary(signals.content_usage)
    if signals.robots_tags:
        headers["x-robots-tag"] = ", ".join(signals.robots_tags)
    return headers


def dictionary(words: Mapping[str, str]) -> str:
    """`search=y, train-ai=n`: the form that Content-Usage and Content-Signal share."""
    return ", ".join(f"{label}={words[label]}" for label in words)


def tdmrep_json(signals: SignalPolicy, site_url: str) -> str:
    """The whole file, one rule for the whole site; "" when the policy says nothing of mining."""
    tdm = _tdm(signals, site_url)
    return json.dumps([{"location": "/", **tdm}], indent=2) + "\n" if tdm else ""


def _tdm(signals: SignalPolicy, site_url: str) -> dict[str, int | str]:
    """The two properties of TDMRep. A policy is how to ask for what is reserved: it means nothing beside 0."""
    if signals.tdm_reservation is None:
        return {}
    tdm: dict[str, int | str] = {"tdm-reservation": signals.tdm_reservation}
    if signals.tdm_reservation and signals.tdm_policy:
        address = signals.tdm_policy
        tdm["tdm-policy"] = f"{site_url}{address}" if address.startswith("/") else address
    return tdm
