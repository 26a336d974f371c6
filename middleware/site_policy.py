# SPDX-License-Identifier: MIT
"""The [site] and [owner] sections of the policy: what the site is called and who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from middleware.table import Table

PLACEHOLDER = "À COMPLÉTER"

# French law asks for these (loi n° 2004-575, article 1-1; RGPD, article 13): the legal pages show them.
OWNER_KEYS = (
    "publisher",
    "legal_form",
    "address",
    "email",
    "phone",
    "registration",
    "vat",
    "director",
    "host_name",
    "host_address",
    "host_phone",
    "security_contact",
    "repository",
)


@dataclass(frozen=True, slots=True)
class SitePolicy:
    """`url` is the public address, `https://host` or `http://host[:port]`, without a trailing slash."""

    url: str
    name: str
    tagline: str
    description: str
    language: str
    author: str
    security_txt_expires: str

    @property
    def is_https(self) -> bool:
        return self.url.startswith("https://")


def is_placeholder(value: str) -> bool:
    """Whether the owner still has to write this fact."""
    return value.startswith(PLACEHOLDER)


def _check_url(table: Table, url: str) -> None:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid or url != f"{parts.scheme}://{parts.netloc}" or not url.isascii() or "@" in url:
        table.fault("url", "not the address of a site", 'write "https://host", without path or trailing slash')


def _check_expiry(table: Table, value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        table.fault("security_txt_expires", "not a date", 'write "2027-11-01"')


def read_site(table: Table) -> SitePolicy:
    """The [site] section; faults go to `table`."""
    site = SitePolicy(
        url=table.text("url", "http://127.0.0.1:8000"),
        name=table.text("name", "Rempart"),
        tagline=table.text("tagline", ""),
        description=table.text("description", ""),
        language=table.text("language", "fr"),
        author=table.text("author", "Rempart"),
        security_txt_expires=table.text("security_txt_expires", "2027-11-01"),
    )
    _check_url(table, site.url)
    _check_expiry(table, site.security_txt_expires)
    table.close()
    return site


def read_owner(table: Table) -> Mapping[str, str]:
    """The [owner] section: every key of OWNER_KEYS, a placeholder when missing."""
    owner = {key: table.text(key, f"{PLACEHOLDER} : owner.{key}") for key in OWNER_KEYS}
    table.close()
    return owner
