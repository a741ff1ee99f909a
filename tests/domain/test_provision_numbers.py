"""The numbers of sections and clauses: what a wrong one is told, and the order of all."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from policysite.domain.provision_numbers import ClauseNumber, ProvisionNumber

_ADAPTER: TypeAdapter[ProvisionNumber] = TypeAdapter(ClauseNumber)


def read(text: str) -> ProvisionNumber:
    """Read a number as a source would give it."""
    return _ADAPTER.validate_python(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3.2.", "write 3.2"),
        ("1.2)", "write 1.2"),
        ("\N{SECTION SIGN} 1.3", "write 1.3"),
        ("Para 1.6", "write 1.6"),
        ("section 4a", "write 4A"),
        ("1.4a", "write 1.4A"),
        ("1-5", "write 1.5"),
        ("1. 5", "write 1.5"),
        ("II", "write id: part-ii in place of number:, and begin title: with II"),
        ("1.1 Requests", "write 1.1 here"),
        ("Annex 1", "write part: annex and number: 1"),
        ("Annexe 1", "write part: annex and number: 1"),
        ("APPENDIX b:", "write part: appendix and number: B"),
        ("App. 2", "write part: appendix and number: 2"),
        ("Schedule", "write part: schedule in place of number:"),
        ("Annex 1.1", "write number: 1.1 here, and part: annex in its section"),
        ("Annex A - Grading", "write part: annex and number: A, and the words in title:"),
        ("Annex IV", "write part: annex, id: annex-iv and title: that begins with IV"),
        ("Appendix: forms", "write part: appendix, and id: in place of number:"),
        ("Schools", "as in 3.2.1 or 4A"),
        ("3.2(a)", "as in 3.2.1 or 4A"),
        ("one", "as in 3.2.1 or 4A"),
    ],
)
def test_hints(text: str, hint: str) -> None:
    """A number that is written otherwise is told with the number that was probably meant."""
    with pytest.raises(ValidationError) as caught:
        read(text)
    (error,) = caught.value.errors()
    assert f"{text!r} is not a number" in error["msg"]
    assert hint in error["ctx"]["hint"]


# --- order ---------------------------------------------------------------------------------------

levels = st.from_regex(r"[1-9][0-9]{0,3}[A-Z]{0,3}|[A-Z]|0[0-9]{0,3}", fullmatch=True)
first_levels = levels.filter(lambda level: not re.match("0.", level))
numbers = st.tuples(first_levels, st.lists(levels, max_size=5)).map(
    lambda parts: read(".".join([parts[0], *parts[1]]))
)

IN_ORDER = """
    0  0.1  1  1.0  1.0.1  1.01  1.02  1.02A  1.02B  1.09  1.1  1.1.1  1.2  1.10
    2  3  3.1  3.2  3.2.1  3.2.1.1  3.2.2  3.2A  3.2A.1  3.2AA  3.2B  3.3  3.9
    3.10  3.10.1  3.A  3.B  4  4.1  4ZA  4A  4A.1  4AZA  4AA  4AA.1  4AB  4B  4Z
    5  9  10  10A  99  9999  9999Z  A  A.1  A.2  A.10  A.B  B  B.2  Z
"""


def test_numbers_in_order() -> None:
    """Numbers count by level: 3 < 3.1, 3.2 < 3.10, 4 < 4A < 4AA < 4B < 5, and appendices come last."""
    ordered = [read(text) for text in IN_ORDER.split()]
    assert all(a < b and b > a and a <= b and b >= a and a != b for a, b in pairwise(ordered))
    backwards = ordered[::-1]
    assert sorted(backwards) == ordered


@given(a=numbers, b=numbers, c=numbers)
def test_numbers_have_one_order(a: ProvisionNumber, b: ProvisionNumber, c: ProvisionNumber) -> None:
    """Of two numbers one is smaller, or they are the same text; and the order is transitive."""
    assert [a < b, a == b, a > b].count(True) == 1
    assert (a == b) == (str(a) == str(b))
    low, middle, high = sorted([a, b, c])
    assert low <= middle <= high
    assert low <= high


@given(number=numbers, below=st.lists(levels, max_size=3))
def test_numbers_below_come_after(number: ProvisionNumber, below: list[str]) -> None:
    """A number lies within itself and within every number that it begins with, and after those."""
    text = ".".join([str(number), *below][: 6 - str(number).count(".")])
    lower = read(text)
    assert lower.is_within(number)
    assert lower >= number
    assert number.is_within(lower) == (lower.depth <= number.depth)
    assert lower.depth == max(1, len(re.sub(r"(\.0)+$", "", text).split(".")))


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("3.2", "3.2", True),
        ("3.2.1", "3.2", True),
        ("3.2.1", "3", True),
        ("3.20", "3.2", False),
        ("3.2A", "3.2", False),
        ("3", "3.2", False),
        ("4A", "4", False),
        ("4A.1", "4A", True),
        ("4AA", "4A", False),
        ("B.2", "B", True),
        ("B.2", "2", False),
        ("13.2", "3", False),
        ("1.01", "1.0", True),
        ("1.1", "1.0", True),
        ("1.0", "1", True),
        ("1.01", "1.1", False),
        ("1.0.1", "1.0.2", False),
    ],
)
def test_within(inner: str, outer: str, expected: bool) -> None:
    """A number lies within another where its first levels are the other's, not merely its text."""
    assert read(inner).is_within(read(outer)) is expected
