# SPDX-License-Identifier: MIT
"""The server's command line: `python -m middleware serve`, `rollback`, `reports`, `refresh-ranges`, and the questions
of middleware/owner_commands.py."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from middleware.agents import load_directory
from middleware.log_files import LogError
from middleware.owner_commands import add_owner_commands
from middleware.policy import PolicyError, load_policy
from middleware.ranges import RangesError
from middleware.refresh import fetch_https, from_folder, refresh_ranges
from middleware.release import ReleaseError
from middleware.releases import RollbackError, rollback
from middleware.report_store import StoreError, read_summary
from middleware.report_table import report_lines
from middleware.serve import ListenError, serve
from middleware.settings import SettingsError


def _serve(arguments: argparse.Namespace) -> None:
    serve(
        arguments.release, arguments.policy, arguments.host, arguments.port, arguments.workers, arguments.metrics_port
    )


def _rollback(arguments: argparse.Namespace) -> None:
    print(f"current is now release {rollback(arguments.output)}")


def _reports(arguments: argparse.Namespace) -> None:
    database = load_policy(arguments.policy).reports.database
    if rows := read_summary(database):
        print(*report_lines(rows), sep="\n")
    else:
        print(f"no violation has been reported yet: {database} holds none")


def _refresh_ranges(arguments: argparse.Namespace) -> int:
    data = load_policy(arguments.policy).crawlers.verification.data
    urls = sorted({url for agent in load_directory().agents for url in agent.ranges})
    fetch = from_folder(arguments.folder) if arguments.folder else fetch_https
    return 1 if refresh_ranges(urls, data, fetch) else 0


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
    command.add_argument("--metrics-port", type=_port, help="where Prometheus may ask, instead of the policy's port")
    command.set_defaults(run=_serve)

    command = verbs.add_parser("rollback", help="serve the release published before")
    command.add_argument("--output", type=Path, default=Path("output"))
    command.set_defaults(run=_rollback)

    add_owner_commands(verbs, policy)

    command = verbs.add_parser("reports", parents=[policy], help="what browsers reported, by page and rule")
    command.set_defaults(run=_reports)

    command = verbs.add_parser("refresh-ranges", parents=[policy], help="fetch the addresses that operators publish")
    command.add_argument("--from", dest="folder", type=Path, help="read DIR/host/path of each URL instead")
    command.set_defaults(run=_refresh_ranges)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit code: 2 for what the owner wrote, 1 for what is missing or taken."""
    options = build_parser().parse_args(arguments)
    try:
        code: int | None = options.run(options)
    except (PolicyError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    except (ReleaseError, RollbackError, ListenError, StoreError, RangesError, LogError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `... | head`: nobody reads on, and the interpreter must not say so when it flushes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code or 0


if __name__ == "__main__":
    raise SystemExit(main())
