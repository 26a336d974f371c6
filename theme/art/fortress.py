# SPDX-License-Identifier: MIT
"""The plan of a bastioned fortress, after Vauban's first system: a few numbers in, polygons out.

A point is a complex number, x to the right and y down, in the units of the drawing; angles are in radians.
"""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from itertools import pairwise

Polygon = list[complex]
Line = tuple[complex, complex]  # a point, and a direction of length one

RAVELIN_HALF_ANGLE = math.radians(43)


@dataclass(frozen=True, slots=True)
class Fortress:
    """Nested outlines, each clockwise on screen: what is drawn later stands inside what is drawn earlier."""

    covered_way: Polygon  # the outer edge of the moat: one salient before each bastion and each ravelin
    ravelins: list[Polygon]  # the arrowheads that stand in the moat before each curtain wall
    enceinte: Polygon  # the wall itself: faces, flanks, curtains
    court: Polygon  # the yard inside

    def curtain(self, index: int) -> complex:
        """The middle of one curtain wall, where a gate can stand."""
        return (self.enceinte[5 * index + 2] + self.enceinte[5 * index + 3]) / 2


def fortress(centre: complex, radius: float, moat: float, sides: int = 5, turn: float = -math.pi / 2) -> Fortress:
    """A regular fortress: `radius` reaches the bastion tips, `moat` is the width of the water."""
    tips = [centre + cmath.rect(radius, turn + math.tau * k / sides) for k in range(sides)]
    enceinte, curtains, ravelins, covered_way = [], [], [], []
    for a, b in edges(tips):
        wall = front(a, b)
        ravelin, edge = ravelin_and_edge(wall, b, moat, radius)
        enceinte += wall
        curtains.append(line(wall[2], wall[3]))
        ravelins.append(ravelin)
        covered_way += [*salient(a, centre, moat), *edge]
    court = [meet(*corner) for corner in pairwise([curtains[-1], *curtains])]
    return Fortress(covered_way, ravelins, enceinte, grown(court, -radius * 0.11))


def front(a: complex, b: complex) -> Polygon:
    """One front between two bastion tips: tip, shoulder, flank foot, flank foot, shoulder (not the next tip).

    Proportions for a pentagon: the perpendicular is 1/7 of the side, each face 2/7.
    """
    side = b - a
    pivot = (a + b) / 2 + 1j * side / 7
    to_b, to_a = line(a, pivot)[1], line(b, pivot)[1]
    near, far = a + to_b * abs(side) * 2 / 7, b + to_a * abs(side) * 2 / 7
    return [a, near, far + to_a * abs(far - near), near + to_b * abs(far - near), far]


def ravelin_and_edge(wall: Polygon, b: complex, moat: float, radius: float) -> tuple[Polygon, Polygon]:
    """The ravelin before one curtain, and the covered way around it (re-entrant, salient, re-entrant)."""
    a, near, _, _, far = wall
    out = -1j * line(a, b)[1]
    bank_a, bank_b = beside(line(a, near), moat), beside(line(far, b), moat)
    tip = (a + b) / 2 + out * radius * 0.235
    face_a = (tip, out * cmath.rect(1, RAVELIN_HALF_ANGLE))
    face_b = (tip, -out * cmath.rect(1, -RAVELIN_HALF_ANGLE))
    edge_a, edge_b = beside(face_a, moat * 0.6), beside(face_b, moat * 0.6)
    ravelin = [meet(face_a, bank_a), tip, meet(face_b, bank_b), meet(bank_a, bank_b)]
    return ravelin, [meet(bank_a, edge_a), meet(edge_a, edge_b), meet(edge_b, bank_b)]


def salient(tip: complex, centre: complex, moat: float) -> Polygon:
    """The corner of the covered way before a bastion, cut square as masons cut it."""
    out = line(centre, tip)[1] * moat
    return [tip + out * (1.08 - 0.42j), tip + out * (1.08 + 0.42j)]


def grown(polygon: Polygon, distance: float) -> Polygon:
    """The polygon with each side moved outward (inward when negative), corners kept sharp."""
    sides = [beside(line(start, end), distance) for start, end in edges(polygon)]
    return [meet(before, after) for before, after in pairwise([sides[-1], *sides])]


def edges(polygon: Polygon) -> list[tuple[complex, complex]]:
    return list(pairwise([*polygon, polygon[0]]))


def line(start: complex, end: complex) -> Line:
    return start, (end - start) / abs(end - start)


def beside(one: Line, distance: float) -> Line:
    """The parallel line at `distance` on the left hand, which is outside for a polygon clockwise on screen."""
    return one[0] - 1j * one[1] * distance, one[1]


def meet(one: Line, other: Line) -> complex:
    """Where two lines that are not parallel cross."""
    return one[0] + one[1] * (cross(other[0] - one[0], other[1]) / cross(one[1], other[1]))


def cross(a: complex, b: complex) -> float:
    return a.real * b.imag - a.imag * b.real
