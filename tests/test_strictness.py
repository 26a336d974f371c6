# SPDX-License-Identifier: MIT
"""Nothing that Pelican says is lost."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from pelican.log import console

from plugins.strictness import LoudBuildError, strict_logs, unknown_settings

pelican = logging.getLogger("pelican.generators")


def run(say: Callable[[], object]) -> None:
    """A build that does nothing but `say`."""
    with strict_logs():
        say()


def said(say: Callable[[], object]) -> list[str]:
    """The lines of the exception that `say` brings about."""
    with pytest.raises(LoudBuildError) as caught:
        run(say)
    return str(caught.value).splitlines()


def test_silence_and_information_are_no_trouble() -> None:
    run(lambda: pelican.info("writing"))

    assert not console.quiet


def test_every_warning_and_error_is_in_the_exception_once() -> None:
    def say() -> None:
        for _ in range(2):
            pelican.warning("no timezone")
        pelican.error("skipping %s", "a.md")

    assert said(say) == [
        "Pelican (pelican.generators) warning: no timezone",
        "Pelican (pelican.generators) error: skipping a.md",
    ]


def test_the_reason_that_pelican_drops_is_said() -> None:
    def say() -> None:
        try:
            raise ValueError("bad byte")
        except ValueError:
            pelican.exception("Could not process %s", "a.md", exc_info=False)

    assert said(say) == ["Pelican (pelican.generators) error: Could not process a.md: ValueError: bad byte"]


def test_what_was_said_before_in_this_process_is_said_again() -> None:
    assert said(lambda: pelican.warning("twice")) == said(lambda: pelican.warning("twice"))


def test_the_sixth_of_a_kind_is_not_summed_up() -> None:
    def say() -> None:
        for number in range(8):
            pelican.warning("file %s", number, extra={"limit_msg": "and more"})

    assert len(said(say)) == 8


def test_a_failure_carries_what_was_heard_before_it() -> None:
    def say() -> None:
        pelican.warning("look out")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        run(say)

    assert caught.value.__notes__ == ["Pelican (pelican.generators) warning: look out"]


def test_the_listener_leaves_with_the_block() -> None:
    handlers = list(logging.getLogger().handlers)

    run(lambda: None)

    assert logging.getLogger().handlers == handlers


def test_a_picture_without_a_description_is_noted_once_and_stops_nothing() -> None:
    with strict_logs() as listener:
        for _ in range(2):
            pelican.warning("Empty alt attribute for image %s in %s", "a.png", "content/a.md")

    assert listener.undescribed == {("a.png", "content/a.md")}
    assert listener.heard == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SITENAME", []),
        ("HOME_SAVE_AS", []),
        ("POLICY", []),
        ("TIMEZONE", []),
        ("lower", []),
        ("SITNAME", ["SITNAME"]),
        ("HOM_SAVE_AS", ["HOM_SAVE_AS"]),
    ],
)
def test_a_setting_that_nobody_reads_is_found(name: str, expected: list[str]) -> None:
    assert unknown_settings([name]) == expected
