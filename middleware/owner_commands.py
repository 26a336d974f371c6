# SPDX-License-Identifier: MIT
"""What the owner may ask of the policy, on the command line: explain, classify, audit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from io import TextIOWrapper
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from middleware.agents import load_directory
from middleware.audit import Audit
from middleware.audit_progress import Progress
from middleware.audit_run import judge_of, run_audit, verifier_of
from middleware.audit_table import audit_json, audit_lines
from middleware.client_address import ClientAddresses
from middleware.crawlers import Crawlers
from middleware.explain import explain_path
from middleware.explain_verdict import Judges, Step, explain_verdict
from middleware.log_files import total_size
from middleware.policy import Policy, load_policy
from middleware.verdict import Gate, classify

CURRENT = Path("policy.toml")


def add_owner_commands(verbs: Any, policy: argparse.ArgumentParser) -> None:
    """Add the verbs to `verbs`, the sub-parsers of a parser; `policy` is the parent that knows --policy."""
    command = verbs.add_parser("explain", parents=[policy], help="why an answer is what it is, and by which rule")
    command.add_argument("--path", type=_path, help="print the headers of the answer at this path")
    command.add_argument("--release", type=Path, default=Path("output/current"), help="the release, or its link")
    command.add_argument("--user-agent", help="print the steps of the verdict on this client")
    command.add_argument("--ip", type=_address, help="where the client comes from")
    command.set_defaults(run=partial(_explain, command))

    command = verbs.add_parser("classify", parents=[policy], help="User-Agents on stdin -> purpose, agent, action")
    command.set_defaults(run=_classify)

    command = verbs.add_parser("audit", help="what the policy would have done with the requests of access logs")
    command.add_argument("logs", nargs="+", metavar="LOG", help="combined or Caddy's JSON, gzip too; - is stdin")
    command.add_argument("--policy", type=Path, help="judge by this policy, and print what it changes")
    command.add_argument("--current", type=Path, default=CURRENT, help="the policy that is in force")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=_audit)


def _path(text: str) -> str:
    """A path as it is typed or copied, decoded; its query goes."""
    if not text.startswith("/"):
        raise argparse.ArgumentTypeError(f"{text} is no path: write one such as /blog/moltbot")
    return unquote(text.partition("?")[0].partition("#")[0])


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no address: write 203.0.113.7 or 2001:db8::7") from None


def _explain(command: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    if arguments.path is None and arguments.user_agent is None:
        command.error("say what to explain: --path, --user-agent, or both")
    if arguments.ip and arguments.user_agent is None:
        command.error("--ip goes with --user-agent")
    policy = load_policy(arguments.policy)
    if arguments.user_agent is not None:
        _print(_numbered(_verdict(policy, arguments)))
    if arguments.path is not None:
        _print(explain_path(arguments.path, arguments.release.resolve(), policy, arguments.policy.name))


def _verdict(policy: Policy, arguments: argparse.Namespace) -> Iterator[Step]:
    directory = load_directory()
    judges = Judges(
        Crawlers(directory), Gate(policy.crawlers, directory), verifier_of(policy, directory), policy.limits
    )
    client = ClientAddresses(policy.server).client(arguments.ip) if arguments.ip else None
    return explain_verdict(judges, arguments.user_agent, arguments.path or "/", client)


def _numbered(steps: Iterable[Step]) -> Iterator[str]:
    """A line for each step; one without a name goes on with the step before."""
    number = 0
    for name, finding in steps:
        number += bool(name)
        yield f"{f'{number}.' if name else '':3} {name:10}  {finding}"


def _print(lines: Iterable[str]) -> None:
    print(*lines, "", sep="\n")


def _classify(arguments: argparse.Namespace) -> None:
    """Lines end at LF only, and bytes that are no UTF-8 come out as they came in: a log may hold anything."""
    gate = Gate(load_policy(arguments.policy).crawlers, load_directory())
    lines = TextIOWrapper(sys.stdin.buffer, "utf-8", "surrogateescape", newline="\n")
    for line in classify(lines, gate):
        sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape") + b"\n")
    sys.stdout.buffer.flush()


def _audit(arguments: argparse.Namespace) -> int:
    directory, current = load_directory(), load_policy(arguments.current)
    policy = load_policy(arguments.policy) if arguments.policy else current
    against = judge_of(current, directory) if arguments.policy else None
    audit = Audit(judge_of(policy, directory), policy.crawlers, against)
    run_audit(audit, arguments.logs, Progress(sys.stderr, total_size(arguments.logs)))
    print(audit_json(audit) if arguments.json else "\n".join(audit_lines(audit)))
    is_unread = audit.unreadable and not audit.hits
    return 1 if audit.faults or is_unread else 0
