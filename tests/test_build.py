# SPDX-License-Identifier: MIT
"""The build, end to end: the real site, one that comes from Nuxt, and both twice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser

from middleware.trap_policy import TrapPolicy
from plugins.feeds import MAX_ENTRIES
from tests.small_site import NUXT, REAL, ROOT, article, manifest, publish, publish_apart, release, text, tree, write

SITE = "http://127.0.0.1:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """The output folders of the real site and of one that comes from Nuxt with zero edits, by their content."""
    outputs = {content: tmp_path_factory.mktemp("site") for content in (REAL, NUXT)}
    for content, output in outputs.items():
        done = publish(content, output)
        assert done.returncode == 0, done.stderr
    return outputs


@pytest.fixture
def real(sites: dict[Path, Path]) -> Path:
    return sites[REAL]


@pytest.fixture(params=[REAL, NUXT], ids=["ours", "nuxt"])
def site(sites: dict[Path, Path], request: pytest.FixtureRequest) -> Path:
    return sites[request.param]


def pages(output: Path) -> Iterator[tuple[str, LexborHTMLParser]]:
    for url, entry in manifest(output).entries.items():
        if entry.policy:
            yield url, LexborHTMLParser((release(output) / entry.identity.file).read_text("utf-8"))


def test_the_real_site_has_the_pages_of_its_brief(real: Path) -> None:
    urls = manifest(real).entries.keys()

    assert {
        "/",
        "/a-propos",
        "/accessibilite",
        "/blog",
        "/blog/atom.xml",
        "/blog/categorie/ia",
        "/blog/molt.png",
        "/blog/moltbook",
        "/blog/moltbot",
        "/confidentialite",
        "/mentions-legales",
        "/politique-robots",
        "/robots.txt",
        "/services",
        "/sitemap.xml",
        "/.well-known/security.txt",
    } <= urls
    assert len([url for url in urls if url.startswith("/services/")]) == 3
    assert not [url for url in urls if url.endswith(("/", ".html")) and url != "/"]


def test_every_address_in_the_real_site_leads_somewhere(real: Path) -> None:
    urls = {*manifest(real).entries, TrapPolicy().path}

    lost = [
        (url, address)
        for url, tree_ in pages(real)
        for node in tree_.css("[href], [src]")
        if (address := node.attributes.get("href") or node.attributes.get("src") or "")
        and (target := urlsplit(urljoin(SITE + url, address))).netloc == urlsplit(SITE).netloc
        and unquote(target.path or "/") not in urls
    ]

    assert lost == []


def test_the_sitemap_is_the_canonical_addresses_of_the_pages(site: Path) -> None:
    canonical = [node.attributes["href"] for _, tree_ in pages(site) for node in tree_.css("link[rel=canonical]")]
    locations = [url.findtext(f"{SITEMAP}loc") for url in ET.fromstring(text(site, "/sitemap.xml"))]

    assert locations == sorted(locations, key=str)
    assert set(locations) == set(canonical)
    assert f"{SITE}/404" not in locations


def test_the_feed_has_each_article_and_no_relative_address(site: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(text(site, "/blog/atom.xml"))

    paths = {unquote(urlsplit(entry.findtext(f"{atom}id") or "").path) for entry in feed.findall(f"{atom}entry")}
    contents = "".join(entry.findtext(f"{atom}content") or "" for entry in feed.findall(f"{atom}entry"))
    addresses = re.findall(r'(?:href|src)="([^"]*)"', contents)
    listed = ("/blog/page/", "/blog/categorie/")
    articles = {url for url, _ in pages(site) if url.startswith("/blog/") and not url.startswith(listed)}
    assert paths <= articles
    assert len(paths) == min(MAX_ENTRIES, len(articles))
    assert addresses
    assert all(urlsplit(address).scheme for address in addresses)


def test_stylesheets_and_scripts_carry_the_integrity_of_their_bytes(site: Path) -> None:
    seen = 0
    for _, tree_ in pages(site):
        for node in tree_.css("link[rel=stylesheet], script[src]"):
            assert (node.attributes.get("integrity") or "").startswith("sha384-")
            seen += 1
    assert seen


@pytest.mark.slow
def test_two_builds_in_two_folders_with_two_hash_seeds_are_the_same_bytes(tmp_path: Path) -> None:
    outputs = []
    for seed in ("1", "2"):
        house = tmp_path / seed
        shutil.copytree(ROOT / "content", house / "content")
        write(house / "content", {f"blog/jour-{number}.md": article(f"Jour {number}") for number in range(12)})
        done = publish_apart(
            house / "content", house / "out", env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"}
        )
        assert done.returncode == 0, done.stderr
        outputs.append(house / "out")

    one, two = (release(each) for each in outputs)
    assert one.name == two.name
    assert tree(one) == tree(two)


@pytest.mark.slow
def test_pelican_alone_builds_the_same_pages(real: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "content", "-o", str(tmp_path / "site")]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    alone = tree(tmp_path / "site")
    sealed = tree(release(real))
    assert alone
    assert {name: sealed.get(name) for name in alone} == alone
