"""Editions in the order of time, and documents that govern each other in circles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.checks import CheckContext
from policysite.checks.editions import editions_are_ordered, governing_documents_exist
from policysite.domain.model import PolicyLock
from policysite.domain.problems import Finding
from policysite.domain.reviews import due_day, first_day
from tests.cases import describe_problem
from tests.factories import document, edition, library
from tests.small import EDITION, NOW, SmallProject


def governed(above: Mapping[str, str]) -> list[Finding]:
    """Find what is wrong with documents of which each is governed by another."""
    names = dict.fromkeys([*above, *above.values()])
    editions = [edition(name, governed_by=above.get(name)) for name in names]
    return list(governing_documents_exist(CheckContext(library(*editions), NOW.date())))


days = st.dates(date(2025, 10, 20), date(2026, 3, 10))
names = days.map(str) | days.map(lambda day: str(day)[:7])


@given(editions=st.lists(names, min_size=1, max_size=6, unique=True), today=days)
def test_what_is_current_is_the_newest_that_is_not_ahead(editions: list[str], today: date) -> None:
    """Either an error is told, or each edition is older than the next, and the newest applies today."""
    held = library(document(*(edition("HR12", name) for name in editions)))
    order = [one.edition for one in held.documents["HR12"].editions]
    assert {str(one) for one in order} == {*editions}
    findings = list(editions_are_ordered(CheckContext(held, today)))
    in_order = all(due_day(older) < first_day(newer) for newer, older in pairwise(order))
    in_time = all(first_day(one) <= today for one in order)
    assert (not findings) == (in_order and in_time)
    # Whatever the order of the files, the order of the editions is the same.
    again = library(document(*(edition("HR12", name) for name in reversed(editions))))
    assert [one.edition for one in again.documents["HR12"].editions] == order


def test_a_sealed_edition_keeps_its_date() -> None:
    """Whoever has sealed a month is not told to give that edition a day."""
    held = library(document(edition("HR12", "2025-11"), edition("HR12", "2025-11-20")))
    sealed = replace(held, lock=PolicyLock(editions={"HR12/2025-11": "v1:0"}))
    (open_,), (kept,) = (
        list(editions_are_ordered(CheckContext(one, NOW.date()))) for one in (held, sealed)
    )
    assert open_.hint.startswith("give each of them its day, as in edition: 2025-11-01, in the name of")
    assert kept.hint == "this one is sealed and keeps its name: date the other later than its month"


CIRCLES = {
    "A>A": ["A under A"],
    "A>B B>A": ["A under B under A"],
    "A>B B>C C>A": ["A under B under C under A"],
    "D>A A>B B>C C>A E>D": ["A under B under C under A"],
    "A>B B>A C>D D>C E>C": ["A under B under A", "C under D under C"],
    "A>B B>B": ["B under B"],
    "A>B B>C C>D": [],
    "A>C B>C D>A E>A": [],
    "": [],
}


@pytest.mark.parametrize(("above", "circles"), CIRCLES.items())
def test_circles_are_reported_once(above: str, circles: list[str]) -> None:
    """Each circle of governing documents is one problem, at its first document; chains are none."""
    pairs = dict(pair.split(">") for pair in above.split())
    expected = [
        (
            "governing-circle",
            f"these documents govern each other in a circle: {circle}",
            f"policy/{circle[0]}/2025-11.yml",
            ("governed_by", 0),
            "remove governed_by: from the highest of them",
        )
        for circle in circles
    ]
    assert [
        (one.code, one.message, one.place.file, one.place.path, one.hint) for one in governed(pairs)
    ] == expected


def test_circles_through_several_governing_documents_are_found() -> None:
    """Every document that leads back to itself is named, by whichever of those above it that is."""
    above = {"A": ["B", "C"], "B": ["D"], "C": ["A", "D"], "D": ["B"]}
    held = [edition(name, governed_by=names) for name, names in above.items()]
    found = list(governing_documents_exist(CheckContext(library(*held), NOW.date())))
    assert [(one.message.partition(": ")[2], one.place.path) for one in found] == [
        ("B under D under B", ("governed_by", 0)),
        ("A under C under A", ("governed_by", 1)),
    ]


def test_a_circle_stands_where_it_is_written(small: SmallProject) -> None:
    """The problem is at the governing document that the first of the circle names."""
    small.change(EDITION, "kind: policy\n", "kind: policy\ngoverned_by: HR12\n")
    (problem,) = small.problems
    assert describe_problem(problem).startswith(f"{EDITION}:4:14: governing-circle ")


NAMES = "ABCDEF"


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES)))
def test_circles_are_those_that_there_are(above: dict[str, str]) -> None:
    """As many circles are reported as there are sets of documents that lead back to themselves."""

    def way(name: str) -> list[str]:
        found = [name]
        for _ in NAMES:
            found.append(above.get(found[-1], ""))
        return found

    circles = {frozenset(way(name)[1:]) for name in above if name in way(name)[1:]}
    assert len(governed(above)) == len(circles)


def test_superseded_editions_govern_nothing() -> None:
    """Only the newest editions make a circle: an older one may have been governed otherwise."""
    assert not list(
        governing_documents_exist(
            CheckContext(
                library(
                    document(edition("A", "2020-01", governed_by="B"), edition("A")),
                    edition("B", governed_by="A"),
                ),
                NOW.date(),
            )
        )
    )
