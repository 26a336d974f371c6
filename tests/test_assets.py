# SPDX-License-Identifier: MIT
"""The theme's files under fingerprinted names."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from plugins.assets import Asset, find_asset, fingerprint, published_files
from plugins.faults import FaultsError


def write(static: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = static / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return static


def test_a_name_holds_the_fingerprint_of_the_bytes(tmp_path: Path) -> None:
    static = write(tmp_path / "theme/static", {"js/copy.js": "let a = 1;"})

    asset = fingerprint(static)["js/copy.js"]

    digest = hashlib.sha256(b"let a = 1;").hexdigest()
    assert asset == Asset(f"theme/js/copy.{digest[:12]}.js", b"let a = 1;")
    assert asset.url == f"/{asset.save_as}"


def test_integrity_is_that_of_the_final_bytes(tmp_path: Path) -> None:
    static = write(tmp_path / "static", {"css/a.css": "b{c:url(../d.svg)}", "d.svg": "<svg/>"})

    asset = fingerprint(static)["css/a.css"]

    assert asset.body != b"b{c:url(../d.svg)}"
    assert asset.integrity == "sha384-" + base64.b64encode(hashlib.sha384(asset.body).digest()).decode()


def test_a_stylesheet_refers_to_the_fingerprinted_names(tmp_path: Path) -> None:
    sheets = {
        "css/a.css": '@import "b.css";',
        "css/b.css": "@font-face{src:url('../fonts/f.woff2')}",
        "fonts/f.woff2": "F",
    }
    assets = fingerprint(write(tmp_path / "static", sheets))

    assert assets["css/a.css"].body.decode() == f'@import "{assets["css/b.css"].url}";'
    assert assets["fonts/f.woff2"].url in assets["css/b.css"].body.decode()


def test_a_change_deep_down_changes_every_name_above_it(tmp_path: Path) -> None:
    sheets = {"css/a.css": '@import "b.css";', "css/b.css": "p{background:url(c.png)}", "css/c.png": "1"}
    before = fingerprint(write(tmp_path / "static", sheets))

    after = fingerprint(write(tmp_path / "static", {"css/c.png": "2"}))

    assert not {asset.url for asset in before.values()} & {asset.url for asset in after.values()}


def test_every_broken_reference_is_named_with_its_line(tmp_path: Path) -> None:
    files = {
        "css/a.css": "p{}\nq{b:url(gone.png)}\nr{b:url(https://cdn.example/x.png)}",
        "css/loop.css": '@import "loop.css";',
        "css/latin.css": "",
        "notes.doc": "",
    }
    static = write(tmp_path / "theme/static", files)
    (static / "css/latin.css").write_bytes("a{}\n/* é */".encode("latin-1"))

    with pytest.raises(FaultsError) as caught:
        fingerprint(static)

    assert [str(fault).split(": put")[0].split(": move")[0] for fault in caught.value.faults] == [
        "theme/static/css/a.css:2: gone.png: no such file",
        "theme/static/css/a.css:3: https://cdn.example/x.png: not a file of the theme",
        "theme/static/css/latin.css:2: encoding: not UTF-8: save the file as UTF-8",
        "theme/static/css/loop.css:1: loop.css: a stylesheet that imports itself",
        "theme/static/notes.doc:1: name: not a kind of file this site publishes",
    ]


def test_hidden_files_are_not_published(tmp_path: Path) -> None:
    static = write(tmp_path / "static", {"a.svg": "<svg/>", ".hidden": "", ".git/config.css": ""})

    assert list(fingerprint(static)) == ["a.svg"]


def test_a_theme_without_static_files_has_no_assets(tmp_path: Path) -> None:
    assert fingerprint(tmp_path / "static") == {}


def test_the_icons_that_browsers_ask_for_are_at_the_root_too(tmp_path: Path) -> None:
    assets = fingerprint(write(tmp_path / "static", {"icons/favicon.svg": "<svg/>", "icons/other.svg": "<svg></svg>"}))

    files = published_files(assets)

    assert files["favicon.svg"] == b"<svg/>"
    assert sorted(re.sub(r"[0-9a-f]{12}", "*", name) for name in files) == [
        "favicon.svg",
        "theme/icons/favicon.*.svg",
        "theme/icons/other.*.svg",
    ]


def test_a_missing_asset_is_named_with_what_is_near_it(tmp_path: Path) -> None:
    assets = fingerprint(write(tmp_path / "static", {"css/site.css": ""}))

    with pytest.raises(LookupError, match=r"asset 'css/sit.css': no such file.*there is css/site.css"):
        find_asset(assets, "css/sit.css")
    with pytest.raises(LookupError, match="there is nothing like it"):
        find_asset(assets, "zzz")
