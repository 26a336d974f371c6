# SPDX-License-Identifier: MIT
"""The gatekeeper's own answers: short, in French, never kept; nothing that was sent is echoed. Pure."""

from __future__ import annotations

import math
import secrets

from middleware.exemption import POLICY_PAGE
from middleware.guard import Outcome

RawHeaders = list[tuple[bytes, bytes]]

# Not 200: caches, monitors and search engines must not take a refusal for the page.
STATUS = {Outcome.LIMIT: 429, Outcome.REFUSE: 403, Outcome.TRAP: 404}

_SAID = {
    Outcome.LIMIT: ("Trop de demandes", "Ce site reçoit trop de demandes de votre part. Revenez dans un instant."),
    Outcome.REFUSE: ("Accès refusé", "Ce site n’accueille pas le robot que votre logiciel annonce, ou semble être."),
    Outcome.TRAP: ("Page introuvable", "Il n’y a rien à lire ici."),
}

_PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{sentence}</p>
<p>Pourquoi, et à qui écrire : <a href="{policy}">notre politique envers les robots</a>.</p>
<p>Référence de l’incident : <code>{incident}</code></p>
</main>
</body>
</html>
"""


def new_incident() -> str:
    """A reference that the page shows and the decision log keeps: 12 hexadecimal digits."""
    return secrets.token_hex(6)


def refusal(outcome: Outcome, seconds: float, incident: str) -> tuple[int, RawHeaders, bytes]:
    """(status, headers, body) of the answer; `seconds`: how long to wait, said to whoever is limited."""
    title, sentence = _SAID[outcome]
    page = _PAGE.format(title=title, sentence=sentence, policy=POLICY_PAGE, incident=incident)
    body = page.encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-robots-tag", b"noindex"),
    ]
    if outcome is Outcome.LIMIT:
        headers.append((b"retry-after", b"%d" % max(1, math.ceil(seconds))))
    return STATUS[outcome], headers, body
