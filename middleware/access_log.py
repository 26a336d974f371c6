# SPDX-License-Identifier: MIT
"""One line of an access log -> one request. Two forms: Combined Log Format (Apache, nginx) and Caddy's JSON. Pure."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from urllib.parse import unquote

# %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i": https://httpd.apache.org/docs/current/logs.html#combined.
# A quoted field ends at the first quote that no backslash escapes; what follows the User-Agent is the owner's own.
_QUOTED = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
_COMBINED = re.compile(rf"(\S+) \S+ [^\[]*\[[^\]]+\] {_QUOTED} (\d{{3}}) (\d+|-) {_QUOTED} {_QUOTED}")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(.))")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "v": "\v"}


class Hit(NamedTuple):
    """One request. `path` is decoded, without its query; "" when the request was none of HTTP. `size`: bytes sent."""

    address: str
    method: str
    path: str
    status: int
    size: int
    user_agent: str


class LineError(ValueError):
    """The line is of neither form."""


def parse_line(line: bytes) -> Hit:
    """The request that `line` tells of. Raises LineError."""
    return _caddy(line) if line.startswith(b"{") else _combined(line.decode("latin-1"))


def _combined(line: str) -> Hit:
    found = _COMBINED.match(line)
    if found is None:
        raise LineError
    address, request, status, size, _, user_agent = found.groups()
    method, path = _target(_unescaped(request))
    agent = "" if user_agent == "-" else _unescaped(user_agent)
    return Hit(address, method, path, int(status), 0 if size == "-" else int(size), agent)


def _unescaped(text: str) -> str:
    r"""`text` without the escapes of Apache and nginx: \" \\ \xhh, and \n \t as Apache writes them."""
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(escape: re.Match[str]) -> str:
    code, sign = escape.groups()
    return chr(int(code, 16)) if code else _CONTROLS.get(sign, sign)


def _target(request: str) -> tuple[str, str]:
    """Method and path of a request line; both empty when it is none ("-", a TLS hello on the wrong port)."""
    parts = request.split(" ")
    if len(parts) < 2 or not parts[0].isalpha():
        return "", ""
    return parts[0], _path(parts[1])


def _path(target: str) -> str:
    path = target.partition("?")[0]
    return unquote(path) if "%" in path else path


def _caddy(line: bytes) -> Hit:
    """An entry of Caddy's access logger: https://caddyserver.com/docs/logging. `client_ip` knows trusted proxies."""
    try:
        entry: Any = json.loads(line)
        request = entry["request"]
        user_agents = request["headers"].get("User-Agent") or ()
        return Hit(
            str(request.get("client_ip") or request["remote_ip"]),
            str(request["method"]),
            _path(request["uri"]),
            int(entry["status"]),
            int(entry["size"]),
            " ".join(user_agents),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise LineError from error
