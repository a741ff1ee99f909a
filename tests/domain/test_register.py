"""The register: how each document stands, the worst first, and what calls for its review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.domain.library import Document, Library
from policysite.domain.model.settings import BuildSchedule
from policysite.domain.register import (
    STATE_LABELS,
    WITHDRAWN_LABEL,
    Register,
    ReviewStatus,
)
from policysite.domain.reviews import (
    WORST_FIRST,
    Month,
    MonthOrDay,
    ReviewState,
    add_months,
    due_day,
    first_day,
    parse_month_or_day,
)
from tests.factories import TODAY, Data, act, clause, document, edition, event, library, review

IN_DATE = {"last": "2025-11", "next": "2027-11"}
OVERDUE = {"last": "2023-12", "next": "2025-12"}


def dated(
    reference: str = "A", dates: Data | None = None, *reviews: Data, cites: str = "", **given: Any
) -> Document:
    """A document of one edition with these dates and records, whose only clause cites what is named."""
    text = f"See [[{cites}]]." if cites else "Anybody may ask."
    given = {"clauses": [clause(text=text)], "review": IN_DATE if dates is None else dates, **given}
    return document(edition(reference, **given), reviews=[review(**each) for each in reviews])


def standing(held: Library, today: date = TODAY, reference: str = "A") -> ReviewStatus:
    """How a document of the library stands."""
    return Register.from_library(held, today).status_by_reference[reference]


# --- the register --------------------------------------------------------------------------------


def test_the_worst_comes_first() -> None:
    """Documents stand in the order in which they ask for attention, and of those the longest due."""
    held = library(
        dated("A", {"next": "2030-01"}),
        dated("B", {}),
        dated("C", {"next": "2027-03"}),
        dated("D", {"next": "2026-11"}),
        dated("E", {"next": "2029-11"}),
        dated("F", {"next": "2026-10"}),
        dated("G", {"next": "2025-12"}),
        dated("H", {"next": "2027-02-28"}),
        dated("J", {"next": "2025-12-31"}),
        dated("K", {}),
        events=[event("E", "K", date="2026-05")],
    )
    register = Register.from_library(held, TODAY)
    assert [one.reference for one in register.statuses] == list("GJFEKDHCBA")
    assert list(register.status_by_reference) == [one.reference for one in register.statuses]
    assert register.totals == {
        ReviewState.OVERDUE: 3,
        ReviewState.CALLED_FOR: 2,
        ReviewState.DUE_THIS_MONTH: 1,
        ReviewState.DUE_SOON: 2,
        ReviewState.UNSCHEDULED: 1,
        ReviewState.CURRENT: 1,
    }
    assert list(register.totals) == list(WORST_FIRST)


def test_no_documents() -> None:
    """A library without documents has an empty register, which still counts every state."""
    register = Register.from_library(library(), TODAY)
    assert (register.statuses, register.status_by_reference, register.withdrawn_documents) == ((), {}, [])
    assert register.totals == dict.fromkeys(WORST_FIRST, 0)
    assert register.governed_by_overdue == []


def test_withdrawn_documents_are_left_out() -> None:
    """A document that is withdrawn is listed apart, and counts in no state."""
    ended = dated("A", OVERDUE, {"date": "2026-01", "outcome": "withdrawn"})
    again = dated(
        "B",
        None,
        {"date": "2026-01", "outcome": "withdrawn"},
        {"date": "2026-02", "outcome": "unchanged"},
    )
    register = Register.from_library(library(ended, again, events=[event("A", date="2026-03")]), TODAY)
    assert [one.reference for one in register.statuses] == ["B"]
    assert register.withdrawn_documents == [ended]
    assert sum(register.totals.values()) == 1


dates = st.dates(date(2020, 1, 1), date(2032, 12, 31)).flatmap(
    lambda day: st.sampled_from([str(day), str(day)[:7]])
)


@given(dues=st.lists(st.none() | dates, max_size=12), called=st.none() | dates)
def test_every_document_is_counted_once(dues: list[str | None], called: str | None) -> None:
    """Whatever their dates, all documents are listed and counted, each in one state, in order."""
    names = [f"D{place}" for place, _ in enumerate(dues)]
    held = [dated(name, {"next": due} if due else {}) for name, due in zip(names, dues, strict=True)]
    events = [event(*names, date=called)] if called and names else []
    register = Register.from_library(library(*held, events=events), TODAY)
    assert sorted(register.status_by_reference) == sorted(names)
    assert sum(register.totals.values()) == len(names)
    ranks = [WORST_FIRST.index(one.state) for one in register.statuses]
    assert ranks == sorted(ranks)


def test_a_part_of_the_register() -> None:
    """Documents are picked by their owner and by their states, in the order of the register."""
    held = library(
        dated("A", IN_DATE, owner="head"),
        dated("B", OVERDUE, owner="head"),
        dated("C", OVERDUE),
        dated("D", {}),
    )
    register = Register.from_library(held, TODAY)

    def picked(owner: str | None, *states: ReviewState) -> list[str]:
        return [one.reference for one in register.filtered(owner, states)]

    assert picked(None) == ["B", "C", "D", "A"]
    assert picked("head") == ["B", "A"]
    assert picked(None, ReviewState.OVERDUE, ReviewState.UNSCHEDULED) == ["B", "C", "D"]
    assert picked("head", ReviewState.OVERDUE) == ["B"]
    assert picked("nobody") == []


def test_what_becomes_due_month_by_month() -> None:
    """Each month from this one on lists what is due in it; what is overdue or later is in none."""
    dues = {"A": "2026-11", "B": "2026-11-30", "C": "2026-11-20", "D": "2027-01-01", "E": "2027-02"}
    held = library(*(dated(name, {"next": due}) for name, due in dues.items()), dated("F", {}))
    found = Register.from_library(held, TODAY).due_by_month(3)
    assert [(str(month), [one.reference for one in due]) for month, due in found] == [
        ("2026-11", ["A", "B"]),
        ("2026-12", []),
        ("2027-01", ["D"]),
    ]


def test_every_call_is_listed_with_its_document() -> None:
    """All calls of today stand with the document that they call on, the worst document first."""
    events = [event("A", "B", id="one", date="2026-05"), event("A", id="two", date="2027-01")]
    register = Register.from_library(library(dated("A"), dated("B", OVERDUE), events=events), TODAY)
    assert [(one.reference, call.name) for one, call in register.open_triggers] == [
        ("B", "one"),
        ("A", "one"),
    ]


def test_the_next_build_is_as_far_as_the_settings_say() -> None:
    """The site is to be built again within the days that library.yml gives, if it gives any."""
    held = library(dated())
    assert Register.from_library(held, TODAY).next_build is None
    daily = held.settings.model_copy(update={"builds": BuildSchedule.model_validate({"every": "7 days"})})
    assert Register.from_library(replace(held, settings=daily), TODAY).next_build == date(2026, 11, 28)


def test_every_state_has_a_label_of_its_own() -> None:
    """Readers tell the states apart by their names."""
    assert set(STATE_LABELS) == set(ReviewState)
    assert len({*STATE_LABELS.values(), WITHDRAWN_LABEL}) == len(ReviewState) + 1


@pytest.mark.parametrize(
    ("review", "reviews", "expected", "needs_attention"),
    [
        ({}, [], "The document does not say when its next review is due.", False),
        (IN_DATE, [], "Its review is due by the end of November 2027.", False),
        ({"next": "2027-11-03"}, [], "Its review is due by 3 November 2027.", False),
        (
            {"next": "2025-12"},
            [],
            (
                "Its review was due by the end of December 2025 and has been overdue "
                "since 1 January 2026. No later edition is held here."
            ),
            True,
        ),
        (
            {"next": "2025-10-31"},
            [],
            (
                "Its review was due by 31 October 2025 and has been overdue since 1 November 2025. "
                "No later review is recorded here."
            ),
            True,
        ),
        (
            IN_DATE,
            [{"date": "2025-12", "outcome": "unchanged", "next": "2026-06"}],
            (
                "Its review was due by the end of June 2026 and has been overdue since 1 July 2026. "
                "No later edition is held here."
            ),
            True,
        ),
    ],
)
def test_what_was_measured_is_said(
    review: Data,
    reviews: list[Data],
    expected: str,
    needs_attention: bool,
) -> None:
    """A sentence says when the review is or was due, and what is held here, in words that stay true."""
    found = standing(library(dated("A", review, *reviews)))
    assert (found.sentence, found.needs_attention) == (expected, needs_attention)
    assert found.is_overdue == needs_attention
    assert found.label == STATE_LABELS[found.state]


@pytest.mark.parametrize(
    ("due", "days"), [("2026-11", 9), ("2026-11-21", 0), ("2026-11-20", -1), ("2027-11-21", 365)]
)
def test_days_are_counted_to_the_due_day(due: str, days: int) -> None:
    """The days that are left lead to the last day in time, and are negative after it."""
    found = standing(library(dated("A", {"next": due})))
    assert found.days_until_due == days
    assert (found.state is ReviewState.OVERDUE) == (days < 0)


def test_nothing_is_counted_without_a_date() -> None:
    """Without a due date there are no days left, and none overdue."""
    found = standing(library(dated("A", {}, owner=None)))
    assert (found.due_date, found.days_until_due, found.last_review_date, found.owners) == (
        None,
        None,
        None,
        (),
    )
    assert found.state is ReviewState.UNSCHEDULED
    assert standing(library(dated("A", {}, owner="head"))).owners == ("head",)


# --- events --------------------------------------------------------------------------------------

# The last review, the event, and whether that calls: only what surely came after an event answers it.
ANSWERED = [
    ("2025-11", "2026-04", True),
    ("2025-11", "2025-12-01", True),
    ("2025-11", "2025-10", False),
    ("2025-11", "2025-10-31", False),
    ("2025-11", "2025-11", True),
    ("2025-11", "2025-11-15", True),
    ("2025-11", "2025-11-01", False),
    ("2025-11-15", "2025-11", True),
    ("2025-11-30", "2025-11", False),
    ("2025-11-15", "2025-11-16", True),
    ("2025-11-15", "2025-11-15", False),
    ("2025-11-15", "2025-11-14", False),
]


@pytest.mark.parametrize(("last", "happened", "calls"), ANSWERED)
def test_an_event_calls_until_a_review_answers_it(last: str, happened: str, calls: bool) -> None:
    """An event calls for a review unless the last one can only have come after it."""
    by_edition = dated("A", {"last": last, "next": "2027-11"})
    by_record = dated("A", None, {"date": last, "outcome": "unchanged", "next": "2027-11"})
    for one in (by_edition, by_record):
        found = standing(library(one, events=[event("A", date=happened)]))
        assert bool(found.triggers) is calls
        assert found.state is (ReviewState.CALLED_FOR if calls else ReviewState.CURRENT)
        assert found.triggered_from == (first_day(parse_month_or_day(happened)) if calls else None)


def test_a_call_says_what_happened() -> None:
    """A call carries the event: its kind, its first day, its words and its name."""
    held = library(dated(), events=[event("A", id="move", date="2026-04", what="Moved.")])
    found = standing(held)
    (call,) = found.triggers
    assert (call.kind, call.since, call.name) == ("provider", date(2026, 4, 1), "move")
    assert (call.description, call.event) == ("Moved.", held.events[0])
    assert found.needs_attention and not found.is_overdue
    assert found.sentence == "Its review is due by the end of November 2027."


@pytest.mark.parametrize(
    ("outcome", "answers"), [("amended", True), ("unchanged", True), ("extended", False)]
)
def test_only_a_review_answers_an_event(outcome: str, answers: bool) -> None:
    """Finding the text right answers an event as much as amending it; putting the review off does not."""
    reviewed = {"date": "2026-05", "outcome": outcome, "next": "2028-05"}
    found = standing(library(dated("A", None, reviewed), events=[event("A", date="2026-04")]))
    assert (found.triggers == ()) is answers


def test_an_event_calls_where_nobody_ever_reviewed() -> None:
    """A document without any review is called for by every event that touches it."""
    found = standing(library(dated("A", {}), events=[event("A", date="1999-01")]))
    assert (found.state, found.triggered_from) == (ReviewState.CALLED_FOR, date(1999, 1, 1))


def test_an_event_touches_only_its_documents() -> None:
    """Documents that an event does not name stand as before."""
    held = library(dated("A"), dated("B"), events=[event("B", "gone", date="2026-04")])
    assert standing(held, reference="A").state is ReviewState.CURRENT
    assert standing(held, reference="B").state is ReviewState.CALLED_FOR


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 11, 30), ReviewState.CURRENT), (date(2026, 12, 1), ReviewState.CALLED_FOR)],
)
def test_an_event_ahead_calls_from_its_first_day(today: date, expected: ReviewState) -> None:
    """An event that is still to come is known, and calls from its first possible day."""
    found = standing(library(dated(), events=[event("A", date="2026-12")]), today)
    assert (found.state, found.triggered_from) == (expected, date(2026, 12, 1))
    assert bool(found.triggers) is (expected is ReviewState.CALLED_FOR)


def test_the_first_of_several_calls_counts() -> None:
    """Of several events the first says from when; those that are open are listed, later ones are not."""
    days = ["2027-02", "2026-08-02", "2026-03", "2025-01"]
    events = [event("A", id=f"e{place}", date=day) for place, day in enumerate(days)]
    found = standing(library(dated(), events=events))
    assert found.triggered_from == date(2026, 3, 1)
    assert [call.name for call in found.triggers] == ["e1", "e2"]


def test_overdue_stays_overdue_when_something_calls() -> None:
    """A document that is overdue and called for is overdue, and its calls are still listed."""
    found = standing(library(dated("A", OVERDUE), events=[event("A", date="2026-04")]))
    assert (found.state, len(found.triggers)) == (ReviewState.OVERDUE, 1)


@given(last=dates, happened=dates, shift=st.integers(1, 400))
def test_a_later_review_never_calls_more(last: str, happened: str, shift: int) -> None:
    """Whoever reviews later, to the day, is never called for by an event that was answered before."""
    before, later = (
        dated("A", {"last": str(day)})
        for day in (
            due_day(parse_month_or_day(last)),
            due_day(parse_month_or_day(last)) + timedelta(days=shift),
        )
    )
    called = [
        bool(standing(library(one, events=[event("A", date=happened)])).triggered_from)
        for one in (before, later)
    ]
    assert called in ([True, True], [True, False], [False, False])


# --- repealed legislation ------------------------------------------------------------------------


def repealed_act(repealed: str | None = "2019-04", **given: Any) -> dict[str, Data]:
    """The references of a library whose Act is repealed."""
    return {"act": act(**{"state": "repealed", "repealed": repealed, **given})}


@pytest.mark.parametrize(
    ("repealed", "since", "told"),
    [
        ("2019-04", date(2019, 4, 30), " since April 2019"),
        ("2026-11-21", date(2026, 11, 21), " since 21 November 2026"),
        (None, None, ""),
    ],
)
def test_repealed_law_calls_as_long_as_it_is_cited(
    repealed: str | None, since: date | None, told: str
) -> None:
    """Law that is repealed calls whenever it was, and however recent the last review is."""
    recent = {"date": "2026-11-21", "outcome": "unchanged"}
    held = library(dated("A", None, recent, cites="act"), references=repealed_act(repealed))
    found = standing(held)
    (call,) = found.triggers
    assert (call.kind, call.since, call.name) == ("legislation", since, "act")
    assert call.description == f"Old Act 1998 is repealed{told}."
    assert (call.external_reference, call.clauses) == (held.external_references["act"], ("1.1",))
    assert found.triggered_from == (since or date.min)
    assert found.state is ReviewState.CALLED_FOR


@pytest.mark.parametrize(
    ("repealed", "today", "calls"),
    [
        ("2026-11", date(2026, 11, 29), False),
        ("2026-11", date(2026, 11, 30), True),
        ("2026-11-22", TODAY, False),
        ("2026-11-22", date(2026, 11, 22), True),
    ],
)
def test_a_repeal_ahead_calls_from_its_day(repealed: str, today: date, calls: bool) -> None:
    """A repeal that is still to come calls from its day, and in a month from the last."""
    found = standing(library(dated("A", cites="act"), references=repealed_act(repealed)), today)
    assert (found.state is ReviewState.CALLED_FOR, bool(found.triggers)) == (calls, calls)
    assert found.triggered_from is not None


@pytest.mark.parametrize("state", ["in force", "not checked"])
def test_law_that_is_not_repealed_does_not_call(state: str) -> None:
    """Law that is in force, or that nobody has looked up, calls for nothing."""
    held = library(dated("A", cites="act"), references=repealed_act(None, state=state))
    assert standing(held).triggered_from is None


def test_only_what_a_clause_provides_cites() -> None:
    """A question that cites repealed law does not call; an item and a duty do, each clause once."""
    clauses = [
        {"number": "1.1", "text": "x", "question": "Is [[act]] in force?"},
        {"number": "1.2", "text": "[[act]] and [[act]]", "items": ["[[act]]"]},
        {
            "id": "scope",
            "text": "x",
            "duties": [{"id": "d", "role": "r", "must": "x", "when": "[[act]]"}],
        },
    ]
    (call,) = standing(library(dated("A", clauses=clauses), references=repealed_act())).triggers
    assert call.clauses == ("1.2", "scope")
    assert standing(library(dated("A", clauses=clauses[:1]), references=repealed_act())).triggers == ()


def test_only_the_current_edition_cites() -> None:
    """Law that a superseded edition cites calls for nothing."""
    older = edition("A", "2023-11", clauses=[clause(text="See [[act]].")])
    newer = edition("A", "2025-11", clauses=[clause(text="x")])
    assert standing(library(document(older, newer), references=repealed_act())).triggers == ()


# --- the governing document ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "overdue"),
    [
        (dated("P", OVERDUE), True),
        (dated("P", IN_DATE), False),
        (dated("P", {"next": "2026-11"}), False),
        (dated("P", {}), False),
        (dated("P", OVERDUE, {"date": "2026-01", "outcome": "unchanged", "next": "2028-01"}), False),
    ],
    ids=["overdue", "in date", "due this month", "no date", "reviewed since"],
)
def test_a_governing_document_that_is_overdue_is_told(above: Document, overdue: bool) -> None:
    """That the governing document is overdue is told beside the state, which it does not change."""
    register = Register.from_library(library(dated("A", governed_by="P"), dated("B"), above), TODAY)
    found = register.status_by_reference["A"]
    assert found.state is ReviewState.CURRENT
    assert found.overdue_governing_documents == ((above,) if overdue else ())
    assert [review.due_date for review in found.governing_reviews] == [above.due_date]
    assert register.governed_by_overdue == ([found] if overdue else [])
    assert register.status_by_reference["B"].governing_reviews == ()


GONE = {"date": "2026-01", "outcome": "withdrawn"}


@pytest.mark.parametrize(
    ("below", "what", "clauses"),
    [
        (
            {"governed_by": "P"},
            "P Flexible working, which governs it, was withdrawn in January 2026.",
            (),
        ),
        ({"cites": "P"}, "P Flexible working was withdrawn in January 2026.", ("1.1",)),
        (
            {"governed_by": "P", "cites": "P/1.1"},
            "P Flexible working, which governs it, was withdrawn in January 2026.",
            ("1.1",),
        ),
    ],
    ids=["under it", "cites it", "both"],
)
def test_a_document_that_rests_on_a_withdrawn_one_is_called_for(
    below: Data, what: str, clauses: tuple[str, ...]
) -> None:
    """A withdrawn document calls once for a review of what is made under it or cites it.

    A review does not answer that as long as the current edition rests on it.
    """
    again = {"date": "2026-05", "outcome": "unchanged", "next": "2028-05"}
    held = library(dated("A", None, again, **below), dated("B"), dated("P", OVERDUE, GONE))
    found = Register.from_library(held, TODAY).status_by_reference
    (call,) = found["A"].triggers
    assert (call.kind, call.since, call.description, call.name, call.clauses) == (
        "document",
        date(2026, 1, 1),
        what,
        "P",
        clauses,
    )
    assert found["A"].state is ReviewState.CALLED_FOR
    assert found["A"].governing_reviews == ()
    assert found["B"].triggers == ()


def test_a_governing_document_that_is_not_held_is_no_finding() -> None:
    """A governing document that the library does not hold is no part of the register."""
    found = standing(library(dated("A", governed_by="P")))
    assert found.governing_reviews == ()


def test_of_several_governing_documents_each_is_told() -> None:
    """Each that is overdue is told, in the order of the file, and which of the others is next."""
    above = [
        dated("P", OVERDUE),
        dated("Q", IN_DATE),
        dated("R", {"next": "2026-12"}),
        dated("S", OVERDUE),
    ]
    held = library(dated("A", governed_by=["S", "Q", "R", "P"]), *above)
    found = Register.from_library(held, TODAY).status_by_reference["A"]
    assert [document.reference for document in found.overdue_governing_documents] == ["S", "P"]
    assert found.next_governing_review
    assert found.next_governing_review.document.reference == "R"


# --- Document.due_after --------------------------------------------------------------------------

AMENDED = {"date": "2025-11", "outcome": "amended"}
UNCHANGED = {"date": "2026-05-31", "outcome": "unchanged"}
EXTENDED = {"date": "2026-06", "outcome": "extended", "next": "2028-06"}
ENDED = {"date": "2026-07", "outcome": "withdrawn"}
DUE: dict[str, tuple[Data, list[Data], str | None]] = {
    "nothing is said": ({}, [], None),
    "the edition says it": ({"next": "2027-11"}, [], "2027-11"),
    "the edition says it, whatever every: says": ({"next": "2027-11", "every": "1 year"}, [], "2027-11"),
    "it follows from the last": ({"last": "2025-11", "every": "2 years"}, [], "2027-11"),
    "it follows to the day": ({"last": "2024-02-29", "every": "1 year"}, [], "2025-02-28"),
    "a last review alone says nothing": ({"last": "2025-11"}, [], None),
    "a period alone says nothing": ({"every": "2 years"}, [], None),
    "the review of this edition leaves it to the edition": ({"next": "2027-11"}, [AMENDED], "2027-11"),
    "the review says it itself": ({"next": "2027-11"}, [{**AMENDED, "next": "2026-11"}], "2026-11"),
    "the review of this edition lets it follow": ({"every": "2 years"}, [AMENDED], "2027-11"),
    "the review of this edition says nothing": ({}, [AMENDED], None),
    "the review of another edition lets it follow": (
        {"every": "1 year"},
        [{**AMENDED, "edition": "2024-11"}],
        "2026-11",
    ),
    "an unchanged text starts the period anew": (
        {"last": "2025-11", "every": "18 months", "next": "2027-05"},
        [AMENDED, UNCHANGED],
        "2027-11-30",
    ),
    "an unchanged text without a period has no date": ({"next": "2027-11"}, [AMENDED, UNCHANGED], None),
    "an unchanged text says it itself": (
        {"next": "2027-11", "every": "2 years"},
        [AMENDED, {**UNCHANGED, "next": "2028-05"}],
        "2028-05",
    ),
    "a review that is put off": ({"next": "2027-11"}, [EXTENDED], "2028-06"),
    "a review after one that was put off": ({"every": "1 year"}, [EXTENDED, UNCHANGED], "2027-05-31"),
    "a withdrawal ends it": ({"next": "2027-11", "every": "2 years"}, [AMENDED, ENDED], None),
    "a review after a withdrawal": ({"every": "2 years"}, [ENDED, UNCHANGED], "2028-05-31"),
}


@pytest.mark.parametrize(("review", "reviews", "expected"), DUE.values(), ids=DUE)
def test_by_when_the_next_review_is_due(review: Data, reviews: list[Data], expected: str | None) -> None:
    """The last record says it, or lets it follow from the period; without records the edition does."""
    due = dated("A", review, *reviews).due_date
    assert due == (parse_month_or_day(expected) if expected else None)


months = st.builds(Month, st.integers(1000, 8999), st.integers(1, 12))
any_dates: st.SearchStrategy[MonthOrDay] = months | st.dates(date(1000, 1, 1), date(8999, 12, 31))


@given(last=any_dates, every=st.integers(1, 999), outcome=st.sampled_from(["amended", "unchanged"]))
def test_a_review_starts_the_period_anew(last: MonthOrDay, every: int, outcome: str) -> None:
    """A review that names no date is followed by one a period later, as precise as it is itself."""
    review = {"every": f"{every} months"}
    by_record = dated("A", review, {"date": str(last), "outcome": outcome})
    by_edition = dated("A", {**review, "last": str(last)})
    assert by_record.due_date == by_edition.due_date == add_months(last, every)
    assert by_record.last_review_date == by_edition.last_review_date == last


@given(
    reviews=st.lists(st.sampled_from([AMENDED, UNCHANGED, EXTENDED, ENDED]), max_size=5),
    review=st.fixed_dictionaries(
        {}, optional={"last": st.just("2025-11"), "next": st.just("2027-11"), "every": st.just("2 years")}
    ),
    named=any_dates,
)
def test_only_the_last_record_counts(reviews: list[Data], review: Data, named: MonthOrDay) -> None:
    """A record that names the next review decides, whatever stands above it; a withdrawal ends it."""
    held = dated("A", review, *reviews, {**UNCHANGED, "next": str(named)})
    assert held.due_date == named
    if reviews:
        assert dated("A", review, *reviews).due_date == dated("A", review, reviews[-1]).due_date
    ended = dated("A", review, *reviews, ENDED)
    assert ended.due_date is None and ended.is_withdrawn


def test_the_last_review_is_none_that_was_put_off() -> None:
    """Somebody looked at the text last when it was amended or found right."""
    assert dated("A", IN_DATE, AMENDED, UNCHANGED, EXTENDED).last_review_date == date(2026, 5, 31)
    assert dated("A", IN_DATE, EXTENDED).last_review_date == Month(2025, 11)
    assert dated("A", {}, EXTENDED).last_review_date is None


def test_an_edition_without_a_review_keeps_the_date_that_it_repeats() -> None:
    """An edition that was made without a review and repeats the date before it is due by that date."""
    editions = [
        edition("A", "2023-11", review={"last": "2023-11", "next": "2027-11"}),
        edition("A", "2025-11", review={"last": "2023-11", "next": "2027-11"}),
    ]
    reviews = [review("2023-11", "amended", edition="2023-11")]
    assert document(*editions, reviews=reviews).due_date == Month(2027, 11)
