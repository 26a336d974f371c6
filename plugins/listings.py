# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages that no file of the content makes: home, the lists of articles and services, the 404. Made when there is
something to list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator

ALWAYS = ("home", "404")
# Template -> what it lists, a key of the context; its URL path is its name.
LISTINGS = {"blog": "articles", "services": "services"}


def direct_templates(context: Mapping[str, Any]) -> list[str]:
    """The names of the listing templates that this content calls for."""
    wanted = [name for name, key in LISTINGS.items() if context[key] or f"/{name}" in context["sections"]]
    return [*ALWAYS, *wanted]


def _choose(generators: Sequence[Generator]) -> None:
    articles = next(each for each in generators if isinstance(each, ArticlesGenerator))
    articles.settings["DIRECT_TEMPLATES"] = direct_templates(articles.context)


def register() -> None:
    signals.all_generators_finalized.connect(_choose)
