# SPDX-License-Identifier: MIT
"""Where each file of the content folder goes."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from plugins.routes import Kind, Route, route
from plugins.slug import SlugError

ROUTES = {
    "blog/moltbot.md": (Kind.ARTICLE, "/blog/moltbot"),
    "blog/2026/moltbot.md": (Kind.ARTICLE, "/blog/2026/moltbot"),
    "blog/Été Long.md": (Kind.ARTICLE, "/blog/ete-long"),
    "1.blog/3.moltbot.md": (Kind.ARTICLE, "/blog/moltbot"),
    "Blog/Moltbot.md": (Kind.ARTICLE, "/blog/moltbot"),
    "blog/dossier/index.md": (Kind.ARTICLE, "/blog/dossier"),
    "blog/1.2.md": (Kind.ARTICLE, "/blog/1.2"),
    "blog/3.x.md": (Kind.ARTICLE, "/blog/3.x"),
    "blog/1.2.suite.md": (Kind.ARTICLE, "/blog/2.suite"),
    "services/revue.md": (Kind.SERVICE, "/services/revue"),
    "pages/a-propos.md": (Kind.PAGE, "/a-propos"),
    "pages/legal/rgpd.md": (Kind.PAGE, "/legal/rgpd"),
    "pages/pages.md": (Kind.PAGE, "/pages"),
    "a-propos.md": (Kind.PAGE, "/a-propos"),
    "docs/1.intro.md": (Kind.PAGE, "/docs/intro"),
    "docs/2.guide/1.index.md": (Kind.PAGE, "/docs/guide"),
    "docs/index/x.md": (Kind.PAGE, "/docs/x"),
    "public.md": (Kind.PAGE, "/public"),
    "index.md": (Kind.SECTION, "/"),
    "pages/index.md": (Kind.SECTION, "/"),
    "blog/index.md": (Kind.SECTION, "/blog"),
    "blog.md": (Kind.SECTION, "/blog"),
    "pages/blog.md": (Kind.SECTION, "/blog"),
    "services/index.md": (Kind.SECTION, "/services"),
    "pages/404.md": (Kind.SECTION, "/404"),
    "404.md": (Kind.SECTION, "/404"),
}


@pytest.mark.parametrize(("file", "expected"), ROUTES.items(), ids=ROUTES)
def test_a_file_has_the_kind_of_its_folder_and_the_url_that_nuxt_gives(file: str, expected: tuple[Kind, str]) -> None:
    found = route(PurePosixPath(file))

    assert found is not None
    assert (found.kind, found.path, found.is_draft) == (*expected, False)


@pytest.mark.parametrize(
    "file",
    [
        "_brouillon.md",
        "blog/_partiel.md",
        "_modeles/x.md",
        "blog/_dossier/x.md",
        ".obsidian/x.md",
        "blog/.x.md",
        "-ignore.md",
        "public/lisez-moi.md",
        "public/blog/x.md",
    ],
)
def test_partials_ignored_files_and_public_files_have_no_url(file: str) -> None:
    assert route(PurePosixPath(file)) is None


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("blog/suite.draft.md", "/blog/suite"),
        ("blog/2.suite.draft.md", "/blog/suite"),
        ("blog/index.draft.md", "/blog"),
        ("blog/dossier.draft/suite.md", "/blog/dossier/suite"),
    ],
)
def test_a_draft_says_so_in_its_name_or_its_folder_and_keeps_its_url(file: str, path: str) -> None:
    found = route(PurePosixPath(file))

    assert found is not None
    assert (found.path, found.is_draft) == (path, True)


def test_a_name_that_makes_no_url_is_refused() -> None:
    with pytest.raises(SlugError, match="leaves nothing"):
        route(PurePosixPath("blog/🎉.md"))


@pytest.mark.parametrize(
    ("path", "url", "save_as"),
    [("/blog/x", "blog/x", "blog/x.html"), ("/a", "a", "a.html"), ("/", "", "index.html")],
)
def test_a_route_names_its_url_and_its_file_as_pelican_does(path: str, url: str, save_as: str) -> None:
    found = Route(Kind.PAGE, path, "x", is_draft=False)

    assert (found.url, found.save_as) == (url, save_as)


@pytest.mark.parametrize(
    ("kind", "template"),
    [(Kind.ARTICLE, "article"), (Kind.SERVICE, "service"), (Kind.PAGE, "page"), (Kind.SECTION, "page")],
)
def test_each_kind_has_its_template(kind: Kind, template: str) -> None:
    assert Route(kind, "/x", "x", is_draft=False).template == template


@pytest.mark.parametrize(
    ("file", "slug"), [("blog/1.suite.md", "suite"), ("index.md", "index"), ("docs/a/index.md", "a")]
)
def test_the_slug_is_the_last_part_of_the_path(file: str, slug: str) -> None:
    found = route(PurePosixPath(file))

    assert found is not None
    assert found.slug == slug
