# SPDX-License-Identifier: MIT
"""What browsers may fetch ahead, said by header and file: no script, and nothing inline. Pure.

Source: Speculation Rules, https://wicg.github.io/nav-speculation/speculation-rules.html. Chromium follows the header
under `script-src 'none'`, where it refuses the same rules inline.
"""

from __future__ import annotations

import json

SPECULATION = "/speculation.json"


def speculation_json(trap: str | None) -> str:
    """Pages of this site, when a reader is about to ask for them; never the `trap`, nor what is linked `nofollow`."""
    forbidden = [{"selector_matches": "[rel~=nofollow]"}]
    if trap:
        forbidden.append({"href_matches": f"{trap}*"})
    where = {"and": [{"href_matches": "/*"}, *({"not": rule} for rule in forbidden)]}
    rules = {"prefetch": [{"where": where, "eagerness": "moderate"}]}
    return json.dumps(rules, indent=1, sort_keys=True) + "\n"
