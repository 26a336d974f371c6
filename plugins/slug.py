# SPDX-License-Identifier: AGPL-3.0-or-later
"""A name -> one part of a URL path, as Nuxt Content makes it with `slugify(name, {lower: true})`.

The table holds what that npm package was seen to answer (1.6.9), checked in tests/test_slug.py; accents go by NFD.
"""

from __future__ import annotations

import re
import unicodedata

LETTERS = {
    "æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ł": "l", "đ": "dj", "ð": "d", "þ": "th", "ı": "i", "ə": "e", "ƒ": "f",
    "ª": "a", "º": "o",
}  # fmt: skip
SYMBOLS = {
    "$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "¢": "cent", "%": "percent", "&": "and", "<": "less",
    ">": "greater", "|": "or", "©": "(c)", "®": "(r)", "™": "tm", "∞": "infinity", "∑": "sum", "•": "*", "†": "+",
    "‘": "'", "’": "'", "…": "...", "–": " ", "-": " ",
}  # fmt: skip
_TABLE = str.maketrans(LETTERS | SYMBOLS)
# Nuxt keeps the straight double quote too; it has no place in a URL path (RFC 3986, pchar).
_DROPPED = re.compile(r"[^a-z0-9_\s$*+~.()'!:@-]")


class SlugError(ValueError):
    """The name cannot become a part of a URL path; str() says why."""


def slug(name: str) -> str:
    """Lower-case ASCII part of a URL path. Raises SlugError on other alphabets, and when nothing usable is left."""
    plain = _plain(name)
    foreign = [sign for sign in plain if (sign.isalpha() or sign.isdecimal()) and not sign.isascii()]
    if foreign:
        raise SlugError(f"{foreign[0]!r} has no Latin equivalent here")
    text = re.sub(r"\s+", "-", _DROPPED.sub("", plain).strip())
    if not re.search(r"[a-z0-9]", text) or text.startswith("."):
        raise SlugError(f"{name!r} leaves nothing to make a URL of")
    if text.endswith(".html"):
        raise SlugError("a URL here never ends in .html")
    return text


def category_slug(name: str) -> str:
    """A category's part of a URL: letters, digits and hyphens; Nuxt has none, so & is in French."""
    return re.sub(r"[^a-z0-9]+", "-", slug(name.replace("&", " et "))).strip("-")


def _plain(name: str) -> str:
    """Without accents, and with the table's words in place of its signs."""
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_TABLE)
