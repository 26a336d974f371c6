# SPDX-License-Identifier: MIT
"""File names and categories as parts of a URL. The expected values are what npm's slugify 1.6.9 answers, seen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.slug import SlugError, category_slug, slug

NUXT = {
    "Été Long": "ete-long",
    "L'été": "l'ete",
    "L’été à la mer": "l'ete-a-la-mer",
    "œuvre": "oeuvre",
    "Cœur & âme": "coeur-and-ame",
    "100 % sûr": "100-percent-sur",
    "a_b": "a_b",
    "Hello  World": "hello-world",
    "  x ": "x",
    "zero‑day": "zeroday",
    "c++": "c++",
    "C#": "c",
    "v1.2": "v1.2",
    "Straße": "strasse",
    "Łódź": "lodz",
    "Ærø": "aero",
    "Þór": "thor",
    "đá": "dja",
    "naïve-café": "naive-cafe",
    "a--b": "a-b",
    "a - b": "a-b",
    "a…b": "a...b",
    "« x »": "x",
    "a🎉b": "ab",
    "x²": "x",
    "€ 5": "euro-5",
    "a–b": "a-b",
    "a—b": "ab",
    "N° 5": "n-5",
    "nº5": "no5",
    "@moi": "@moi",
    "(x)": "(x)",
    "a!b*c~d:e": "a!b*c~d:e",
    "$a=b,c;d?e[f]{g}^h`i": "dollarabcdefghi",
    "a\u202fb": "a-b",
    "a\u00adb": "ab",
    "e\u0301te\u0301": "ete",
    "İstanbul": "istanbul",
    "ẞ": "ss",
    "-a-": "a",
    "_a": "_a",
    "a%20b": "apercent20b",
    "™": "tm",
}


@pytest.mark.parametrize(("name", "expected"), NUXT.items(), ids=NUXT)
def test_a_name_gives_the_url_part_that_nuxt_gives(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_double_quotes_go_since_a_url_path_has_no_place_for_them() -> None:
    assert slug('le "mot" “juste”') == "le-mot-juste"


REFUSED = {
    "Привет": "'п' has no Latin equivalent here",
    "日本": "'日' has no Latin equivalent here",
    "x٣": "'٣' has no Latin equivalent here",
    "🎉": "'🎉' leaves nothing to make a URL of",
    "…": "'…' leaves nothing to make a URL of",
    ".env": "'.env' leaves nothing to make a URL of",
    "page.html": "a URL here never ends in .html",
}


@pytest.mark.parametrize(("name", "reason"), REFUSED.items(), ids=REFUSED)
def test_a_name_that_makes_no_url_is_refused(name: str, reason: str) -> None:
    with pytest.raises(SlugError, match=re.escape(reason)):
        slug(name)


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_lower_case_ascii_that_needs_no_encoding_and_stays_itself(name: str) -> None:
    try:
        made = slug(name)
    except SlugError:
        return

    assert re.fullmatch(r"[a-z0-9_$*+~.()'!:@-]+", made)
    assert slug(made.replace("$", "")) == made.replace("$", "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("IA", "ia"), ("Sécurité & IA", "securite-et-ia"), ("C++", "c"), ("L’été", "l-ete")],
)
def test_a_category_has_letters_digits_and_hyphens_only(name: str, expected: str) -> None:
    assert category_slug(name) == expected
