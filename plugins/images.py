# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures: the file that a `src` names, and its size. Nothing comes from elsewhere: the site's policy forbids it."""

from __future__ import annotations

import posixpath
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, unquote, urlsplit

from PIL import Image, UnidentifiedImageError

# The decoder that each extension may use: a file that is not what its name says is refused.
FORMATS: Mapping[str, str] = MappingProxyType(
    {".avif": "AVIF", ".gif": "GIF", ".jpeg": "JPEG", ".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
)
MAX_PIXELS = 50_000_000
TURNED = frozenset({5, 6, 7, 8})  # values of Exif's Orientation, as cameras write it, that swap the sides
ORIENTATION = 0x0112

SVG = re.compile(r"<svg\b[^>]*>")
LENGTH = re.compile(r"\s(width|height)\s*=\s*[\"'](\d+(?:\.\d+)?)(?:px)?[\"']")
VIEW_BOX = re.compile(r"\sviewBox\s*=\s*[\"'][-\d.]+[\s,]+[-\d.]+[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)\s*[\"']")


class PictureError(ValueError):
    """Why a picture cannot be shown, and what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}: {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the site: its URL path, its description, its size in CSS pixels."""

    src: str
    alt: str
    width: int
    height: int


def picture(content: Path, src: str, alt: str) -> Picture:
    """The picture at URL path `src`. Raises PictureError when it is off the site, missing, or not readable."""
    if urlsplit(src).scheme or src.startswith("//"):
        raise PictureError("not on this site", "put the file beside the article and write its path")
    file = _file(content, src)
    width, height = _svg_size(file) if file.suffix.lower() == ".svg" else _size(file)
    return Picture(src, alt, width, height)


def picture_path(src: str, route_path: str) -> str:
    """The absolute URL path of `src` written on the page at `route_path`: `./x.png` at `/blog/a` is `/blog/x.png`.

    An address off the site is returned as it is.
    """
    if urlsplit(src).scheme or src.startswith("//"):
        return src
    path = posixpath.normpath(posixpath.join(posixpath.dirname(route_path), unquote(urlsplit(src).path)))
    return quote(path)


def _file(content: Path, src: str) -> Path:
    """The file that will be served at `src`: beside the texts, or in `public/`, which maps to `/`."""
    relative = unquote(src).lstrip("/")
    places = [content / relative, content / "public" / relative]
    if ".." in Path(relative).parts:
        raise PictureError("outside the content folder", "write a path below it")
    for place in places:
        if place.is_file():
            return place
    raise PictureError(f"no file at {content.name}/{relative}", "put the picture there, or mend its path")


def _size(file: Path) -> tuple[int, int]:
    form = FORMATS.get(file.suffix.lower())
    if form is None:
        raise PictureError(
            f"not a kind of picture shown here: {file.suffix}", f"save it as {', '.join(FORMATS)} or .svg"
        )
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            return _read_size(file, form)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError(f"not a readable {form} file", "save it again from an image editor") from error


def _read_size(file: Path, form: str) -> tuple[int, int]:
    """Size from the file's head, as shown; the whole is checked as far as the format has sums for it."""
    with Image.open(file, formats=[form]) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise PictureError(f"{width} x {height} pixels", f"keep it under {MAX_PIXELS:,} pixels")
        is_turned = form == "JPEG" and image.getexif().get(ORIENTATION) in TURNED
        image.verify()
    return (height, width) if is_turned else (width, height)


def _svg_size(file: Path) -> tuple[int, int]:
    """From `width` and `height` in pixels, else from `viewBox`; only the opening tag is read."""
    tag = SVG.search(file.read_text(encoding="utf-8", errors="replace"))
    lengths = dict(LENGTH.findall(tag[0])) if tag else {}
    box = VIEW_BOX.search(tag[0]) if tag else None
    if {"width", "height"} <= lengths.keys():
        return round(float(lengths["width"])), round(float(lengths["height"]))
    if box:
        return round(float(box[1])), round(float(box[2]))
    raise PictureError("an SVG file without a size", 'write viewBox="0 0 width height" on its <svg>')
