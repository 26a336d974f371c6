# SPDX-License-Identifier: MIT
"""explain, classify and audit, as their owner types them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from middleware.__main__ import main
from tests.conftest import ROOT
from tests.sealed import seal
from tests.test_access_log import FIREFOX, caddy, combined

GPTBOT = "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)"


def run(*arguments: object, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "middleware", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, input=data, capture_output=True, timeout=60)


def test_a_path_is_explained(tmp_path: Path, policy_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seal(tmp_path)

    code = main(
        [
            "explain",
            "--path",
            "/blog/%C3%A9t%C3%A9?x=1",
            "--release",
            str(tmp_path / "current"),
            "--policy",
            str(policy_file),
        ]
    )

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[0] == "GET /blog/été: 200, document, policy class page-1"
    assert ["style-src", "'self'", "page"] in [line.split() for line in lines]


def test_a_client_is_explained(policy_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "--user-agent", f"{GPTBOT} CCBot", "--ip", "203.0.113.7", "--policy", str(policy_file)])

    assert capsys.readouterr().out.splitlines() == [
        "1.  path        /: guarded, as any page",
        '2.  agent       GPTBot, "GPTBot" at character 26',
        '                not CCBot, "CCBot" at character 66: training goes before dataset',
        "3.  purpose     training (OpenAI, https://platform.openai.com/docs/bots)",
        "4.  address     203.0.113.7 spoofed: it lies outside all that the operator publishes",
        "5.  preset      equilibre: training = block",
        "6.  verdict     block, by crawlers.actions.training",
        "7.  mode        enforce",
        "8.  answer      403, naming /politique-robots",
        "",
    ]


def test_both_may_be_asked_at_once(tmp_path: Path, policy_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seal(tmp_path)

    main(
        ["explain", "--user-agent", GPTBOT, "--path", "/robots.txt", "--release", str(tmp_path / "current"),
         "--policy", str(policy_file)]
    )  # fmt: skip

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1.  path        /robots.txt: exempt, nobody is challenged or blocked here"
    assert "GET /robots.txt: 200, asset" in lines


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "say what to explain: --path, --user-agent, or both"),
        (["--ip", "203.0.113.7"], "say what to explain"),
        (["--path", "/", "--ip", "203.0.113.7"], "--ip goes with --user-agent"),
        (["--path", "blog"], "blog is no path: write one such as /blog/moltbot"),
        (["--user-agent", "x", "--ip", "203.0.113"], "203.0.113 is no address: write 203.0.113.7 or 2001:db8::7"),
    ],
)
def test_a_question_that_is_none_is_refused(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["explain", *arguments])

    assert sentence in capsys.readouterr().err


def test_a_missing_release_is_one_sentence(
    tmp_path: Path, policy_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["explain", "--path", "/", "--release", str(tmp_path), "--policy", str(policy_file)])

    assert code == 1
    assert capsys.readouterr().err.endswith("run make publish\n")


def test_classify_keeps_every_byte_and_every_line(policy_file: Path) -> None:
    data = b"GPTBot/1.2\r\nCaf\xe9 \xff\x00\tb\n\nx\ry\x0b\xc2\x85\xe2\x80\xa8z\n" + FIREFOX.encode()

    done = run("classify", "--policy", policy_file, data=data)

    assert done.returncode == 0
    assert done.stdout.split(b"\n") == [
        b"GPTBot/1.2\ttraining\tGPTBot\tblock",
        b"Caf\xe9 \xff\x00 b\tunknown-bot\t\tthrottle",
        b"\tunknown-bot\t\tthrottle",
        b"x\ry\x0b\xc2\x85\xe2\x80\xa8z\tunknown-bot\t\tthrottle",
        FIREFOX.encode() + b"\tbrowser\t\tallow",
        b"",
    ]


def test_classify_says_the_word_of_the_policy(policy_file: Path) -> None:
    policy_file.write_text('[crawlers.actions]\ntraining = "observe"\n[crawlers.agents]\nCCBot = "challenge"')

    done = run("classify", "--policy", policy_file, data=b"GPTBot\nCCBot\n")

    assert [line.split(b"\t")[-1] for line in done.stdout.splitlines()] == [b"observe", b"challenge"]


def test_classify_takes_a_hundred_thousand_different_lines(policy_file: Path) -> None:
    data = b"".join(b"%s build/%d\n" % (FIREFOX.encode(), number) for number in range(100_000))
    started = time.perf_counter()

    done = run("classify", "--policy", policy_file, data=data)

    assert done.stdout.count(b"\n") == 100_000
    assert done.stdout.count(b"\tbrowser\t\tallow\n") == 100_000
    assert time.perf_counter() - started < 30  # 2 s on an idle machine


def test_an_audit_reads_every_form(tmp_path: Path, policy_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, packed, entries = tmp_path / "a.log", tmp_path / "b.log.gz", tmp_path / "c.json"
    plain.write_bytes(combined() + b"nonsense\n" + combined(user_agent=GPTBOT))
    packed.write_bytes(gzip.compress(combined(user_agent="CCBot/2.0") * 3))
    entries.write_text(json.dumps(caddy()) + "\n")

    code = main(["audit", str(plain), str(packed), str(entries), "--current", str(policy_file), "--json"])

    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert found["requests"] == 6
    assert found["unreadable"] == {"lines": 1, "first": f"{plain}:2"}
    assert {each["purpose"]: each["hits"] for each in found["purposes"]} == {"training": 1, "dataset": 3, "browser": 2}


def test_an_audit_reads_stdin(policy_file: Path) -> None:
    done = run("audit", "-", "--current", policy_file, data=combined() * 2)

    assert done.returncode == 0
    assert done.stdout.startswith(b"2 requests; 0 unreadable lines\n")
    assert done.stderr == b""


def test_an_audit_prints_what_another_policy_changes(tmp_path: Path, policy_file: Path) -> None:
    other, log = tmp_path / "other.toml", tmp_path / "access.log"
    other.write_text('[crawlers.agents]\nBytespider = "allow"')
    log.write_bytes(combined(user_agent="Bytespider"))

    done = run("audit", log, "--policy", other, "--current", policy_file)

    assert done.stdout.decode().splitlines()[-1].split() == ["Bytespider", "training", "1", "block", "allow"]


@pytest.mark.parametrize(
    ("data", "code", "sentence"),
    [
        (b"", 0, "0 requests; 0 unreadable lines"),
        (b"nonsense\n" * 3, 1, "0 requests; 3 unreadable lines, the first "),
        (gzip.compress(combined() * 1000)[:-12], 1, "broken gzip, read as far as it goes"),
    ],
    ids=["empty", "nonsense", "broken"],
)
def test_what_was_not_read_is_told(
    tmp_path: Path, policy_file: Path, capsys: pytest.CaptureFixture[str], data: bytes, code: int, sentence: str
) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(data)

    assert main(["audit", str(log), "--current", str(policy_file)]) == code
    assert sentence in capsys.readouterr().out


def test_an_absent_log_is_one_sentence(policy_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["audit", "absent.log", "--current", str(policy_file)])

    assert code == 1
    assert capsys.readouterr().err == (
        "absent.log: cannot be read (No such file or directory): write the path of an access log\n"
    )


def test_an_audit_is_fast_enough_for_a_million_lines_a_minute(
    tmp_path: Path, policy_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "access.log"
    lines = (combined(user_agent=f"{FIREFOX} {number % 5000}") for number in range(50_000))
    log.write_bytes(b"".join(lines))
    started = time.perf_counter()

    main(["audit", str(log), "--current", str(policy_file)])

    assert capsys.readouterr().out.startswith("50,000 requests")
    assert time.perf_counter() - started < 30  # one second on an idle machine; coverage and neighbours cost the rest


def test_a_reader_who_leaves_early_hears_nothing(tmp_path: Path, policy_file: Path) -> None:
    shell = (
        f"yes '{FIREFOX}' | head -n 100000 | {sys.executable} -m middleware classify --policy {policy_file} | head -n 1"
    )

    done = subprocess.run(["sh", "-c", shell], cwd=ROOT, capture_output=True, timeout=60)

    assert done.stdout.endswith(b"\tbrowser\t\tallow\n")
    assert done.stderr == b""
