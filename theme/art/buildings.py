# SPDX-License-Identifier: MIT
"""What is built in and around a fortress: the bridge with its gatehouse, the houses of the town, the keep."""

from __future__ import annotations

import cmath
import math

from fortress import Fortress, Polygon, edges, grown, line
from palette import CARMINE, CARMINE_DARK, CARMINE_LIT, MOAT_SHADOW, PLANK, STONE, STONE_DARK, STONE_LIT, YARD_SHADOW
from relief import facet, path, shape


def bridge_of(plan: Fortress, index: int, heading: complex) -> Polygon:
    """The road from the gate of one curtain over its ravelin, then away along `heading`."""
    ravelin = plan.ravelins[index]
    face = (ravelin[1] + ravelin[2]) / 2
    return [plan.curtain(index), face - heading * 18, face + heading * 92]


def causeway(road: Polygon) -> str:
    """The bridge from the gate, its first point, to the open country; the gatehouse stands on its first yards."""
    way, out = path(road)[:-1], line(road[0], road[1])[1]
    back, ridge, front = road[0] - out * 20, road[0] - out * 5.5, road[0] + out * 9
    half = 19j * out
    return (
        f'<path d="{way}" stroke="{MOAT_SHADOW}" stroke-width="15" transform="translate(4 5)"/>'
        f'<path d="{way}" stroke="{STONE}" stroke-width="14"/>'
        f'<path d="{way}" stroke="{PLANK}" stroke-width="10" stroke-dasharray="1.6 4.4"/>'
        + shape([ridge - half, front - half, front + half, ridge + half], CARMINE_DARK)
        + shape([back - half, back + half, ridge + half, ridge - half], CARMINE)
    )


def town(plan: Fortress, centre: complex) -> str:
    """A long house along each side of the yard, and the keep in the middle."""
    houses = [house((a + b) / 2, line(a, b)[1], abs(b - a) * 0.36, 15) for a, b in edges(grown(plan.court, -34))]
    return "".join(houses) + keep(centre, 44)


def house(middle: complex, along: complex, half_length: float, half_width: float) -> str:
    """A hipped roof seen from above: two long slopes, two short ones, and its shadow."""
    across, reach, ridge = 1j * along * half_width, along * half_length, along * (half_length - half_width)
    a, b = middle - reach - across, middle + reach - across
    c, d = middle + reach + across, middle - reach + across
    west, east = middle - ridge, middle + ridge
    slopes = [
        ([a, b, east, west], -across),
        ([b, c, east], along),
        ([c, d, west, east], across),
        ([d, a, west], -along),
    ]
    shadow = shape([point + 5 + 6j for point in (a, b, c, d)], YARD_SHADOW)
    return shadow + "".join(facet(side, fall, STONE_DARK, STONE_LIT) for side, fall in slopes)


def keep(centre: complex, radius: float, sides: int = 5) -> str:
    """A tower under a pointed roof, in carmine: what the walls are for."""
    base = [centre + cmath.rect(radius, math.tau * k / sides - math.pi / 2) for k in range(sides)]
    roofs = [facet([a, b, centre], (a + b) / 2 - centre, CARMINE_DARK, CARMINE_LIT) for a, b in edges(base)]
    return shape([point + 6 + 7j for point in base], YARD_SHADOW) + "".join(roofs)
