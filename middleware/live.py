# SPDX-License-Identifier: MIT
"""LiveRelease: an ASGI application that takes up each new release, whole, while it answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from middleware.release import ReleaseError

logger = logging.getLogger("rempart.release")

# Seconds between two looks at the link: one readlink, nothing on the request's path.
_INTERVAL = 0.5

# A publish may prune the release we are about to read: look again at where the link points.
_TRIES = 5


class LiveRelease:
    """Serves the application that `build` makes of the folder `link` points to, and follows the link.

    Each release has an application of its own, and a request keeps the one it began with: every answer comes from one
    whole release, and none is lost. `beside()` is entered when the server starts and left when it stops. Raises
    ReleaseError when there is no whole release to begin with.
    """

    def __init__(
        self,
        link: Path,
        build: Callable[[Path], ASGIApp],
        *,
        beside: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
    ) -> None:
        self.link = link
        self.build = build
        self.beside = beside
        self.folder, self.app = self._load()

    def _load(self) -> tuple[Path, ASGIApp]:
        for _ in range(_TRIES - 1):
            folder = self.link.resolve()
            try:
                return folder, self.build(folder)
            except ReleaseError:
                if folder == self.link.resolve():
                    raise
        folder = self.link.resolve()
        return folder, self.build(folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self.beside():
            following = asyncio.create_task(self._follow())
            await send({"type": "lifespan.startup.complete"})
            await receive()
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
        await send({"type": "lifespan.shutdown.complete"})

    async def _follow(self) -> None:
        """Take up the release that the link points to; while it cannot be read, go on with the former."""
        refused: Path | None = None
        while True:
            await asyncio.sleep(_INTERVAL)
            folder = self.link.resolve()
            if folder in {self.folder, refused}:
                continue
            try:
                self.folder, self.app = await asyncio.to_thread(self._load)
            except (ReleaseError, OSError) as error:
                refused = folder
                logger.error("the new release is not served: %s", error)
            else:
                refused = None
                logger.info("now serving release %s", self.folder.name)
