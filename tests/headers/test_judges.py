# SPDX-License-Identifier: MIT
"""Every check on recorded answers: it is seen to pass, to fail, and to say when it cannot judge."""

from __future__ import annotations

import pytest

from tests.headers.checks import CHECKS
from tests.headers.findings import Check, Severity, Verdict, grade
from tests.headers.recorded import answers, caches, discretion, manners, pages, parts, policies, transport, walls
from tests.headers.recording import Break, Case, survey
from tests.headers.survey import Survey

ROOMS = (answers, caches, discretion, manners, pages, parts, policies, transport, walls)
CASES: tuple[Case, ...] = tuple(case for room in ROOMS for case in room.CASES)


def recorded(which: str) -> list[object]:
    """A parameter for each `good`, `bad` or `moot` record of each case."""
    return [
        pytest.param(case.check, record, id=f"{case.check.name}-{at}")
        for case in CASES
        for at, record in enumerate(getattr(case, which))
    ]


@pytest.mark.parametrize(("check", "site"), recorded("good"))
def test_a_good_answer_passes(check: Check, site: Survey) -> None:
    row = grade(check, site)

    assert (row.verdict, row.places) == (Verdict.PASS, ())


@pytest.mark.parametrize(("check", "broken"), recorded("bad"))
def test_a_bad_answer_is_found_weighed_and_located(check: Check, broken: Break) -> None:
    row = grade(check, broken.survey)

    assert row.verdict is (Verdict.WARN if broken.severity is Severity.INFO else Verdict.FAIL)
    assert row.severity is broken.severity
    assert broken.seen in row.seen
    assert row.places


@pytest.mark.parametrize(("check", "site"), recorded("moot"))
def test_what_cannot_be_judged_is_said_to_be_so(check: Check, site: Survey) -> None:
    row = grade(check, site)

    assert (row.verdict, row.places) == (Verdict.NOT_APPLICABLE, ())
    assert row.seen


def test_each_check_has_answers_that_please_it_and_answers_that_break_it() -> None:
    proved = {case.check.name for case in CASES if case.good and case.bad}

    assert proved == {check.name for check in CHECKS}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.check.name)
def test_the_worst_recorded_flaw_weighs_what_its_check_announces(case: Case) -> None:
    assert max(item.severity for item in case.bad) == case.check.severity


def test_a_site_that_was_asked_nothing_is_judged_in_nothing() -> None:
    rows = [grade(check, survey()) for check in CHECKS]

    assert {row.verdict for row in rows} == {Verdict.NOT_APPLICABLE}
