# SPDX-License-Identifier: MIT
"""Remake middleware/permissions.json: the features that a real Chromium lets a page forbid.

`python scripts/permissions.py` writes the file, `--check` says whether the installed browser knows others (exit 1).
Client hints (`ch-*`) are left out: they carry no power over the reader, and forbidding them costs 480 bytes a page.
Features that Chromium lists but does not recognise in the header on this platform are left out too: they would log
an error on each page.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

DATA = Path(__file__).parent.parent / "middleware" / "permissions.json"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ORIGIN = "http://127.0.0.1/"


def features_and_version() -> tuple[list[str], str]:
    """Every feature whose denial the browser accepts without a word in the console."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        page.goto(ORIGIN)
        known = [name for name in page.evaluate("document.featurePolicy.features()") if name[:3] != "ch-"]
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.unroute("**/*")
        header = {"permissions-policy": ", ".join(f"{name}=()" for name in known)}
        page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html", headers=header))
        page.goto(ORIGIN + "denied")
        page.wait_for_timeout(200)
        refused = {name for name in known for text in complaints if f"'{name}'" in text}
        version = browser.version
        browser.close()
    return sorted(set(known) - refused), version


def main() -> int:
    features, version = features_and_version()
    recorded = json.loads(DATA.read_text()) if DATA.exists() else {"features": []}
    if "--check" in sys.argv[1:]:
        new, gone = set(features) - set(recorded["features"]), set(recorded["features"]) - set(features)
        print(f"Chromium {version}: {len(features)} features; new: {sorted(new)}; gone: {sorted(gone)}")
        return 1 if new or gone else 0
    record = {
        "source": f"document.featurePolicy.features() in Chromium {version}, without ch-*",
        "specification": "https://www.w3.org/TR/permissions-policy-1/",
        "date": datetime.now(UTC).date().isoformat(),
        "licence": "facts, no licence needed",
        "features": features,
    }
    DATA.write_text(json.dumps(record, indent=2) + "\n")
    print(f"{DATA.name}: {len(features)} features of Chromium {version}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
