# SPDX-License-Identifier: MIT
"""Who a User-Agent names, on real strings: no crawler passes for a reader, no reader for a crawler."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleware.agents import Agent, Directory, Purpose, load_directory
from middleware.crawlers import MOST_NAMES, PRECEDENCE, READ, Crawlers
from tests.real_clients import user_agents

CRAWLERS = Crawlers(load_directory())
AI = {
    Purpose.TRAINING,
    Purpose.DATASET,
    Purpose.AI_SEARCH,
    Purpose.USER_FETCH,
    Purpose.AGENT,
    Purpose.CODING_AGENT,
}
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


def small(*agents: Agent) -> Crawlers:
    return Crawlers(Directory(date(2026, 11, 23), agents, {}))


def agent(token: str, purpose: Purpose, **more: tuple[str, ...]) -> Agent:
    return Agent(token=token, purpose=purpose, robots_token=token, cost="", sources=(), **more)


def purposes(name: str) -> list[Purpose]:
    return [CRAWLERS.identify(text).purpose for text in user_agents(name)]


@pytest.mark.parametrize("line", user_agents("regressions.tsv"))
def test_strings_that_other_lists_get_wrong_are_right_here(line: str) -> None:
    purpose, name, user_agent = line.split("\t")

    identity = CRAWLERS.identify(user_agent)

    assert (identity.purpose, identity.name) == (purpose, name)


@pytest.mark.parametrize("name", ["browsers.txt", "browsers_2025.txt"])
def test_no_recent_browser_is_taken_for_a_program(name: str) -> None:
    assert set(purposes(name)) == {Purpose.BROWSER}


def test_old_and_odd_browsers_are_at_worst_unknown() -> None:
    found = purposes("devices.txt")

    assert set(found) <= {Purpose.BROWSER, Purpose.UNKNOWN_BOT, Purpose.MONITOR}
    assert found.count(Purpose.BROWSER) / len(found) > 0.99


def test_ai_crawlers_are_known_by_name() -> None:
    found = purposes("ai.txt")

    assert sum(purpose in AI for purpose in found) / len(found) >= 0.98
    assert Purpose.BROWSER not in found


@pytest.mark.parametrize(("name", "share"), [("search", 0.85), ("feed", 0.92), ("preview", 0.88), ("monitor", 0.88)])
def test_welcome_crawlers_are_mostly_known_by_name(name: str, share: float) -> None:
    found = purposes(f"{name}.txt")

    assert found.count(Purpose(name)) / len(found) >= share


@pytest.mark.parametrize("name", ["search.txt", "feed.txt", "preview.txt", "monitor.txt"])
def test_no_welcome_crawler_is_taken_for_ai(name: str) -> None:
    taken = [text for text in user_agents(name) if CRAWLERS.identify(text).purpose in AI]

    assert taken == []


def test_every_agent_is_recognised_in_its_own_example() -> None:
    examples = [agent.example for agent in load_directory().agents if agent.example]

    missed = [example for example in examples if CRAWLERS.identify(example).agent is None]

    assert missed == []
    assert len(examples) > 1000


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("GPTBot", "GPTBot"),
        ("gptbot/1.2", "GPTBot"),
        ("(GPTBOT)", "GPTBot"),
        ("x;GPTBot,y", "GPTBot"),
        ("my-GPTBot", "GPTBot"),
        ("notGPTBot/1.0", ""),
        ("GPTBot2", ""),
        ("éGPTBot", ""),
        ("https://openai.com/GPTBot", ""),
        ("www.openai.com/GPTBot", ""),
        ("GPTBot@openai.com", ""),
        ("crawler@GPTBot.example", ""),
        ("GPTBot/1.0 (+https://openai.com/gptbot)", "GPTBot"),
    ],
)
def test_a_name_counts_only_where_it_stands_alone(user_agent: str, name: str) -> None:
    crawlers = small(agent("GPTBot", Purpose.TRAINING))

    assert crawlers.identify(user_agent).name == name


@pytest.mark.parametrize(("token", "user_agent"), [("Foo/", "Foo/1.0"), ("+Foo", "x+Foo")])
def test_a_name_that_ends_in_a_sign_needs_no_gap_there(token: str, user_agent: str) -> None:
    crawlers = small(agent(token, Purpose.SEO))

    assert crawlers.identify(user_agent).name == token


def test_a_name_inside_a_longer_name_is_no_name() -> None:
    crawlers = small(agent("Applebot", Purpose.TRAINING), agent("Applebot-Extended", Purpose.SEARCH))

    assert crawlers.identify("Applebot-Extended/0.1").name == "Applebot-Extended"
    assert crawlers.identify("Applebot/0.1").name == "Applebot"


def test_the_shorter_name_counts_when_the_longer_does_not() -> None:
    crawlers = small(agent("Applebot", Purpose.SEARCH), agent("Applebot-Ext", Purpose.TRAINING))

    assert crawlers.identify("Applebot-Extended/0.1").name == "Applebot"


def test_accept_and_forbid_narrow_a_name() -> None:
    crawlers = small(agent("Links", Purpose.BROWSER, accept=("links (",), forbid=("spam",)))

    assert crawlers.identify("Links (2.29; Linux)").name == "Links"
    assert crawlers.identify("Links/2.29").name == ""
    assert crawlers.identify("Links (2.29; spam)").name == ""


def test_an_alias_leads_to_the_same_agent() -> None:
    crawlers = small(agent("YandexBot", Purpose.SEARCH, aliases=("YandexNews",)))

    assert crawlers.identify("YandexNews/3.0").name == "YandexBot"


@pytest.mark.parametrize("stronger", range(len(PRECEDENCE) - 1))
def test_of_two_purposes_the_one_of_higher_precedence_wins(stronger: int) -> None:
    crawlers = small(agent("Alpha", PRECEDENCE[stronger]), agent("Beta-long-name", PRECEDENCE[stronger + 1]))

    assert crawlers.identify("Beta-long-name Alpha").name == "Alpha"


def test_of_one_purpose_the_longer_name_wins_then_the_earlier() -> None:
    crawlers = small(*(agent(name, Purpose.SEO) for name in ("Alpha", "Gamma", "Longer")))

    assert crawlers.identify("Alpha Longer").name == "Longer"
    assert crawlers.identify("Gamma Alpha").name == "Gamma"


def test_precedence_ranks_every_purpose_once() -> None:
    assert sorted(PRECEDENCE) == sorted(Purpose)


@pytest.mark.parametrize(
    ("user_agent", "purpose"),
    [
        ("", Purpose.UNKNOWN_BOT),
        ("-", Purpose.UNKNOWN_BOT),
        ("MyApp/1.0", Purpose.UNKNOWN_BOT),
        (CHROME, Purpose.BROWSER),
        (f"{CHROME} FooBot/1.0", Purpose.UNKNOWN_BOT),
        (f"{CHROME} https://foo.example/bot", Purpose.UNKNOWN_BOT),
        (f"{CHROME} bot@foo.example", Purpose.UNKNOWN_BOT),
        ("Mozilla/5.0 (compatible; Foo; +about)", Purpose.UNKNOWN_BOT),
        ("Mozilla/5.0 (compatible; Konqueror/3.5; Linux) KHTML/3.5.5 (like Gecko)", Purpose.BROWSER),
        ("Mozilla/5.0 (compatible; CorpTag; Windows NT 10.0; rv:58.0) Gecko/20100101 Firefox/58.0", Purpose.BROWSER),
        ("Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.18", Purpose.BROWSER),
        ("Nokia200/2.0 (11.81) Profile/MIDP-2.1 Configuration/CLDC-1.1", Purpose.BROWSER),
        ("Mozilla/4.0 (compatible; MSIE 8.0; Embedded Web Browser from: http://bsalsa.com/)", Purpose.BROWSER),
        ("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1; http://bsalsa.com)", Purpose.BROWSER),
    ],
)
def test_what_has_no_name_is_a_browser_or_declares_itself(user_agent: str, purpose: Purpose) -> None:
    assert small().identify(user_agent).purpose == purpose


def test_only_ascii_letters_are_folded() -> None:
    crawlers = small(agent("kagibot", Purpose.SEARCH))

    assert crawlers.identify("\N{KELVIN SIGN}agibot").name == ""
    assert crawlers.identify("é KAGIBOT").name == "kagibot"


@given(st.text(), st.sampled_from(["GPTBot", "CCBot", "Bytespider"]), st.text())
def test_a_name_between_spaces_is_found_whatever_surrounds_it(before: str, name: str, after: str) -> None:
    identity = CRAWLERS.identify(f"{before[:99]} {name} {after[:99]}")

    assert PRECEDENCE.index(identity.purpose) <= PRECEDENCE.index(Purpose.DATASET)


@given(st.text(max_size=3000))
def test_no_text_is_too_odd_to_judge(user_agent: str) -> None:
    assert CRAWLERS.identify(user_agent).purpose in Purpose


@pytest.mark.parametrize(
    "hostile",
    ["a" * 8192, "gptbot " * 1170, "mozilla/ compatible; " * 400, "a@" * 4096, "https://x;" * 819, "://" + "a;" * 4096],
    ids=["one word", "names", "compatible", "mailboxes", "addresses", "marks"],
)
def test_a_hostile_header_costs_little_more_than_an_honest_one(hostile: str) -> None:
    def seconds() -> float:
        start = perf_counter()
        CRAWLERS.identify(hostile)
        return perf_counter() - start

    # The figure is 0.1 ms; ten times that leaves room for a busy machine and none for quadratic time.
    assert min(seconds() for _ in range(20)) < 0.001


def test_what_lies_beyond_the_read_part_is_not_read() -> None:
    assert CRAWLERS.identify("Mozilla/5.0 " + " " * READ + "GPTBot").purpose == Purpose.BROWSER


def test_names_beyond_any_honest_number_are_not_weighed() -> None:
    assert CRAWLERS.identify("curl " * (MOST_NAMES - 1) + "GPTBot").name == "GPTBot"
    assert CRAWLERS.identify("curl " * MOST_NAMES + "GPTBot").name == "curl"
