# SPDX-License-Identifier: MIT
"""Publishing: what is rebuilt, what survives a kill, a full disk and bad files."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from middleware.releases import read_history, rollback
from plugins.shelf import is_whole
from tests.small_site import BLOG, ROOT, article, manifest, publish, publish_apart, release, tree, words, write


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write(tmp_path / "content", BLOG)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


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


@pytest.mark.parametrize("option", ["--content", "--theme"])
def test_a_missing_folder_is_one_sentence(content: Path, output: Path, option: str) -> None:
    done = publish(content, output, option, "/nowhere")

    assert (done.returncode, done.stderr) == (1, "/nowhere: no such folder. Nothing has been published yet.\n")


def test_rollback_serves_the_release_before_and_publish_goes_on_from_there(content: Path, output: Path) -> None:
    publish(content, output)
    first = release(output)
    write(content, {"blog/trois.md": article("Trois")})
    publish(content, output)

    rollback(output)

    assert release(output) == first
    assert "Nothing has changed" not in publish(content, output, "--if-needed").stdout
    assert "/blog/trois" in manifest(output).entries
