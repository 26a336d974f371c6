# SPDX-License-Identifier: MIT
"""What browsers send when they open a page, and what programs send under a browser's name: header fields as they go
out, in their order. A field of https is not sent on http (Fetch Metadata, client hints, br)."""

from __future__ import annotations

from collections.abc import Mapping

Fields = Mapping[str, str]

_CHROME_ACCEPT = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
_ZSTD = "gzip, deflate, br, zstd"
_SAFARI_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_NAVIGATION = {"sec-fetch-dest": "document", "sec-fetch-mode": "navigate", "sec-fetch-site": "none"}
_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME_UA = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/153.0.0.0 Safari/537.36"


def _chromium(user_agent: str, brands: str, platform: str, language: str = "fr-FR,fr;q=0.9") -> Fields:
    return {
        "sec-ch-ua": brands,
        "sec-ch-ua-mobile": "?1" if "Mobile" in user_agent else "?0",
        "sec-ch-ua-platform": f'"{platform}"',
        "upgrade-insecure-requests": "1",
        "user-agent": user_agent,
        "accept": _CHROME_ACCEPT,
        **_NAVIGATION,
        "sec-fetch-user": "?1",
        "accept-encoding": _ZSTD,
        "accept-language": language,
    }


BROWSERS: Mapping[str, Fields] = {
    "Chrome, Windows": _chromium(
        CHROME_UA, '"Google Chrome";v="153", "Chromium";v="153", "Not?A_Brand";v="24"', "Windows"
    ),
    "Chrome, Android": _chromium(
        f"Mozilla/5.0 (Linux; Android 10; K) {_WEBKIT} Chrome/153.0.0.0 Mobile Safari/537.36",
        '"Chromium";v="153", "Google Chrome";v="153", "Not.A/Brand";v="99"',
        "Android",
    ),
    "Edge, macOS": _chromium(
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT} Chrome/153.0.0.0 Safari/537.36 Edg/153.0.0.0",
        '"Microsoft Edge";v="153", "Chromium";v="153", "Not?A_Brand";v="24"',
        "macOS",
    ),
    "Opera, Linux": _chromium(
        f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} Chrome/150.0.0.0 Safari/537.36 OPR/134.0.0.0",
        '"Opera";v="134", "Chromium";v="150", "Not)A;Brand";v="8"',
        "Linux",
    ),
    "Chrome, ChromeOS": _chromium(
        f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {_WEBKIT} Chrome/152.0.0.0 Safari/537.36",
        '"Chromium";v="152", "Google Chrome";v="152", "Not?A_Brand";v="8"',
        "Chrome OS",
    ),
    "Firefox, Linux": {
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-language": "fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3",
        "accept-encoding": _ZSTD,
        "upgrade-insecure-requests": "1",
        **_NAVIGATION,
        "sec-fetch-user": "?1",
        "priority": "u=0, i",
    },
    "Tor Browser": {
        "user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-language": "en-US,en;q=0.5",
        "accept-encoding": _ZSTD,
        "upgrade-insecure-requests": "1",
        **_NAVIGATION,
    },
    "Safari, macOS": {
        **_NAVIGATION,
        "user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/26.1 Safari/605.1.15",
        "accept": _SAFARI_ACCEPT,
        "accept-language": "fr-FR,fr;q=0.9",
        "accept-encoding": "gzip, deflate, br",
    },
    "Safari, iOS": {
        **_NAVIGATION,
        "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
        "accept": _SAFARI_ACCEPT,
        "accept-language": "fr-FR,fr;q=0.9",
        "accept-encoding": "gzip, deflate, br",
    },
    "Safari of 2021, before Fetch Metadata": {
        "user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/15.1 Safari/605.1.15",
        "accept": _SAFARI_ACCEPT,
        "accept-language": "fr-fr",
        "accept-encoding": "gzip, deflate, br",
    },
    "Safari, its Fetch Metadata left out": {
        "user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.1 Safari/605.1.15",
        "accept": _SAFARI_ACCEPT,
        "accept-language": "fr-FR,fr;q=0.9",
        "accept-encoding": "gzip, deflate, br",
    },
    "Internet Explorer 11": {
        "user-agent": "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "accept": "text/html, application/xhtml+xml, */*",
        "accept-language": "fr-FR",
        "accept-encoding": "gzip, deflate",
    },
}

IMPOSTORS: Mapping[str, Fields] = {
    "curl": {"user-agent": CHROME_UA, "accept": "*/*"},
    "curl, compressed, with a language": {
        "user-agent": CHROME_UA,
        "accept": "*/*",
        "accept-language": "fr",
        "accept-encoding": "deflate, gzip, br, zstd",
    },
    "python-requests": {
        "user-agent": CHROME_UA,
        "accept-encoding": "gzip, deflate",
        "accept": "*/*",
        "connection": "keep-alive",
    },
    "httpx": {
        "accept": "*/*",
        "accept-encoding": "gzip, deflate, br, zstd",
        "connection": "keep-alive",
        "user-agent": CHROME_UA,
    },
    "aiohttp": {"accept": "*/*", "accept-encoding": "gzip, deflate, br", "user-agent": CHROME_UA},
    "wget": {"user-agent": CHROME_UA, "accept": "*/*", "accept-encoding": "identity", "connection": "Keep-Alive"},
    "Go": {"user-agent": CHROME_UA, "accept-encoding": "gzip"},
    "Node's fetch": {
        "user-agent": CHROME_UA,
        "accept": "*/*",
        "accept-language": "*",
        "sec-fetch-mode": "cors",
        "accept-encoding": "gzip, deflate",
    },
}

# With the Accept and the language of a browser they pass on http: what would tell them apart is not sent there.
BETTER_IMPOSTORS: Mapping[str, Fields] = {
    "Scrapy": {
        "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-language": "en",
        "user-agent": CHROME_UA,
        "accept-encoding": "gzip, deflate",
    },
    "python-requests, dressed up": {
        "user-agent": CHROME_UA,
        "accept-encoding": "gzip, deflate, br",
        "accept": _CHROME_ACCEPT,
        "accept-language": "fr-FR,fr;q=0.9",
    },
}
HTTPS_ONLY = frozenset({"sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", *_NAVIGATION, "sec-fetch-user"})


def on_http(fields: Fields) -> Fields:
    """What is left of `fields` where the address is not https."""
    kept = {name: value for name, value in fields.items() if name not in HTTPS_ONLY}
    return {**kept, "accept-encoding": "gzip, deflate"}
