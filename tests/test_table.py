# SPDX-License-Identifier: MIT
"""Reading a TOML table: wrong values become faults and defaults, never exceptions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from middleware.table import Table

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("abcdef"), VALUES))
def test_any_values_are_read_or_faulted(values: dict) -> None:
    table = Table(values)

    assert type(table.text("a", "x")) is str
    assert type(table.number("b", 3)) is int
    assert type(table.flag("c", True)) is bool
    assert table.choice("d", "x", {"x", "y"}) in {"x", "y"}
    assert all(type(item) is str for item in table.texts("e", ()))
    assert all(isinstance(inner, Table) for inner in table.tables("f"))
    table.close()


def test_true_is_no_number() -> None:
    table = Table({"n": True})

    assert table.number("n", 3) == 3
    assert table.faults == ["n = True: not a whole number: write a whole number, such as 3"]


def test_a_number_below_the_least_is_a_fault() -> None:
    table = Table({"n": 1})

    assert table.number("n", 5, least=2) == 5
    assert table.faults == ["n = 1: too small: write 2 or more"]


def test_an_array_of_tables_names_each_by_its_place() -> None:
    table = Table({"paths": [{"match": "/a"}, 3]})

    names = [inner.name for inner in table.tables("paths")]

    assert names == ["paths[0]"]
    assert table.faults == ["paths = [{'match': '/a'}, 3]: not an array of tables: write [[paths]]"]


def test_a_key_nobody_asked_for_is_a_misspelling_in_its_own_table() -> None:
    root = Table({"site": {"nmae": "x"}})

    site = root.table("site")
    site.text("name", "")
    site.close()
    root.close()

    assert root.faults == ["site.nmae = 'x': unknown key: remove it, or write one of name"]


def test_the_rest_are_the_keys_not_read_yet() -> None:
    table = Table({"a": "1", "b": "2", "c": "3"})
    table.text("b", "")

    assert list(table.rest()) == ["a", "c"]
    assert list(table.rest()) == []
