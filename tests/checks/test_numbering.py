"""The rules of numbers: once each, in order, under their section, and none left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.checks import CheckContext
from policysite.checks.numbering import numbers_in_order
from policysite.domain.model import Edition
from policysite.domain.problems import Finding
from tests.factories import TODAY, clause, edition, library
from tests.small import EDITION

NUMBER = st.from_regex(r"[1-4](\.[1-3]A?){0,2}|[AB](\.[1-2])?", fullmatch=True)


def with_numbers(sections: list[tuple[str, list[str]]], extent: str = "complete") -> Edition:
    """An edition whose sections and clauses have these numbers."""
    return edition(
        extent=extent,
        sections=[
            {
                "number": number,
                "title": "x",
                "missing": {"what": "The rest."},
                "clauses": [clause(each) for each in clauses],
            }
            for number, clauses in sections
        ],
    )


def found(checked: Edition, *, whole: bool = True) -> list[Finding]:
    """Find what is wrong with the numbers of an edition, read whole or not."""
    unreadable = frozenset() if whole else frozenset({EDITION})
    return list(numbers_in_order(CheckContext(replace(library(checked), unreadable=unreadable), TODAY)))


def in_sections(numbers: list[str]) -> list[tuple[str, list[str]]]:
    """Give each number with a dot to the section before it."""
    sections: list[tuple[str, list[str]]] = []
    for number in numbers:
        if "." in number:
            sections[-1][1].append(number)
        else:
            sections.append((number, []))
    return sections


GAPS = {
    "1": None,
    "1 2 3": None,
    "1 1.1 1.2 2 2.1": None,
    "1 1.1 1.1.1 1.1.2 1.2": None,
    "1 1.1.1 1.1.2 1.2.1": None,
    "1 2 3 4 4A 5": None,
    "1 2 3 4 4A 4B 5 5.1 5.1A 5.2": None,
    "1 A A.1 B B.1": None,
    "A B D": None,
    "0 0.1 0.2 1 1.1": None,
    "1 1.0 1.1 1.2": None,
    "1 1.01 1.02 1.09 1.10 1.11 2": None,
    "1 1.0 1.01 1.1 1.2": None,
    "1 1.0 1.2": "1.2 comes after 1.0: 1.1 is left out",
    "0 2": "2 comes after 0: 1 is left out",
    "1 1.1 1.A 1.B": None,
    "1 1.1 1.2.A": None,
    "1 3": "3 comes after 1: 2 is left out",
    "2 3": "2 comes after the beginning: 1 is left out",
    "1 1.2": "1.2 comes after 1: 1.1 is left out",
    "1 1.1 1.3": "1.3 comes after 1.1: 1.2 is left out",
    "1 1.1 1.2 2 2.2": "2.2 comes after 2: 2.1 is left out",
    "1 1.1 1.1.2": "1.1.2 comes after 1.1: 1.1.1 is left out",
    "1 1.1.2": "1.1.2 comes after 1: 1.1.1 is left out",
    "1 1.1 1.2.3": "1.2.3 comes after 1.1: 1.2.1 is left out",
    "1 1.1 1.1.4.2 1.2": "1.1.4.2 comes after 1.1: 1.1.1 is left out",
    "1 1.1 1.1.1 1.3": "1.3 comes after 1.1.1: 1.2 is left out",
    "1 2 3 4 4A 7": "7 comes after 4A: 5 is left out",
    "1 A A.2": "A.2 comes after A: A.1 is left out",
    "1 2 4 5": "4 comes after 2: 3 is left out",
    "1 9 10": "9 comes after 1: 2 is left out",
}


@pytest.mark.parametrize(("numbers", "expected"), GAPS.items())
def test_what_is_left_out_is_named(numbers: str, expected: str | None) -> None:
    """A complete edition leaves out no number, but a lettered one may come or go anywhere."""
    findings = found(with_numbers(in_sections(numbers.split())))
    assert [(one.code, one.message) for one in findings] == (
        [("number-gap", expected)] if expected else []
    )


@pytest.mark.parametrize("numbers", [numbers for numbers, gap in GAPS.items() if gap])
def test_only_what_is_known_whole_has_gaps(numbers: str) -> None:
    """An extract has no gaps, and neither has an edition of which a part could not be read."""
    assert not found(with_numbers(in_sections(numbers.split()), extent="extract"))
    assert not found(with_numbers(in_sections(numbers.split())), whole=False)


def natural(number: str) -> list[tuple[bool, int, str]]:
    """Tell the order of numbers in the simplest words: letters alone after all numbers, 4A after 4."""
    levels = [re.fullmatch(r"(\d*)([A-Z]?)", level) for level in number.split(".")]
    return [(not one[1], int(one[1] or 0), one[2]) for one in levels if one]


@given(st.lists(st.tuples(NUMBER, st.lists(NUMBER, max_size=4)), min_size=1, max_size=4))
def test_order_is_as_people_count(sections: list[tuple[str, list[str]]]) -> None:
    """Nothing is reported exactly where numbers differ, rise, and begin with their section's."""
    flat = [number for section, clauses in sections for number in (section, *clauses)]
    sound = (
        len(set(flat)) == len(flat)
        and flat == sorted(flat, key=natural)
        and not any("." in section for section, _ in sections)
        and all(one.startswith(f"{section}.") for section, clauses in sections for one in clauses)
    )
    findings = found(with_numbers(sections, extent="extract"))
    assert sound == (not findings)
    if len(set(flat)) == len(flat):
        assert "number-repeated" not in {one.code for one in findings}
    places = [one.place for one in findings]
    assert len(set(places)) == len(places)


trees: st.SearchStrategy[list[Any]] = st.recursive(
    st.builds(list), lambda below: st.lists(below, min_size=1, max_size=3), max_leaves=12
).filter(bool)


def numbered(tree: list[Any], above: str = "") -> Iterator[str]:
    """Number the nodes of a tree as documents do, each before those below it."""
    for count, below in enumerate(tree, 1):
        number = f"{above}{count}"
        yield number
        if number.count(".") < 5:
            yield from numbered(below, f"{number}.")


@given(tree=trees, data=st.data())
def test_one_number_that_is_left_out_is_found(tree: list[Any], data: st.DataObject) -> None:
    """However deep the numbers go, all of them are fine, and without one that one is named."""
    numbers = list(numbered(tree))
    assert not found(with_numbers(in_sections(numbers)))
    inner = [
        number
        for number, following in pairwise(numbers)
        if "." in number and number.rpartition(".")[0] == following.rpartition(".")[0]
    ]
    if inner:
        gone = data.draw(st.sampled_from(inner))
        (finding,) = found(with_numbers(in_sections([one for one in numbers if one != gone])))
        assert finding.code == "number-gap"
        assert finding.message.endswith(f": {gone} is left out")
