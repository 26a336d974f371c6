# SPDX-License-Identifier: MIT
"""The colours of every plate of the house: Prussian night, limestone, carmine."""

from __future__ import annotations

NIGHT, GROUND, WATER, DEEP = "#0d2438", "#143450", "#0f4a63", "#0b2136"
RIPPLE, GLACIS, BANK = "#2c7288", "#2d6079", "#2a566e"
STONE, STONE_DIM, STONE_LIT, STONE_DARK = "#ece7d8", "#a9b6b8", "#fbf4e4", "#4d5560"
TERRACE, RAVELIN_TOP, SLOT, PLANK = "#b5b0a2", "#a39f93", "#39424c", "#8f8a7e"
LINE, FAINT, FAINTER, PAVING = "#5d8399", "#173a54", "#143149", "#1b405a"
CARMINE, CARMINE_DARK, CARMINE_PALE, CARMINE_LIT, ATTACK = "#d8413c", "#8f2230", "#ff8d7c", "#e5534a", "#ff6f61"
MOAT_SHADOW, YARD_SHADOW = "#0a2c40", "#061827"


def mixed(dark: str, light: str, share: float) -> str:
    """The colour at `share` (0 to 1) of the way from `dark` to `light`."""
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (dark, light)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(*ends, strict=True))
