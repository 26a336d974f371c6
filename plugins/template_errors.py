# SPDX-License-Identifier: AGPL-3.0-or-later
"""A template that fails, said as a fault: which template, which line, what is wrong."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError

from plugins.faults import Fault


def template_fault(error: Exception, theme: Path) -> Fault | None:
    """The fault behind `error` when it was raised while a template of `theme` was read or rendered, else None."""
    place = _place(error, theme)
    if place is None:
        return None
    path, line = place
    problem = (error.message if isinstance(error, TemplateSyntaxError) else None) or str(error)
    name = f"{theme.name}/{path.relative_to(theme).as_posix()}"
    return Fault(name, line, type(error).__name__, problem, "mend the template")


def _place(error: Exception, theme: Path) -> tuple[Path, int] | None:
    if isinstance(error, TemplateSyntaxError):
        places = [(Path(error.filename or ""), error.lineno)]
    else:
        # Jinja gives the frames of a template its file and its lines: the last one is where it happened.
        frames = traceback.extract_tb(error.__traceback__)
        places = [(Path(frame.filename), frame.lineno or 1) for frame in reversed(frames)]
    return next((place for place in places if place[0].is_relative_to(theme)), None)
