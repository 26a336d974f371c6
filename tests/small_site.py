# SPDX-License-Identifier: MIT
"""Small sites for the tests of the build, and the build itself, run as its owner runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from middleware.manifest import MANIFEST, Manifest, parse_manifest
from plugins.__main__ import main

ROOT = Path(__file__).parent.parent
REAL = ROOT / "content"
NUXT = ROOT / "tests/nuxt/content"
ARTICLE = "---\ntitle: {title}\npublishedAt: {date}\ncategory: {category}\n---\n\nUn paragraphe de {title}.\n"
PAGE = "---\ntitle: {title}\n---\n\nUn paragraphe de {title}.\n"


def article(title: str, date: str = "2026-02-03", category: str = "IA") -> str:
    return ARTICLE.format(title=title, date=date, category=category)


def page(title: str) -> str:
    return PAGE.format(title=title)


# A blog of two articles in two categories.
BLOG = {"blog/un.md": article("Un"), "blog/deux.md": article("Deux", "2026-03-01", "Sécurité")}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write `files` (path -> text) below `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Done:
    """How a publish ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def words(content: Path, output: Path, *options: str, policy: Path = ROOT / "policy.toml") -> list[str]:
    """The words of a publish on its command line."""
    return ["publish", "--content", str(content), "--output", str(output), "--policy", str(policy), *options]


def publish(content: Path, output: Path, *options: str, policy: Path = ROOT / "policy.toml") -> Done:
    """Publish in this process: many a publish takes less time so, and must work."""
    stdout, stderr = StringIO(), StringIO()
    with redirect_stdout(stdout), redirect_stderr(stderr):
        code = main(words(content, output, *options, policy=policy))
    return Done(code, stdout.getvalue(), stderr.getvalue())


def publish_apart(content: Path, output: Path, **settings: Any) -> subprocess.CompletedProcess[str]:
    """Publish in a process of its own; `settings` go to subprocess.run."""
    command = [sys.executable, "-m", "plugins", *words(content, output)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, **settings)


def release(output: Path) -> Path:
    """The release that is served."""
    return (output / "current").resolve(strict=True)


def manifest(output: Path) -> Manifest:
    return parse_manifest((release(output) / MANIFEST).read_bytes())


def text(output: Path, url: str) -> str:
    """What the release answers at `url`."""
    return (release(output) / manifest(output).entries[url].identity.file).read_text("utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its path there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
