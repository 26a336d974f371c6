# SPDX-License-Identifier: MIT
"""What templates see of a content folder, through a real run of Pelican; first of all of files made for Nuxt."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pelican import Pelican, signals
from pelican.settings import read_settings

from plugins import reader
from plugins.faults import FaultsError
from plugins.headings import Heading
from plugins.images import Picture
from plugins.sources import scan
from plugins.strictness import LoudBuildError, strict_logs
from tests.small_site import ROOT, article, page, write

NUXT = Path(__file__).parent / "nuxt" / "content"
PARIS = ZoneInfo("Europe/Paris")
TEMPLATES = {
    "article.html": "<h1>{{ article.title }}</h1>{{ article.content | safe }}",
    "page.html": "<h1>{{ page.title }}</h1>{{ page.content | safe }}",
    "service.html": "<h1>{{ page.title }}</h1>{{ page.content | safe }}",
    "category.html": "{{ category.name }}: {% for article in articles %}{{ article.url }} {% endfor %}",
}


@dataclass(frozen=True)
class Site:
    """What Pelican made: the context of the templates, and the files it wrote."""

    context: Mapping[str, Any]
    output: Path

    @property
    def contents(self) -> dict[str, Any]:
        """Articles, pages and sections by the path of their file."""
        found = (*self.context["articles"], *self.context["pages"], *self.context["sections"].values())
        return {content.get_relative_source_path(): content for content in found}

    @property
    def files(self) -> set[str]:
        return {path.relative_to(self.output).as_posix() for path in self.output.rglob("*.html")}


def build(content: Path, folder: Path, **settings: Any) -> Site:
    """Run Pelican with the reader alone, nothing it logs let through."""
    chosen = {
        "PATH": str(content),
        "OUTPUT_PATH": str(folder / "output"),
        "THEME": str(write(folder / "theme", {f"templates/{name}": text for name, text in TEMPLATES.items()})),
        "THEME_STATIC_PATHS": [],
        "STATIC_PATHS": [],
        "PLUGINS": [reader],
        "TIMEZONE": "Europe/Paris",
        "DEFAULT_CATEGORY": "Divers",
        "CATEGORY_URL": "blog/categorie/{slug}",
        "CATEGORY_SAVE_AS": "blog/categorie/{slug}.html",
        "AUTHOR_SAVE_AS": "",
        "TAG_SAVE_AS": "",
        "DIRECT_TEMPLATES": [],
        "FEED_ALL_ATOM": None,
        "CATEGORY_FEED_ATOM": None,
        "SITEURL": "https://atelier.example",
        **settings,
    }
    seen: list[Any] = []

    def see(generators: list[Any]) -> None:
        seen.append(generators[0].context)

    with strict_logs(), signals.all_generators_finalized.connected_to(see):
        Pelican(read_settings(None, override=chosen)).run()
    return Site(seen[0], folder / "output")


@pytest.fixture(scope="module")
def nuxt(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The zero-edit folder, built once."""
    return build(NUXT, tmp_path_factory.mktemp("nuxt"), SCAN=scan(NUXT))


AFFICHE = "/blog/affiche.png"
# One construct a file: what the templates must see, and nothing edited.
HEADS: dict[str, dict[str, Any]] = {
    "index.md": {
        "kind": "section",
        "url": "",
        "save_as": "",
        "seo_title": "Carnet de bord de l’atelier",
        "navigation": True,
        "unknown": {"navigation.title": "Accueil", "navigation.icon": "i-lucide-home"},
    },
    "blog/index.md": {"kind": "section", "url": "blog", "title": "Journal", "content": ""},
    "blog/1.indentation-deux.md": {
        "kind": "article",
        "url": "blog/indentation-deux",
        "save_as": "blog/indentation-deux.html",
        "slug": "indentation-deux",
        "template": "article",
        "status": "published",
        "image": Picture(AFFICHE, "Une affiche bleue", 8, 6),
        "category": "Atelier",
        "description": "La forme la plus courante.",
        "summary": "La forme la plus courante.",
        "date": datetime(2026, 1, 2, tzinfo=PARIS),
    },
    "blog/indentation-huit.md": {
        "image": Picture(AFFICHE, "Une affiche : bleue", 8, 6),
        "unknown": {"image.width": 1200},
    },
    "blog/image-simple.md": {"image": Picture("/images/fond.png", "", 4, 3)},
    "blog/image-en-accolades.md": {"image": Picture(AFFICHE, "L'affiche", 8, 6)},
    "blog/fins-de-ligne.md": {
        "title": "Écrit sous Windows",
        "description": "Deux lignes repliées en une seule.",
        "tags": ["windows", "CRLF"],
        "content": "<p>Chaque ligne finit par deux caractères.</p>\n<p>Ce second paragraphe aussi.</p>",
    },
    "blog/marque.md": {"title": "Une marque en tête"},
    "blog/guillemets.md": {
        "title": 'Dire "non" : l\'art du refus',
        "description": "L'apostrophe, doublée.",
        "summary": "« Entre guillemets français » sans guillemets YAML",
        "date": datetime(2026, 1, 8, tzinfo=PARIS),
    },
    "blog/emoji-🦀.md": {
        "url": "blog/emoji",
        "title": "👉 Le crabe 🦀 et l’été",
        "description": "Des accents : é è ê ç œ, et une famille 👨‍👩‍👧.",
    },
    "blog/date-et-heure.md": {"date": datetime(2026, 1, 11, 0, 30, tzinfo=PARIS)},
    "blog/date-simple.md": {"date": datetime(2026, 1, 11, 8, 15, tzinfo=PARIS)},
    "blog/date-creation.md": {"date": datetime(2026, 1, 12, tzinfo=PARIS)},
    "blog/mise-a-jour.md": {
        "date": datetime(2026, 1, 13, tzinfo=PARIS),
        "modified": datetime(2026, 2, 1, tzinfo=PARIS),
    },
    "blog/horaire.md": {"title": "12:30", "category": "NO", "tags": ["yes", "off", "2026", "1_000"]},
    "blog/hors-menu.md": {"navigation": False, "status": "published"},
    "blog/referencement.md": {
        "title": "Le titre de la page",
        "seo_title": "Le titre des moteurs",
        "seo_description": "La description des moteurs.",
        "unknown": {"seo.ogType": "article"},
    },
    "blog/titre-dans-le-corps.md": {
        "title": "Le titre est dans le texte",
        "content": "<p>Nuxt prend le premier titre pour titre de la page.</p>",
    },
    "blog/sans-description.md": {
        "description": "Le premier paragraphe, avec un lien et du gras, en tient lieu.",
        "summary": "Le premier paragraphe, avec un lien et du gras, en tient lieu.",
    },
    "blog/tirets-suivis-d-espaces.md": {"title": "Des espaces après les tirets"},
    "blog/categories.md": {"category": "Sécurité & réseaux", "tags": ["migration", "Nuxt"], "toc": ()},
    "blog/Été à la mer.md": {"url": "blog/ete-a-la-mer"},
    "blog/dossier/index.md": {"url": "blog/dossier", "kind": "article"},
    "blog/corps/lire-la-suite.md": {"summary": "L’extrait, avant la marque."},
    "blog/corps/titres.md": {
        "toc": (
            Heading(
                2,
                "en-résumé",
                "En résumé",
                (
                    Heading(
                        3, "_1-linjection-de-prompt-prompt-injection", "1. L’injection de prompt (Prompt Injection)", ()
                    ),
                ),
            ),
            Heading(2, "en-résumé-1", "En résumé", ()),
        )
    },
    "a-propos.md": {
        "kind": "page",
        "url": "a-propos",
        "template": "page",
        "title": "À propos",
        "description": "Cette page n’a pas d’en-tête : son titre et sa description sont dans le texte.",
    },
    "pages/404.md": {"kind": "section", "url": "404"},
    "docs/1.introduction.md": {
        "kind": "page",
        "url": "docs/introduction",
        "save_as": "docs/introduction.html",
        "unknown": {"navigation.icon": "i-lucide-book", "toc.depth": 2},
    },
    "docs/2.guide/1.index.md": {"url": "docs/guide", "slug": "guide"},
    "docs/2.guide/2.premiers-pas.md": {"url": "docs/guide/premiers-pas", "order": 10},
    "services/2.audit.md": {
        "kind": "service",
        "url": "services/audit",
        "template": "service",
        "order": 2,
        "duration": "Deux semaines",
        "deliverables": ["Un rapport, classé", "Une restitution : deux heures"],
    },
    "services/1.conseil.md": {"url": "services/conseil", "deliverables": ["Une réponse, écrite"], "faq": []},
}


@pytest.mark.parametrize(("file", "expected"), HEADS.items(), ids=HEADS)
def test_a_nuxt_head_reaches_the_templates(nuxt: Site, file: str, expected: dict[str, Any]) -> None:
    content = nuxt.contents[file]

    found = {key: content.category.name if key == "category" else getattr(content, key) for key in expected}
    assert found == expected


BODIES = {
    "liste-collee": "<p>Sources :</p>\n<ul><li>la première</li>",
    "bloc-colle": "<p>Le code :</p>\n<pre ",
    "tableau": '<td class="align-right">3 €</td>',
    "tableau-colle": '<p>Le tableau :</p>\n<div class="table"',
    "citation-collee": '<p>Elle disait :</p>\n<blockquote><p>Jamais.</p>\n</blockquote>\n<h2 id="titre-collé">',
    "liste-imbriquee": "<li>pain\n<ul><li>complet</li>",
    "emphase": "<em>un <strong>mot</strong> fort</em> et <strong>un <em>mot</em> doux</strong>",
    "barre": "<del>10</del>",
    "adresse-nue": '<a href="https://nuxt.com/docs" rel="external">https://nuxt.com/docs</a>',
    "taches": '<input type="checkbox" disabled checked> écrire',
    "alerte": '<aside class="alert alert-note" role="note">',
    "liste-parenthese": "<ol><li>un</li>\n<li>deux</li>",
    "saut": "une ligne<br>",
    "crochets": "<em><span>Cloudflare Blog</span></em> : <a ",
    "image-repetee": "<p>Le texte commence ici.</p>",
    "lire-la-suite": "<p>Le reste, après.</p>",
    "code": "<figcaption>serveur.js</figcaption>",
    "alerte-mdc": '<aside class="alert alert-warning" role="note">',
    "callout": "<p>Un encart.</p>\n</aside>",
    "note": '<a href="#fn:1" id="fnref:1" ',
    "titres": '<h3 id="_1-linjection-de-prompt-prompt-injection">',
    "attributs": '<span class="important">mot</span>',
    "accolades": "<code>{{ titre }}</code> et {filename}rien.md ne lie rien.",
}


@pytest.mark.parametrize(("name", "html"), BODIES.items(), ids=BODIES)
def test_a_nuxt_body_reaches_the_page(nuxt: Site, name: str, html: str) -> None:
    written = (nuxt.output / f"blog/corps/{name}.html").read_text("utf-8")

    assert html in written
    assert "<img" not in written


def test_every_file_of_the_nuxt_folder_that_is_no_draft_is_in_the_tables(nuxt: Site) -> None:
    listed = {*HEADS, *(f"blog/corps/{name}.md" for name in BODIES), "blog/cles-des-modules.md", "services/index.md"}

    assert nuxt.contents.keys() == listed


def test_drafts_partials_and_sections_are_written_nowhere(nuxt: Site) -> None:
    written = " ".join(nuxt.files)

    assert not [word for word in ("brouillon", "/suite", "signature", "modeles", "index", "404") if word in written]
    assert len(nuxt.files) == len(nuxt.context["articles"]) + len(nuxt.context["pages"]) + len(
        nuxt.context["categories"]
    )


def test_the_keys_of_nuxts_modules_are_kept(nuxt: Site) -> None:
    assert nuxt.contents["blog/cles-des-modules.md"].unknown == {
        "layout": "billet",
        "icon": "i-lucide-feather",
        "authors": [{"name": "L’atelier", "to": "/a-propos"}],
        "sitemap": {"lastmod": "2026-01-18", "priority": 0.8},
        "robots": "index, follow",
        "ogImage": {"component": "Billet"},
        "head": {"meta": [{"name": "keywords", "content": "nuxt, migration"}]},
        "schemaOrg": {"@type": "BlogPosting"},
    }


def test_questions_have_their_answers(nuxt: Site) -> None:
    faq = nuxt.contents["services/2.audit.md"].faq

    assert [(each.question, each.answer) for each in faq] == [
        ("Combien de temps ?", "Deux semaines, sauf surprise."),
        ("Et après ?", "Rien d’obligatoire."),
    ]


CONTRACT = """
    title slug url save_as template status description summary category tags image navigation seo_title seo_description
    toc words reading_minutes kind order deliverables duration faq unknown content
"""


def test_every_content_has_every_key_of_the_contract(nuxt: Site) -> None:
    keys = CONTRACT.split()

    for content in nuxt.contents.values():
        assert [key for key in keys if not hasattr(content, key)] == []
        assert content.description
        assert content.summary
    assert all(article.date.utcoffset() for article in nuxt.context["articles"])


def test_sections_are_found_by_their_path(nuxt: Site) -> None:
    assert {path: each.title for path, each in nuxt.context["sections"].items()} == {
        "/": "Carnet de bord",
        "/blog": "Journal",
        "/services": "Ce que nous faisons",
        "/404": "Perdu",
    }


def test_services_come_by_order_then_by_title(tmp_path: Path) -> None:
    service = "---\ntitle: {}\norder: {}\n---\n"
    titles = {"a": ("Zèle", 1), "b": ("Écoute", 2), "c": ("Fin", 2), "d": ("Début", 2)}
    files = {f"services/{name}.md": service.format(*words) for name, words in titles.items()}

    site = build(write(tmp_path / "content", files), tmp_path)

    assert [each.title for each in site.context["services"]] == ["Zèle", "Début", "Écoute", "Fin"]


def test_articles_come_newest_first_and_then_by_url(tmp_path: Path) -> None:
    days = {"b": "2026-01-01", "a": "2026-01-01", "c": "2026-01-02", "d": "2026-01-01T00:00:00Z"}
    files = {f"blog/{name}.md": article(name, day) for name, day in days.items()}

    site = build(write(tmp_path / "content", files), tmp_path)

    assert [each.url for each in site.context["articles"]] == ["blog/c", "blog/d", "blog/a", "blog/b"]


def test_a_category_has_its_page_and_an_article_without_one_goes_to_the_default(tmp_path: Path) -> None:
    files = {"blog/a.md": article("A", category="Sécurité & IA"), "blog/b.md": article("B", category="")}

    site = build(write(tmp_path / "content", files), tmp_path)

    assert [category.url for category, _ in site.context["categories"]] == [
        "blog/categorie/divers",
        "blog/categorie/securite-et-ia",
    ]
    assert (site.output / "blog/categorie/securite-et-ia.html").read_text() == "Sécurité & IA: blog/a "


def test_one_slug_in_two_folders_makes_two_pages(tmp_path: Path) -> None:
    files = {
        "docs/x.md": page("Un"),
        "aide/x.md": page("Deux"),
        "blog/a/x.md": article("A"),
        "blog/b/x.md": article("B"),
    }

    site = build(write(tmp_path / "content", files), tmp_path)

    assert [each.url for each in site.context["pages"]] == ["aide/x", "docs/x"]
    assert [each.url for each in site.context["articles"]] == ["blog/a/x", "blog/b/x"]


# Each of these would change, hide or lose something.
SETTINGS: dict[str, Any] = {
    "ARTICLE_PATHS": ["nulle-part"],
    "PAGE_PATHS": ["nulle-part"],
    "ARTICLE_EXCLUDES": ["blog"],
    "PAGE_EXCLUDES": ["pages"],
    "ARTICLE_ORDER_BY": "title",
    "PAGE_ORDER_BY": "reversed-title",
    "ARTICLE_TRANSLATION_ID": "slug",
    "PAGE_TRANSLATION_ID": "slug",
    "DEFAULT_METADATA": {"kind": "x", "modified": "2020-01-01"},
    "EXTRA_PATH_METADATA": {"pages/2026-99-99.md": {"modified": "2020-01-01"}},
    "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2})",
    "PATH_METADATA": r"(?P<modified>.*)",
    "DEFAULT_DATE": "fs",
    "WITH_FUTURE_DATES": False,
    "FORMATTED_FIELDS": ["summary"],
    "TYPOGRIFY": True,
    "INTRASITE_LINK_REGEX": "[{|](?P<what>.*?)[|}]",
    "CACHE_CONTENT": True,
    "LOAD_CONTENT_CACHE": True,
}


STALE = gzip.compress(b"what another build left", mtime=0)


@pytest.mark.parametrize("name", SETTINGS)
def test_no_setting_of_pelicans_changes_what_is_read(tmp_path: Path, name: str) -> None:
    files = {
        "pages/2026-99-99.md": page("Un") + '\n<a href="{filename}b.md">lien</a>\n',
        "pages/z.md": page("Z"),
        "docs/z.md": page("Zz"),
        "blog/a.md": article("Z", "2199-02-03"),
        "blog/b.md": article("A").replace("---\n\n", 'summary: <a href="{filename}b.md">\n---\n\n'),
        "blog/c/b.md": article("Â"),
    }
    content = write(tmp_path / "content", files)
    cache = tmp_path / "cache" / "ArticlesGenerator-Readers"
    cache.parent.mkdir()
    cache.write_bytes(STALE)

    site = build(content, tmp_path, CACHE_PATH=str(cache.parent), **{name: SETTINGS[name]})

    assert [each.url for each in site.context["articles"]] == ["blog/a", "blog/b", "blog/c/b"]
    assert [each.url for each in site.context["pages"]] == ["2026-99-99", "z", "docs/z"]
    assert not any(hasattr(each, "date") or hasattr(each, "modified") for each in site.context["pages"])
    assert site.contents["blog/b.md"].summary == '<a href="{filename}b.md">'
    assert "{filename}" in (site.output / "2026-99-99.html").read_text()
    assert [path.read_bytes() for path in cache.parent.iterdir()] == [STALE]


def test_the_settings_of_the_reader_are_all_tried() -> None:
    assert reader.SETTINGS.keys() <= SETTINGS.keys()


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (299, 1), (300, 2), (500, 3), (1000, 5)])
def test_reading_takes_a_minute_for_200_words_and_one_at_least(tmp_path: Path, words: int, minutes: int) -> None:
    content = write(tmp_path / "content", {"a.md": f"---\ntitle: A\n---\n{'mot ' * words}\n"})

    found = build(content, tmp_path).contents["a.md"]

    assert (found.words, found.reading_minutes) == (words, minutes)


def test_without_a_paragraph_the_title_is_the_description(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"a.md": "---\ntitle: A\n---\n"})

    assert build(content, tmp_path).contents["a.md"].description == "A"


def test_an_excerpt_is_told_in_plain_text(tmp_path: Path) -> None:
    body = "Un *mot*\u00a0: `<b>` & [lien](/a).\n\n- un\n- deux\n\n<!--more-->\n\nSuite.\n"
    content = write(tmp_path / "content", {"a.md": page("A").replace("Un paragraphe de A.\n", body)})

    assert build(content, tmp_path).contents["a.md"].summary == "Un mot\u00a0: <b> & lien. un deux"


def test_a_future_date_is_published(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"blog/a.md": article("A", "2199-01-01")})

    assert "blog/a.html" in build(content, tmp_path).files


def test_only_md_files_have_a_reader(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"a.html": "<title>A</title>", "b.rst": "B\n=\n", "public/c.md": "C"})

    assert build(content, tmp_path).files == set()


def test_any_path_to_the_content_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = write(tmp_path / "content", {"blog/a.md": article("A")})
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert "blog/a.html" in build(Path("link/content"), tmp_path, SCAN=scan(content)).files


def test_without_a_driver_all_faults_stop_pelican_at_once(tmp_path: Path) -> None:
    files = {"blog/a.md": "---\ntitle: A\n---\n", "blog/b.md": article("B") + "\n::inconnu\n::\n"}
    content = write(tmp_path / "content", files)

    with pytest.raises(FaultsError, match=r"content/blog/a\.md:1: date: [^\n]*\ncontent/blog/b\.md:9: "):
        build(content, tmp_path)

    assert not (tmp_path / "output").exists()


def test_without_a_driver_warnings_are_logged(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"a.md": "---\ntitle: A\nlayout: x\n---\n"})

    with pytest.raises(LoudBuildError, match=r"layout \(1 file\)"):
        build(content, tmp_path)


def test_the_pelican_command_leaves_with_an_error_and_says_why(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"blog/a.md": "---\ntitle: A\n---\n"})
    conf = write(tmp_path, {"conf.py": "from plugins import reader\nPLUGINS = [reader]\n"}) / "conf.py"

    done = subprocess.run(
        [sys.executable, "-m", "pelican", str(content), "-s", str(conf), "-o", str(tmp_path / "output")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode != 0
    assert "an article needs a date" in " ".join((done.stdout + done.stderr).split())
