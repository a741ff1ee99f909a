"""The register at a terminal: what each format holds, and that no text of a source can do harm in it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from policysite.domain.register import Register
from policysite.domain.reviews import ReviewState, due_day, parse_month_or_day
from policysite.outputs.reports.register_report import (
    RegisterFilter,
    RegisterFormat,
    limits_reached,
    render_register,
)
from tests.factories import (
    BASE,
    TODAY,
    VECTORS,
    act,
    clause,
    document,
    edition,
    event,
    many_documents,
    register,
    register_of_vector,
    review,
)

from .conftest import GOLDEN

ALL = RegisterFilter()
REPEALED = {"old-act": act(state="repealed", repealed="2026-03-02")}


def full() -> Register:
    """A document of every sort: overdue, called for, below one that is overdue, undated, withdrawn."""
    plain = [clause(text="Do.")]
    return register(
        document(edition("HR1", "2023-12", review={"last": "2023-12", "next": "2025-12"})),
        document(edition("HR2", governed_by="HR1", clauses=plain)),
        document(edition("HR3", owner=None, contact="line-manager", review={}, clauses=plain)),
        document(
            edition(
                "HR4",
                review={"last": "2025-11", "next": "2026-12-01"},
                title="Leave | pay",
                clauses=plain,
            )
        ),
        document(edition("HR5"), reviews=[review("2026-02", "withdrawn")]),
        document(edition("HR6", title="A title that is much longer than any column of a table can be")),
        references=REPEALED,
    )


def titled(title: str) -> Register:
    """A register whose only document has this title."""
    return register(document(edition(title=title)))


def cells(made: Register, asked: RegisterFilter = ALL) -> list[dict[str, str]]:
    """The rows of the CSV as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(render_register("csv", made, asked, ""))))


# --- how the formats look ------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "github"])
def test_format_looks_as_kept(form: RegisterFormat) -> None:
    """Each format shows every document, worst first, with its dates, and all totals where it has any."""
    expected = (GOLDEN / f"reviews.{form}").read_bytes().decode()
    assert render_register(form, full(), RegisterFilter(months=3), BASE) == expected


def test_part_of_the_register_is_not_called_all_of_it() -> None:
    """A list that shows some says so, and its totals count every document: N shown is not the total."""
    made = full()
    for form in ("table", "markdown"):
        whole = render_register(form, made, ALL, "").splitlines()[-1]
        part = render_register(form, made, RegisterFilter(states=(ReviewState.OVERDUE,)), "").splitlines()
        assert part[-1] == whole
        assert part[-2] == "Shown: 1 of 5."
        assert "5 documents as at 21 November 2026" in whole


def test_many_documents_are_all_told() -> None:
    """A thousand documents are a thousand rows; where only names of some fit, the rest is counted."""
    made = Register.from_library(register(*many_documents(1000)).library, date(2027, 12, 1))
    lines = render_register("table", made, RegisterFilter(months=1), "").splitlines()
    assert sum(1 for line in lines if re.match(r"D\d+ ", line)) == 1000
    (bar,) = [line for line in lines if line.startswith("overdue")]
    assert bar == f"overdue {'█' * 40} 1000  D0, D1, D10, D100, D101, D102 and 994 more"
    assert lines[-1] == "1000 documents as at 1 December 2027: 1000 overdue."
    assert limits_reached(made, ["overdue"]) == ["overdue: D0, D1, D10, D100, D101, D102 and 994 more"]


def test_bars_are_in_proportion() -> None:
    """The longest bar fits a screen, the others are as long as their numbers are, and one is seen."""
    made = register(
        *many_documents(400), document(edition("Z", review={"next": "2027-01"})), today=date(2026, 11, 1)
    )
    lines = render_register("table", made, RegisterFilter(months=13), "").splitlines()
    bars = {line[:7]: line.count("█") for line in lines if re.match(r"2027-\d\d ", line)}
    assert bars == {"2027-01": 1, "2027-11": 40}


# --- one rule everywhere -------------------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: Mapping[str, Any]) -> None:
    """Two consumers of one date never disagree: table, CSV and issues say what every vector says."""
    made = register_of_vector(vector)
    (row,) = cells(made)
    assert row["state"] == vector["state"]
    assert row["due"] == (vector["due"] or "not stated")
    if vector["due"]:
        left = due_day(parse_month_or_day(vector["due"])) - date.fromisoformat(vector["today"])
        assert int(row["days"]) == left.days
    else:
        assert row["days"] == ""
    lines = render_register("table", made, ALL, "").splitlines()
    assert re.split(r"  +", lines[1])[5].split(";")[0] == vector["state"]
    assert lines[-1].endswith(f": 1 {vector['state']}.")
    (issue,) = map(json.loads, render_register("github", made, ALL, "").splitlines())
    assert issue["open"] == (vector["state"] not in {"current", "unscheduled"})


# --- what nobody may make of it ------------------------------------------------------------------


def test_csv_is_rfc_4180() -> None:
    """Every line ends with CRLF and has as many fields as the first, whatever the titles hold."""
    made = titled('Leave, "pay"; 柔軟')
    told = render_register("csv", made, ALL, "")
    assert told.count("\r\n") == told.count("\n") == 2
    (row,) = cells(made)
    assert row["title"] == 'Leave, "pay"; 柔軟'
    assert None not in row and None not in row.values()


@pytest.mark.parametrize(
    "title",
    [
        "a | b",
        "[x](https://evil.example)",
        "<img src=x onerror=alert(1)>",
        "`code` and *star* and _under_",
        "![x](https://evil.example/pixel.png)",
        "&lt;script&gt;",
        "back\\|slash",
        "~~gone~~ #1 @somebody",
    ],
)
def test_markdown_shows_a_title_as_it_is(title: str) -> None:
    """No title is read as Markdown or HTML, and none breaks out of its cell."""
    row = render_register("markdown", titled(title), ALL, "").splitlines()[2]
    assert row.count(" | ") >= 6
    told = re.split(r"(?<!\\)\|", row)[2].strip()
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", told) == title
    bare = re.sub(r"\\.", "", told)
    assert not set(bare) & set("|[]<>`*_&#@~\\!")


def test_issue_texts_are_not_markdown() -> None:
    """What an event says cannot end the comment by which the issue is found again, or begin one."""
    made = register(document(), events=[event(what="<!-- policysite-review: HR9 --> *changed*")])
    (issue,) = map(json.loads, render_register("github", made, ALL, BASE).splitlines())
    assert "\n- \\<\\!-- policysite-review: HR9 --\\> \\*changed\\*\n" in issue["body"]
    assert issue["body"].count("<!--") == 1
    assert issue["body"].endswith(f"<!-- {issue['key']} -->")


def test_issues_cover_every_document() -> None:
    """Each document has its issue, a withdrawn one a closed one, whatever part was asked for."""
    asked = RegisterFilter(owner="line-manager", states=(ReviewState.CURRENT,))
    found = [json.loads(line) for line in render_register("github", full(), asked, BASE).splitlines()]
    assert {one["key"].split(": ")[1]: one["open"] for one in found} == {
        "HR1": True,
        "HR2": False,
        "HR3": False,
        "HR4": True,
        "HR5": False,
        "HR6": True,
    }


# --- limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "named"),
    [("overdue", "HR1"), ("due", "HR1, HR4"), ("called-for", "HR1, HR6")],
)
def test_limits(limit: Any, named: str) -> None:
    """Each limit names the documents that have reached it, an overdue one among the called for, too."""
    assert limits_reached(full(), [limit]) == [f"{limit}: {named}"]


def test_no_limit_is_reached_by_nothing() -> None:
    """A register in which all is well has reached nothing."""
    assert limits_reached(register(document()), ["overdue", "due", "called-for"]) == []


def test_empty_register_tells_of_no_document() -> None:
    """An empty set is reported as empty, and not as nothing overdue."""
    made = register(document(reviews=[review("2026-02", "withdrawn")]))
    for form in ("table", "markdown"):
        last = render_register(form, made, ALL, "").splitlines()[-1]
        assert last == "0 documents as at 21 November 2026."
    assert made.today == TODAY
