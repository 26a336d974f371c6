# SPDX-License-Identifier: MIT
"""`python -m middleware audit`: read the logs, judge every request, show how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BufferedReader, FileIO

from middleware.access_log import Hit, LineError, parse_line
from middleware.agents import Directory
from middleware.audit import Audit, Judge
from middleware.audit_progress import Progress
from middleware.claim import judge_claim
from middleware.client_address import ClientAddresses
from middleware.log_files import CutShortError, lines, opened
from middleware.policy import Policy
from middleware.range_store import load_lists, today
from middleware.verdict import Gate, Verdict
from middleware.verification import Verifier, known_agents

_STEP = 10_000  # lines between two looks at the progress


def judge_of(policy: Policy, directory: Directory) -> Judge:
    """What `policy` says of a request, by its name, its path, and the address in the log. Raises RangesError."""
    gate, verifier = Gate(policy.crawlers, directory), verifier_of(policy, directory)
    return partial(_judge, gate, verifier, ClientAddresses(policy.server))


def verifier_of(policy: Policy, directory: Directory) -> Verifier:
    """What the published ranges say, and no DNS. Raises RangesError."""
    lists = load_lists(policy.crawlers.verification.data)
    return Verifier(known_agents(directory.agents, lists, today()))


def _judge(gate: Gate, verifier: Verifier, addresses: ClientAddresses, hit: Hit) -> Verdict:
    return judge_claim(gate, verifier, hit.user_agent, hit.path, lambda: addresses.client(hit.address))


def run_audit(audit: Audit, names: Sequence[str], progress: Progress) -> None:
    """Add every request of the logs `names`. Raises LogError."""
    for name in names:
        with opened(name) as log:
            try:
                _add_all(audit, name, log, progress)
            except CutShortError as error:
                audit.faults.append(f"{name}: {error}")
            progress.finish(log)
    progress.clear()


def _add_all(audit: Audit, name: str, log: BufferedReader[FileIO], progress: Progress) -> None:
    for number, line in enumerate(lines(log), 1):
        try:
            audit.add(parse_line(line))
        except LineError:
            audit.skip(f"{name}:{number}")
        if not number % _STEP:
            progress.step(log, _STEP)
