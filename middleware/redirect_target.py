# SPDX-License-Identifier: MIT
"""Where a client that passed the challenge is sent: a path of this site, whatever it was made of. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote

from middleware.exemption import CHALLENGE_PATH

HOME = "/"

# Longer ones lose their query, then their path: the page that carries one has 4 KB.
_LONGEST = 400
# What RFC 3986 (3.3, 3.4) lets stand in a path and in a query; a percent sign there begins an escape already.
_PATH_SAFE = "/!$&'()*+,;=:@-._~"
_QUERY_SAFE = _PATH_SAFE + "?%"
# One slash, and never two in a row in the path: "//host" is another site, and so is "/\host" to browsers, which also
# skip the tabs and line ends that would tear the two apart. What is not listed above is percent-encoded, or refused.
_LOCAL = re.compile(r"(?:/(?!/)[\w!$&'()*+,;=:@.~%-]*)+(?:\?[\w!$&'()*+,;=:@.~%/?-]*)?", re.ASCII)


def is_local(target: str) -> bool:
    """Whether a Location `target` leads to this site, and not back to the challenge."""
    path = target.partition("?")[0]
    is_challenge = path == CHALLENGE_PATH or path.startswith(f"{CHALLENGE_PATH}/")
    return _LOCAL.fullmatch(target) is not None and not is_challenge


def redirect_target(path: str, query: bytes) -> str:
    """The Location of the request for the decoded `path`; "/" when there is none that could be trusted."""
    quoted = quote(path, safe=_PATH_SAFE, errors="replace")
    whole = f"{quoted}?{quote(query, safe=_QUERY_SAFE)}" if query else quoted
    return next((target for target in (whole, quoted) if len(target) <= _LONGEST and is_local(target)), HOME)
