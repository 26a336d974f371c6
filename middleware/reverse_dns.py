# SPDX-License-Identifier: MIT
"""Forward-confirmed reverse DNS, in the background: asked for now, known for the next request."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

# Names kept, questions waiting, and questions asked at a time: what an attacker can make of it is bounded.
_REMEMBERED = 4096
_WAITING = 256
_AT_A_TIME = 2
# Seconds an answer holds: a confirmed name for a day, silence for ten minutes.
_CONFIRMED = 86_400.0
_SILENT = 600.0


def reverse_name(address: str) -> str:
    """The host name that the owner of `address` gives it. Raises OSError when there is none."""
    return socket.gethostbyaddr(address)[0]


def confirmed_name(address: str, name_of: Callable[[str], str] = reverse_name) -> str:
    """The host name of `address` when that name leads back to it; "" when it has none. Waits for the network.

    A name alone proves nothing: whoever owns an address writes what he likes in its reverse zone.
    """
    try:
        name = name_of(address)
        return name.lower().rstrip(".") if leads_to(name, address) else ""
    except (OSError, UnicodeError):  # no name, no answer, or a name that is none
        return ""


def leads_to(name: str, address: str) -> bool:
    """Whether `address` is one of those of the host `name`. Raises OSError or UnicodeError when it has none."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return ip_address(address) in {ip_address(str(each[4][0]).partition("%")[0]) for each in found}


class ReverseDns:
    """The names that addresses were found to have. Only `running` asks for them."""

    def __init__(self, confirm: Callable[[str], str] = confirmed_name, clock: Callable[[], float] = time.monotonic):
        self._confirm = confirm
        self._clock = clock
        self._known: dict[str, tuple[str, float]] = {}
        self._waiting: asyncio.Queue[str] = asyncio.Queue(_WAITING)
        self._asked: set[str] = set()

    def proves(self, address: str, suffixes: tuple[str, ...]) -> bool | None:
        """Whether the confirmed name of `address` ends with one of `suffixes`; None while it is not known."""
        name, until = self._known.get(address, ("", 0.0))
        if until > self._clock():
            return name.endswith(suffixes)
        if address not in self._asked and not self._waiting.full():
            self._asked.add(address)
            self._waiting.put_nowait(address)
        return None

    async def running(self) -> None:
        """Ask, until cancelled."""
        with ThreadPoolExecutor(_AT_A_TIME, "reverse-dns") as pool:
            try:
                await asyncio.gather(*(self._ask(pool) for _ in range(_AT_A_TIME)))
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, pool: ThreadPoolExecutor) -> None:
        while True:
            address = await self._waiting.get()
            name = await asyncio.get_running_loop().run_in_executor(pool, self._confirm, address)
            self._remember(address, name)

    def _remember(self, address: str, name: str) -> None:
        self._known.pop(address, None)
        if len(self._known) >= _REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[address] = name, self._clock() + (_CONFIRMED if name else _SILENT)
        self._asked.discard(address)
