# SPDX-License-Identifier: MIT
"""Loading a release: verified byte for byte, refused in one sentence when it is not whole."""

from __future__ import annotations

import json
import mmap
from pathlib import Path

import pytest

from middleware.manifest import MANIFEST, digest
from middleware.policy import Policy, load_policy
from middleware.release import ReleaseError, load_release
from tests.sealed import FILES, seal


def test_every_path_of_the_manifest_has_an_answer(tmp_path: Path, policy: Policy) -> None:
    folder = seal(tmp_path)

    release = load_release(folder, policy)

    assert release.digest == folder.name
    assert set(release.answers) == set(FILES)


def test_the_spellings_of_a_page_lead_to_its_path(tmp_path: Path, policy: Policy) -> None:
    release = load_release(seal(tmp_path), policy)

    expected = {
        "/index.html": "/",
        "/index": "/",
        "//index.html": None,
        "/services/": "/services",
        "/services.html": "/services",
        "/services/index.html": "/services",
        "/services/index": "/services",
        "/blog/été/": "/blog/%C3%A9t%C3%A9",
        "/robots.txt/": None,
        "/theme/css/site.0123abcd.css/": None,
    }
    assert {path: release.aliases.get(path) for path in expected} == expected


def test_a_page_wins_over_an_alias(tmp_path: Path, policy: Policy) -> None:
    release = load_release(seal(tmp_path, {"/a": b"un", "/a/index": b"deux"}), policy)

    assert "/a/index" not in release.aliases


def test_a_large_file_is_mapped_and_a_small_one_held(tmp_path: Path, policy: Policy) -> None:
    release = load_release(seal(tmp_path, {"/film.mp4": bytes(2_000_000), "/a": b"petit"} | {}), policy)

    assert isinstance(release.answers["/film.mp4"].variants["identity"].body, mmap.mmap)
    assert release.answers["/a"].variants["identity"].body == b"petit"


def test_pages_of_one_class_share_one_header_list(tmp_path: Path, policy: Policy) -> None:
    release = load_release(seal(tmp_path), policy)

    assert release.answers["/"].security is release.answers["/services"].security


def test_a_change_of_policy_changes_every_etag(tmp_path: Path, policy: Policy) -> None:
    other_file = tmp_path / "other.toml"
    other_file.write_text('[headers]\nreferrer-policy = "no-referrer"')
    folder = seal(tmp_path)

    one, two = load_release(folder, policy), load_release(folder, load_policy(other_file))

    for path, answer in one.answers.items():
        for coding, variant in answer.variants.items():
            assert variant.etag != two.answers[path].variants[coding].etag


def test_the_encodings_of_a_page_have_different_etags(tmp_path: Path, policy: Policy) -> None:
    variants = load_release(seal(tmp_path), policy).answers["/"].variants

    assert set(variants) == {"identity", "gzip"}
    assert variants["identity"].etag != variants["gzip"].etag


def _flip(folder: Path) -> None:
    (folder / "services.html").write_bytes((folder / "services.html").read_bytes().replace(b"page", b"pagE"))


def _cut(folder: Path) -> None:
    (folder / "services.html").write_bytes((folder / "services.html").read_bytes()[:-1])


def _remove(folder: Path) -> None:
    (folder / "blog" / "molt.png").unlink()


def _remove_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def _break_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("{")


def _change_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text((folder / MANIFEST).read_text() + "\n")


def _empty_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("{}")


def _list_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("[]")


def _link_outside(folder: Path) -> None:
    page = folder / "services.html"
    outside = folder.parent / "outside.html"
    page.rename(outside)
    page.symlink_to(outside)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_flip, "services.html was changed"),
        (_cut, "services.html was changed"),
        (_remove, r"molt.png: .*No such file"),
        (_remove_manifest, "no release at .*run make publish"),
        (_break_manifest, "manifest.json is damaged"),
        (_change_manifest, "its manifest is that of"),
        (_empty_manifest, "manifest.json is damaged"),
        (_list_manifest, "manifest.json is damaged"),
        (_link_outside, "services.html lies outside"),
    ],
)
def test_a_damaged_release_is_refused_in_one_sentence(tmp_path: Path, policy: Policy, damage, message: str) -> None:
    folder = seal(tmp_path)
    damage(folder)

    with pytest.raises(ReleaseError, match=message) as refused:
        load_release(folder, policy)
    assert "\n" not in str(refused.value)


def test_a_manifest_of_another_format_says_to_publish_again(tmp_path: Path, policy: Policy) -> None:
    folder = seal(tmp_path)
    values = json.loads((folder / MANIFEST).read_text()) | {"format": 9}
    (folder / MANIFEST).write_text(json.dumps(values))

    with pytest.raises(ReleaseError, match="has format 9, not 1: publish again"):
        load_release(folder, policy)


def test_a_release_copied_under_another_name_is_read(tmp_path: Path, policy: Policy) -> None:
    folder = seal(tmp_path)
    copied = folder.rename(tmp_path / "site")

    assert load_release(copied, policy).digest == digest((copied / MANIFEST).read_bytes())
