# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the file that is written to the URL that serves it, and to its absolute, percent-encoded form. Pure."""

from __future__ import annotations

from urllib.parse import quote


def url_path(save_as: str) -> str:
    """The decoded URL path of the output file `save_as`: `index.html` -> `/`, `blog/x.html` -> `/blog/x`."""
    if not save_as.endswith(".html"):
        return f"/{save_as}"
    path = f"/{save_as}".removesuffix(".html").removesuffix("/index")
    return path or "/"


def absolute(site_url: str, path: str) -> str:
    """`path` (decoded, from the root) at the site, as an RFC 3986 URI."""
    return site_url + quote(path)
