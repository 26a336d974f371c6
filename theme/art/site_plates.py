# SPDX-License-Identifier: MIT
"""The drawings of the site itself: the home page's plan, the lost page's empty shell, the mark and the icons.

.venv/bin/python theme/art/site_plates.py      writes theme/static/art/, theme/static/icons/ and the mark
"""

from __future__ import annotations

import cmath
import math
from pathlib import Path

from agents import attack_line, dotted
from buildings import bridge_of, causeway, town
from fortress import fortress, grown
from lobster import lobster
from molt import MOULT, placed
from palette import CARMINE, DEEP, STONE
from plate import plate, write_ico, write_png
from relief import drawn, path, shape
from terrain import compass, contours, frame, grid, scale_bar

THEME = Path(__file__).resolve().parents[1]
MARK_NOTE = "{# Drawn by theme/art/site_plates.py: the enceinte of a fortress, its yard left open. #}\n"


def home_plate() -> str:
    """A town inside its walls, a bridge for readers, and the crawlers that stop at the glacis."""
    width, height, centre = 960, 880, 500 + 452j
    plan = fortress(centre, radius=322, moat=44)
    heading = cmath.rect(1, math.radians(203))
    bridge = bridge_of(plan, 3, heading)
    outer = grown(plan.covered_way, 16)
    return plate(
        width,
        height,
        grid(width, height),
        contours(120 + 90j, (60, 110, 165, 225, 290), seed=0.4),
        contours(900 + 820j, (60, 115, 175, 240), seed=3.1),
        frame(width, height),
        drawn(plan),
        town(plan, centre),
        causeway(bridge),
        dotted(bridge[-1] + heading * 150 + 40j, bridge[-1] + heading * 110, bridge[-1] + heading * 50, bridge[-1]),
        attack_line(92 + 160j, outer[-2]),
        attack_line(912 + 250j, outer[5]),
        attack_line(180 + 824j, outer[15]),
        compass(868 + 96j, 44),
        scale_bar(56 + 812j, step=22, count=5),
    )


def lost_plate() -> str:
    """The empty shell that a moulted animal leaves behind."""
    width, height = 960, 480
    return plate(
        width,
        height,
        grid(width, height),
        contours(480 + 240j, (120, 180, 250, 330, 420, 520), seed=1.2),
        frame(width, height),
        placed(lobster(MOULT), 500 + 246j, turn=-78, scale=1.12),
        compass(868 + 92j, 40),
        scale_bar(56 + 420j, step=22, count=5),
    )


def mark() -> str:
    """The mark of the house, to be set in a line of text: the wall in the text's colour, the yard in the accent's."""
    plan = fortress(16 + 16.9j, radius=16.6, moat=1)
    wall = path(plan.enceinte) + path(grown(plan.court, -0.3))
    return (
        '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">'
        f'<path fill-rule="evenodd" d="{wall}"/><path class="heart" d="{path(grown(plan.court, -2.2))}"/></svg>'
    ).replace(".0", "")


def icon(size: int = 512, margin: float = 0.15) -> str:
    """The mark in limestone on Prussian night, a carmine yard inside."""
    inner = size * (1 - 2 * margin)
    offset = size * margin
    centre = complex(inner / 2, inner * 0.53)
    plan = fortress(centre, radius=inner * 0.52, moat=1)
    return plate(
        size,
        size,
        f'<g transform="translate({offset} {offset})">'
        + shape(plan.enceinte, STONE)
        + shape(plan.court, DEEP)
        + shape(grown(plan.court, -inner * 0.055), CARMINE)
        + "</g>",
    )


def write_all() -> None:
    art, icons = THEME / "static" / "art", THEME / "static" / "icons"
    (art / "plan.svg").write_text(home_plate())
    (art / "mue.svg").write_text(lost_plate())
    (icons / "favicon.svg").write_text(icon(margin=0.08))
    for size in (180, 192, 512):
        write_png(icon(size), icons / f"icon-{size}.png", size, size, colours=32)
    write_ico(icon(48, margin=0.08), icons / "favicon.ico")
    (THEME / "templates" / "partials" / "mark.html").write_text(MARK_NOTE + mark() + "\n")


if __name__ == "__main__":
    write_all()
