# SPDX-License-Identifier: MIT
"""The build, end to end: real processes on the real site and on other people's."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser

from middleware.releases import read_history, rollback
from plugins.feeds import MAX_ENTRIES
from plugins.shelf import is_whole
from tests.small_site import ROOT, article, manifest, page, publish, publish_apart, release, text, tree, words, write

SITE = "http://127.0.0.1:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BLOG = {"blog/un.md": article("Un"), "blog/deux.md": article("Deux", "2026-03-01", "Sécurité")}


REAL, NUXT = ROOT / "content", ROOT / "tests/nuxt/content"


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


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write(tmp_path / "content", BLOG)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


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
    urls = manifest(real).entries.keys()

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


def test_a_second_publish_of_the_same_content_changes_nothing(content: Path, output: Path) -> None:
    publish(content, output)
    before = release(output)

    done = publish(content, output)

    assert "0 added, 0 changed, 0 removed" in done.stdout
    assert release(output) == before
    assert read_history(output) == [before.name]


def test_if_needed_builds_once_and_again_when_something_changed(content: Path, output: Path) -> None:
    assert "The first release." in publish(content, output, "--if-needed").stdout

    assert publish(content, output, "--if-needed").stdout == (
        f"Nothing has changed: release {release(output).name} is the current one.\n"
    )

    write(content, {"blog/trois.md": article("Trois")})
    assert "added" in publish(content, output, "--if-needed").stdout
    assert "/blog/trois" in manifest(output).entries


@pytest.mark.parametrize("loss", ["a file", "the link", "the record"])
def test_if_needed_builds_when_the_release_is_not_whole(content: Path, output: Path, loss: str) -> None:
    publish(content, output)
    before = release(output)
    {"a file": before / "blog.html", "the link": output / "current", "the record": output / "releases/INPUTS"}[
        loss
    ].unlink()

    done = publish(content, output, "--if-needed")

    assert done.returncode == 0
    assert release(output) == before
    assert is_whole(before)


def test_every_bad_file_is_named_and_the_release_before_is_still_served(content: Path, output: Path) -> None:
    publish(content, output)
    before, files = release(output), tree(output / "releases")
    write(content, {"blog/a.md": "---\ntitle: A\n---\n\nx\n", "blog/b.md": "---\ntitle: [\n---\n", "blog/c.exe": ""})

    done = publish(content, output)

    assert done.returncode == 1
    assert re.findall(r"^(content/\S+?):\d+: ", done.stderr, re.MULTILINE) == [
        "content/blog/a.md",
        "content/blog/b.md",
        "content/blog/c.exe",
    ]
    assert done.stderr.endswith(f"Still served: release {before.name}.\n")
    assert release(output) == before
    assert tree(output / "releases") == files
    assert not list(output.glob(".staging-*"))


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["Pelican writes", "the seal"])
def test_a_publish_killed_half_way_leaves_the_release_before(content: Path, output: Path, moment: str) -> None:
    publish(content, output)
    before = release(output)
    write(content, {f"blog/plus-{number}.md": article(f"Plus {number}") for number in range(60)})
    awaited = {"Pelican writes": "blog/plus-*.html", "the seal": "**/*.br"}[moment]
    process = subprocess.Popen([sys.executable, "-m", "plugins", *words(content, output)], cwd=ROOT)
    while process.poll() is None and not list(output.glob(f".staging-*/{awaited}")):
        time.sleep(0.001)
    process.kill()

    assert process.wait() == -signal.SIGKILL
    assert list(output.glob(".staging-*"))
    assert release(output) == before
    assert is_whole(before)

    assert publish(content, output).returncode == 0
    assert not list(output.glob(".staging-*"))
    assert "/blog/plus-59" in manifest(output).entries


def test_an_interrupted_publish_says_so_and_cleans_up(content: Path, output: Path) -> None:
    def interrupt() -> None:
        while not list(output.glob(".staging-*/blog")):
            time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGINT)

    Thread(target=interrupt).start()
    try:
        done = publish(content, output)
    except KeyboardInterrupt:  # pragma: no cover
        pytest.fail("the signal came after the publish")

    assert (done.returncode, done.stderr) == (130, "Interrupted. Nothing has been published yet.\n")
    assert not list(output.glob(".staging-*"))


def test_a_full_disk_is_called_so(content: Path, output: Path) -> None:
    publish(content, output)
    before = release(output)
    write(content, {"blog/trois.md": article("Trois")})
    (output / "releases/HISTORY.new").symlink_to("/dev/full")

    done = publish(content, output)

    assert done.returncode == 1
    assert done.stderr == f"Writing the site failed: the disk is full. Still served: release {before.name}.\n"
    assert is_whole(release(output))


def test_a_file_in_the_way_of_the_output_is_one_sentence(content: Path, output: Path) -> None:
    output.write_text("")

    done = publish(content, output)

    assert (done.returncode, done.stderr) == (1, f"{output}: File exists. Nothing has been published yet.\n")


def test_a_former_release_that_cannot_be_read_is_replaced(content: Path, output: Path) -> None:
    publish(content, output)
    before = release(output)
    (before / "manifest.json").write_text("{")

    done = publish(content, output)

    assert (done.returncode, release(output)) == (0, before)
    assert is_whole(before)


@pytest.mark.slow
def test_a_disk_that_takes_no_more_is_one_sentence(content: Path, output: Path) -> None:
    publish(content, output)
    before = release(output)
    write(content, {"blog/long.md": article("Long") + "mot " * 500_000})

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = publish_apart(content, output, preexec_fn=limit)

    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.endswith(f"Still served: release {before.name}.\n")
    assert is_whole(before)


def test_a_draft_and_its_picture_are_nowhere_in_the_release(content: Path, output: Path) -> None:
    draft = article("Chuchotement").replace("---\n\n", "draft: true\n---\n\n") + "\n![x](/blog/chuchotement.svg)\n"
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><desc>chuchotement</desc></svg>'
    write(
        content,
        {
            "blog/secret.md": draft,
            "blog/autre.draft.md": article("Chuchotement bis"),
            "pages/tu.md": page("Chuchotement ter").replace("---\n\n", "_draft: true\n---\n\n"),
            "blog/_partiel.md": "chuchotement",
            "blog/chuchotement.svg": picture,
        },
    )

    done = publish(content, output)

    assert done.returncode == 0, done.stderr
    for name, body in tree(release(output)).items():
        assert "chuchotement" not in name
        assert b"chuchotement" not in body.lower(), name


def test_a_picture_without_a_description_is_a_warning(content: Path, output: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    write(content, {"blog/a.svg": picture, "blog/un.md": article("Un") + "\n![](a.svg)\n"})

    done = publish(content, output)

    assert done.returncode == 0
    assert "Warnings in content/blog/un.md:\n  line 1: a.svg: a picture without a description: " in done.stdout


def test_what_a_head_says_is_text_and_never_markup(content: Path, output: Path) -> None:
    head, _, _ = article('"<script>alert(1)</script> & Cie"', category='"<i>IA</i>"').partition("Un paragraphe")
    write(content, {"blog/un.md": head + "Texte.\n"})

    done = publish(content, output)

    assert done.returncode == 0, done.stderr
    for url, entry in manifest(output).entries.items():
        if entry.policy:
            assert "<script>alert" not in text(output, url)
            assert "<i>IA" not in text(output, url)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Cie" in text(output, "/blog/un")


def test_pages_of_a_list_hold_ten_articles_each(tmp_path: Path, output: Path) -> None:
    files = {f"blog/a{number:02}.md": article(f"A{number:02}", f"2026-01-{number:02}") for number in range(1, 24)}

    done = publish(write(tmp_path / "content", files), output)

    assert done.returncode == 0, done.stderr
    urls = manifest(output).entries.keys()
    assert {url for url in urls if "/page/" in url} == {
        "/blog/page/2",
        "/blog/page/3",
        "/blog/categorie/ia/page/2",
        "/blog/categorie/ia/page/3",
    }
    assert [f"/blog/a{number:02}" in text(output, "/blog/page/3") for number in (1, 3, 4)] == [True, True, False]
    assert f"{SITE}/blog/page/2" in text(output, "/sitemap.xml")

    write(tmp_path / "content", {"public/blog/page/3.html": "", "public/blog/categorie/ia/page/2.html": ""})
    refused = publish(tmp_path / "content", output)
    assert "content/public/blog/page/3.html:1: URL: the template blog.html is on the same URL" in refused.stderr
    assert "content/public/blog/categorie/ia/page/2.html:1: URL: the category IA is on the same URL" in refused.stderr


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, {"/"}, id="nothing"),
        pytest.param({"a.md": page("A")}, {"/", "/a"}, id="one-page"),
        pytest.param({"blog/a.md": article("A")}, {"/", "/blog", "/blog/a", "/blog/categorie/ia"}, id="a-blog"),
        pytest.param({"services/a.md": page("A")}, {"/", "/services", "/services/a"}, id="services"),
        pytest.param({"blog/index.md": page("B")}, {"/", "/blog"}, id="a-blog-without-articles"),
        pytest.param({"docs/2.x/1.intro.md": page("A")}, {"/", "/docs/2.x/intro"}, id="nested-and-numbered"),
        pytest.param({"blog/2026/a.md": article("A")}, {"/blog/2026/a"}, id="a-blog-by-years"),
    ],
)
def test_other_people_s_content_builds(tmp_path: Path, output: Path, files: dict[str, str], expected: set[str]) -> None:
    content = tmp_path / "content"
    content.mkdir()

    done = publish(write(content, files), output)

    assert done.returncode == 0, done.stderr
    found = {url for url, entry in manifest(output).entries.items() if entry.policy}
    assert expected <= found
    assert ("/blog/atom.xml" in manifest(output).entries) == any(
        "blog/" in name and "index" not in name for name in files
    )


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("public/robots.txt", "the build"),
        ("public/sitemap.xml", "the build"),
        ("public/blog/atom.xml", "the build"),
        ("public/favicon.svg", "the theme"),
        ("public/blog.html", "the template blog.html"),
        ("public/blog/un.html", "content/blog/un.md"),
        ("public/blog/categorie/ia.html", "the category IA"),
    ],
)
def test_two_files_on_one_url_are_refused(content: Path, output: Path, name: str, other: str) -> None:
    write(content, {name: ""})

    done = publish(content, output)

    assert done.returncode == 1
    assert f"content/{name}:1: " in done.stderr
    assert other in done.stderr


def test_a_placeholder_that_is_shown_warns_and_stops_a_release_for_the_public(tmp_path: Path, output: Path) -> None:
    policy = (ROOT / "policy.toml").read_text("utf-8")
    public = tmp_path / "policy.toml"
    public.write_text(policy.replace("http://127.0.0.1:8000", "https://rempart.example"), "utf-8")

    warned = publish(ROOT / "content", output, policy=public)
    refused = publish(ROOT / "content", output, "--production", policy=public)

    assert warned.returncode == 0, warned.stderr
    assert "owner.publisher: still a placeholder, shown on " in warned.stdout
    assert refused.returncode == 1
    assert re.search(
        r"^policy\.toml:\d+: owner\.publisher: still a placeholder, shown on ", refused.stderr, re.MULTILINE
    )


def test_a_release_for_the_public_needs_https_and_no_placeholder(content: Path, output: Path) -> None:
    done = publish(content, output, "--production")

    assert done.returncode == 2
    assert 'site.url = "http://127.0.0.1:8000": not https' in done.stderr


def test_a_site_without_placeholders_is_published_for_the_public(content: Path, output: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    keys = re.findall(r"^(\w+) = \"À COMPLÉTER", (ROOT / "policy.toml").read_text("utf-8"), re.MULTILINE)
    facts = "\n".join(f'{key} = "https://rempart.example/{key}"' for key in keys)
    policy.write_text(f'[site]\nurl = "https://rempart.example"\n[owner]\n{facts}\n', "utf-8")

    done = publish(content, output, "--production", policy=policy)

    assert done.returncode == 0, done.stderr
    assert "https://rempart.example/blog/un" in text(output, "/sitemap.xml")
    assert "Contact: https://rempart.example/security_contact" in text(output, "/.well-known/security.txt")


@pytest.mark.parametrize(
    ("text_", "expected"),
    [
        ("[site]\nnom = 'x'\n[headers]\nx = 1\n", ["site.nom", "headers.x"]),
        (None, ["cannot be read"]),
    ],
)
def test_a_policy_that_cannot_be_obeyed_is_exit_code_2(
    content: Path, output: Path, tmp_path: Path, text_: str | None, expected: list[str]
) -> None:
    policy = tmp_path / "bad.toml"
    if text_ is not None:
        policy.write_text(text_)

    done = publish(content, output, policy=policy)

    assert done.returncode == 2
    assert all(word in done.stderr for word in expected)
    assert not (output / "current").exists()


@pytest.mark.parametrize("option", ["--content", "--theme"])
def test_a_missing_folder_is_one_sentence(content: Path, output: Path, option: str) -> None:
    done = publish(content, output, option, "/nowhere")

    assert (done.returncode, done.stderr) == (1, "/nowhere: no such folder. Nothing has been published yet.\n")


def theme_with(tmp_path: Path, template: str, addition: str) -> Path:
    """A copy of the theme whose `template` ends with `addition`."""
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    path = theme / "templates" / template
    path.write_text(path.read_text("utf-8") + addition, "utf-8")
    return theme


@pytest.mark.parametrize(
    ("addition", "expected"),
    [
        ('{{ asset("css/nope.css") }}', "asset 'css/nope.css': no such file in the theme's static folder"),
        ("{{ site.titel }}", "no attribute 'titel'"),
        ("{% if %}", "Expected an expression"),
        ('{% include "partials/nope.html" %}', "partials/nope.html"),
    ],
)
def test_a_failing_template_is_named_with_its_line(
    content: Path, output: Path, tmp_path: Path, addition: str, expected: str
) -> None:
    theme = theme_with(tmp_path, "base.html", addition)
    line = (theme / "templates/base.html").read_text("utf-8").count("\n") + 1

    done = publish(content, output, "--theme", str(theme))

    assert done.returncode == 1
    assert f"theme/templates/base.html:{line}: " in done.stderr
    assert expected in done.stderr


def test_a_theme_that_lacks_a_template_is_one_sentence(content: Path, output: Path, tmp_path: Path) -> None:
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    (theme / "templates/home.html").unlink()

    done = publish(content, output, "--theme", str(theme))

    assert done.returncode == 1
    assert "unable to load home" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_that_asks_for_an_unsafe_policy_is_refused(content: Path, output: Path, tmp_path: Path) -> None:
    theme = theme_with(tmp_path, "404.html", '{% block header %}<p onclick="x()">{% endblock %}')

    done = publish(content, output, "--theme", str(theme))

    assert done.returncode == 1
    assert "404.html:1: policy: " in done.stderr


def test_rollback_serves_the_release_before_and_publish_goes_on_from_there(content: Path, output: Path) -> None:
    publish(content, output)
    first = release(output)
    write(content, {"blog/trois.md": article("Trois")})
    publish(content, output)

    rollback(output)

    assert release(output) == first
    assert "Nothing has changed" not in publish(content, output, "--if-needed").stdout
    assert "/blog/trois" in manifest(output).entries


@pytest.mark.slow
def test_pelican_alone_builds_the_same_pages(real: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "content", "-o", str(tmp_path / "site")]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    alone = tree(tmp_path / "site")
    sealed = tree(release(real))
    assert alone
    assert {name: sealed.get(name) for name in alone} == alone
