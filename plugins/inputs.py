# SPDX-License-Identifier: AGPL-3.0-or-later
"""One digest of everything that can change the site: when it has not changed, nothing has to be built.

Answering "nothing to do" must cost less than importing Pelican: the standard library is enough here.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.disk import replace

# The code that builds, whole: a rule about which module matters would be one more thing to keep true.
CODE = ("plugins", "middleware", "pelicanconf.py", "publishconf.py", "requirements.lock")
RECORD = "INPUTS"
_SKIPPED_PARTS = {"__pycache__", "node_modules"}


def inputs_digest(root: Path, sources: Iterable[Path], words: Iterable[str]) -> str:
    """SHA-256, hexadecimal, of the build's code below `root`, of `sources` (files or folders) and of `words`.

    Names count as well as bytes; where the folders lie on the disk does not.
    """
    total = hashlib.sha256()
    for word in (sys.version, *words):
        total.update(f"{word}\n".encode())
    for place in (*(root / name for name in CODE), *sources):
        for path in _files(place):
            name = path.relative_to(place).as_posix()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{place.name}/{name} {digest}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    for path in sorted(place.rglob("*")):
        parts = path.relative_to(place).parts
        hidden = any(part.startswith(".") or part in _SKIPPED_PARTS for part in parts)
        if not hidden and path.is_file():
            yield path


@dataclass(frozen=True, slots=True)
class Record:
    """What the release `release` was made of."""

    inputs: str
    release: str

    def write(self, output: Path) -> None:
        replace(output / "releases" / RECORD, f"{self.inputs} {self.release}\n".encode("ascii"))


def read_record(output: Path) -> Record | None:
    """What was published last in `output`, None when that is not known."""
    try:
        inputs, release = (output / "releases" / RECORD).read_text("ascii").split()
    except (OSError, ValueError):
        return None
    return Record(inputs, release)
