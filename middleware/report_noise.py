# SPDX-License-Identifier: MIT
"""Reports of what a browser, or an extension in it, did to the page: nothing that the site could mend. Pure."""

from __future__ import annotations

# The schemes of extensions and of browsers' own pages. WebKit hides an extension's address behind webkit-masked-url.
_SCHEMES = frozenset(
    {
        "about",
        "chrome",
        "chrome-extension",
        "edge",
        "moz-extension",
        "ms-browser-extension",
        "resource",
        "safari-extension",
        "safari-web-extension",
        "user-script",
        "webkit-masked-url",
    }
)


def is_noise(url: str) -> bool:
    """Whether `url`, or the bare scheme that browsers write in its place, is not of the web."""
    return url.partition(":")[0].lower() in _SCHEMES
