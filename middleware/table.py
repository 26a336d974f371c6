# SPDX-License-Identifier: MIT
"""One TOML table, read key by key: every fault is collected, none stops the reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Table:
    """A view of `values` at dotted path `name`, sharing one list of `faults` with its sub-tables.

    Each reader returns the default when the value is missing or wrong, so that reading goes on and the owner sees
    all faults at once. Call `close()` last: a key nobody asked for is a misspelling.
    """

    values: Mapping[str, object]
    name: str = ""
    faults: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def fault(self, key: str, problem: str, remedy: str) -> None:
        """Note that `key` is wrong; the shown value is the owner's own."""
        shown = f" = {self.values[key]!r}" if key in self.values else ""
        self.faults.append(f"{self.path(key)}{shown}: {problem}: {remedy}")

    def table(self, key: str) -> Table:
        """The sub-table at `key`, empty when missing."""
        return Table(self.typed(key, dict, {}, "a table"), self.path(key), self.faults)

    def tables(self, key: str) -> Iterator[Table]:
        """The sub-tables of the array `key`, in the owner's order."""
        for index, item in enumerate(self.typed(key, list, [], "an array of tables")):
            if isinstance(item, dict):
                yield Table(item, f"{self.path(key)}[{index}]", self.faults)
            else:
                self.fault(key, "not an array of tables", f"write [[{self.path(key)}]]")

    def typed(self, key: str, kind: type[T], default: T, noun: str) -> T:
        """The value of `key` if it is exactly a `kind` (True is not an integer), else `default` and a fault."""
        self._seen.add(key)
        value = self.values.get(key, default)
        if type(value) is not kind:
            self.fault(key, f"not {noun}", f"write {noun}, such as {default!r}")
            return default
        return value

    def text(self, key: str, default: str) -> str:
        return self.typed(key, str, default, "a text in quotes")

    def number(self, key: str, default: int, *, least: int = 0) -> int:
        value = self.typed(key, int, default, "a whole number")
        if value < least:
            self.fault(key, "too small", f"write {least} or more")
            return default
        return value

    def flag(self, key: str, default: bool) -> bool:
        return self.typed(key, bool, default, "true or false")

    def choice(self, key: str, default: str, allowed: Collection[str]) -> str:
        value = self.text(key, default)
        if value not in allowed:
            self.fault(key, "unknown value", "write one of " + ", ".join(sorted(allowed)))
            return default
        return value

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """An array of texts."""
        value = self.typed(key, list, list(default), "an array of texts")
        if not all(isinstance(item, str) for item in value):
            self.fault(key, "not an array of texts", "put each item in quotes")
            return default
        return tuple(value)

    def rest(self) -> Iterator[str]:
        """The keys not read yet, marked as read: for tables whose keys are the owner's own."""
        for key in self.values:
            if key not in self._seen:
                self._seen.add(key)
                yield key

    def close(self, known: Collection[str] = ()) -> None:
        """Report each key that was never asked for."""
        hint = ", ".join(sorted({*self._seen, *known}))
        for key in list(self.rest()):
            self.fault(key, "unknown key", f"remove it, or write one of {hint}")
