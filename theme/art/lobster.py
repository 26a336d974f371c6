# SPDX-License-Identifier: MIT
"""A lobster seen from above, head up, about 330 units long, its waist at the origin.

Each part is drawn once for the right side, as SVG path data, and mirrored; the light comes from the left.
"""

from __future__ import annotations

from dataclasses import dataclass

CARAPACE = "M0-104C3-92 5-84 8-79L12-84C13-77 15-73 19-69C31-56 37-36 37-14C37 2 31 15 22 22C14 19 6 18 0 18Z"
GROOVE = "M0-28C10-30 18-38 21-52M33-34C28-32 24-30 21-28M5-18C7-6 7 6 5 15"
BROW = "M3-84C6-74 10-68 16-62"
TELSON = "M0 112H8C12 124 13 138 9 149C5 152 2 153 0 153Z"
FLUKES = (
    "M10 111C26 114 45 126 52 143C54 150 48 155 40 154C28 150 16 134 10 118Z",
    "M8 112C18 118 30 134 32 150C32 157 24 159 18 156C12 146 8 130 8 116Z",
)
FLUKE_RIBS = "M15 117C26 124 36 136 42 149M11 120C17 130 21 142 23 152"
LEGS = (
    "M30-36C44-52 62-60 76-57L79-52C94-46 105-30 110-9L108-8C100-26 90-38 76-46L73-48C60-49 47-42 36-28Z",
    "M34-24C50-36 70-36 82-29L84-23C96-10 104 8 105 30L103 30C99 11 91-4 79-17L76-20C64-25 50-24 38-15Z",
    "M36-10C50-16 66-10 76 2L77 8C86 24 90 42 88 63L86 63C86 44 80 28 71 14L68 11C58 2 48-3 38-2Z",
    "M33 4C46 6 58 18 64 32L64 38C70 54 70 72 65 91L63 90C66 73 64 58 58 43L55 39C48 27 41 17 31 12Z",
)
ARM = "M17-68C26-74 37-86 43-99L47-101C50-110 56-120 62-127L76-120C73-110 68-100 62-92L58-91C50-76 40-63 28-54Z"
ARM_JOINTS = "M42-99C46-93 52-90 60-91M61-127C64-121 69-118 76-119"
# the broad claw crushes, the slim one cuts: a lobster has one of each
CRUSHER = (
    "M62-124C52-132 47-146 50-160C54-165 60-169 65-172C66-178 71-182 73-188C76-199 74-210 66-221"
    "C82-217 96-201 100-181C103-158 92-133 76-118Z"
)
CRUSHER_THUMB = (
    "M49-158C39-171 36-188 42-203C47-213 54-219 63-222C58-212 58-203 59-195C60-187 63-180 65-173C60-168 55-163 49-158Z"
)
CUTTER = (
    "M62-124C54-133 50-147 53-161C57-166 62-169 66-172C69-186 70-205 64-228C80-218 91-200 93-181C95-158 88-134 75-119Z"
)
CUTTER_THUMB = (
    "M52-159C43-173 40-191 44-208C48-218 54-226 61-231C58-218 59-205 61-194C62-186 64-179 66-173C61-168 57-164 52-159Z"
)
CLAW_SHINE = "M70-132C82-144 88-160 87-178M51-172C46-182 46-194 50-205"
ANTENNA_LEFT = "M11-88C24-124 25-168 34-208C44-252 82-282 134-280"
ANTENNA_RIGHT = "M11-88C24-122 22-170 26-206C34-266 92-292 128-262C150-243 158-216 154-196"
CLAW_DOTS = ((84, -160, 2.2), (80, -172, 1.6), (86, -182, 1.8), (76, -156, 1.5), (72, -146, 1.9))
BACK_DOTS = ((13, -8, 1.7), (21, -14, 1.4), (17, 4, 1.5), (25, -2, 1.7), (14, -44, 1.5), (10, -55, 1.3), (29, -18, 1.3))
CLAW_TEETH = "M67-180L72-184M71-189L76-192M73-199L77-201M73-208L76-209"
CLAW_TURN = "rotate(9 20 -66)"
FEELERS = "M4-98C8-112 14-122 24-128M3-99C4-116 7-126 10-134"
EYE = "M12-82C14-88 20-90 23-86C25-81 22-76 17-76Z"


@dataclass(frozen=True, slots=True)
class Shell:
    """The colours of one animal: lit side, shaded side, seams, highlights, and the width of its outline."""

    lit: str
    shaded: str
    seam: str
    shine: str
    outline: str = "none"
    width: float = 0


def lobster(shell: Shell) -> str:
    """The whole animal as a group of SVG shapes: the right side in shade, the left side in light."""
    right = half(shell, shell.shaded, shell.lit, CUTTER, CUTTER_THUMB, ANTENNA_RIGHT)
    left = half(shell, shell.lit, shell.shine, CRUSHER, CRUSHER_THUMB, ANTENNA_LEFT)
    return f'<g stroke-linecap="round" stroke-linejoin="round">{right}<g transform="scale(-1 1)">{left}</g></g>'


def half(shell: Shell, fill: str, shine: str, claw: str, thumb: str, antenna: str) -> str:
    """One side: legs first, then fan, tail rings from the last to the first, arm and claw, carapace on top."""
    solid = f'fill="{fill}" stroke="{shell.outline}" stroke-width="{shell.width}"'
    thin = f'fill="none" stroke="{shell.seam}" stroke-width="1.5"'
    glow = f'fill="none" stroke="{shine}" stroke-width="2.2"'
    arm = [
        *drawn(solid, ARM),
        *drawn(thin, ARM_JOINTS),
        *drawn(solid, claw, thumb),
        *drawn(thin, CLAW_TEETH),
        *drawn(glow, CLAW_SHINE),
        *dots(CLAW_DOTS, shell.seam),
    ]
    return "".join(
        [
            *drawn(f'fill="none" stroke="{fill}" stroke-width="2.6"', antenna),
            *drawn(f'fill="none" stroke="{fill}" stroke-width="1.8"', FEELERS),
            *drawn(solid, *LEGS, *FLUKES),
            *drawn(thin, FLUKE_RIBS),
            *drawn(solid, TELSON),
            *(part for index in range(5, -1, -1) for part in ring(index, solid, thin, glow)),
            f'<g transform="{CLAW_TURN}">{"".join(arm)}</g>',
            *drawn(solid, CARAPACE),
            *drawn(thin, GROOVE),
            *drawn(glow, BROW),
            *dots(BACK_DOTS, shell.seam),
            *drawn(f'fill="{shell.seam}"', EYE),
        ]
    )


def ring(index: int, solid: str, thin: str, glow: str) -> list[str]:
    """One ring of the tail, 0 next to the carapace and 5 next to the fan: plate, seam, light on its edge."""
    top, half_width = 14 + index * 16.5, 29 - index * 2.6
    plate = (
        f"M0 {top}H{half_width - 4:.1f}c5 4 8 12 6 23c-4 1-7-1-9-5"
        f"C{half_width - 14:.1f} {top + 22} 6 {top + 22} 0 {top + 22}Z"
    )
    seam = f"M0 {top + 16}C6 {top + 16} {half_width - 12:.1f} {top + 16} {half_width - 6:.1f} {top + 13}"
    edge = f"M{half_width - 2:.1f} {top + 11}q1 4 0 7"
    return [*drawn(solid, plate), *drawn(thin, seam), *drawn(glow, edge)]


def drawn(attributes: str, *paths: str) -> list[str]:
    return [f'<path d="{data}" {attributes}/>' for data in paths]


def dots(places: tuple[tuple[float, float, float], ...], fill: str) -> list[str]:
    return [f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>' for x, y, radius in places]
