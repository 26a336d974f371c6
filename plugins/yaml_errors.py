# SPDX-License-Identifier: AGPL-3.0-or-later
"""libyaml's complaint -> the line in the file, the key, what is wrong and what to write.

libyaml often notices a mistake lines after it was made (an unclosed quote swallows what follows) and names it in the
words of its grammar: the rules below look for the mistakes that authors make, its own words are the last resort.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from plugins.faults import Fault

HEAD = "front matter"  # the key named when a fault is nobody's
KEY = re.compile(r"(?P<indent>[ \t]*)(?:- +)?(?P<key>[\w.-]+) *:(?: +(?P<value>.*))?")
# What YAML 1.2 calls printable, without the separators that YAML 1.1 and 1.2 do not count lines by alike.
UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
SIGNS = "@%`*&!|>[]{},#"  # a plain text cannot start with these


def unprintable(text: str, path: str, first_line: int) -> Fault | None:
    """The first character that YAML does not allow."""
    found = UNPRINTABLE.search(text)
    if found is None:
        return None
    lines, at = text.split("\n"), text.count("\n", 0, found.start())
    problem = f"the invisible character U+{ord(found[0]):04X}"
    return Fault(path, first_line + at, _key(lines, at), problem, "remove it")


def explain(error: yaml.YAMLError, last: yaml.Event, text: str, path: str, first_line: int) -> Fault:
    """The fault behind `error`; `last` is the last event that came before it."""
    complaint = _complaint(error, last, text.split("\n"))
    at, problem, remedy = (
        _quote(complaint) or _tab(complaint) or _bracket(complaint) or _colon(complaint) or _value(complaint)
    ) or _shape(complaint)
    return Fault(path, first_line + at, _key(complaint.lines, at), problem, remedy)


@dataclass(frozen=True, slots=True)
class _Complaint:
    """libyaml's error; lines and columns count from 0. `quote` is where the last text in quotes begins and ends."""

    problem: str
    context: str
    started: int  # line where what was being read began
    at: int
    column: int
    quote: tuple[int, int] | None
    lines: list[str]

    @property
    def line(self) -> str:
        return self.lines[self.at]


Cause = tuple[int, str, str]


def _complaint(error: yaml.YAMLError, last: yaml.Event, lines: list[str]) -> _Complaint:
    at, column = _place(getattr(error, "problem_mark", None)) or (0, 0)
    at = min(at, len(lines) - 1)
    started, _ = _place(getattr(error, "context_mark", None)) or (at, 0)
    ends = _place(last.start_mark), _place(last.end_mark)
    is_quoted = isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"')
    return _Complaint(
        problem=str(getattr(error, "problem", error)),
        context=str(getattr(error, "context", "")),
        started=started,
        at=at,
        column=column,
        quote=(ends[0][0], ends[1][0]) if is_quoted and ends[0] and ends[1] else None,
        lines=lines,
    )


def _place(mark: yaml.Mark | yaml._yaml.Mark | None) -> tuple[int, int] | None:
    return (mark.line, mark.column) if mark else None


def _quote(complaint: _Complaint) -> Cause | None:
    """A quote never closed, or closed by the opening quote of a later line, or by one inside the text."""
    if "quoted scalar" in complaint.context:
        if "escape" in complaint.problem or "hexdecimal" in complaint.problem:  # libyaml's own spelling
            return complaint.at, "a backslash in double quotes starts an escape", "write \\\\, or use single quotes"
        return complaint.started, "a quote is opened and never closed", "close it at the end of the value"
    if complaint.quote is None or complaint.quote[1] != complaint.at:
        return None
    if complaint.quote[0] < complaint.at:
        return complaint.quote[0], "a quote is opened and not closed on its line", "close it"
    remedy = "put the whole value in quotes; double a quote inside: 'l''eau'"
    return complaint.at, "text goes on after the closing quote", remedy


def _tab(complaint: _Complaint) -> Cause | None:
    if not re.match(r" *\t", complaint.line):
        return None
    return complaint.at, "a tab in the indentation", "indent with spaces"


def _bracket(complaint: _Complaint) -> Cause | None:
    sign = {"while parsing a flow sequence": "[]", "while parsing a flow mapping": "{}"}.get(complaint.context)
    if sign is None or complaint.at == complaint.started:
        return None
    return complaint.started, f"{sign[0]} is opened and never closed", f"close it with {sign[1]}"


def _colon(complaint: _Complaint) -> Cause | None:
    """A colon too many in a value, or one missing on the line above."""
    if "could not find expected ':'" in complaint.problem:
        return complaint.started, "no colon after the key", "write key: value"
    if "mapping values are not allowed" not in complaint.problem:
        return None
    pair = KEY.match(complaint.line)
    if pair and pair["value"] is not None and pair.start("value") <= complaint.column:
        remedy = f"put it in quotes: {_in_quotes(pair['value'])}"
        return complaint.at, "an unquoted text holds a colon and a space", remedy
    above = complaint.at - 1
    if above >= 0 and not KEY.fullmatch(complaint.lines[above]):
        return above, "no colon and space after the key", "write key: value"
    return complaint.at, "a key under a line that already has its value", "indent it like its neighbours"


def _value(complaint: _Complaint) -> Cause | None:
    """A value, or an item of a list, that starts with a sign of YAML's."""
    pair = KEY.match(complaint.line)
    value = (pair["value"] or "") if pair else complaint.line.strip().removeprefix("- ")
    if not value or complaint.column < complaint.line.index(value):
        return None
    if value.startswith("- "):
        return complaint.at, "a list starts on the line of its key", "put each - on its own line below"
    if value[0] not in SIGNS:
        return None
    remedy = f"put it in quotes: {_in_quotes(value)}"
    return complaint.at, f"an unquoted text starts with {value[0]}", remedy


def _shape(complaint: _Complaint) -> Cause:
    if "did not find expected" in complaint.problem or "not allowed" in complaint.problem:
        return complaint.at, "the line does not fit under the lines above", "indent it like its neighbours"
    return complaint.at, f"YAML cannot read this ({complaint.problem})", "check quotes, colons and indentation"


def _in_quotes(value: str) -> str:
    value = value.strip()
    return f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"


def _key(lines: list[str], at: int) -> str:
    """Dotted name of the key whose value line `at` is part of, by indentation."""
    names: list[str] = []
    deepest = len(lines[at]) + 1
    for line in reversed(lines[: at + 1]):
        pair = KEY.match(line)
        if pair and len(pair["indent"]) < deepest:
            names.insert(0, pair["key"])
            deepest = len(pair["indent"])
    return ".".join(names) or HEAD
