# SPDX-License-Identifier: MIT
"""Light from the north-west on a drawn plan: slopes become facets, each with the one flat colour it deserves."""

from __future__ import annotations

import cmath
import math

from fortress import Fortress, Polygon, edges, grown, line
from palette import (
    BANK,
    DEEP,
    GLACIS,
    GROUND,
    MOAT_SHADOW,
    PAVING,
    RAVELIN_TOP,
    RIPPLE,
    SLOT,
    STONE,
    STONE_DARK,
    STONE_DIM,
    STONE_LIT,
    TERRACE,
    WATER,
    mixed,
)

SUN = cmath.rect(1, math.radians(-125))  # where the light comes from, y down


def path(polygon: Polygon) -> str:
    return "M" + "L".join(f"{point.real:.1f} {point.imag:.1f}" for point in polygon) + "Z"


def shape(polygon: Polygon, fill: str, stroke: str = "", width: float = 1) -> str:
    edge = f' stroke="{stroke}" stroke-width="{width:g}"' if stroke else ""
    return f'<path d="{path(polygon)}" fill="{fill}"{edge}/>'


def facet(polygon: Polygon, downhill: complex, dark: str, light: str) -> str:
    """One slope that falls towards `downhill`, between `dark` (turned from the sun) and `light`."""
    lit = (downhill / abs(downhill) * SUN.conjugate()).real
    # steps of one eighth keep the palette small, so that the picture stays light
    return shape(polygon, mixed(dark, light, round((lit + 1) * 4) / 8))


def slope(foot: Polygon, crest: Polygon, dark: str, light: str) -> str:
    """The facets between two outlines of as many corners; the ground falls from `crest` to `foot`."""
    facets = []
    for (a, b), (c, d) in zip(edges(foot), edges(crest), strict=True):
        outward = -1j * (b - a)
        crest_is_inside = (outward.conjugate() * (c - a)).real < 0
        facets.append(facet([a, b, d, c], outward if crest_is_inside else -outward, dark, light))
    return "".join(facets)


def drawn(plan: Fortress) -> str:
    """The whole fortress, from the glacis inward."""
    bank, terrace = grown(plan.covered_way, 9), grown(plan.enceinte, -11)
    return "".join(
        [
            slope(grown(plan.covered_way, 46), bank, GROUND, GLACIS),
            shape(bank, BANK),
            shape(plan.covered_way, WATER, STONE_DIM, 1.6),
            *ripples([plan.enceinte, *plan.ravelins]),
            *(drawn_ravelin(ravelin) for ravelin in plan.ravelins),
            shape([point + 9 + 10j for point in plan.enceinte], MOAT_SHADOW),
            shape(plan.enceinte, GROUND, STONE, 2.6),
            slope(plan.enceinte, terrace, STONE_DARK, STONE_LIT),
            shape(terrace, TERRACE),
            slope(plan.court, grown(plan.court, 15), STONE_DARK, STONE),
            shape(plan.court, DEEP),
            paving(plan.court),
            embrasures(plan.enceinte, depth=11, step=15),
        ]
    )


def drawn_ravelin(ravelin: Polygon) -> str:
    top = grown(ravelin, -9)
    return (
        shape([point + 6 + 7j for point in ravelin], MOAT_SHADOW)
        + shape(ravelin, GROUND, STONE, 2.6)
        + slope(ravelin, top, STONE_DARK, STONE)
        + shape(top, RAVELIN_TOP)
    )


def ripples(shores: list[Polygon]) -> list[str]:
    """Engravers' water: lines that follow the shores, wider apart as they leave them."""
    lines = []
    for distance in (19, 11, 5):
        lines += [shape(shore, "none", RIPPLE, 2 * distance) for shore in shores]
        lines += [shape(shore, "none", WATER, 2 * distance - 2) for shore in shores]
    return lines


def paving(court: Polygon) -> str:
    """Faint courses of stone on the ground of the yard."""
    return "".join(shape(grown(court, -inset), "none", PAVING, 1.5) for inset in (14, 40, 66, 92, 118))


def embrasures(wall: Polygon, depth: float, step: float) -> str:
    """The notches through which a wall watches, at even distances on each side of it."""
    cuts = []
    for start, end in edges(wall):
        length, along = abs(end - start), line(start, end)[1]
        count = int((length - 1.3 * step) // step)
        first, inward = (length - count * step) / 2, 1j * along * depth
        for index in range(count + 1):
            outer = start + along * (first + index * step)
            cuts.append(f"M{outer.real:.1f} {outer.imag:.1f}l{inward.real:.1f} {inward.imag:.1f}")
    return f'<path d="{"".join(cuts)}" stroke="{SLOT}" stroke-width="3"/>'
