# SPDX-License-Identifier: MIT
"""The picture of the first article: an agent that moults inside a fortress while others talk outside.

.venv/bin/python theme/art/molt.py      writes content/blog/molt.png (README.md beside this file says more)
"""

from __future__ import annotations

import cmath
import math
from pathlib import Path

from agents import Agent, attack, medallion, speech, thread, visit
from buildings import bridge_of, causeway
from fortress import fortress, grown
from lobster import Shell, lobster
from palette import CARMINE_PALE, YARD_SHADOW
from plate import plate, write_png
from relief import drawn
from terrain import compass, contours, frame, grid, scale_bar

WIDTH, HEIGHT = 1600, 900
CENTRE = 1046 + 456j
PICTURE = Path(__file__).resolve().parents[2] / "content" / "blog" / "molt.png"

ALIVE = Shell(lit="#dd453f", shaded="#b3302f", seam="#641522", shine="#ff9a86", outline="#78192a", width=1.2)
SHADOW = Shell(YARD_SHADOW, YARD_SHADOW, YARD_SHADOW, YARD_SHADOW)
MOULT = Shell("#0f2c43", "#0f2c43", "#39677f", "#39677f", outline="#6f98aa", width=1.5)

AGENTS = [
    Agent(104 + 132j, 27),
    Agent(286 + 92j, 24),
    Agent(212 + 266j, 46),
    Agent(452 + 154j, 30, is_hostile=True),
    Agent(96 + 416j, 30),
    Agent(372 + 398j, 38),
    Agent(232 + 520j, 25),
    Agent(548 + 300j, 22),
    Agent(1488 + 150j, 30),
    Agent(1532 + 352j, 22),
]
THREADS = [(0, 1), (0, 2), (1, 2), (1, 3), (2, 4), (2, 5), (4, 6), (5, 6), (5, 7), (2, 3), (3, 7), (0, 4), (8, 9)]


def drawing() -> str:
    """The plate as SVG, from the ground up."""
    plan = fortress(CENTRE, radius=338, moat=46)
    heading = cmath.rect(1, math.radians(203))
    bridge = bridge_of(plan, 3, heading)
    return plate(
        WIDTH,
        HEIGHT,
        grid(WIDTH, HEIGHT),
        contours(250 + 285j, (70, 120, 170, 225, 285, 350, 420), seed=0.4),
        contours(330 + 800j, (60, 120, 190), seed=1.9),
        contours(1590 + 640j, (60, 110, 165, 225), seed=3.1),
        frame(WIDTH, HEIGHT),
        placed(lobster(MOULT), 335 + 752j, turn=-68),
        *conversation(),
        drawn(plan),
        causeway(bridge),
        visit(AGENTS[5], bridge[-1], heading),
        attack(AGENTS[3], grown(plan.covered_way, 14)[-2]),
        f'<g opacity=".5">{placed(lobster(SHADOW), CENTRE + 9 + 18j, scale=0.97)}</g>',
        placed(lobster(ALIVE), CENTRE + 8j, scale=0.97),
        compass(1500 + 770j, 46),
        scale_bar(1440 + 842j, step=24, count=5),
    )


def conversation() -> list[str]:
    return [
        *(thread(AGENTS[a], AGENTS[b]) for a, b in THREADS),
        *map(medallion, AGENTS),
        speech(488 + 116j, 80, 2, CARMINE_PALE),
        speech(262 + 212j, 66, 2),
        speech(126 + 376j, 58, 1),
        speech(412 + 352j, 66, 2),
    ]


def placed(shapes: str, place: complex, turn: float = 0, scale: float = 1) -> str:
    move = f"translate({place.real} {place.imag}) rotate({turn}) scale({scale})"
    return f'<g transform="{move}">{shapes}</g>'


if __name__ == "__main__":
    write_png(drawing(), PICTURE, WIDTH, HEIGHT)
