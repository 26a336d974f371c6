# SPDX-License-Identifier: MIT
"""What lies around a fortress on a plan: the grid, the contours of the ground, the compass, the frame."""

from __future__ import annotations

import cmath
import math

from fortress import Polygon
from palette import FAINT, FAINTER, LINE, NIGHT, STONE_DIM
from relief import path, shape


def grid(width: int, height: int, step: int = 100) -> str:
    """Fine squares, set on half pixels so that each line is one sharp pixel."""
    down = "".join(f"M{x}.5 0V{height}" for x in range(step, width, step))
    across = "".join(f"M0 {y}.5H{width}" for y in range(step // 2, height, step))
    return f'<path d="{down}{across}" stroke="{FAINTER}"/>'


def contours(centre: complex, radii: tuple[int, ...], seed: float) -> str:
    """Rings that wander as the ground does; neighbours wander together."""
    return "".join(shape(ring(centre, radius, seed), "none", FAINT, 1.5) for radius in radii)


def ring(centre: complex, radius: float, seed: float) -> Polygon:
    points = []
    for step in range(96):
        angle = math.tau * step / 96
        swell = (
            0.16 * math.sin(2 * angle + seed + radius / 190)
            + 0.09 * math.sin(3 * angle - seed * 2 + radius / 120)
            + 0.05 * math.sin(5 * angle + radius / 80)
        )
        points.append(centre + cmath.rect(radius * (1 + swell), angle))
    return points


def frame(width: int, height: int, inset: int = 24) -> str:
    """The double rule that draughtsmen draw around a sheet, with a tick at each hundred units."""
    wide, high = width - 2 * inset, height - 2 * inset
    ticks = [f"M{x} {inset - 7}v7M{x} {height - inset}v7" for x in range(100, width - inset, 100)]
    ticks += [f"M{inset - 7} {y}h7M{width - inset} {y}h7" for y in range(50, height - inset, 100)]
    return (
        f'<path d="M{inset - 7.5} {inset - 7.5}h{wide + 15}v{high + 15}h-{wide + 15}z" stroke="{FAINT}"/>'
        f'<path d="M{inset}.5 {inset}.5h{wide}v{high}h-{wide}z" stroke="{LINE}" stroke-opacity=".6"/>'
        f'<path d="{"".join(ticks)}" stroke="{LINE}" stroke-opacity=".6"/>'
    )


def compass(centre: complex, radius: float) -> str:
    """Eight points, half in light and half in line, north up."""
    parts = [f'<circle cx="{centre.real}" cy="{centre.imag}" r="{radius * 0.62}" stroke="{LINE}"/>']
    for turn, reach in [*((k * 90 + 45, 0.62) for k in range(4)), *((k * 90, 1.0) for k in range(4))]:
        tip, left, right = (
            centre + cmath.rect(length * radius, math.radians(turn + lean - 90))
            for length, lean in ((reach, 0), (0.2, -45), (0.2, 45))
        )
        parts.append(shape([centre, left, tip], STONE_DIM))
        parts.append(shape([centre, tip, right], NIGHT, STONE_DIM))
    return "".join(parts)


def scale_bar(left: complex, step: int, count: int) -> str:
    """A rule of `count` steps, filled by turns."""
    boxes = []
    for index in range(count):
        corner = left + index * step
        box = [corner, corner + step, corner + step + 7j, corner + 7j]
        boxes.append(f'<path d="{path(box)}" fill="{STONE_DIM if index % 2 else NIGHT}" stroke="{STONE_DIM}"/>')
    return "".join(boxes)
