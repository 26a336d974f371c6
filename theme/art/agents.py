# SPDX-License-Identifier: MIT
"""The network where agents talk: medallions, the threads between them, what they say and what they send."""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass

from lobster import Shell, lobster
from palette import ATTACK, CARMINE_PALE, LINE, NIGHT, STONE, STONE_DIM

CALM = Shell(lit="#e2ded0", shaded="#a9b4b5", seam="#123049", shine="#e2ded0")
HOSTILE = Shell(lit="#ff8d7c", shaded="#dd5f57", seam="#5e1420", shine="#ff8d7c")


@dataclass(frozen=True, slots=True)
class Agent:
    place: complex
    radius: float
    is_hostile: bool = False


def medallion(agent: Agent) -> str:
    """One agent, struck like a coin, with a dark halo that cuts the threads before they touch it."""
    shell, field, rim = (HOSTILE, "#64161f", CARMINE_PALE) if agent.is_hostile else (CALM, "#123049", STONE_DIM)
    x, y, scale = agent.place.real, agent.place.imag, agent.radius / 205
    return (
        f'<circle cx="{x}" cy="{y}" r="{agent.radius + 6}" fill="{NIGHT}"/>'
        f'<circle cx="{x}" cy="{y}" r="{agent.radius}" fill="{field}" stroke="{rim}" stroke-width="1.8"/>'
        f'<g transform="translate({x} {y + 42 * scale:.1f}) scale({scale:.3f})">{lobster(shell)}</g>'
    )


def thread(start: Agent, end: Agent) -> str:
    return f'<path d="{move(start.place, end.place)}" stroke="{LINE}" stroke-width="1.6"/>'


def move(start: complex, end: complex) -> str:
    return f"M{start.real:.1f} {start.imag:.1f}L{end.real:.1f} {end.imag:.1f}"


def speech(mouth: complex, width: int, lines: int, colour: str = LINE) -> str:
    """A balloon whose tail points at `mouth`, with lines of writing too small to read."""
    height = 14 + 12 * lines
    outline = f"M{mouth.real} {mouth.imag}m-10-{height + 14}h{width}v{height}h-{width - 24}l-14 14v-14h-10z"
    writing = "".join(
        f"M{mouth.real} {mouth.imag - height - 1 + 12 * line}h{(width - 20) * (1, 0.7)[line % 2]:.0f}"
        for line in range(lines)
    )
    return (
        f'<path d="{outline}" fill="{NIGHT}" stroke="{colour}" stroke-width="1.8" stroke-linejoin="round"/>'
        f'<path d="{writing}" stroke="{colour}" stroke-width="2.4"/>'
    )


def visit(agent: Agent, gate: complex, heading: complex) -> str:
    """The one permitted way in: a dotted line that leaves an agent and reaches the gate against `heading`."""
    away = cmath.rect(1, math.radians(32))
    start = agent.place + away * (agent.radius + 12)
    return dotted(start, start + away * 70, gate + heading * 90, gate)


def dotted(start: complex, leaving: complex, arriving: complex, end: complex) -> str:
    """A row of dots along a Bézier curve."""
    curve = " ".join(f"{point.real:.0f} {point.imag:.0f}" for point in (leaving, arriving, end))
    return (
        f'<path d="M{start.real:.0f} {start.imag:.0f}C{curve}" stroke="{STONE}" stroke-width="3"'
        ' stroke-dasharray="0.1 9" stroke-linecap="round"/>'
    )


def attack(agent: Agent, target: complex) -> str:
    """A dashed shot from an agent, and the burst where it breaks."""
    along = (target - agent.place) / abs(target - agent.place)
    return attack_line(agent.place + along * (agent.radius + 10), target)


def attack_line(start: complex, target: complex) -> str:
    """The same shot, from anywhere."""
    shot = move(start, target - (target - start) / abs(target - start) * 28)
    rays = [cmath.rect(1, math.tau * k / 8 + 0.2) for k in range(8)]
    burst = "".join(move(target + ray * 8, target + ray * 19) for ray in rays)
    return (
        f'<path d="{shot}" stroke="{ATTACK}" stroke-width="2.6" stroke-dasharray="12 8"/>'
        f'<path d="{burst}" stroke="{ATTACK}" stroke-width="2.6" stroke-linecap="round"/>'
    )
