# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican sets the process's locale, to C unless told otherwise: it is given back at the end of a run."""

from __future__ import annotations

import locale
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_locale() -> Iterator[None]:
    """Whatever locale is set inside the block, the former one stands again after it."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        yield
    finally:
        locale.setlocale(locale.LC_ALL, before)
