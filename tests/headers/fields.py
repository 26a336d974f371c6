# SPDX-License-Identifier: MIT
"""Judging one header field over many answers: absent, sent twice, or saying what it should not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tests.headers.findings import Note, Severity, flaw, good
from tests.headers.survey import Exchange

# What a value is worth: None when it is as it should be.
Appraisal = Callable[[str], Severity | None]


def lighten(exchange: Exchange, severity: Severity) -> Severity:
    """Full weight where a browser shows the answer or uses it; INFO on redirects, refusals and other bare answers."""
    return severity if exchange.is_document or exchange.answer.status in {200, 206, 304} else Severity.INFO


def field_notes(exchanges: Iterable[Exchange], name: str, appraise: Appraisal, *, absent: Severity) -> Iterator[Note]:
    """A note for each exchange on its `name` field, which must be there once and please `appraise`."""
    for exchange in exchanges:
        values = exchange.answer.values(name)
        if not values:
            yield flaw(exchange, f"{name} absent", lighten(exchange, absent))
        elif len(values) > 1:
            yield flaw(exchange, f"{name} sent {len(values)} times", min(absent, Severity.MEDIUM))
        elif (severity := appraise(values[0])) is not None:
            yield flaw(exchange, f"{name}: {shorten(values[0])}", severity)
        else:
            yield good(exchange, shorten(values[0]))


def one_of(*allowed: str, otherwise: Severity) -> Appraisal:
    """Exactly one of these values, in any case."""
    return lambda value: None if value.lower() in allowed else otherwise


def shorten(value: str, length: int = 80) -> str:
    """`value` with control and other unprintable characters escaped, cut to `length` characters."""
    shown = value.encode("unicode_escape").decode("ascii")
    return shown if len(shown) <= length else shown[: length - 1] + "…"
