# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican's reader of .md files: it hands over what `scan` has read, so that nothing is left that could fail here.

Both of Pelican's generators walk the whole folder, and each keeps its own kinds: a blog's index.md is not an article.
"""

from __future__ import annotations

import logging
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.readers import BaseReader, Readers

from plugins.metadata import metadata_of
from plugins.routes import Kind
from plugins.sources import scan

if TYPE_CHECKING:
    from pelican import Pelican

logger = logging.getLogger(__name__)

# What the reader stands on; a settings file has no say in it.
SETTINGS: dict[str, Any] = {
    "ARTICLE_PATHS": [""],
    "ARTICLE_EXCLUDES": [],
    "PAGE_PATHS": [""],
    "PAGE_EXCLUDES": [],
    # Pelican walks a set: the orders are total, so that a build does not depend on the hash seed.
    "ARTICLE_ORDER_BY": lambda article: (-article.date.timestamp(), article.url),
    "PAGE_ORDER_BY": lambda page: (page.order, _alphabetical(page.title), page.url),
    "ARTICLE_TRANSLATION_ID": None,  # two pages may have one slug in two folders
    "PAGE_TRANSLATION_ID": None,
    "DEFAULT_METADATA": {},
    "EXTRA_PATH_METADATA": {},
    "FILENAME_METADATA": "",
    "PATH_METADATA": "",
    "DEFAULT_DATE": None,
    "WITH_FUTURE_DATES": True,  # else what is built depends on the clock
    "TYPOGRIFY": False,
    "INTRASITE_LINK_REGEX": "(?!)(?P<what>)",  # never: {filename} is text
    "CACHE_CONTENT": False,
    "LOAD_CONTENT_CACHE": False,
}


def _alphabetical(title: str) -> str:
    """Accents after letters, so that À goes near A."""
    return unicodedata.normalize("NFD", title.casefold())


class ScannedReader(BaseReader):  # type: ignore[misc]  # Pelican is not typed
    """Answers from settings["SCAN"]; a file that has no URL is skipped."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The HTML and the metadata of one file."""
        found = self.settings["SCAN"]
        entry = found.entries.get(found.content / os.path.relpath(source_path, self.settings["PATH"]))
        if entry is None:
            return "", {"status": "skip", "kind": ""}
        return entry.rendered.html, metadata_of(entry, self.settings)


def _prepare(pelican: Pelican) -> None:
    """Read everything, unless the driver has: then its warnings are the driver's to print."""
    pelican.settings.update(SETTINGS)
    if "SCAN" not in pelican.settings:
        found = pelican.settings["SCAN"] = scan(Path(pelican.settings["PATH"]))
        for warning in found.warnings:
            logger.warning("%s", warning)


def _take_md(readers: Readers) -> None:
    readers.reader_classes = {"static": BaseReader, "md": ScannedReader}


def _keep_articles(_generator: ArticlesGenerator, metadata: dict[str, Any]) -> None:
    if metadata["kind"] != Kind.ARTICLE:
        metadata["status"] = "skip"


def _keep_pages(_generator: PagesGenerator, metadata: dict[str, Any]) -> None:
    if metadata["kind"] == Kind.ARTICLE:
        metadata["status"] = "skip"


def _drop_tags(generator: ArticlesGenerator) -> None:
    """No page for each tag: to Pelican a tag is an object with a URL, here it is a word."""
    generator.tags.clear()


def _sort_pages(generator: PagesGenerator) -> None:
    generator.context["sections"] = {f"/{page.url}": page for page in generator.hidden_pages}
    generator.context["services"] = [page for page in generator.pages if page.kind == Kind.SERVICE]


def register() -> None:
    signals.initialized.connect(_prepare)
    signals.readers_init.connect(_take_md)
    signals.article_generator_context.connect(_keep_articles)
    signals.page_generator_context.connect(_keep_pages)
    signals.article_generator_finalized.connect(_drop_tags)
    signals.page_generator_finalized.connect(_sort_pages)
