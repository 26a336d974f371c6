# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the site tells machines at fixed addresses: robots.txt (RFC 9309), tdmrep.json (W3C TDMRep), security.txt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals as pelican_signals

from middleware.agents import load_directory
from middleware.policy import Policy, SitePolicy, is_placeholder
from middleware.robots import robots_txt
from middleware.signals import tdmrep_json
from middleware.speculation import SPECULATION, speculation_json

if TYPE_CHECKING:
    from pelican import Pelican

ROBOTS = "robots.txt"
SECURITY = ".well-known/security.txt"
TDMREP = ".well-known/tdmrep.json"


def security_txt(site: SitePolicy, owner: Mapping[str, str]) -> str:
    """The text of RFC 9116: whom to tell about a weakness. `Expires` comes from the policy, never from a clock."""
    lines = (
        f"Contact: {_contact(site, owner)}",
        f"Expires: {site.security_txt_expires}T00:00:00Z",
        f"Preferred-Languages: {site.language}",
        f"Canonical: {site.url}/{SECURITY}",
    )
    return "".join(f"{line}\n" for line in lines)


def _contact(site: SitePolicy, owner: Mapping[str, str]) -> str:
    """The owner's contact as a URI (section 2.5.3); until the owner gives one, the page that names the owner."""
    contact, repository = owner["security_contact"], owner["repository"]
    if not is_placeholder(contact):
        return contact if ":" in contact else f"mailto:{contact}"
    return f"{site.url}/mentions-legales" if is_placeholder(repository) else repository


def signal_files(policy: Policy) -> dict[str, str]:
    """File -> text, for each signal that the policy gives."""
    trap = policy.crawlers.trap
    files = {
        ROBOTS: robots_txt(policy.crawlers, load_directory(), policy.site.url, policy.signals),
        SECURITY: security_txt(policy.site, policy.owner),
        TDMREP: tdmrep_json(policy.signals, policy.site.url),
        SPECULATION.strip("/"): speculation_json(trap.path if trap else None),
    }
    return {save_as: text for save_as, text in files.items() if text}


def _write(pelican: Pelican) -> None:
    for save_as, text in signal_files(pelican.settings["policy"]).items():
        path = Path(pelican.output_path, save_as)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def register() -> None:
    pelican_signals.finalized.connect(_write)
