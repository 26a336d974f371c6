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
# opened so for a person; the corporate tags that Windows put there are excused by `declaration`.
COMPATIBLE = re.compile(r"compatible; *(?!msie|konqueror|icab|omniweb|ibrowse|u;|linux|x11|mac|opera|netscape)[a-z]")
# A page or a mailbox to complain to: no browser of this century gives one ("Embedded Web Browser" did).
CONTACT = re.compile(r"(?<!browser from: )https?://(?!bsalsa)|@[a-z0-9-]+\.[a-z]")
# Browsers have named one of these since 1995, phones before Android the last; what names none is a program of its own.
BROWSERS = ("mozilla/", "opera/", "midp-")


def declaration(text: str) -> str:
    """How `text`, a User-Agent in lower case, says that no person is reading; "" when it does not."""
    if not any(browser in text for browser in BROWSERS):
        return "it names no browser"
    if found := TRADE.search(text):
        return f'it names its trade: "{found[0]}"'
    if found := CONTACT.search(text):
        return f'it says where to complain: "{found[0]}"'
    if "windows" not in text and (found := COMPATIBLE.search(text)):
        return f'it opens as a program does: "{found[0]}"'
    return ""


def unnamed(text: str) -> Purpose:
    """The purpose of a User-Agent, in lower case, in which the directory knows no name."""
    return Purpose.UNKNOWN_BOT if declaration(text) else Purpose.BROWSER
