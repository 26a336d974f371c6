# SPDX-License-Identifier: AGPL-3.0-or-later
"""XML that any parser takes: no character that XML 1.0 forbids, the same bytes each time. Pure."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

# What XML 1.0 cannot hold even escaped (section 2.2): one such character would cost readers the whole document.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def xml_bytes(root: ET.Element) -> bytes:
    """The document of `root`, indented, in UTF-8."""
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
