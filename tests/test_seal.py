# SPDX-License-Identifier: MIT
"""Sealing: every file named, weighed and classed; what cannot be served refused."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import brotli
import pytest
import zstandard

from middleware.manifest import MANIFEST, digest
from plugins.faults import FaultsError
from plugins.release import seal

PAGE = '<!doctype html><html lang="fr"><title>Rempart</title><p>' + "Une page assez longue. " * 40
SHEET = '<link rel="stylesheet" href="/theme/css/site.0123456789ab.css">'
SITE = "https://rempart.example"
NOT_FOUND = {"404.html": PAGE}
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstandard.ZstdDecompressor().decompress}


def site(public: Path, files: dict[str, str | bytes]) -> Path:
    for name, body in files.items():
        path = public / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return public


def test_the_manifest_names_each_file_with_its_url_type_cache_and_digest(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "404.html": PAGE,
        "index.html": PAGE,
        "blog/été.html": PAGE,
        "blog/molt.png": b"\x89PNG" * 200,
        "blog/atom.xml": "<feed/>",
        "sitemap.xml": "<urlset/>",
        "robots.txt": "User-agent: *",
        ".well-known/security.txt": "Contact: x",
        "theme/css/site.0123456789ab.css": "p{}",
        "theme/plage.png": b"",
        "favicon.svg": "<svg/>",
    }
    public = site(tmp_path, files)

    sealed = seal(public, SITE)

    manifest = json.loads((public / MANIFEST).read_bytes())
    assert manifest["site_url"] == SITE
    assert {url: (entry["file"], entry["type"], entry["cache"]) for url, entry in manifest["entries"].items()} == {
        "/": ("index.html", "text/html; charset=utf-8", "page"),
        "/blog/été": ("blog/été.html", "text/html; charset=utf-8", "page"),
        "/blog/molt.png": ("blog/molt.png", "image/png", "media"),
        "/blog/atom.xml": ("blog/atom.xml", "application/atom+xml; charset=utf-8", "feed"),
        "/sitemap.xml": ("sitemap.xml", "application/xml; charset=utf-8", "signal"),
        "/robots.txt": ("robots.txt", "text/plain; charset=utf-8", "signal"),
        "/.well-known/security.txt": (".well-known/security.txt", "text/plain; charset=utf-8", "signal"),
        "/theme/css/site.0123456789ab.css": ("theme/css/site.0123456789ab.css", "text/css; charset=utf-8", "asset"),
        "/theme/plage.png": ("theme/plage.png", "image/png", "media"),
        "/favicon.svg": ("favicon.svg", "image/svg+xml; charset=utf-8", "media"),
    }
    for entry in (manifest["not_found"], *manifest["entries"].values()):
        body = (public / entry["file"]).read_bytes()
        assert (entry["size"], entry["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    assert manifest["not_found"]["file"] == "404.html"
    assert sealed.digest == digest((public / MANIFEST).read_bytes())
    assert sealed.manifest.entries.keys() == manifest["entries"].keys()


def test_each_sidecar_decodes_to_its_file_and_is_named(tmp_path: Path) -> None:
    public = site(tmp_path, {"404.html": PAGE, "blog/molt.png": b"a" * 4096, "small.txt": "peu"})

    sealed = seal(public, SITE)

    encodings = sealed.manifest.not_found.encodings
    assert {coding: stored.file for coding, stored in encodings.items()} == {
        "br": "404.html.br",
        "gzip": "404.html.gz",
        "zstd": "404.html.zst",
    }
    for coding, stored in encodings.items():
        coded = (public / stored.file).read_bytes()
        assert DECODERS[coding](coded).decode() == PAGE
        assert (stored.size, stored.sha256) == (len(coded), hashlib.sha256(coded).hexdigest())
    assert sealed.manifest.entries["/blog/molt.png"].encodings == {}
    assert sealed.manifest.entries["/small.txt"].encodings == {}


def test_each_page_has_the_class_of_its_own_needs_and_like_pages_share_one(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "404.html": PAGE,
        "index.html": PAGE + SHEET,
        "a.html": PAGE + SHEET,
        "b.html": PAGE + SHEET + '<img src="/m.png" alt="">',
        "theme/css/site.0123456789ab.css": "p{}",
        "m.png": b"",
    }
    manifest = seal(site(tmp_path, files), SITE).manifest

    classes = {url: entry.policy for url, entry in manifest.entries.items()}
    assert classes["/"] == classes["/a"]
    assert len({manifest.not_found.policy, classes["/a"], classes["/b"]}) == 3
    assert manifest.policies.keys() == {manifest.not_found.policy, classes["/a"], classes["/b"]}
    assert manifest.policies[classes["/b"]]["img-src"] == ("'self'",)
    assert classes["/m.png"] == classes["/theme/css/site.0123456789ab.css"] == ""


def test_a_page_is_a_page_however_its_name_ends(tmp_path: Path) -> None:
    entries = seal(site(tmp_path, {"404.html": PAGE, "VIEUX.HTML": PAGE}), SITE).manifest.entries

    assert entries["/VIEUX.HTML"].policy
    assert entries["/VIEUX.HTML"].cache == "page"


def test_the_fonts_of_a_stylesheet_are_the_needs_of_the_pages_that_use_it(tmp_path: Path) -> None:
    sheet = "@font-face{font-family:F;src:url(/theme/fonts/f.woff2)}"
    files: dict[str, str | bytes] = {
        "404.html": PAGE + SHEET,
        "theme/css/site.0123456789ab.css": sheet,
        "theme/fonts/f.woff2": b"",
    }
    manifest = seal(site(tmp_path, files), SITE).manifest

    assert manifest.policies[manifest.not_found.policy]["font-src"] == ("'self'",)


def test_every_page_that_asks_too_much_is_named(tmp_path: Path) -> None:
    public = site(tmp_path, {"404.html": PAGE, "a.html": '<p onclick="x()">', "b.html": '<p style="color:red">'})

    with pytest.raises(FaultsError) as caught:
        seal(public, SITE)

    assert [fault.path for fault in caught.value.faults] == ["a.html", "b.html"]
    assert not (public / MANIFEST).exists()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"index.html": PAGE}, "404.html:1: name: the site has no such page", id="no-404"),
        pytest.param({**NOT_FOUND, "x.exe": ""}, "x.exe:1: name: not a kind of file this site serves", id="kind"),
        pytest.param({**NOT_FOUND, "manifest.json": ""}, "manifest.json:1: name: the name of the", id="manifest"),
        pytest.param(
            {**NOT_FOUND, "a.html": PAGE, "a/index.html": PAGE},
            "a/index.html:1: URL: a.html is on the same URL, /a",
            id="one-url-twice",
        ),
    ],
)
def test_a_site_that_cannot_be_served_is_refused(tmp_path: Path, files: dict[str, str | bytes], expected: str) -> None:
    with pytest.raises(FaultsError) as caught:
        seal(site(tmp_path, files), SITE)

    assert str(caught.value).startswith(expected)


def test_the_same_files_give_the_same_release_wherever_they_lie(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"404.html": PAGE, "b.html": PAGE + SHEET, "a.html": PAGE}

    one = seal(site(tmp_path / "one", files), SITE)
    two = seal(site(tmp_path / "two/deeper", dict(reversed(files.items()))), SITE)

    assert one == two


def test_one_more_byte_gives_another_release(tmp_path: Path) -> None:
    one = seal(site(tmp_path / "one", NOT_FOUND), SITE)
    two = seal(site(tmp_path / "two", {"404.html": PAGE + " "}), SITE)

    assert one.digest != two.digest
