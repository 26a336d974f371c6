# SPDX-License-Identifier: MIT
"""The second tier: what declares itself automated without a name we know. It may be slowed, never blocked."""

from __future__ import annotations

import re

from middleware.agents import Purpose

# A trade named where programs name themselves: a product with a version, as in "foobot/1.0". A phone called "Spider 8",
# "CUBOT_P20" or "M bot 54" names none.
TRADE = re.compile(
    r"(?:bots?|robot|crawl(?:er|ing)?|spider|scrap(?:er|ing|e)|fetch(?:er)?|scan(?:ner)?|headless\w*)/v?\d"
)
# A comment that opens with "compatible;" gives the program's name next. Only Internet Explorer and a few contemporaries
# opened so for a person; the corporate tags that Windows put there are excused by `is_declared_automation`.
COMPATIBLE = re.compile(r"compatible; *(?!msie|konqueror|icab|omniweb|ibrowse|u;|linux|x11|mac|opera|netscape)[a-z]")
# A page or a mailbox to complain to: no browser of this century gives one ("Embedded Web Browser" did).
CONTACT = re.compile(r"(?<!browser from: )https?://(?!bsalsa)|@[a-z0-9-]+\.[a-z]")
# Browsers have named one of these since 1995, phones before Android the last; what names none is a program of its own.
BROWSERS = ("mozilla/", "opera/", "midp-")


def is_declared_automation(text: str) -> bool:
    """Does `text`, a User-Agent in lower case, say that no person is reading?"""
    return (
        not any(browser in text for browser in BROWSERS)
        or TRADE.search(text) is not None
        or CONTACT.search(text) is not None
        or ("windows" not in text and COMPATIBLE.search(text) is not None)
    )


def unnamed(text: str) -> Purpose:
    """The purpose of a User-Agent, in lower case, in which the directory knows no name."""
    return Purpose.UNKNOWN_BOT if is_declared_automation(text) else Purpose.BROWSER
