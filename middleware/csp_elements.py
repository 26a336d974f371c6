# SPDX-License-Identifier: MIT
"""What one HTML element asks of the policy: the sources it needs, and the reasons to refuse it. Pure."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

Need = tuple[str, str]  # directive, source

SELF = "'self'"

# <link rel=...> tokens that make the browser fetch, by directive.
_LINK_NEEDS = {
    "stylesheet": "style-src",
    "icon": "img-src",
    "apple-touch-icon": "img-src",
    "mask-icon": "img-src",
    "manifest": "manifest-src",
}
_PRELOAD_NEEDS = {"font": "font-src", "image": "img-src", "style": "style-src"}

# Attributes that name what an element fetches, by tag; and the directive that governs it.
_FETCHES = {
    "img": ("img-src", ("src", "srcset")),
    "image": ("img-src", ("href", "xlink:href")),
    "audio": ("media-src", ("src",)),
    "video": ("media-src", ("src",)),
    "track": ("media-src", ("src",)),
    "use": ("img-src", ("href", "xlink:href")),
}

# JavaScript types: https://html.spec.whatwg.org/#attr-script-type. Any other type is data, which CSP leaves alone.
_SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}

_FORBIDDEN = {
    "base": "would move every relative address of the page",
    "embed": "opens a plug-in",
    "frame": "holds another page",
    "iframe": "holds another page",
    "object": "opens a plug-in",
    "template": "holds elements that its policy could not see",
}
_DANGEROUS_SCHEME = re.compile(
    r"[\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|[\x00-\x20]*data:", re.IGNORECASE
)
_REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
_INTEGRITY = re.compile(r"sha384-[A-Za-z0-9+/]{64}")


def _shown(node: LexborNode, attribute: str = "") -> str:
    value = node.attributes.get(attribute)
    return f'<{node.tag} {attribute}="{(value or "")[:80]}">' if attribute else f"<{node.tag}>"


def _rel(node: LexborNode) -> set[str]:
    return set((node.attributes.get("rel") or "").lower().split())


def _is_script(node: LexborNode) -> bool:
    kind = (node.attributes.get("type") or "").strip().lower()
    return node.tag == "script" and kind in _SCRIPT_TYPES


def _fetched(node: LexborNode) -> Iterator[tuple[str, str, str]]:
    """(directive, attribute, value) for each resource that `node` makes the browser fetch, scripts apart."""
    tag, attributes = node.tag, node.attributes
    if tag in _FETCHES:
        directive, names = _FETCHES[tag]
        yield from ((directive, name, value) for name in names if (value := attributes.get(name)) and value[0] != "#")
    if tag == "video" and (poster := attributes.get("poster")):
        yield "img-src", "poster", poster
    if tag == "input" and attributes.get("type") == "image":
        yield "img-src", "src", attributes.get("src") or ""
    if tag == "source":
        parent = node.parent.tag if node.parent else ""
        directive = "img-src" if parent == "picture" else "media-src"
        yield from ((directive, name, value) for name in ("src", "srcset") if (value := attributes.get(name)))
    if tag == "link":
        yield from ((directive, "href", attributes.get("href") or "") for directive in _link_directives(node))


def _link_directives(node: LexborNode) -> Iterator[str]:
    rel = _rel(node)
    yield from (directive for token, directive in _LINK_NEEDS.items() if token in rel)
    if "preload" in rel and (directive := _PRELOAD_NEEDS.get((node.attributes.get("as") or "").lower())):
        yield directive


def _preloads_script(node: LexborNode) -> bool:
    rel = _rel(node)
    return "modulepreload" in rel or ("preload" in rel and (node.attributes.get("as") or "").lower() == "script")


def element_needs(node: LexborNode) -> Iterator[Need]:
    """The (directive, source) pairs without which this element would not work."""
    yield from ((directive, SELF) for directive, _, _ in _fetched(node))
    if node.tag == "form":
        yield "form-action", SELF
    if node.tag == "style":
        yield "style-src", _inline_hash(node)
    if _is_script(node):
        integrity = _INTEGRITY.search(node.attributes.get("integrity") or "")
        yield "script-src", f"'{integrity[0]}'" if integrity else _inline_hash(node)


def _inline_hash(node: LexborNode) -> str:
    """Browsers hash the text after the parser has made every line end LF."""
    text = node.text().replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def refusals(node: LexborNode) -> Iterator[str]:
    """Why this element cannot stand in a page of this house: one sentence a reason, with the remedy."""
    if node.tag in _FORBIDDEN:
        yield f"{_shown(node)} {_FORBIDDEN[node.tag]}: remove it"
    for name in node.attributes:
        yield from _attribute_refusals(node, name)
    for _, attribute, value in _fetched(node):
        if any(_REMOTE.match(address) for address in _addresses(attribute, value)):
            yield f"{_shown(node, attribute)} is not this site: bring the file home and write its path"
    if _is_script(node):
        yield from _script_refusals(node)
    if _preloads_script(node):
        yield f"{_shown(node, 'href')} loads a script apart from its <script>: remove it"


def _addresses(attribute: str, value: str) -> list[str]:
    if attribute != "srcset":
        return [value]
    return [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]


def _attribute_refusals(node: LexborNode, name: str) -> Iterator[str]:
    value = node.attributes[name] or ""
    if name.startswith("on"):
        yield f"{_shown(node, name)} is an inline handler: move it to a script file of the theme"
    elif name == "style":
        yield f"{_shown(node, name)} is an inline style: write a class and put the rule in the stylesheet"
    elif name == "srcdoc":
        yield f"{_shown(node, name)} holds another page: remove it"
    elif name in {"href", "xlink:href", "action", "formaction"} and _DANGEROUS_SCHEME.match(value):
        yield f"{_shown(node, name)} runs a script: write an address"
    elif name in {"action", "formaction"} and _REMOTE.match(value):
        yield f"{_shown(node, name)} sends the form elsewhere: write a path of this site"


def _script_refusals(node: LexborNode) -> Iterator[str]:
    address = node.attributes.get("src")
    if address is None:
        return
    if _REMOTE.match(address):
        yield f"{_shown(node, 'src')} is not this site: bring the file home and write its path"
    elif not _INTEGRITY.search(node.attributes.get("integrity") or "") or "crossorigin" not in node.attributes:
        # Integrity-Policy blocks a script that has one without the other, and says nothing.
        yield f"{_shown(node, 'src')} lacks integrity or crossorigin: write both, the hash as sha384"
