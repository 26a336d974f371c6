# SPDX-License-Identifier: MIT
"""The trap: who falls into it, who never does, and where it is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from protego import Protego
from robotstxt import RobotsMatcher
from selectolax.lexbor import LexborHTMLParser

from middleware.action import Action
from middleware.agents import Purpose
from middleware.app import create_app
from middleware.bans import REMEMBERED, Bans
from middleware.release import ReleaseError
from middleware.robots import robots_txt
from middleware.table import Table
from middleware.trap_policy import TrapPolicy, read_trap_policy
from middleware.verification_policy import VerificationPolicy
from tests.conftest import ROOT
from tests.guards import DEFAULT, DIRECTORY, ELSEWHERE, GOOGLE, Clock, asked, gatekeeper, guard_of, policy_of
from tests.real_clients import user_agents
from tests.sealed import FILES, seal

TRAP = "/inventaire/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SEO, SCRIPT = "SemrushBot/7~bl", "python-requests/2.32"
HOUR = 3600


@pytest.mark.parametrize("user_agent", [SEO, SCRIPT, "foobot/1.0", "", "ChatGPT-User/1.0"])
@pytest.mark.parametrize("path", [TRAP, f"{TRAP}2", f"{TRAP}x/y.html"])
def test_a_robot_that_takes_the_bait_is_banned(user_agent: str, path: str) -> None:
    clock = Clock()
    app = gatekeeper(guard_of(clock=clock))
    client = "127.0.0.1"

    bait = asked(app, user_agent, path, client=client)

    assert bait.status == 404
    assert bait.fields["cache-control"] == "no-store"
    assert bait.fields["x-robots-tag"] == "noindex"
    assert asked(app, user_agent, client=client).status == 403
    assert asked(app, user_agent, path, client=client).status == 403
    assert asked(app, user_agent, "/robots.txt", client=client).status == 200
    assert asked(app, user_agent, "/blog/atom.xml", client=client).status == 200
    clock.now += 24 * HOUR
    assert asked(app, user_agent, client=client).status == 200


def test_a_ban_is_of_one_prefix_with_one_user_agent() -> None:
    app = gatekeeper(guard_of())

    asked(app, SEO, TRAP, client="2001:db8:1:2::3")

    assert asked(app, SEO, client="2001:db8:1:2::4").status == 403
    assert asked(app, SEO, client="2001:db8:1:3::3").status == 200
    assert asked(app, SCRIPT, client="2001:db8:1:2::3").status == 200
    assert asked(app, FIREFOX, client="2001:db8:1:2::3").status == 200


def test_a_browser_is_banned_at_its_second_visit() -> None:
    clock = Clock()
    app = gatekeeper(guard_of(clock=clock))

    asked(app, FIREFOX, TRAP)
    assert asked(app, FIREFOX).status == 200
    clock.now += 23 * HOUR
    asked(app, FIREFOX, TRAP)

    assert asked(app, FIREFOX).status == 403


def test_a_browser_that_comes_back_another_day_is_forgiven() -> None:
    clock = Clock()
    app = gatekeeper(guard_of(clock=clock))

    for _ in range(3):
        assert asked(app, FIREFOX, TRAP).status == 404
        clock.now += 25 * HOUR

    assert asked(app, FIREFOX).status == 200


@pytest.mark.parametrize("client", ["127.0.0.1", "unix:"])
def test_readers_who_cannot_be_told_apart_are_not_banned_for_each_other(client: str) -> None:
    app = gatekeeper(guard_of())

    for _ in range(5):
        asked(app, FIREFOX, TRAP, client=client)

    assert asked(app, FIREFOX, client=client).status == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"sec_purpose": "prefetch"},
        {"sec_purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x_moz": "prefetch"},
        {"sec_purpose": "Prefetch;anonymous-client-ip"},
    ],
)
def test_what_a_browser_fetches_ahead_is_ignored(fields: dict[str, str]) -> None:
    app = gatekeeper(guard_of())

    for user_agent in (FIREFOX, SEO):
        for _ in range(3):
            assert asked(app, user_agent, TRAP, **fields).status == 404
        assert asked(app, user_agent).status == 200


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_only_a_get_takes_the_bait(method: str) -> None:
    app = gatekeeper(guard_of())

    for _ in range(3):
        asked(app, SEO, TRAP, method=method)

    assert asked(app, SEO).status == 200


@pytest.mark.parametrize("name", ["search.txt", "feed.txt", "preview.txt", "monitor.txt"])
def test_nobody_who_brings_readers_is_banned(name: str) -> None:
    """From an address that proves nothing; a few of these names are those of tools that anyone may use."""
    guard = guard_of()
    app = gatekeeper(guard)
    verdicts = {text: guard.gate.verdict(text) for text in user_agents(name)}
    known = [text for text, verdict in verdicts.items() if verdict.action is Action.ALLOW]

    for user_agent in known:
        asked(app, user_agent, TRAP, client="10.0.0.9")

    assert len(known) > 0.8 * len(verdicts)
    assert [text for text in known if asked(app, text, client="10.0.0.9").status == 403] == []


def test_a_search_engine_is_spared_and_its_impostor_is_not() -> None:
    app = gatekeeper(guard_of(policy_of(verification=VerificationPolicy(spoofed=Action.OBSERVE))))

    asked(app, GOOGLEBOT, TRAP, client=GOOGLE)
    asked(app, GOOGLEBOT, TRAP, client=ELSEWHERE)

    assert asked(app, GOOGLEBOT, client=GOOGLE).status == 200
    assert asked(app, GOOGLEBOT, client=ELSEWHERE).status == 403


def test_an_agent_that_the_owner_allows_by_name_is_spared() -> None:
    app = gatekeeper(guard_of(policy_of(agents={"SemrushBot": Action.ALLOW})))

    asked(app, SEO, TRAP)

    assert asked(app, SEO).status == 200


@pytest.mark.parametrize("purpose", ["search", "feed", "preview", "monitor"])
def test_whoever_brings_readers_is_spared_even_where_the_owner_slows_it(purpose: str) -> None:
    guard = guard_of(policy_of(actions={**DEFAULT.actions, Purpose(purpose): Action.THROTTLE}))
    app = gatekeeper(guard)
    agent = next(agent for agent in DIRECTORY.agents if agent.purpose == purpose and not agent.ranges)

    asked(app, agent.token, TRAP)

    assert asked(app, agent.token).status == 200


@pytest.mark.parametrize("path", [f"{TRAP}plan.png", f"{TRAP}atom.xml"])
def test_a_path_where_nobody_is_refused_is_no_bait(path: str) -> None:
    app = gatekeeper(guard_of())

    assert asked(app, SEO, path).status == 200
    assert asked(app, SEO).status == 200


def test_without_a_trap_its_path_is_a_path_like_others() -> None:
    app = gatekeeper(guard_of(policy_of(trap=None)))

    assert asked(app, SEO, TRAP).status == 200
    assert asked(app, SEO).status == 200


def test_what_the_trap_remembers_is_bounded() -> None:
    bans = Bans(60.0)

    for number in range(REMEMBERED + 100):
        bans.add(str(number), "x", 1.0, forgives=True)
        bans.add(str(number), "x", 1.0)

    assert len(bans._until) == len(bans._warned) == REMEMBERED
    assert bans.holds(str(REMEMBERED), "x", 2.0)
    assert not bans.holds("0", "x", 2.0)


@pytest.mark.parametrize("token", ["Googlebot", "bingbot", "anything", "Slackbot", "OAI-SearchBot"])
def test_both_parsers_of_robots_txt_keep_out_of_the_trap(token: str) -> None:
    text = robots_txt(DEFAULT, DIRECTORY, "https://rempart.example")
    protego, google = Protego.parse(text), RobotsMatcher()

    for path, allowed in ((TRAP, False), (f"{TRAP}x", False), ("/inventaire", True), ("/", True), ("/blog", True)):
        url = f"https://rempart.example{path}"
        assert protego.can_fetch(url, token) is allowed
        assert google.is_allowed(text, token, url) is allowed


def read(values: dict[str, object]) -> tuple[TrapPolicy | None, list[str]]:
    table = Table({"trap": values}).table("trap")
    return read_trap_policy(table), table.faults


def test_each_key_of_the_section_is_read() -> None:
    assert read({}) == (TrapPolicy("/inventaire/", 24), [])
    assert read({"path": "/a/b-c2/", "ban_hours": 1}) == (TrapPolicy("/a/b-c2/", 1), [])
    assert read({"enabled": False}) == (None, [])


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"path": path}, f"trap.path = {path!r}: not a folder of its own: write lower-case words")
        for path in [
            "/",
            "",
            "x",
            "/x",
            "x/",
            "//",
            "/a b/",
            "/é/",
            "/X/",
            "/a/../",
            "/a?b/",
            "/theme/",
            "/.well-known/a/",
        ]
    ]
    + [
        ({"ban_hours": 0}, "trap.ban_hours = 0: too small: write 1 or more"),
        ({"ban_hours": 9999}, "trap.ban_hours = 9999: too long: write 8760 or less"),
        ({"enabled": "yes"}, "trap.enabled = 'yes': not true or false"),
        ({"paths": "/x/"}, "trap.paths = '/x/': unknown key"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(values: dict[str, object], fault: str) -> None:
    _, faults = read(values)

    assert len(faults) == 1
    assert fault in faults[0]


@pytest.mark.parametrize("path", ["/inventaire", "/inventaire/2026"])
def test_a_site_with_a_page_in_the_trap_is_not_served(tmp_path: Path, policy_file: Path, path: str) -> None:
    seal(tmp_path, {**FILES, path: FILES["/"]})

    with pytest.raises(ReleaseError, match=f"{path} is a page and crawlers.trap.path = '/inventaire/'"):
        create_app(tmp_path / "current", policy_file)


def test_a_page_beside_the_trap_is_served(tmp_path: Path, policy_file: Path) -> None:
    seal(tmp_path, {**FILES, "/inventaires": FILES["/"]})

    assert asked(create_app(tmp_path / "current", policy_file), FIREFOX, "/inventaires").status == 200


def links_to_trap(public: Path) -> dict[str, list[dict[str, str | None]]]:
    """For each page of a release, the attributes of its links to the trap."""
    pages = {path.name: LexborHTMLParser(path.read_text("utf-8")) for path in public.rglob("*.html")}
    return {name: [node.attributes for node in tree.css(f'a[href="{TRAP}"]')] for name, tree in pages.items()}


def test_every_page_holds_the_bait_where_no_reader_meets_it(published: Path) -> None:
    public = (published / "current").resolve()

    found = links_to_trap(public)

    assert len(found) > 10
    for links in found.values():
        assert [link.pop("class") for link in links] == ["trap"]
        assert links == [{"href": TRAP, "rel": "nofollow", "aria-hidden": "true", "tabindex": "-1"}]
    assert f"Disallow: {TRAP}" in (public / "robots.txt").read_text()
    assert ".trap {" in next((public / "theme" / "css").glob("site.*.css")).read_text()
    assert TRAP not in (public / "sitemap.xml").read_text()


def test_a_site_without_a_trap_has_no_bait(tmp_path: Path) -> None:
    policy, output = tmp_path / "policy.toml", tmp_path / "output"
    policy.write_text("[crawlers.trap]\nenabled = false\n")
    command = [sys.executable, "-m", "plugins", "publish", "--output", str(output), "--policy", str(policy)]

    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    public = (output / "current").resolve()
    assert not any(links_to_trap(public).values())
    assert TRAP not in (public / "robots.txt").read_text()
