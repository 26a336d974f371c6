# SPDX-License-Identifier: MIT
"""A run of Pelican leaves the process's locale as it found it."""

from __future__ import annotations

import locale

import pytest

from plugins.own_locale import own_locale


def test_the_locale_is_given_back_even_by_a_run_that_fails() -> None:
    before = locale.setlocale(locale.LC_ALL)
    other = "C" if "UTF-8" in before else "C.UTF-8"

    def run() -> None:
        with own_locale():
            locale.setlocale(locale.LC_ALL, other)
            raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        run()

    assert locale.setlocale(locale.LC_ALL) == before
