# SPDX-License-Identifier: MIT
"""The pages of the challenge, in French: what is asked, and what to do when it did not work. Nothing inline. Pure."""

from __future__ import annotations

from enum import StrEnum
from html import escape

from middleware.challenge_files import script, stylesheet
from middleware.exemption import CHALLENGE_PATH, POLICY_PAGE

_LAYOUT = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title} – {site}</title>
<link rel="stylesheet" href="{sheet.path}" integrity="{sheet.integrity}" crossorigin>
{head}</head>
<body>
<main>
<h1>{title}</h1>
{main}
<p>Pourquoi, et à qui écrire : <a href="{policy}">notre politique envers les robots</a>. Référence de l’incident :
<code>{incident}</code></p>
</main>
</body>
</html>
"""

_REFRESH = '<meta http-equiv="refresh" content="{seconds};url={url}">\n'
_SCRIPT = '<script src="{0.path}" integrity="{0.integrity}" crossorigin defer></script>\n'

_ASKED = """<p>Ce site tient à distance les robots qui se cachent. Votre navigateur fait donc un petit calcul, puis
ouvre la page demandée : vous n’avez rien à faire.</p>
<form method="post" action="{action}"><input type="hidden" name="t" value="{ticket}">
<input type="hidden" name="n"></form>
<p><progress max="1" value="0" aria-label="Avancement du calcul" hidden></progress></p>
<p role="status"></p>
<p>Sans JavaScript, ou si rien ne se passe : <a href="{url}">ouvrez la page</a> au bout de {seconds} secondes.</p>
<p>Un cookie nous évite de recommencer à chaque page. Il ne dit rien de vous, et s’efface au bout de {hours}.</p>"""


class Setback(StrEnum):
    """Why a challenge was not passed."""

    COOKIE = "cookie"
    EXPIRED = "expired"
    INVALID = "invalid"
    EARLY = "early"


_SAID = {
    Setback.COOKIE: (
        "Le cookie n’est pas revenu",
        "Votre navigateur n’a pas gardé le cookie qui dit que la vérification est faite : elle recommencerait sans "
        "fin. Autorisez les cookies de ce site, puis",
    ),
    Setback.EXPIRED: ("La vérification a expiré", "Elle vaut cinq minutes. Quand vous voudrez,"),
    Setback.INVALID: (
        "La vérification n’a pas abouti",
        "Elle a été commencée par un autre navigateur, ou nous est revenue incomplète. Vous pouvez recommencer :",
    ),
    Setback.EARLY: ("Encore quelques secondes", "La page s’ouvre ensuite d’elle-même. Sinon,"),
}


def pass_url(ticket: str) -> str:
    """Where a client that waited shows its `ticket`."""
    return f"{CHALLENGE_PATH}?t={ticket}"


def challenge_page(ticket: str, wait_seconds: int, clearance_hours: int, site: str, incident: str) -> str:
    """The page that challenges the bearer of `ticket`, at most 4 KB. One that waits is let in a second late: the
    server's clock is the judge."""
    hours = f"{clearance_hours} heure{'s' if clearance_hours > 1 else ''}"
    url, seconds = pass_url(ticket), wait_seconds + 1
    main = _ASKED.format(action=CHALLENGE_PATH, ticket=ticket, url=url, seconds=seconds, hours=hours)
    refresh = _REFRESH.format(seconds=seconds, url=url).rstrip()
    head = f"<noscript>{refresh}</noscript>\n{_SCRIPT.format(script())}"
    return _page("Un instant, s’il vous plaît", head, main, site, incident)


def setback_page(setback: Setback, url: str, wait_seconds: int, site: str, incident: str) -> str:
    """The page that explains `setback`; `url` is where to go on from there. Only an early one goes on by itself."""
    title, sentence = _SAID[setback]
    address = escape(url)
    is_early = setback is Setback.EARLY
    head = _REFRESH.format(seconds=wait_seconds + 1, url=address) if is_early else ""
    link = "ouvrez la page" if is_early else "demandez la page à nouveau"
    return _page(title, head, f'<p>{sentence} <a href="{address}">{link}</a>.</p>', site, incident)


def _page(title: str, head: str, main: str, site: str, incident: str) -> str:
    shown = {"title": title, "head": head, "main": main, "incident": incident}
    return _LAYOUT.format(**shown, site=escape(site), sheet=stylesheet(), policy=POLICY_PAGE)
