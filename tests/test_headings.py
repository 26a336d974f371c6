# SPDX-License-Identifier: MIT
"""Heading ids are Nuxt's, so that the deep links of the old site hold; the contents are its h2 and h3."""

from __future__ import annotations

import pytest

from plugins.headings import Heading, slug, tidy
from tests.rendering import html, render

# What github-slugger 2.0.0 and then @nuxtjs/mdc 0.23.1 answered.
SLUGS = [
    ("En résumé", "en-résumé", "en-résumé"),
    (
        "1. L'injection de prompt (Prompt Injection)",
        "1-linjection-de-prompt-prompt-injection",
        "_1-linjection-de-prompt-prompt-injection",
    ),
    ("Qu'est-ce que Moltbot et Moltbook ?", "quest-ce-que-moltbot-et-moltbook-", "quest-ce-que-moltbot-et-moltbook"),
    ("Titre : la suite", "titre--la-suite", "titre-la-suite"),
    ("A - B", "a---b", "a-b"),
    ("A & B", "a--b", "a-b"),
    ("C'est l’été !", "cest-lété-", "cest-lété"),
    ("Œuvre d'art", "œuvre-dart", "œuvre-dart"),
    ("snake_case et kebab-case", "snake_case-et-kebab-case", "snake_case-et-kebab-case"),
    ("100 % sûr", "100--sûr", "_100-sûr"),
    ("`code` & *em*", "code--em", "code-em"),
    ("Hello, World!", "hello-world", "hello-world"),
    ("  espaces  autour  ", "--espaces--autour--", "espaces-autour"),
    ("tab\there", "tabhere", "tabhere"),
    ("Ünïcödé ÇA", "ünïcödé-ça", "ünïcödé-ça"),
    ("İstanbul", "i\u0307stanbul", "i\u0307stanbul"),
    ("ΟΔΟΣ", "οδος", "οδος"),
    ("日本語 見出し", "日本語-見出し", "日本語-見出し"),
    ("Ⓐ cercle", "ⓐ-cercle", "ⓐ-cercle"),
    ("Ⅳ chapitre", "ⅳ-chapitre", "ⅳ-chapitre"),
    ("½ et ²", "-et-", "et"),
    ("a\u00a0b", "ab", "ab"),
    ("a\u202f!", "a", "a"),
    ("❤\ufe0f coeur", "\ufe0f-coeur", "\ufe0f-coeur"),
    ("👉 ici", "-ici", "ici"),
    ("x.y.z", "xyz", "xyz"),
    ("C++ / C#", "c--c", "c-c"),
    ("«\u00a0Zero-Day\u00a0»", "zero-day", "zero-day"),
    ("50 000 km", "50-000-km", "_50-000-km"),
    ("…", "", ""),
    ("", "", ""),
    ("--a--", "--a--", "a"),
    ("n°4", "n4", "n4"),
    ("e-mail@exemple.fr", "e-mailexemplefr", "e-mailexemplefr"),
    ("Été 2026 — bilan", "été-2026--bilan", "été-2026-bilan"),
    ("\u2011 trait U+2011", "-trait-u2011", "trait-u2011"),
    ("한글", "한글", "한글"),
    ("a\u0301 combiné", "a\u0301-combiné", "a\u0301-combiné"),
    ("𝒜 math", "𝒜-math", "𝒜-math"),
    ("١٢٣ arabe", "١٢٣-arabe", "١٢٣-arabe"),
    ("_souligné_", "_souligné_", "_souligné_"),
    ("key=value", "keyvalue", "keyvalue"),
    ("<b>gras</b>", "bgrasb", "bgrasb"),
    ("l'IA, c'est \"génial\"", "lia-cest-génial", "lia-cest-génial"),
]


@pytest.mark.parametrize(("text", "slugged", "tidied"), SLUGS)
def test_slugs_are_those_of_github_slugger_and_then_of_nuxt(text: str, slugged: str, tidied: str) -> None:
    assert slug(text) == slugged
    assert tidy(slugged) == tidied


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("## En résumé", ["en-résumé"]),
        ("### 1. L'injection de prompt (Prompt Injection)", ["_1-linjection-de-prompt-prompt-injection"]),
        ("## A\n## A\n## A", ["a", "a-1", "a-2"]),
        ("## A\n## A 1\n## A", ["a", "a-1", "a-2"]),
        ("## A\n## a-1\n## A", ["a", "a-1", "a-2"]),
        ("## A\n## A\n## a-1", ["a", "a-1", "a-1-1"]),
        ("# A\n## A", ["a-1"]),  # the title has an id in Nuxt before it leaves the body
        ("## A - B\n## A B\n## A : B", ["a-b", "a-b-1", "a-b-2"]),  # Nuxt writes the same id three times here
        ("## `code` & *em* <b>x</b>", ["code-em-x"]),
        ("Titre\nsuite\n---", ["titresuite"]),
        ("## *[Nom]* [lien](/x)", ["nom-lien"]),
        ("## !!!\n## ???", ["section", "_1"]),
        ('<h2 id="mien">A</h2>\n\n## mien', ["mien", "mien-1"]),
        ("> ## A\n\n- ## A", ["a", "a-1"]),
        ("###### A", ["a"]),
    ],
)
def test_every_heading_has_an_id_of_its_own(body: str, ids: list[str]) -> None:
    shown = html(body)

    assert [part.split('"')[0] for part in shown.split(' id="')[1:]] == ids


def test_ids_start_again_with_each_body() -> None:
    assert html("## A") == html("## A") == '<h2 id="a">A</h2>'


def test_the_contents_are_h2_with_their_h3() -> None:
    page = render("# T\n\n### Avant\n\n## A *b*\n\n### C\n\n#### D\n\n### E[^1]\n\n## F\n\n> ## G\n\n[^1]: n")

    assert page.toc == (
        Heading(3, "avant", "Avant"),
        Heading(2, "a-b", "A b", (Heading(3, "c", "C"), Heading(3, "e1", "E"))),
        Heading(2, "f", "F"),
    )


def test_a_body_without_headings_has_no_contents() -> None:
    assert render("a\n\n# b\n\n#### c").toc == ()
