# SPDX-License-Identifier: MIT
"""A question: where it goes, and the exact bytes that ask it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_UNSAFE = re.compile(r"[^\x21-\x7e]")
# The headers of a site are for browsers: the suite says its name, and is answered as one of them would be.
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 rempart-header-suite/1"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where requests go: scheme ("http" or "https"), host without brackets, port."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """What the Host field says: the port only when it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


def parse_origin(url: str) -> tuple[Origin, str]:
    """The origin and the path (never empty) of `url`. Raises ValueError when it is no http(s) URL."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise ValueError(f"{url}: not the address of a site: write http://host[:port]/ or https://host[:port]/")
    port = parts.port or _PORTS[parts.scheme]
    return Origin(parts.scheme, parts.hostname.encode("idna").decode("ascii"), port), as_target(parts.path)


def as_target(path: str) -> str:
    """`path` as it may stand in a request line: from the root, what is no visible ASCII percent-encoded."""
    rooted = path if path.startswith("/") else f"/{path}"
    return _UNSAFE.sub(lambda match: quote(match[0]), rooted)


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `target` goes out as it is written. `hosts`: the Host lines, None for the site's own one.

    `is_last`: ask the server to close afterwards, unless `headers` say otherwise, and look at what it sends until then.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    hosts: tuple[str, ...] | None = None
    is_last: bool = False

    def encode(self, authority: str) -> bytes:
        """The bytes on the wire."""
        fields = [("Host", host) for host in (self.hosts if self.hosts is not None else (authority,))]
        named = {name.lower() for name, _ in self.headers}
        fields += [pair for pair in (("User-Agent", AGENT), ("Accept", "*/*")) if pair[0].lower() not in named]
        fields += [*self.headers, *([("Connection", "close")] if self.is_last and "connection" not in named else [])]
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body
