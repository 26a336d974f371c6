# SPDX-License-Identifier: MIT
"""One file: its head as a checked value, or every fault of it with line, key, problem and remedy."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.faults import Fault, FaultsError
from plugins.front_matter import Source, read_source
from plugins.head import Head, Image, Question

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ARTICLE = "title: Un titre\npublishedAt: 2026-02-03\n"


def write(folder: Path, head: str | bytes, name: str = "blog/x.md") -> Path:
    """A file of the content folder; a text is a head, bytes are the whole file."""
    path = folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head if isinstance(head, bytes) else f"---\n{head}---\n\nLe corps.\n".encode())
    return path


def read(folder: Path, head: str | bytes, name: str = "blog/x.md") -> Source:
    return read_source(write(folder, head, name), folder / "content")


def faults(folder: Path, head: str | bytes, name: str = "blog/x.md") -> tuple[Fault, ...]:
    """What is wrong with a file, if anything."""
    try:
        read(folder, head, name)
    except FaultsError as error:
        return error.faults
    return ()


def test_a_whole_head_is_read_into_typed_values(tmp_path: Path) -> None:
    head = read(
        tmp_path,
        """\
title: "Moltbot : fascinants"
description: >
    Une phrase
    repliée.
image:
    src: "/blog/molt.png"
    alt: "Un crabe"
category: IA
tags: [agents, agents, sécurité]
publishedAt: 2026-02-03
updatedAt: 2026-03-01T10:00:00+02:00
summary: Une phrase.
navigation: false
seo:
  title: Autre titre
  description: Autre description
toc: false
order: 7
deliverables: ["Un rapport, classé", Une réunion]
duration: 2 jours
faq:
- question: Pourquoi ?
  answer: Parce que.
layout: large
""",
    ).head

    assert head == Head(
        title="Moltbot : fascinants",
        description="Une phrase repliée.",
        summary="Une phrase.",
        image=Image("/blog/molt.png", "Un crabe"),
        category="IA",
        tags=("agents", "sécurité"),
        date=datetime(2026, 2, 3),
        modified=datetime(2026, 3, 1, 10, tzinfo=timezone(timedelta(hours=2))),
        draft=False,
        navigation=False,
        seo_title="Autre titre",
        seo_description="Autre description",
        toc=False,
        order=7,
        deliverables=("Un rapport, classé", "Une réunion"),
        duration="2 jours",
        faq=(Question("Pourquoi ?", "Parce que."),),
        unknown={"layout": "large"},
        lines=head.lines,
    )
    assert (head.lines["title"], head.lines["image"], head.lines["image.alt"], head.lines["layout"]) == (2, 6, 8, 25)


def test_what_is_not_written_is_empty_and_in_the_menus(tmp_path: Path) -> None:
    head = read(tmp_path, "title:\ndescription: ~\nimage: null\n", "pages/x.md").head

    assert (head.title, head.description, head.image, head.tags, head.date, head.unknown) == (
        "",
        "",
        None,
        (),
        None,
        {},
    )
    assert (head.draft, head.navigation, head.toc, head.order, head.faq) == (False, True, True, 0, ())


@pytest.mark.parametrize("text", ["2026", "12:30", "NO", "true", "1_000", "2026-02-03", "3.0"])
def test_a_bare_word_in_a_text_key_is_its_own_text(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"title: {text}\n", "pages/x.md").head.title == text


def test_a_text_of_no_break_spaces_is_no_text(tmp_path: Path) -> None:
    assert read(tmp_path, 'title: "\u00a0"\n', "pages/x.md").head.title == ""


def test_no_break_spaces_stay_and_line_ends_do_not(tmp_path: Path) -> None:
    assert read(tmp_path, "title: |\n  Oui\u00a0:\n  non\u202f!\n", "pages/x.md").head.title == "Oui\u00a0: non\u202f!"


DATES = {
    "2026-02-03": datetime(2026, 2, 3),
    "'2026-02-03'": datetime(2026, 2, 3),
    "2026-2-3 8:05": datetime(2026, 2, 3, 8, 5),
    "2026-02-03T10:11:12": datetime(2026, 2, 3, 10, 11, 12),
    "2026-02-03T10:11:12.345Z": datetime(2026, 2, 3, 10, 11, 12, tzinfo=UTC),
    "2026-02-03 10:11:12 +01:00": datetime(2026, 2, 3, 10, 11, 12, tzinfo=timezone(timedelta(hours=1))),
    "2026-02-03T10:11-0330": datetime(2026, 2, 3, 10, 11, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
    "2026-02-03T10:11+2": datetime(2026, 2, 3, 10, 11, tzinfo=timezone(timedelta(hours=2))),
}


@pytest.mark.parametrize(("text", "expected"), DATES.items(), ids=DATES)
def test_a_date_is_a_day_or_a_moment_with_or_without_quotes(tmp_path: Path, text: str, expected: datetime) -> None:
    assert read(tmp_path, f"title: x\ndate: {text}\n").head.date == expected


@pytest.mark.parametrize(
    ("head", "date", "modified"),
    [
        ("createdAt: 2026-01-01\ndate: 2026-01-02\npublishedAt: 2026-01-03\n", 3, None),
        ("createdAt: 2026-01-01\ndate: 2026-01-02\n", 2, None),
        ("date: 2026-01-02\nmodified: 2026-01-04\nupdatedAt: 2026-01-05\n", 2, 5),
        ("date: 2026-01-02\nmodified: 2026-01-04\n", 2, 4),
        ("date: 2026-01-02\nmodifiedAt: 2026-01-06\n", 2, 6),
        ("date: 2026-01-02\nlastUpdated: 2026-01-07\n", 2, 7),
    ],
)
def test_dates_go_by_several_names_and_the_most_telling_wins(
    tmp_path: Path, head: str, date: int, modified: int | None
) -> None:
    found = read(tmp_path, f"title: x\n{head}").head

    assert found.date == datetime(2026, 1, date)
    assert found.modified == (modified and datetime(2026, 1, modified))
    assert not found.unknown


@pytest.mark.parametrize(
    ("head", "name", "is_draft"),
    [
        ("draft: true\n", "blog/x.md", True),
        ("_draft: true\n", "blog/x.md", True),
        ("draft: false\n_draft: TRUE\n", "blog/x.md", True),
        ("published: false\n", "blog/x.md", True),
        ("", "blog/x.draft.md", True),
        ("draft: false\n", "blog/x.md", False),
        ("published: true\n", "blog/x.md", False),
    ],
)
def test_a_draft_says_so_in_its_head_or_its_name(tmp_path: Path, head: str, name: str, is_draft: bool) -> None:
    assert read(tmp_path, ARTICLE + head, name).is_draft is is_draft


@pytest.mark.parametrize(("value", "unknown"), [("false", {}), ("2026-01-01", {"published": "2026-01-01"})])
def test_published_counts_only_as_a_flag(tmp_path: Path, value: str, unknown: dict[str, object]) -> None:
    assert read(tmp_path, f"{ARTICLE}published: {value}\n").head.unknown == unknown


@pytest.mark.parametrize(
    ("head", "image"),
    [
        ("image: /a.png\n", Image("/a.png", "")),
        ("image:\n  src: /a.png\n", Image("/a.png", "")),
        ("image:\n        alt: b\n        src: /a.png\n", Image("/a.png", "b")),
        ("image: {src: /a.png, alt: b}\n", Image("/a.png", "b")),
        ("image: {src: '', alt: b}\n", None),
        ("image: ''\n", None),
    ],
)
def test_a_picture_is_a_mapping_or_its_address_alone(tmp_path: Path, head: str, image: Image | None) -> None:
    assert read(tmp_path, ARTICLE + head).head.image == image


@pytest.mark.parametrize(
    ("head", "category", "unknown"),
    [
        ("category: IA\n", "IA", {}),
        ("categories: IA\n", "IA", {}),
        ("category: [IA]\n", "IA", {}),
        ("categories: [IA, Web]\n", "IA", {"categories": ["IA", "Web"]}),
        ("category: IA\ncategories: [Web]\n", "IA", {}),
        ("categories: []\n", "", {}),
        ("category: ''\ncategories: Web\n", "Web", {}),
    ],
)
def test_the_first_category_counts(tmp_path: Path, head: str, category: str, unknown: dict[str, object]) -> None:
    found = read(tmp_path, ARTICLE + head).head

    assert (found.category, found.unknown) == (category, unknown)


@pytest.mark.parametrize(
    ("head", "navigation", "toc", "unknown"),
    [
        ("navigation: true\ntoc: true\n", True, True, {}),
        ("navigation: {title: Court}\ntoc: {depth: 3}\n", True, True, {"navigation.title": "Court", "toc.depth": 3}),
        ("navigation: False\ntoc: FALSE\n", False, False, {}),
    ],
)
def test_menu_and_contents_take_a_flag_or_nuxts_mapping(
    tmp_path: Path, head: str, navigation: bool, toc: bool, unknown: dict[str, object]
) -> None:
    found = read(tmp_path, ARTICLE + head).head

    assert (found.navigation, found.toc, found.unknown) == (navigation, toc, unknown)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("[a, b, a]", ("a", "b")),
        ("a, b , ,c", ("a", "b", "c")),
        ("\n  - a\n  - ~\n  - 2026", ("a", "2026")),
        ("[]", ()),
    ],
)
def test_tags_are_a_list_or_words_between_commas(tmp_path: Path, tags: str, expected: tuple[str, ...]) -> None:
    assert read(tmp_path, f"{ARTICLE}tags: {tags}\n").head.tags == expected


def test_a_deliverable_keeps_its_commas(tmp_path: Path) -> None:
    assert read(tmp_path, "title: x\ndeliverables: Un, deux\n", "services/x.md").head.deliverables == ("Un, deux",)


WHOLE = "---\ntitle: É\ndate: 2026-02-03\n---\n\nUn\n\ndeux\n"
FORMS = {
    "as it is": WHOLE.encode(),
    "CRLF": WHOLE.replace("\n", "\r\n").encode(),
    "CR": WHOLE.replace("\n", "\r").encode(),
    "BOM": WHOLE.encode("utf-8-sig"),
    "spaces after the dashes": WHOLE.replace("---", "--- \t").encode(),
}


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS)
def test_line_ends_bom_and_trailing_spaces_change_nothing(tmp_path: Path, data: bytes) -> None:
    source = read(tmp_path, data)

    assert (source.head.title, source.body, source.body_line) == ("É", "\nUn\n\ndeux\n", 5)


def test_a_page_without_a_head_is_all_body(tmp_path: Path) -> None:
    source = read(tmp_path, b"# Titre\n\n---\n", "pages/x.md")

    assert (source.head.title, source.body, source.body_line) == ("", "# Titre\n\n---\n", 1)


def test_a_dash_line_in_the_body_belongs_to_the_body(tmp_path: Path) -> None:
    assert read(tmp_path, b"---\ntitle: x\n---\nun\n\n---\n\ndeux\n", "pages/x.md").body == "un\n\n---\n\ndeux\n"


def test_a_source_is_named_as_its_author_would_type_it(tmp_path: Path) -> None:
    source = read(tmp_path, ARTICLE, "blog/Été.md")

    assert (source.name, source.route.path) == ("content/blog/Été.md", "/blog/ete")


RESAVE = "save the file as UTF-8 (from Windows-1252: iconv -f CP1252 -t UTF-8)"
BAD: dict[str, tuple[str | bytes, str, list[str]]] = {
    "empty file": (
        b"",
        "blog/x.md",
        ["1: front matter: the file is empty: write a head between two lines ---, then the text"],
    ),
    "blank file": (
        b"\xef\xbb\xbf \r\n",
        "blog/x.md",
        ["1: front matter: the file is empty: write a head between two lines ---, then the text"],
    ),
    "article without a head": (
        b"# Titre\n",
        "blog/x.md",
        ["1: front matter: an article without a head: write ---, title: ..., publishedAt: 2026-02-03, ---"],
    ),
    "head below a blank line": (
        b"\n---\ntitle: x\n---\n",
        "pages/x.md",
        ["2: front matter: the head does not start on the first line: remove the blank lines and spaces above ---"],
    ),
    "head never closed": (
        b"---\ntitle: x\n\nTexte.\n",
        "blog/x.md",
        ["1: front matter: the head opened here is never closed: add a line --- after the last key"],
    ),
    "head that is a list": (
        "- x\n",
        "blog/x.md",
        ["2: front matter: a list instead of keys: write one key a line, such as title: ..."],
    ),
    "Latin-1": (
        "---\ntitle: Été\n---\n".encode("cp1252"),
        "blog/x.md",
        ["2: encoding: the byte 0xC9 is not UTF-8: " + RESAVE],
    ),
    "Latin-1 in the body, CRLF": (
        b"---\r\ntitle: x\r\n---\r\n\r\n\xe9\r\n",
        "blog/x.md",
        ["5: encoding: the byte 0xE9 is not UTF-8: " + RESAVE],
    ),
    "UTF-16": ("---\n".encode("utf-16"), "blog/x.md", ["1: encoding: UTF-16: save the file as UTF-8"]),
    "UTF-16 without its mark": (
        "---\ntitle".encode("utf-16-le"),
        "blog/x.md",
        ["1: encoding: a NUL character: " + RESAVE],
    ),
    "no date": ("title: x\n", "blog/x.md", ["1: date: an article needs a date: write publishedAt: 2026-02-03"]),
    "date without a value": (
        "title: x\n\ndate:\n",
        "blog/x.md",
        ["4: date: an article needs a date: write publishedAt: 2026-02-03"],
    ),
    "impossible date": (
        "title: x\npublishedAt: 2026-13-40\n",
        "blog/x.md",
        ["3: publishedAt: '2026-13-40' is not in the calendar: write year-month-day: 2026-02-03"],
    ),
    "29 February": (
        "title: x\ndate: 2026-02-29\n",
        "blog/x.md",
        ["3: date: '2026-02-29' is not in the calendar: write year-month-day: 2026-02-03"],
    ),
    "hour 25": (
        "title: x\ndate: 2026-02-03 25:00\n",
        "blog/x.md",
        ["3: date: '2026-02-03 25:00' is not in the calendar: write year-month-day: 2026-02-03"],
    ),
    "zone of 99 minutes": (
        "title: x\ndate: 2026-02-03 10:00 +01:99\n",
        "blog/x.md",
        ["3: date: '2026-02-03 10:00 +01:99' is not in the calendar: write year-month-day: 2026-02-03"],
    ),
    "year of a slip": (
        "title: x\ndate: 0226-02-03\n",
        "blog/x.md",
        ["3: date: '0226-02-03' is not in the calendar: write year-month-day: 2026-02-03"],
    ),
    "French date": (
        "title: x\ndate: 3 février 2026\n",
        "blog/x.md",
        ["3: date: '3 février 2026' is not a date: write date: 2026-02-03"],
    ),
    "digits of another script": (
        "title: x\ndate: ٢٠٢٦-٠٢-٠٣\n",
        "blog/x.md",
        ["3: date: '٢٠٢٦-٠٢-٠٣' is not a date: write date: 2026-02-03"],
    ),
    "wrong second date": (
        f"{ARTICLE}createdAt: hier\n",
        "blog/x.md",
        ["4: createdAt: 'hier' is not a date: write createdAt: 2026-02-03"],
    ),
    "date that is a list": (
        "title: x\ndate: [2026-02-03]\n",
        "blog/x.md",
        ["3: date: a list is not a date: write date: 2026-02-03"],
    ),
    "modified that is no date": (
        f"{ARTICLE}updatedAt: true\n",
        "blog/x.md",
        ["4: updatedAt: 'true' is not a date: write updatedAt: 2026-02-03"],
    ),
    "title that is a list": (
        "title: [a, b]\ndate: 2026-02-03\n",
        "blog/x.md",
        ['2: title: a list instead of a text: write title: "..."'],
    ),
    "description that is a mapping": (
        f"{ARTICLE}description:\n  fr: x\n",
        "blog/x.md",
        ['5: description: a mapping instead of a text: write description: "..."'],
    ),
    "control character by escape": (
        f'{ARTICLE}summary: "a\\ab"\n',
        "blog/x.md",
        ["4: summary: the control character U+0007: remove it"],
    ),
    "draft that is yes": (
        f"{ARTICLE}draft: yes\n",
        "blog/x.md",
        ["4: draft: 'yes' is neither true nor false: write draft: true or draft: false"],
    ),
    "draft in quotes": (
        f'{ARTICLE}_draft: "true"\n',
        "blog/x.md",
        ["4: _draft: 'true' is neither true nor false: write _draft: true or _draft: false"],
    ),
    "navigation that is a list": (
        f"{ARTICLE}navigation: [a]\n",
        "blog/x.md",
        ["4: navigation: a list is neither true nor false: write navigation: true or navigation: false"],
    ),
    "order that is no number": (
        "title: x\norder: premier\n",
        "services/x.md",
        ["3: order: 'premier' is not a whole number: write order: 1"],
    ),
    "order too long": (
        f"title: x\norder: {'9' * 19}\n",
        "services/x.md",
        [f"3: order: '{'9' * 19}' is not a whole number: write order: 1"],
    ),
    "seo that is a text": (
        f"{ARTICLE}seo: x\n",
        "blog/x.md",
        ["4: seo: 'x' is not a mapping: write its keys below, indented"],
    ),
    "seo title that is a list": (
        f"{ARTICLE}seo:\n  title: [x]\n",
        "blog/x.md",
        ['5: seo.title: a list instead of a text: write title: "..."'],
    ),
    "image that is a list": (
        f"{ARTICLE}image:\n- /a.png\n",
        "blog/x.md",
        ['5: image: a list instead of a text: write image: "..."'],
    ),
    "tags that are a mapping": (
        f"{ARTICLE}tags: {{a: b}}\n",
        "blog/x.md",
        ["4: tags: a mapping instead of a list: write tags: [one, two]"],
    ),
    "tag that is a list": (
        f"{ARTICLE}tags: [[a]]\n",
        "blog/x.md",
        ['4: tags: a list instead of a text: write tags: "..."'],
    ),
    "category without a letter": (
        f"{ARTICLE}category: 🎉\n",
        "blog/x.md",
        ["4: category: makes no URL: '🎉' leaves nothing to make a URL of: write a name with Latin letters"],
    ),
    "faq that is a text": (
        "title: x\nfaq: rien\n",
        "services/x.md",
        ["3: faq: 'rien' is not a mapping: write its keys, one a line"],
    ),
    "faq with a text": (
        "title: x\nfaq:\n- Pourquoi ?\n",
        "services/x.md",
        ["4: faq: 'Pourquoi ?' is not a mapping: write its keys, one a line"],
    ),
    "question without an answer": (
        "title: x\nfaq:\n- question: Pourquoi ?\n",
        "services/x.md",
        ["4: faq.question: a question or its answer is missing: write question: and answer:"],
    ),
    "broken YAML": (
        "title: Moltbot : le risque\n",
        "blog/x.md",
        ['2: title: an unquoted text holds a colon and a space: put it in quotes: "Moltbot : le risque"'],
    ),
    "a key given twice": (
        f"{ARTICLE}title: y\n",
        "blog/x.md",
        ["4: title: already given on line 2: keep one of the two"],
    ),
    "a name in another alphabet": (
        ARTICLE,
        "blog/Привет.md",
        [
            "1: file name: 'п' has no Latin equivalent here: rename it with Latin letters, digits and hyphens",
        ],
    ),
    "several at once": (
        "title: [a]\ndate: hier\ndraft: non\norder: x\n",
        "blog/🎉.md",
        [
            "1: file name: '🎉' leaves nothing to make a URL of: rename it with Latin letters, digits and hyphens",
            '2: title: a list instead of a text: write title: "..."',
            "3: date: 'hier' is not a date: write date: 2026-02-03",
            "4: draft: 'non' is neither true nor false: write draft: true or draft: false",
            "5: order: 'x' is not a whole number: write order: 1",
        ],
    ),
    "bad name and broken YAML": (
        "title: a: b\n",
        "blog/🎉.md",
        [
            "1: file name: '🎉' leaves nothing to make a URL of: rename it with Latin letters, digits and hyphens",
            '2: title: an unquoted text holds a colon and a space: put it in quotes: "a: b"',
        ],
    ),
}


@pytest.mark.parametrize(("head", "name", "expected"), BAD.values(), ids=BAD)
def test_a_bad_file_says_line_key_problem_and_remedy(
    tmp_path: Path, head: str | bytes, name: str, expected: list[str]
) -> None:
    assert [*map(str, faults(tmp_path, head, name))] == [f"content/{name}:{message}" for message in expected]


def test_a_file_name_that_is_not_utf_8_can_still_be_printed(tmp_path: Path) -> None:
    assert "blog/\\udce9.md:1: file name: " in str(faults(tmp_path, ARTICLE, "blog/\udce9.md")[0])


@CALM
@given(st.binary() | st.binary().map(lambda data: b"---\n" + data + b"\n---\n"))
@example(b"---\n? x\n---\n")
@example(b"---\ntitle: \x80\n---\n")
def test_any_bytes_are_read_or_refused_with_faults(tmp_path: Path, data: bytes) -> None:
    found = faults(tmp_path, data)

    assert all(fault.line >= 1 and fault.key and fault.problem and fault.remedy for fault in found)
    assert found or read(tmp_path, data).head.date


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
LATIN = st.text("abcdéàÉ-").map(lambda text: f"a{text}")
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2199, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
HEADS = st.fixed_dictionaries(
    {"title": WORDS, "publishedAt": MOMENTS},
    optional={
        "description": WORDS,
        "summary": WORDS,
        "image": st.fixed_dictionaries({"src": WORDS, "alt": WORDS}),
        "category": LATIN,
        "tags": st.lists(WORDS, unique=True),
        "updatedAt": MOMENTS,
        "draft": st.booleans(),
        "navigation": st.booleans(),
        "seo": st.fixed_dictionaries({"title": WORDS, "description": WORDS}),
        "toc": st.booleans(),
        "order": st.integers(-999, 999),
        "deliverables": st.lists(WORDS, unique=True),
        "duration": WORDS,
        "faq": st.lists(st.fixed_dictionaries({"question": WORDS, "answer": WORDS})),
    },
)


@CALM
@given(HEADS)
def test_any_head_of_known_keys_is_read_as_written(tmp_path: Path, written: dict[str, object]) -> None:
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}\n" for key, value in written.items())

    head = read(tmp_path, "".join(lines)).head

    image = head.image and {"src": head.image.src, "alt": head.image.alt}
    seo = {"title": head.seo_title, "description": head.seo_description}
    found = {
        **{key: getattr(head, key) for key in ("title", "description", "summary", "category", "duration", "order")},
        **{"publishedAt": head.date, "updatedAt": head.modified, "image": image, "seo": seo},
        **{"draft": head.draft, "navigation": head.navigation, "toc": head.toc},
        **{"tags": list(head.tags), "deliverables": list(head.deliverables)},
        "faq": [{"question": each.question, "answer": each.answer} for each in head.faq],
    }
    assert {key: found[key] for key in written} == written
    assert not head.unknown
