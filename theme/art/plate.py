# SPDX-License-Identifier: MIT
"""From shapes to files: an SVG sheet, and the same sheet as a small PNG (Chromium draws it, Pillow packs it)."""

from __future__ import annotations

import io
from pathlib import Path

from palette import NIGHT
from PIL import Image
from playwright.sync_api import sync_playwright

COLOURS = 64  # flat facets and a few edges between them: more colours only cost bytes


def plate(width: int, height: int, *shapes: str) -> str:
    """One sheet of the house: Prussian night, and the shapes on it in the order given."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" fill="none">'
        f'<path d="M0 0h{width}v{height}H0z" fill="{NIGHT}"/>{"".join(shapes)}</svg>'
    )


def write_png(svg: str, target: Path, width: int, height: int, colours: int = COLOURS) -> None:
    picture = Image.open(io.BytesIO(screenshot(svg, width, height))).convert("RGB")
    flat = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    flat.save(target, optimize=True)


def write_ico(svg: str, target: Path) -> None:
    """The icon that browsers ask for at the root: 48 units wide, kept at 48, 32 and 16 pixels."""
    picture = Image.open(io.BytesIO(screenshot(svg, 48, 48))).convert("RGB")
    picture.save(target, sizes=[(16, 16), (32, 32), (48, 48)])


def screenshot(svg: str, width: int, height: int) -> bytes:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
        png = page.screenshot()
        browser.close()
    return png
