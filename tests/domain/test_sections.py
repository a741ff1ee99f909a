"""Sections of the body and parts such as annexes: addresses and names of them and of their clauses."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from policysite.domain.model import Section
from policysite.domain.prose import Citation, citations


def section(*clauses: str, **given: Any) -> Section:
    """A section with clauses of these numbers; a word in place of a number is an id."""
    made = [{"id" if one.islower() else "number": one, "text": "Something."} for one in clauses]
    return Section.model_validate({"title": "Grading", "clauses": made, **given})


@pytest.mark.parametrize(
    ("given", "anchor", "label", "shown"),
    [
        ({"number": "3"}, "3", "3", "3"),
        ({"number": "A"}, "A", "A", "A"),
        ({"id": "purpose"}, "purpose", "purpose", ""),
        ({"part": "annex", "number": "1"}, "annex-1", "annex 1", "Annex 1"),
        ({"part": "appendix", "number": "B"}, "appendix-B", "appendix B", "Appendix B"),
        ({"part": "schedule", "number": "2A"}, "schedule-2A", "schedule 2A", "Schedule 2A"),
        ({"part": "appendix", "id": "forms"}, "forms", "appendix forms", "Appendix"),
        ({"part": "appendix"}, "appendix", "appendix", "Appendix"),
    ],
)
def test_sections(given: dict[str, str], anchor: str, label: str, shown: str) -> None:
    """A section is known by its number, its id or its part, and shown as it was published."""
    made = section("some", **given)
    assert (made.anchor, made.label, made.shown_number) == (anchor, label, shown)


@pytest.mark.parametrize(
    ("given", "number", "anchor", "label"),
    [
        ({"number": "1"}, "1.2", "1.2", "1.2"),
        ({"id": "purpose"}, "1.2", "1.2", "1.2"),
        ({"part": "annex", "number": "1"}, "1.2", "annex-1.2", "annex 1, 1.2"),
        ({"part": "annex", "number": "1"}, "2", "annex-1-2", "annex 1, 2"),
        ({"part": "annex", "number": "1"}, "1", "annex-1-1", "annex 1, 1"),
        ({"part": "annex", "number": "1"}, "11.2", "annex-1-11.2", "annex 1, 11.2"),
        ({"part": "annex", "number": "A"}, "2.1", "annex-A-2.1", "annex A, 2.1"),
        ({"part": "appendix", "number": "A"}, "A.1", "appendix-A.1", "appendix A, A.1"),
        ({"part": "appendix", "id": "forms"}, "2", "forms-2", "appendix forms, 2"),
        ({"part": "appendix"}, "2", "appendix-2", "appendix, 2"),
    ],
)
def test_clauses(given: dict[str, str], number: str, anchor: str, label: str) -> None:
    """A clause of a part has its address below the part's, and is shown under the number it was given."""
    (clause,) = section(number, **given).clauses
    assert (clause.anchor, clause.label, clause.shown_number) == (anchor, label, number)
    assert list(citations(f"[[HR12/{anchor}]]")) == [Citation("HR12", anchor)]


def test_clauses_with_an_id() -> None:
    """A clause with an id has it as its address, in a part, too."""
    (clause,) = section("form", part="annex", number="1").clauses
    assert (clause.anchor, clause.label, clause.shown_number) == ("form", "form", "")


def test_numbered_sections() -> None:
    """In a section where nothing has a number, no clause stands out for having none."""
    assert section("one", number="1").is_numbered
    assert section("one", "2", id="purpose").is_numbered
    assert not section("one", id="purpose").is_numbered


def test_copies_are_equal() -> None:
    """Sections that were read alike are equal, and a copy is, with its clauses' addresses."""
    made, other = section("1.2", part="annex", number="1"), section("1.2", part="annex", number="1")
    assert made == other
    for copy in (made.model_copy(), made.model_copy(deep=True), deepcopy(made)):
        assert copy == made
        assert copy.clauses[0].anchor == "annex-1.2"
    assert section("1.2", part="annex", number="2").clauses != made.clauses


def test_clauses_are_not_changed_by_the_section_they_are_put_in() -> None:
    """A clause that is given to a part stays what it was where it stood before."""
    (clause,) = section("1.2", number="1").clauses
    part = Section.model_validate(
        {"title": "Grading", "part": "annex", "number": "1", "clauses": [clause]}
    )
    assert (clause.anchor, part.clauses[0].anchor) == ("1.2", "annex-1.2")


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({}, "a section has a number, an id or a part", "part: annex and number: 1"),
        ({"title": "What we do: 1"}, "a section has a number, an id or a part", "id: what-we-do-1 where"),
        ({"title": "…"}, "a section has a number, an id or a part", "id: purpose where"),
        ({"number": "1", "id": "purpose"}, "a section has either a number or an id", "remove id:"),
        (
            {"part": "annex", "number": "1", "id": "grading"},
            "a section has either a number or an id",
            "remove id:",
        ),
    ],
)
def test_name_of_a_section(given: dict[str, str], message: str, hint: str) -> None:
    """A section has exactly one of number and id, unless it is the only appendix, annex or schedule."""
    with pytest.raises(ValidationError) as caught:
        section("some", **given)
    (error,) = caught.value.errors()
    assert error["type"] == "clause-without-number"
    assert message in error["msg"]
    assert hint in error["ctx"]["hint"]
