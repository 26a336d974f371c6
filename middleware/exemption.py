# SPDX-License-Identifier: MIT
"""The paths where nobody is challenged or blocked: what tells a crawler the rules, and what readers' programs fetch."""

from __future__ import annotations

from collections.abc import Callable

# A 403 on robots.txt means "crawl everything" (RFC 9309, 2.3.1.3), and a refusal links to the policy page.
POLICY_PAGE = "/politique-robots"
# Where a challenge is answered, and below it what its page needs.
CHALLENGE_PATH = "/_garde"
RULES = frozenset({"/robots.txt", POLICY_PAGE, CHALLENGE_PATH})
FOLDERS = ("/.well-known/", f"{CHALLENGE_PATH}/")
# Feeds and the site map; the pictures that social networks show (they take PNG and JPEG, not AVIF); icons.
ENDINGS = (".xml", ".rss", ".atom", "/feed.json", "/favicon.ico", "/favicon.svg", ".png", ".jpg", ".jpeg")
FINGERPRINTED_ICON = "/favicon."


def exemption(extra: tuple[str, ...] = ()) -> Callable[[str], bool]:
    """A predicate on decoded URL paths; `extra` are the owner's, exact or ending in `*` (a prefix)."""
    exact = RULES | {path for path in extra if not path.endswith("*")}
    starts = (*FOLDERS, *(path[:-1] for path in extra if path.endswith("*")))

    def is_exempt(path: str) -> bool:
        return path.endswith(ENDINGS) or path in exact or path.startswith(starts) or FINGERPRINTED_ICON in path

    return is_exempt
