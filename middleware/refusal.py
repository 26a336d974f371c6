# SPDX-License-Identifier: MIT
"""The answer to a blocked crawler, as ready bytes: short, in French, and the same for all; nothing sent is echoed."""

from __future__ import annotations

from middleware.exemption import POLICY_PAGE

STATUS = 403  # not 200: caches, monitors and search engines must not take a refusal for the page

BODY = f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Accès refusé</title>
</head>
<body>
<main>
<h1>Accès refusé</h1>
<p>Votre logiciel s’annonce comme un robot que ce site n’accueille pas.</p>
<p>Pourquoi, et à qui écrire : <a href="{POLICY_PAGE}">notre politique envers les robots</a>.</p>
</main>
</body>
</html>
""".encode()

HEADERS = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-length", str(len(BODY)).encode()),
    (b"cache-control", b"no-store"),
    (b"x-robots-tag", b"noindex"),
)
