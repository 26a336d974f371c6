# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme's static files under names that hold their fingerprint, and the two words templates use for them.

A name that changes with the bytes lets the server call the file immutable. `asset("css/site.css")` gives its URL,
`integrity("css/site.css")` its Subresource Integrity value (W3C SRI, section 3.1), both of the final bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals

from middleware.media_types import media_type
from plugins.faults import Fault, FaultsError
from plugins.stylesheet import Target, rewrite

if TYPE_CHECKING:
    from pelican import Pelican

PREFIX = "theme"
FINGERPRINT = 12
# Browsers and readers ask for these at the root without being told to; they cannot carry a fingerprint.
ROOT_ICONS = ("icons/favicon.ico", "icons/favicon.svg")


@dataclass(frozen=True, slots=True)
class Asset:
    """One published file of the theme: `save_as` below the site's root, and its final bytes."""

    save_as: str
    body: bytes

    @property
    def url(self) -> str:
        return f"/{self.save_as}"

    @property
    def integrity(self) -> str:
        return "sha384-" + base64.b64encode(hashlib.sha384(self.body).digest()).decode()


def fingerprint(static: Path) -> dict[str, Asset]:
    """Every file below `static`, by its name there. Raises FaultsError with all broken references at once."""
    work = _Fingerprinting(static)
    for path in sorted(static.rglob("*")):
        relative = path.relative_to(static)
        if path.is_file() and not any(part.startswith(".") for part in relative.parts):
            work.asset(relative.as_posix())
    if work.faults:
        raise FaultsError(work.faults)
    return work.done


class _Fingerprinting:
    """The assets made so far: a stylesheet needs the final names of what it refers to, so those are made first."""

    def __init__(self, static: Path) -> None:
        self.static = static
        self.done: dict[str, Asset] = {}
        self.faults: list[Fault] = []
        self.open: list[str] = []

    def fault(self, name: str, line: int, key: str, problem: str, remedy: str) -> None:
        shown = f"{self.static.parent.name}/{self.static.name}/{name}"
        self.faults.append(Fault(shown, line, key, problem, remedy))

    def asset(self, name: str) -> Asset:
        if name not in self.done:
            self.open.append(name)
            body = self._body(name)
            self.open.pop()
            stem, dot, extension = name.rpartition(".")
            digest = hashlib.sha256(body).hexdigest()[:FINGERPRINT]
            self.done[name] = Asset(f"{PREFIX}/{stem}.{digest}{dot}{extension}", body)
        return self.done[name]

    def _body(self, name: str) -> bytes:
        body = (self.static / name).read_bytes()
        if media_type(name) is None:
            self.fault(name, 1, "name", "not a kind of file this site publishes", "move it out of the folder")
        elif name.endswith(".css"):
            return self._stylesheet(name, body)
        return body

    def _stylesheet(self, name: str, body: bytes) -> bytes:
        try:
            return rewrite(body.decode(), name, self._target).encode()
        except UnicodeDecodeError as error:
            line = body.count(b"\n", 0, error.start) + 1
            self.fault(name, line, "encoding", "not UTF-8", "save the file as UTF-8")
            return body

    def _target(self, target: Target) -> str:
        """The published URL of what a stylesheet refers to; the reference itself when it is wrong."""
        problem = ""
        if not target.name:
            problem = "not a file of the theme"
        elif target.name in self.open:
            problem = "a stylesheet that imports itself"
        elif not (self.static / target.name).is_file():
            problem = "no such file"
        if problem:
            remedy = "put the file into the theme's static folder and write its path from this stylesheet"
            self.fault(target.sheet, target.line, target.written, problem, remedy)
            return target.written
        return self.asset(target.name).url


def find_asset(assets: Mapping[str, Asset], name: str) -> Asset:
    """The asset called `name`. Raises LookupError, naming what is near."""
    if name not in assets:
        near = ", ".join(get_close_matches(name, assets)) or "nothing like it"
        raise LookupError(f"asset {name!r}: no such file in the theme's static folder; there is {near}")
    return assets[name]


def _offer(pelican: Pelican) -> None:
    """Give the templates `asset()` and `integrity()`, and keep the files for `_write`."""
    assets = fingerprint(Path(pelican.settings["THEME"]) / "static")
    pelican.settings["assets"] = assets
    pelican.settings["JINJA_GLOBALS"] = {
        **pelican.settings["JINJA_GLOBALS"],
        "asset": lambda name: find_asset(assets, name).url,
        "integrity": lambda name: find_asset(assets, name).integrity,
    }


def published_files(assets: Mapping[str, Asset]) -> dict[str, bytes]:
    """Every file that the theme puts below the site's root: the fingerprinted ones, and the icons at the root."""
    files = {asset.save_as: asset.body for asset in assets.values()}
    return files | {Path(name).name: assets[name].body for name in ROOT_ICONS if name in assets}


def _write(pelican: Pelican) -> None:
    for save_as, body in published_files(pelican.settings["assets"]).items():
        path = Path(pelican.output_path, save_as)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def register() -> None:
    signals.initialized.connect(_offer)
    signals.finalized.connect(_write)
