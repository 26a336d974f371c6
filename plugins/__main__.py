# SPDX-License-Identifier: AGPL-3.0-or-later
"""The build's command line: `python -m plugins publish`."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Sequence
from pathlib import Path

from plugins.inputs import inputs_digest, read_record
from plugins.shelf import current, is_whole

ROOT = Path(__file__).resolve().parent.parent


def build_parser() -> argparse.ArgumentParser:
    """Every verb of the build, with the defaults of a checkout."""
    parser = argparse.ArgumentParser(prog="python -m plugins", description="Build the site.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    command = verbs.add_parser("publish", help="build a release and make it the current one")
    command.add_argument("--content", type=Path, default=Path("content"), help="the folder of texts and pictures")
    command.add_argument("--output", type=Path, default=Path("output"), help="the folder of releases")
    command.add_argument("--policy", type=Path, default=Path("policy.toml"), help="the policy file")
    command.add_argument("--theme", type=Path, default=ROOT / "theme", help="the folder of templates and assets")
    command.add_argument("--production", action="store_true", help="refuse placeholders, and an address without https")
    command.add_argument("--if-needed", action="store_true", help="do nothing when nothing has changed")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Publish. Returns the exit code: 2 for the policy, 1 for the content or the machine, 130 when interrupted."""
    options = build_parser().parse_args(arguments)
    for place in (options.content, options.theme):
        if not place.is_dir():
            print(f"{place}: no such folder. {_state(options.output)}", file=sys.stderr)
            return 1
    try:
        return _publish(options)
    except KeyboardInterrupt:
        print(f"Interrupted. {_state(options.output)}", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"{_sentence(error)}. {_state(options.output)}", file=sys.stderr)
        return 1


def _publish(options: argparse.Namespace) -> int:
    words = ("production" if options.production else "preview",)
    inputs = inputs_digest(ROOT, (options.content, options.policy, options.theme), words)
    if options.if_needed and (release := _up_to_date(options.output, inputs)):
        print(f"Nothing has changed: release {release.name} is the current one.")
        return 0
    # Imported here: Pelican alone costs more than all of the answer above.
    from plugins.publish import Order, PublishError, publish

    order = Order(
        root=ROOT,
        content=options.content.resolve(),
        output=options.output.resolve(),
        policy=options.policy,
        theme=options.theme.resolve(),
        production=options.production,
        inputs=inputs,
    )
    try:
        print(publish(order).summary())
    except PublishError as error:
        print(f"{error}\n{_state(options.output)}", file=sys.stderr)
        return error.exit_code
    return 0


def _up_to_date(output: Path, inputs: str) -> Path | None:
    """The current release, if it was made of `inputs` and is still whole."""
    record, release = read_record(output), current(output)
    if not record or not release or (record.inputs, record.release) != (inputs, release.name):
        return None
    return release if is_whole(release) else None


def _state(output: Path) -> str:
    """What is served after a publish that failed."""
    release = current(output)
    return f"Still served: release {release.name}." if release else "Nothing has been published yet."


def _sentence(error: OSError) -> str:
    reason = "the disk is full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else f"Writing the site failed: {reason}"


if __name__ == "__main__":
    raise SystemExit(main())
