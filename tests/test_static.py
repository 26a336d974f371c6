# SPDX-License-Identifier: MIT
"""What the site answers: every status, method and validator, and nothing that the manifest does not name."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from middleware.policy import Policy, load_policy
from middleware.release import load_release
from middleware.static import StaticSite
from tests.asgi import ask
from tests.sealed import FILES, PAGE, seal

GZIP = [("accept-encoding", "gzip")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> StaticSite:
    folder = tmp_path_factory.mktemp("site")
    (folder / "policy.toml").write_text("")
    return StaticSite(load_release(seal(folder), load_policy(folder / "policy.toml")))


@pytest.mark.parametrize("path", FILES)
def test_each_path_gives_its_bytes(site: StaticSite, path: str) -> None:
    answered = ask(site, path)

    assert (answered.status, answered.body) == (200, FILES[path])
    assert answered.fields["content-length"] == str(len(FILES[path]))


@pytest.mark.parametrize(
    ("path", "media_type", "caching"),
    [
        ("/", "text/html; charset=utf-8", "no-cache, no-transform"),
        ("/blog/molt.png", "image/png", "max-age=86400"),
        ("/blog/atom.xml", "application/atom+xml; charset=utf-8", "max-age=600"),
        ("/theme/css/site.0123abcd.css", "text/css; charset=utf-8", "max-age=31536000, immutable"),
        ("/dessin.svg", "image/svg+xml; charset=utf-8", "max-age=86400"),
        ("/robots.txt", "text/plain; charset=utf-8", "max-age=3600"),
    ],
)
def test_type_and_caching_are_exact(site: StaticSite, path: str, media_type: str, caching: str) -> None:
    fields = ask(site, path).fields

    assert (fields["content-type"], fields["cache-control"]) == (media_type, caching)
    assert fields["accept-ranges"] == "bytes"


def test_a_client_that_reads_gzip_gets_the_sidecar(site: StaticSite) -> None:
    answered = ask(site, "/", headers=GZIP)

    assert answered.fields["content-encoding"] == "gzip"
    assert answered.fields["vary"] == "accept-encoding"
    assert gzip.decompress(answered.body).decode() == PAGE


def test_a_page_without_the_asked_coding_still_varies(site: StaticSite) -> None:
    fields = ask(site, "/").fields

    assert fields["vary"] == "accept-encoding"
    assert "content-encoding" not in fields


def test_a_file_with_one_variant_does_not_vary(site: StaticSite) -> None:
    assert "vary" not in ask(site, "/blog/molt.png", headers=GZIP).fields


def test_a_client_that_refuses_every_coding_gets_406(site: StaticSite) -> None:
    assert ask(site, "/", headers=[("accept-encoding", "identity;q=0")]).status == 406


@pytest.mark.parametrize("path", [*FILES, "/absent"])
@pytest.mark.parametrize("headers", [[], GZIP], ids=["identity", "gzip"])
def test_head_says_what_get_says_without_the_body(site: StaticSite, path: str, headers: list) -> None:
    get, head = ask(site, path, headers=headers), ask(site, path, "HEAD", headers)

    assert (head.status, head.fields, head.body) == (get.status, get.fields, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"])
@pytest.mark.parametrize("path", ["/", "/absent", "/services/"])
def test_other_methods_are_refused_with_allow(site: StaticSite, method: str, path: str) -> None:
    answered = ask(site, path, method)

    assert (answered.status, answered.fields["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "query", "location"),
    [
        ("/services/", "", "/services"),
        ("/services.html", "a=1&b=%C3%A9", "/services?a=1&b=%C3%A9"),
        ("/services/index.html", "", "/services"),
        ("/index.html", "x", "/?x"),
        ("/blog/été/", "", "/blog/%C3%A9t%C3%A9"),
        ("/services/", 'é"<>\r\nx:y', "/services?%E9%22%3C%3E%0D%0Ax:y"),
    ],
)
def test_another_spelling_is_sent_to_the_canonical_path(site: StaticSite, path: str, query: str, location: str) -> None:
    answered = ask(site, path, query=query, headers=[("host", "evil.example")])

    assert (answered.status, answered.fields["location"]) == (308, location)
    assert answered.body == b""


@pytest.mark.parametrize("make", ["{}", '"x", {}', "W/{}", "*", '"a","b" ,{}'])
def test_a_client_that_holds_the_page_gets_304(site: StaticSite, make: str) -> None:
    whole = ask(site, "/", headers=GZIP)

    answered = ask(site, "/", headers=[*GZIP, ("if-none-match", make.format(whole.fields["etag"]))])

    assert (answered.status, answered.body) == (304, b"")
    kept = {"etag", "cache-control", "vary", "content-security-policy", "referrer-policy"}
    assert {name: whole.fields[name] for name in kept}.items() <= answered.fields.items()
    assert not {"content-length", "content-type", "content-encoding"} & answered.fields.keys()


def test_validators_sent_on_two_lines_are_one_list(site: StaticSite) -> None:
    etag = ask(site, "/").fields["etag"]

    assert ask(site, "/", headers=[("if-none-match", '"x"'), ("if-none-match", etag)]).status == 304


def test_the_validator_of_another_encoding_does_not_match(site: StaticSite) -> None:
    etag = ask(site, "/").fields["etag"]

    assert ask(site, "/", headers=[*GZIP, ("if-none-match", etag)]).status == 200


@pytest.mark.parametrize(("tag", "status"), [("{}", 200), ('"x"', 412), ("*", 200), ("W/{}", 412)])
def test_if_match_guards_the_version(site: StaticSite, tag: str, status: int) -> None:
    etag = ask(site, "/").fields["etag"]

    assert ask(site, "/", headers=[("if-match", tag.format(etag))]).status == status


def test_a_range_gives_that_part(site: StaticSite) -> None:
    whole = ask(site, "/blog/molt.png")

    answered = ask(site, "/blog/molt.png", headers=[("range", "bytes=10-19")])

    assert (answered.status, answered.body) == (206, FILES["/blog/molt.png"][10:20])
    assert answered.fields["content-range"] == "bytes 10-19/2048"
    assert answered.fields["content-length"] == "10"
    assert answered.fields["etag"] == whole.fields["etag"]
    assert answered.fields["content-security-policy"] == whole.fields["content-security-policy"]


def test_a_range_of_a_compressed_page_is_a_part_of_what_was_negotiated(site: StaticSite) -> None:
    whole = ask(site, "/", headers=GZIP)

    answered = ask(site, "/", headers=[*GZIP, ("range", "bytes=0-9")])

    assert (answered.status, answered.body) == (206, whole.body[:10])
    assert answered.fields["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("range", "bytes=9999-")], 416),
        ([("range", "bytes=0-1,4-5")], 200),
        ([("range", "lines=1-2")], 200),
        ([("range", "bytes=0-1"), ("if-range", '"autre"')], 200),
        ([("range", "bytes=0-1"), ("if-range", "Mon, 23 Nov 2026 00:00:00 GMT")], 200),
    ],
)
def test_a_range_that_cannot_be_given_is_not(site: StaticSite, headers: list, status: int) -> None:
    answered = ask(site, "/blog/molt.png", headers=headers)

    assert answered.status == status
    assert status == 200 or answered.fields["content-range"] == "bytes */2048"


def test_if_range_with_the_current_validator_gives_the_part(site: StaticSite) -> None:
    etag = ask(site, "/").fields["etag"]

    assert ask(site, "/", headers=[("range", "bytes=0-1"), ("if-range", etag)]).status == 206


def test_head_ignores_a_range(site: StaticSite) -> None:
    assert ask(site, "/", "HEAD", [("range", "bytes=0-1")]).status == 200


ODD_PATHS = [
    "/absent",
    "/../policy.toml",
    "/blog/../../policy.toml",
    "/theme/../index.html",
    "//services",
    "/services//",
    "/./services",
    "/services/..",
    "\\services",
    "/services\x00",
    "/services.HTML",
    "/Services",
    "/services;x",
    "/services.",
    "/manifest.json",
    "/index.html.gz",
    "/services.html.gz",
    "/404",
    "/404.html",
    "/.env",
    "/.git/config",
    "/etc/passwd",
    "C:/windows",
    "http://evil.example/",
    "//evil.example/..",
    "",
    "*",
    "/\udcff",
    "/" + "a" * 10_000,
]


@pytest.mark.parametrize("path", ODD_PATHS)
def test_what_the_manifest_does_not_name_is_the_site_s_404(site: StaticSite, path: str) -> None:
    answered = ask(site, path)

    assert answered.status == 404
    assert b"Page introuvable" in answered.body
    assert answered.fields["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'none'" in answered.fields["content-security-policy"]


def test_the_404_page_is_compressed_too_and_ignores_conditions(site: StaticSite) -> None:
    answered = ask(site, "/absent", headers=[*GZIP, ("if-none-match", "*"), ("range", "bytes=0-1")])

    assert answered.status == 404
    assert b"introuvable" in gzip.decompress(answered.body)


def test_a_client_that_refuses_every_coding_still_reads_the_404(site: StaticSite) -> None:
    assert ask(site, "/absent", headers=[("accept-encoding", "*;q=0")]).status == 404


def test_a_large_file_leaves_in_chunks(tmp_path: Path, policy: Policy) -> None:
    film = bytes(range(250)) * 5_000
    site = StaticSite(load_release(seal(tmp_path, {"/film.mp4": film}), policy))

    assert ask(site, "/film.mp4").body == film
    assert ask(site, "/film.mp4", headers=[("range", "bytes=1000000-")]).body == film[1_000_000:]


def test_a_websocket_is_closed(site: StaticSite) -> None:
    import asyncio

    sent: list = []

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(site({"type": "websocket"}, None, send))

    assert sent == [{"type": "websocket.close", "code": 1000}]


KNOWN = st.sampled_from([*FILES, "/services/", "/absent"])
NAMES = st.sampled_from(["accept-encoding", "range", "if-none-match", "if-match", "if-range", "host", "x-a"])
VALUES = st.text(st.characters(max_codepoint=255), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KNOWN | st.text(max_size=40), st.lists(st.tuples(NAMES, VALUES), max_size=6), st.text(max_size=30))
def test_any_request_gets_a_known_status_and_the_policy(
    site: StaticSite, path: str, headers: list[tuple[str, str]], query: str
) -> None:
    answered = ask(site, path, headers=headers, query=query.encode("latin-1", "ignore").decode("latin-1"))

    assert answered.status in {200, 206, 304, 308, 404, 406, 412, 416}
    assert answered.fields["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in answered.fields
