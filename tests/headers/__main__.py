# SPDX-License-Identifier: MIT
"""`python -m tests.headers URL`: grade the site that answers at URL.

Exit code: 0 nothing above info, 1 something medium, 2 something high, 3 the site could not be reached,
64 the command was not understood (EX_USAGE).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from typing import NoReturn

from tests.headers.checks import CHECKS
from tests.headers.findings import exit_code, grade
from tests.headers.probe import UnreachableError
from tests.headers.report import machine, table
from tests.headers.request import parse_origin
from tests.headers.surveyor import survey_site

UNREACHABLE, USAGE = 3, 64


class _Parser(argparse.ArgumentParser):
    """argparse leaves with 2, which here says that something high was found."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str]) -> int:
    """Run the suite; the table goes to stdout, what stopped it to stderr."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        parse_origin(options.url)
    except ValueError as error:
        parser.error(str(error))
    try:
        survey = survey_site(options.url, options.page)
    except UnreachableError as error:
        print(error, file=sys.stderr)
        return UNREACHABLE
    rows = [grade(check, survey) for check in CHECKS]
    if options.json:
        print(machine(options.url, rows))
    else:
        width, has_colour = shutil.get_terminal_size((120, 24)).columns, _has_colour()
        print(table(options.url, rows, width=width, has_colour=has_colour, explains_all=options.reasons))
    return exit_code(rows)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m tests.headers", description="Grade the headers of any running site.")
    parser.add_argument("url", metavar="URL", help="the site's address: http://... or https://...")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--reasons", action="store_true", help="explain every row, not only what is wrong")
    parser.add_argument("--page", metavar="PATH", nargs="+", action="extend", default=[], help="further pages to grade")
    return parser


def _has_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
