# SPDX-License-Identifier: MIT
"""What the suite reads in pages and header values, how it finds its way, and how it tells what it saw."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.headers import leaks, paths, policy_text, trials
from tests.headers.caching import max_age, parse_cache_control
from tests.headers.checks import CHECKS, SUBJECTS
from tests.headers.codings import decode
from tests.headers.discovery import inner_pages, local_target, resources
from tests.headers.findings import Note, Row, Severity, Verdict, exit_code, expect, grade, score
from tests.headers.page import digest_source, read_page
from tests.headers.permissions import parse_permissions
from tests.headers.recording import HTML, seen, silent, survey
from tests.headers.report import machine, summary, table
from tests.headers.request import Origin, Request
from tests.headers.survey import Exchange, Kind, Trial
from tests.headers.transport import parse_hsts
from tests.headers.wire import Answer

HERE = Origin("http", "localhost", 8000)
PAGE = """<!doctype html><meta charset=utf-8>
<meta http-equiv=content-security-policy content="img-src 'self'">
<link rel="preload stylesheet" href=" /a.css " integrity="sha384-x sha256-y"><link rel=icon href=/favicon.ico>
<link rel=alternate type=Application/Atom+XML href=/atom.xml>
<!-- <script>comment()</script> --><textarea><script>text()</script></textarea>
<script type=application/ld+json>{"data": 1}</script><script src=/b.js type=module crossorigin nonce=n></script>
<script>run("é")\r\n</script><style>p{}</style><template><script>later()</script></template>
<p style=color:red onclick=go()>é</p><img src=data:image/png;base64,AA><img src=/c.png>
<a href=/blog>1</a><a href=/blog/x>2</a><a>3</a><script src></script>"""


def check(severity: Severity, *notes: Note, name: str = "https") -> Row:
    bound = expect(name, "expectation", severity, reason="reason", source="source")(lambda _: notes)
    return grade(bound, survey())


def test_a_page_is_read_as_a_browser_reads_it() -> None:
    page = read_page(PAGE.encode())

    assert [block.text for block in page.inline_scripts] == ['run("é")\n']
    assert digest_source("sha256", 'run("é")\n'.encode()) in page.inline_scripts[0].sources
    assert [block.text for block in page.inline_styles] == ["p{}"]
    assert [(script.url, script.is_module, script.has_crossorigin, script.nonce) for script in page.scripts] == [
        ("/b.js", True, True, "n")
    ]
    assert [(style.url, style.integrity) for style in page.styles] == [("/a.css", ("sha384-x", "sha256-y"))]
    assert (page.handlers, page.styled) == (("onclick",), ("p",))
    assert (page.pictures, page.links) == (("/c.png", "/favicon.ico"), ("/blog", "/blog/x"))
    assert (page.feeds, page.metas) == (("/atom.xml",), ("img-src 'self'",))


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/a?b=c#d", "/a?b=c"),
        ("a/../b", "/blog/b"),
        ("http://LOCALHOST:8000/x", "/x"),
        ("//localhost:8000", "/"),
        ("/é è", "/%C3%A9%20%C3%A8"),
        ("#top", "/blog/"),
        ("https://localhost:8000/", None),
        ("http://elsewhere.invalid/", None),
        ("mailto:a@b.invalid", None),
        ("http://[", None),
        ("http://a:b/", None),
    ],
)
def test_a_reference_is_followed_within_the_site_only(href: str, target: str | None) -> None:
    assert local_target(HERE, "/blog/", href) == target


def test_two_more_pages_are_chosen_one_of_them_deeper() -> None:
    hrefs = ["/", "#x", "/a", "/file.pdf", "/b", "/c?d=e", "/d/e.html", "http://elsewhere.invalid/z"]
    page = read_page("".join(f"<a href='{href}'>x</a>" for href in hrefs).encode())

    assert inner_pages(HERE, "/", page) == ["/a", "/d/e.html"]


def test_a_few_of_each_kind_of_file_are_chosen_once_each() -> None:
    body = "".join(f"<script src=/{number % 5}.js></script><img src={number}.png>" for number in range(10))
    page = read_page(f"{body}<link rel=stylesheet href=https://elsewhere.invalid/x.css>".encode())

    found = list(resources(HERE, [("/", page), ("/blog/", page)]))

    assert found == [
        *((Kind.SCRIPT, f"/{number}.js") for number in range(3)),
        *((Kind.PICTURE, f"/{number}.png") for number in range(2)),
    ]


@pytest.mark.parametrize(
    ("target", "spellings"),
    [
        ("/", ("/index.html",)),
        ("/blog", ("/blog/", "/blog.html", "/blog/index.html")),
        ("/blog/", ("/blog", "/blog/index.html")),
        ("/a.html", ()),
        ("/a?b=c", ()),
    ],
)
def test_a_page_has_other_spellings(target: str, spellings: tuple[str, ...]) -> None:
    assert paths.aliases(target) == spellings


@pytest.mark.parametrize(
    ("target", "copy"),
    [("/", "/index.html.gz"), ("/blog", "/blog.html.gz"), ("/blog/", "/blog/index.html.gz"), ("/a.css", "/a.css.gz")],
)
def test_the_compressed_copy_of_a_file_lies_beside_it(target: str, copy: str) -> None:
    assert copy in paths.sidecars(target)


def test_a_file_with_a_query_has_no_compressed_copy_of_its_own() -> None:
    assert not list(paths.sidecars("/a.css?v=1"))


def test_an_answer_without_validators_is_not_asked_again_by_them() -> None:
    assert not list(trials.conditional("/", Answer(200)))


def test_a_weak_etag_is_never_put_in_if_range() -> None:
    asked = [trial for trial, _ in trials.ranges("/", Answer(200, (("etag", 'W/"a"'),)))]

    assert asked == [Trial.RANGE_FIRST, Trial.RANGE_LAST, Trial.RANGE_BEYOND, Trial.RANGE_UNKNOWN, Trial.RANGE_OTHER]


def test_a_place_is_told_in_one_short_line() -> None:
    request = Request("GET", f"/{'a' * 99}")

    assert seen(trial=Trial.MATCH_ANY, status=304).where == "GET / 304 [If-None-Match: *]"
    assert silent(method="POST").where == "POST / no answer"
    assert Exchange(Kind.ODD, Trial.PLAIN, request, Answer(414)).where == f"GET /{'a' * 56}... 414"


def test_the_owasp_list_is_the_one_of_87_names_with_its_date() -> None:
    assert len(leaks.names_to_remove()) == 87
    assert {"server", "x-powered-by", "x-generator"} <= leaks.names_to_remove()


@given(st.text())
def test_no_header_value_breaks_the_parsers(text: str) -> None:
    policy_text.parse(text)
    list(policy_text.faults(text))
    max_age(parse_cache_control(text))
    parse_hsts(text)
    parse_permissions(text)


@given(st.sampled_from(["gzip", "br", "zstd", "deflate"]), st.binary(max_size=64))
def test_no_bytes_break_the_decoders(coding: str, body: bytes) -> None:
    assert isinstance(decode(coding, body), bytes | None)


_FIELDS = st.sampled_from(
    [
        "access-control-allow-origin",
        "allow",
        "cache-control",
        "content-encoding",
        "content-range",
        "content-security-policy",
        "content-type",
        "etag",
        "integrity-policy",
        "location",
        "permissions-policy",
        "server",
        "set-cookie",
        "strict-transport-security",
        "vary",
    ]
)
_VALUES = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=30) | st.sampled_from(
    ["text/html", "gzip", "default-src 'none'", "//x", "http://[", "max-age=x", "image/svg+xml", '"a"']
)
_BODIES = st.binary(max_size=60) | st.just(PAGE.encode())
_ANSWERS = st.builds(
    Answer,
    st.sampled_from([0, 200, 204, 206, 301, 304, 307, 403, 404, 405, 416, 500, 501]),
    st.lists(st.tuples(_FIELDS, _VALUES), max_size=8).map(tuple),
    _BODIES,
)
_TARGETS = st.sampled_from(["/", "/a.css", "//x"])
_REQUESTS = st.builds(Request, st.sampled_from(["GET", "HEAD", "POST", "TRACE"]), _TARGETS)
_EXCHANGES = st.builds(Exchange, st.sampled_from(Kind), st.sampled_from(Trial), _REQUESTS, _ANSWERS)


@settings(deadline=None, max_examples=60)
@given(st.lists(_EXCHANGES, max_size=12), st.sampled_from(["http", "https"]))
def test_no_site_makes_a_judge_or_the_table_fall_over(exchanges: list[Exchange], scheme: str) -> None:
    rows = [grade(item, survey(*exchanges, url=scheme)) for item in CHECKS]

    assert 0 <= score(rows) <= 100
    assert exit_code(rows) in {0, 1, 2}
    assert table("x", rows, width=100, has_colour=False)
    assert json.loads(machine("x", rows))["rows"]


@pytest.mark.parametrize(
    ("rows", "code", "points"),
    [
        pytest.param([], 0, 0, id="nothing"),
        pytest.param([check(Severity.HIGH, Note("x"))], 0, 100, id="all-well"),
        pytest.param([check(Severity.HIGH, Note("x", "y", Severity.INFO))], 0, 83, id="info"),
        pytest.param([check(Severity.HIGH, Note("x", "y", Severity.MEDIUM))], 1, 50, id="medium"),
        pytest.param([check(Severity.HIGH, Note("x", "y", Severity.HIGH))], 2, 0, id="high"),
        pytest.param([check(Severity.HIGH, Note("x", is_moot=True))], 0, 0, id="nothing-judged"),
    ],
)
def test_the_worst_finding_decides_the_exit_code_and_all_of_them_the_score(
    rows: list[Row], code: int, points: int
) -> None:
    assert (exit_code(rows), score(rows)) == (code, points)


def test_things_seen_are_counted_and_the_worst_come_first() -> None:
    severities = [Severity.MEDIUM if thing == "c" else Severity.INFO for thing in "abbcde"]
    notes = [Note(thing, f"at {thing}", severity) for thing, severity in zip("abbcde", severities, strict=True)]

    row = check(Severity.MEDIUM, *notes)

    assert row.seen == "c; a; b (2 answers); and 2 more"
    assert check(Severity.INFO, *map(Note, "abc")).seen == "a; b; c"
    assert check(Severity.INFO, *map(Note, "abcd")).seen == "a; b; c; and 1 more"
    assert row.places == ("at c", "at a", "at b", "at d", "at e")


def test_the_table_is_aligned_and_explains_what_is_wrong() -> None:
    broken = check(Severity.MEDIUM, *(Note("bad", f"GET /{number} 200", Severity.MEDIUM) for number in range(5)))

    text = table("http://x/", [broken], width=100, has_colour=False)

    assert text.splitlines() == [
        "Header suite: http://x/",
        "",
        "Transport",
        f"fail     medium    {'expectation':<48}  bad (5 answers)",
        "         at GET /0 200, GET /1 200, GET /2 200 and 2 more",
        "         because reason [source]",
        "",
        "0 pass, 0 warn, 1 fail, 0 not applicable; worst finding: medium; score 0/100",
    ]


def test_reasons_are_given_for_every_row_when_asked() -> None:
    fine = [check(Severity.HIGH, Note("x")), check(Severity.INFO, Note("no", is_moot=True), name="hsts")]

    brief, full = (table("x", fine, width=80, has_colour=False, explains_all=asked) for asked in (False, True))

    assert (brief.count("because"), full.count("because")) == (0, 2)
    assert "n/a                expectation" in brief
    assert summary(fine) == "1 pass, 0 warn, 0 fail, 1 not applicable; worst finding: none; score 100/100"


def test_colour_is_used_only_when_asked_and_never_moves_a_column() -> None:
    rows = [check(Severity.HIGH, Note("x", "y", Severity.HIGH))]

    plain, coloured = (table("x", rows, width=80, has_colour=wanted) for wanted in (False, True))

    assert "\x1b" not in plain
    assert coloured.replace("\x1b[31m", "").replace("\x1b[0m", "") == plain


def test_each_check_says_what_why_and_according_to_whom_under_a_name_of_its_own() -> None:
    assert len({item.name for item in CHECKS}) == len(CHECKS) == sum(map(len, SUBJECTS.values()))
    assert all(item.expectation and item.reason and item.source for item in CHECKS)


def test_a_verdict_is_one_of_four_words() -> None:
    assert [str(verdict) for verdict in Verdict] == ["pass", "warn", "fail", "not applicable"]


def test_the_page_of_an_exchange_is_read_from_its_body() -> None:
    assert seen(f"{HTML}\n\n<a href=/x>x</a>").page.links == ("/x",)
