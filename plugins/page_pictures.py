# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures in a page: each has its size and loads late; the head's is not shown twice; a titled one is a figure."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from plugins.body import Desk
from plugins.images import Picture, PictureError, picture, picture_path
from plugins.tree import Located


class Pictures(Treeprocessor):
    """Works on every `<img>`, from Markdown and from raw HTML alike."""

    def __init__(self, desk: Desk, content: Path) -> None:
        super().__init__()
        self.desk = desk
        self.content = content

    def run(self, root: Element) -> None:
        self._drop_the_heads(root)
        for paragraph in [child for child in root.iter("p") if _lone_picture(child) is not None]:
            _make_figure(paragraph)
        for image in root.iter("img"):
            self._complete(image)

    def _drop_the_heads(self, root: Element) -> None:
        """Remove the first picture when it is the head's, alone on its line: the page shows that one already."""
        origin = self.desk.body.origin
        first = next(root.iter("img"), None)
        if first is None or not origin.picture:
            return
        paths = {picture_path(src, origin.route_path) for src in (origin.picture, first.get("src", ""))}
        for paragraph in root.findall("p"):
            if len(paths) == 1 and _opens_with(paragraph, first):
                _drop_first_line(paragraph)
                if not len(paragraph) and not paragraph.text:
                    root.remove(paragraph)

    def _complete(self, image: Element) -> None:
        line = image.line if isinstance(image, Located) else 0
        src = image.get("src", "")
        if "alt" not in image.attrib:
            self.desk.body.error(
                line, src or "<img>", "no description", 'write alt="...", or alt="" if it only decorates'
            )
        try:
            shown = picture(self.content, picture_path(src, self.desk.body.origin.route_path), image.get("alt", ""))
        except PictureError as error:
            self.desk.body.error(line, src or "<img>", error.problem, error.remedy)
        else:
            _fill(image, shown)


def _fill(image: Element, shown: Picture) -> None:
    """Size the picture as its file is, or as the author's own width asks, in proportion."""
    asked = image.get("width", "")
    width = int(asked) if asked.isdecimal() and asked.isascii() and int(asked) else shown.width
    height = round(shown.height * width / shown.width) if shown.width else shown.height
    image.attrib |= {"src": shown.src, "width": str(width), "height": str(height)}
    image.attrib |= {"loading": "lazy", "decoding": "async"}


def _lone_picture(paragraph: Element) -> Element | None:
    """The picture that is all of `paragraph`."""
    child = paragraph[0] if len(paragraph) == 1 else None
    if child is None or child.tag != "img" or (paragraph.text or "").strip() or (child.tail or "").strip():
        return None
    return child


def _opens_with(paragraph: Element, image: Element) -> bool:
    """Whether the first line of `paragraph` is `image` and nothing else."""
    if not len(paragraph) or paragraph[0] is not image or (paragraph.text or "").strip():
        return False
    after = (image.tail or "").lstrip(" ")
    return after.startswith("\n") or (not after and (len(paragraph) == 1 or paragraph[1].tag == "br"))


def _drop_first_line(paragraph: Element) -> None:
    """Take out the picture that opens `paragraph`, and the line break after it."""
    for tag in ("img", "br"):
        if len(paragraph) and paragraph[0].tag == tag and not paragraph.text:
            paragraph.text = (paragraph[0].tail or "").lstrip()
            del paragraph[0]


def _make_figure(paragraph: Element) -> None:
    """Turn the paragraph of a lone picture with a title into a figure with that title as its caption."""
    image = paragraph[0]
    title = image.attrib.pop("title", "")
    if title:
        paragraph.tag = "figure"
        paragraph.set("class", "picture")
        image.tail = None
        SubElement(paragraph, "figcaption").text = title
