# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing that Pelican says is lost: each of its warnings and errors stops the publish, with its reason.

Pelican logs and goes on: an article that could not be read is missing from the site, and the exit code is 0.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pelican.log import LimitLogger, console
from pelican.settings import DEFAULT_CONFIG

from plugins.listings import ALWAYS, LISTINGS

# Settings that Pelican reads though its DEFAULT_CONFIG does not name them (its documentation does).
_READ_BY_PELICAN = {"AUTHOR", "TIMEZONE", "DEFAULT_DATE", "FEED_DOMAIN", "DEBUG"}
_OURS = {"POLICY", "PRODUCTION", "SCAN"}
# The one warning that does not stop a publish: a picture may only decorate.
_EMPTY_ALT = "Empty alt attribute for image %s in %s"


class LoudBuildError(RuntimeError):
    """Pelican warned or failed: one line for each thing it said."""


class Listener(logging.Handler):
    """What Pelican said: `heard` stops the publish; `undescribed` holds (picture, file) of each empty alt."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self.undescribed: set[tuple[str, str]] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == _EMPTY_ALT and isinstance(record.args, tuple):
            picture, file = record.args
            self.undescribed.add((str(picture), str(file)))
            return
        # Pelican calls logger.exception() and drops the exception unless --debug: take it where it is being handled.
        error = sys.exc_info()[1]
        reason = f": {type(error).__name__}: {error}" if error else ""
        self.heard.append(f"Pelican ({record.name}) {record.levelname.lower()}: {record.getMessage()}{reason}")


@contextmanager
def strict_logs() -> Iterator[Listener]:
    """Listen. Raises LoudBuildError at the end of the block when anything was logged at WARNING or above inside it.

    An exception that ends the block early carries what was heard as notes.
    """
    listener = Listener()
    root = logging.getLogger()
    loggers = [
        each for each in map(logging.getLogger, logging.root.manager.loggerDict) if isinstance(each, LimitLogger)
    ]
    for logger in loggers:
        logger.disable_filter()  # it drops what was said before in this process, and all after the fifth of a kind
    root.addHandler(listener)
    was_quiet, console.quiet = console.quiet, True
    try:
        yield listener
    except Exception as error:
        for line in listener.heard:
            error.add_note(line)
        raise
    finally:
        console.quiet = was_quiet
        root.removeHandler(listener)
        for logger in loggers:
            logger.enable_filter()
    if listener.heard:
        raise LoudBuildError("\n".join(dict.fromkeys(listener.heard)))


def unknown_settings(names: Iterable[str]) -> list[str]:
    """The names in capitals that neither Pelican nor this project reads: a misspelling changes nothing, silently."""
    known = DEFAULT_CONFIG.keys() | _READ_BY_PELICAN | _OURS | _of_listings()
    return sorted(name for name in names if name.isupper() and name not in known)


def _of_listings() -> set[str]:
    """`HOME_URL`, `HOME_SAVE_AS`...: Pelican makes these names from those of the direct templates."""
    return {f"{name.upper()}_{end}" for name in (*ALWAYS, *LISTINGS) for end in ("URL", "SAVE_AS")}
