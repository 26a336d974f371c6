# SPDX-License-Identifier: MIT
"""The server's command line: `python -m middleware serve | rollback | classify | reports`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from middleware.agents import load_directory
from middleware.policy import PolicyError, load_policy
from middleware.release import ReleaseError
from middleware.releases import RollbackError, rollback
from middleware.report_store import StoreError, read_summary
from middleware.report_table import report_lines
from middleware.serve import ListenError, serve
from middleware.verdict import Gate, classify


def _serve(arguments: argparse.Namespace) -> None:
    serve(arguments.release, arguments.policy, arguments.host, arguments.port, arguments.workers)


def _rollback(arguments: argparse.Namespace) -> None:
    print(f"current is now release {rollback(arguments.output)}")


def _classify(arguments: argparse.Namespace) -> None:
    gate = Gate(load_policy(arguments.policy).crawlers, load_directory())
    for line in classify(sys.stdin, gate):
        print(line)


def _reports(arguments: argparse.Namespace) -> None:
    database = load_policy(arguments.policy).reports.database
    if rows := read_summary(database):
        print(*report_lines(rows), sep="\n")
    else:
        print(f"no violation has been reported yet: {database} holds none")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is too small: write 1 or more")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: write 1 to 65535")
    return number


def build_parser() -> argparse.ArgumentParser:
    """Every verb of the server, with the defaults of a checkout."""
    parser = argparse.ArgumentParser(prog="python -m middleware", description="Serve a sealed release.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    policy = argparse.ArgumentParser(add_help=False)
    policy.add_argument("--policy", type=Path, default=Path("policy.toml"), help="the policy file")

    command = verbs.add_parser("serve", parents=[policy], help="serve a release and follow its link")
    command.add_argument("--release", type=Path, default=Path("output/current"), help="the release, or its link")
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=_port, default=8000)
    command.add_argument("--workers", type=_positive, default=1)
    command.set_defaults(run=_serve)

    command = verbs.add_parser("rollback", help="serve the release published before")
    command.add_argument("--output", type=Path, default=Path("output"))
    command.set_defaults(run=_rollback)

    command = verbs.add_parser("classify", parents=[policy], help="User-Agents on stdin -> purpose, agent, action")
    command.set_defaults(run=_classify)

    command = verbs.add_parser("reports", parents=[policy], help="what browsers reported, by page and rule")
    command.set_defaults(run=_reports)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit code: 2 for what the owner wrote, 1 for what is missing or taken."""
    options = build_parser().parse_args(arguments)
    try:
        options.run(options)
    except PolicyError as error:
        print(error, file=sys.stderr)
        return 2
    except (ReleaseError, RollbackError, ListenError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
