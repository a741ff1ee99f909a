"""The page of review dates, and how a review stands on every other page of a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from policysite.domain.library import Document
from policysite.domain.register import Register
from policysite.outputs.site import BuildInfo, Site
from policysite.outputs.site.review_page import (
    LABEL_WIDTH,
    TIMELINE_WIDTH,
    review_cycles,
    review_timeline,
)
from policysite.traceability import Traceability
from tests import LIBRARY
from tests.factories import (
    TODAY,
    VECTORS,
    act,
    clause,
    document,
    duty,
    edition,
    event,
    many_documents,
    register,
    register_of_vector,
    review,
)
from tests.sites import ICONS, Rendered, shown
from tests.small import SmallProject

PAGE = "review/"
REPEALED = {"old-act": act(state="repealed", repealed="2026-03-02")}


def of(made: Register) -> Rendered:
    """The site of a register."""
    build = BuildInfo(datetime.combine(made.today, time(12), UTC), made.today, {"policysite": "0"})
    return Rendered(Site(made, Traceability(made.library), build, ICONS, {}))


def rows(site: Rendered, section: str, page: str = PAGE) -> list[list[str]]:
    """The cells of the first table of a section."""
    found = site[page].xpath(f"(//section[@aria-labelledby='{section}']//table)[1]/tbody/tr")
    return [[shown(cell) for cell in row.xpath("th | td")] for row in found]


def said(site: Rendered, section: str, page: str = PAGE) -> str:
    """What stands in a section."""
    (found,) = site[page].xpath(f"//section[@aria-labelledby='{section}']")
    return shown(found)


def notices(site: Rendered, page: str) -> list[str]:
    """What stands above the text of a page about its review."""
    found = site[page].xpath("//*[contains(@class, 'review-notices')]/*[@role='note']")
    return [shown(one) for one in found]


def mixed() -> Register:
    """A document in each state, given in no order, one of them under one that is overdue."""
    references = REPEALED | {"other": act(title="Other")}
    plain = [clause(text="Do.")]
    dues = {"A": None, "B": "2028-01", "C": "2026-12", "D": "2026-11", "F": "2026-10", "G": "2025-12"}
    made = [
        edition(name, "2023-12", review={"last": "2023-12", "next": due} if due else {}, clauses=plain)
        for name, due in dues.items()
    ]
    called = document(edition("E", "2023-12", review={"last": "2023-12", "next": "2028-12"}))
    below = document(edition("H", "2025-11", governed_by="G", clauses=plain))
    return register(*made, called, below, references=references)


# --- the register and its totals -----------------------------------------------------------------


def test_every_document_worst_first() -> None:
    """The register holds every document with owner and dates, the worst first, the longest due on top."""
    found = rows(of(mixed()), "_register")
    assert [(row[0].split()[0], row[3], row[4]) for row in found] == [
        ("G", "December 2025", "Review overdue"),
        ("F", "October 2026", "Review overdue"),
        ("E", "December 2028", "Review called for"),
        ("D", "November 2026", "Review due this month"),
        ("C", "December 2026", "Review due soon"),
        ("A", "Not stated", "No review date"),
        ("H", "November 2027", "In date, policy above it overdue"),
        ("B", "January 2028", "In date"),
    ]
    assert found[0][:3] == ["G Flexible working", "Head of People", "December 2023"]


def test_totals_count_everything() -> None:
    """The page opens with how many documents there are in all and in each state, and as at when."""
    (lede,) = of(mixed())[PAGE].find_class("lede")
    assert shown(lede) == (
        "8 documents: 2 review overdue, 1 review called for, 1 review due this month, 1 review due soon, "
        "1 no review date, 2 in date. State as at 21 November 2026."
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: Mapping[str, Any]) -> None:
    """Two consumers of one date never disagree: the page shows every vector's state and due day."""
    site = of(register_of_vector(vector))
    (row,) = site[PAGE].xpath("//table[@data-register]/tbody/tr")
    (state,) = row.xpath(".//*[@data-state]")
    assert (state.get("data-state"), state.get("data-due")) == (vector["state"], vector["due"])
    assert state.get("data-called-from") == vector.get("called_from")
    (due,) = row.xpath("td[@data-label='Next review due']")
    assert due.get("data-sort") == (vector["due_day"] or "")


def test_thousand_documents() -> None:
    """A thousand documents are listed and counted: no list is cut and its length shown as the total."""
    site = of(Register.from_library(register(*many_documents(1000)).library, date(2027, 12, 1)))
    assert len(rows(site, "_register")) == 1000
    assert site.text(PAGE).startswith("Review dates 1,000 documents: 1,000 review overdue.")
    (picture,) = site[PAGE].find_class("timeline")
    assert len(picture.find_class("timeline__name")) == len(picture.find_class("timeline__late")) == 1000


def test_empty_register_is_not_all_well() -> None:
    """With every document withdrawn, the page says that none is in force, not that all is well."""
    site = of(register(document(reviews=[review("2026-02", "withdrawn")])))
    assert site.text(PAGE).startswith("Review dates No documents. State as at 21 November 2026.")
    assert "There is no document in force." in said(site, "_register")
    assert not site[PAGE].xpath("//tbody[not(tr)] | //ul[not(li)]")
    assert not site[PAGE].find_class("timeline")
    assert "in date" not in site.text(PAGE).lower()


def test_withdrawn_documents_are_apart() -> None:
    """A withdrawn document is in no row and no total; it is named below, and says so on its own pages."""
    gone = document(edition("HR1"), reviews=[review("2026-02", "withdrawn")])
    site = of(register(document(), gone))
    assert [row[0] for row in rows(site, "_register")] == ["HR12 Flexible working"]
    assert "Withdrawn: HR1 Flexible working." in said(site, "_register")
    for page in ("documents/HR1/", "documents/HR1/2025-11/"):
        text = site.text(page)
        assert "This policy is withdrawn. Since February 2026: Nobody needs it." in text
        assert "Withdrawn. State as at 21 November 2026" in said(site, "_editions", page)
        assert "Next review due" not in text
        assert "edition of November 2025, withdrawn" not in text
        assert "November 2025, withdrawn" in said(site, "_editions", page)
        assert not site[page].xpath("//*[@data-state]")
    assert site.pages["documents/HR1/"].print_header.endswith("Withdrawn, state as at 21 November 2026")


def test_superseded_edition_of_a_withdrawn_document() -> None:
    """Whoever reads an old edition of a withdrawn document is not sent to one that is called current."""
    old = edition(name="2023-11", review={"last": "2023-11", "next": "2025-11"})
    made = document(edition(), old, reviews=[review("2026-02", "withdrawn")])
    text = of(register(made)).text("documents/HR12/2023-11/")
    assert "The last edition of HR12 is that of November 2025. HR12 is withdrawn." in text
    assert "current" not in text


# --- what calls ----------------------------------------------------------------------------------


def test_repealed_acts_of_a_whole_library() -> None:
    """Each repealed Act that B07 cites is under Called for, and leads to its clauses and its state."""
    site = Rendered.of(LIBRARY)
    works = site.site.library.external_references
    links = site.links(PAGE, "//section[@aria-labelledby='_calls']")
    text = said(site, "_calls")
    repealed = {
        name: [clause for held, clause in cited if held.reference == "B07"]
        for name, cited in site.site.library.citing_clauses.items()
        if name in works and works[name].state == "repealed"
    }
    assert {"harbour-dues-act-1981"} < {name for name, clauses in repealed.items() if clauses}
    for name, clauses in repealed.items():
        if clauses:
            assert f"B07: {works[name].title} is repealed" in text
            assert (f"references/#{name}", "its state in law") in links
            for clause in clauses:
                assert (f"documents/B07/#{clause.anchor}", f"B07 {clause.anchor}") in links
    assert "Harbour Dues Act 1981 is repealed since 25 May 2018." in text
    (row, *_) = rows(site, "_register")
    assert row[-1] == "Review overdue, called for"


def test_events_call_with_their_source() -> None:
    """An event that took effect is named with where it can be checked; one still to come is not yet."""
    soon = event(id="later", date="2026-11-22", what="The funding ends.")
    site = of(register(document(), events=[event(), soon]))
    assert said(site, "_calls").endswith("HR12: Another provider took over. (news.example)")
    assert ("https://news.example/", "news.example") in site.links(PAGE)
    (top,) = notices(site, "documents/HR12/")
    assert top == "A review of this policy is called for. Another provider took over. (news.example)"


def test_several_calls_are_a_list() -> None:
    """Several calls on one document stand as a list in one notice above its text."""
    made = register(document(), references=REPEALED, events=[event()])
    (top,) = of(made)["documents/HR12/"].xpath("//*[contains(@class, 'notice--called-for')]")
    assert [shown(one) for one in top.iter("li")] == [
        "Another provider took over. (news.example)",
        "Old Act 1998 is repealed since 2 March 2026. Cited in HR12 1.1; see its state in law.",
    ]


def test_nothing_calls_says_as_at_when() -> None:
    """That nothing calls for a review is said with its date: it is not known of later days."""
    text = said(of(register(document())), "_calls")
    assert text == "Called for Nothing calls for a review before its date, as at 21 November 2026."


# --- the months ahead ----------------------------------------------------------------------------


def test_next_twelve_months() -> None:
    """The month of the build and the 11 after it stand in order, each with its documents."""
    site = of(mixed())
    found = rows(site, "_ahead")
    assert [row[0] for row in found[:3]] == ["November 2026", "December 2026", "January 2027"]
    assert (len(found), found[-1][0]) == (12, "October 2027")
    assert [row[1] for row in found[:3]] == ["1: D", "1: C", "0"]
    assert ("documents/C/", "C") in site.links(PAGE, "//section[@aria-labelledby='_ahead']")


def test_bars_are_in_proportion() -> None:
    """The longest bar is whole, and the others are as long as their numbers are to its number."""
    dues = ["2026-12", "2026-12", "2026-12", "2026-12", "2027-01"]
    made = [document(edition(f"D{n}", review={"next": due})) for n, due in enumerate(dues)]
    page = of(register(*made))[PAGE]
    assert [one.get("width") for one in page.xpath("//*[@class='bar']/rect")] == ["100.0", "25.0"]


# --- the picture and the history -----------------------------------------------------------------


def reviewed(*reviews: Mapping[str, str]) -> Document:
    """A document that is reviewed every two years, with a record."""
    first = edition(name="2019-11", review={"last": "2019-11", "every": "2 years"})
    return document(edition(review={"last": "2025-11", "every": "2 years"}), first, reviews=reviews)


def unchanged(when: str, **given: str) -> dict[str, str]:
    """A review after which the first edition stayed as it was."""
    return review(when, "unchanged", **({"edition": "2019-11"} | given))


def test_cycles_as_recorded() -> None:
    """A cycle leads from a review to the next; putting one off moves its date and begins none."""
    put_off = review("2023-10", "extended", edition="2019-11", next="2025-06")
    made = reviewed(unchanged("2019-11"), unchanged("2021-11"), put_off, unchanged("2025-09"))
    told = [[str(one) if one else None for one in (c.start, c.due, c.end)] for c in review_cycles(made)]
    assert told == [
        ["2019-11", "2021-11", "2021-11"],
        ["2021-11", "2025-06", "2025-09"],
        ["2025-09", "2027-09", None],
    ]
    assert [one.late_until(TODAY) for one in review_cycles(made)] == [None, date(2025, 9, 1), None]


def test_late_stretches() -> None:
    """A stretch is late from the due day to the review that ended it, or to today, and never before."""
    made = register(reviewed(unchanged("2019-11"), unchanged("2022-05-01")), today=date(2024, 7, 1))
    picture = review_timeline(made)
    assert picture is not None
    (row,) = picture.rows
    assert [bar.kind for bar in row.bars] == ["planned", "late", "planned", "late"]
    planned, late, again, still = row.bars
    assert planned.x + planned.width == pytest.approx(late.x, abs=0.2)
    assert late.x + late.width == pytest.approx(again.x, abs=0.2)
    assert again.x + again.width == pytest.approx(still.x, abs=0.2)
    assert still.x + still.width == pytest.approx(picture.today, abs=0.2)
    year = (TIMELINE_WIDTH - LABEL_WIDTH) / 6
    assert late.width == pytest.approx(year * 152 / 365, abs=1)


@pytest.mark.parametrize("today", [date(2025, 11, 30), date(2026, 11, 21), date(2040, 2, 29)])
def test_picture_holds_everything(today: date) -> None:
    """No bar, no year and no line lies outside the picture, and every year is at its place in order."""
    made = register(
        document(), document(edition("HR1", "1990-01", review={"last": "1990-01"})), today=today
    )
    picture = review_timeline(made)
    assert picture is not None
    assert [row.y for row in picture.rows] == sorted({row.y for row in picture.rows})
    assert picture.height > picture.rows[-1].y
    for row in picture.rows:
        for bar in row.bars:
            assert bar.x >= LABEL_WIDTH and bar.width > 0 and bar.x + bar.width <= TIMELINE_WIDTH + 0.2
    places = [x for _, x in picture.years]
    assert places[0] == LABEL_WIDTH and places == sorted(places) and places[-1] < TIMELINE_WIDTH
    assert len(places) <= 9 * 2
    assert LABEL_WIDTH <= picture.today <= TIMELINE_WIDTH


def test_cycles_are_a_table_too() -> None:
    """Who cannot see the picture reads the same in a table, lateness in words."""
    site = of(register(reviewed(unchanged("2019-11"), unchanged("2022-05-01")), today=date(2024, 7, 1)))
    assert rows(site, "_cycles") == [
        ["HR12", "November 2019", "November 2021", "1 May 2022, late"],
        ["HR12", "1 May 2022", "1 May 2024", "None recorded yet, late"],
    ]


def test_history_newest_first() -> None:
    """Every recorded review is listed, the newest first, with outcome, reason and who answers for it."""
    put_off = review("2023-10", "extended", edition="2019-11", next="2025-06")
    site = of(register(reviewed(unchanged("2021-11", by="head-of-people"), put_off)))
    assert rows(site, "_history") == [
        [
            "October 2023",
            "HR12, edition of November 2019",
            "Extended; next due June 2025",
            "The law is about to change.",
            "Not recorded, approved by Line manager",
        ],
        [
            "November 2021",
            "HR12, edition of November 2019",
            "Unchanged",
            "Not recorded",
            "Head of People",
        ],
    ]


def test_no_history_says_so() -> None:
    """Where nothing is recorded yet, the history says so."""
    assert said(of(register(document())), "_history") == "History No review is recorded yet."


def test_a_document_tells_its_own_reviews() -> None:
    """The page of a document lists its recorded reviews, the newest first; without any it has no list."""
    put_off = review("2023-10", "extended", edition="2019-11", next="2025-06")
    site = of(register(reviewed(unchanged("2021-11", by="head-of-people"), put_off)))
    found = site["documents/HR12/"].xpath("//section[@aria-labelledby='_reviews']//li")
    why = "The law is about to change."
    assert [shown(one) for one in found] == [
        f"October 2023: extended; next due June 2025, approved by Line manager. {why}",
        "November 2021: unchanged, by Head of People.",
    ]
    without = of(register(document()))["documents/HR12/"]
    assert not without.xpath("//section[@aria-labelledby='_reviews']")


# --- the state on every page of a document -------------------------------------------------------

OLD = edition(name="2023-11", review={"last": "2023-11", "next": "2025-11"})
CLAUSES = [clause(text="Answer.", duties=[duty("answer", must="answer")])]
PAGES = ("documents/HR12/", "documents/HR12/2025-11/", "documents/HR12/2023-11/", "roles/line-manager/")
FOOT = {"roles/line-manager/": "_standings"}


def on_pages(due: str, above_due: str = "", **given: Any) -> Rendered:
    """The site of a document with an old edition and a duty, perhaps governed by another."""
    above: dict[str, Any] = {"governed_by": "HR1"} if above_due else {}
    current = edition(review={"last": "2025-11", "next": due}, clauses=CLAUSES, **above)
    governing = []
    if above_due:
        governing = [
            document(
                edition(
                    "HR1", "2022-01", review={"last": "2022-01", "next": above_due}, clauses=[clause()]
                )
            )
        ]
    return of(register(document(current, OLD), *governing, **given))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("due", "label"),
    [("2027-11", "In date"), ("2027-01", "Review due soon"), ("2026-11-30", "Review due this month")],
)
def test_normal_states_are_at_the_foot(page: str, due: str, label: str) -> None:
    """A review that needs no attention is told of at the foot, with its date and the day of the build."""
    site = on_pages(due)
    assert notices(site, page) == []
    foot = said(site, FOOT.get(page, "_editions"), page)
    assert f"{label}. Its review is due by " in foot
    assert "tate as at 21 November 2026" in foot
    assert (PAGE, "all review dates") in site.links(page)


@pytest.mark.parametrize("page", PAGES)
def test_overdue_is_at_the_top(page: str) -> None:
    """Before the text of every page stands that its review is overdue, and since when, with no script."""
    site = on_pages("2025-12")
    what = "this policy" if page in PAGES[:2] else "HR12"
    (top,) = notices(site, page)
    assert top == (
        f"The review of {what} is overdue. Its review was due by the end of December 2025 and has been "
        "overdue since 1 January 2026. No later edition is held here. "
        f"{what[0].upper()}{what[1:]} stays in force until it is replaced or withdrawn."
    )
    first = site[page].xpath("(//h1/following::*)[1]/descendant-or-self::*[@role='note']")
    assert first, "something stands before it"


@pytest.mark.parametrize("page", PAGES)
def test_called_for_is_at_the_top(page: str) -> None:
    """Before the text of every page of it stands what calls for a review."""
    site = on_pages("2027-11", events=[event()])
    what = "this policy" if page in PAGES[:2] else "HR12"
    assert notices(site, page) == [
        f"A review of {what} is called for. Another provider took over. (news.example)"
    ]


@pytest.mark.parametrize("page", PAGES)
def test_governing_document_overdue_is_at_the_top(page: str) -> None:
    """Before the text stands that the document above is overdue, and that the text itself is not."""
    site = on_pages("2027-11", above_due="2025-12")
    what = "this policy" if page in PAGES[:2] else "HR12"
    (top,) = notices(site, page)
    assert top == (
        f"The review of the policy above {what} is overdue. HR1 Flexible working: its review was due by "
        "the end of December 2025 and has been overdue since 1 January 2026. No later edition is held "
        "here. The policy itself: in date, as at 21 November 2026."
    )
    assert ("documents/HR1/", "HR1 Flexible working") in site.links(page, "//*[@role='note']")


def test_overdue_and_called_for_and_governed() -> None:
    """What is overdue, called for and under an overdue document says all three, the worst first."""
    site = on_pages("2026-01", above_due="2025-12", events=[event()])
    assert [one.split(" is ")[0] for one in notices(site, "documents/HR12/")] == [
        "The review of this policy",
        "A review of this policy",
        "The review of the policy above this policy",
    ]
    assert "The policy itself" not in site.text("documents/HR12/")


def test_what_rests_on_a_withdrawn_document_says_so() -> None:
    """The page of a document under a withdrawn one says that at the top, and leads to both places."""
    clause = {"number": "1.1", "text": "See [[HR1]]."}
    below = edition(governed_by="HR1", sections=[{"number": "1", "title": "All", "clauses": [clause]}])
    ended = document(edition("HR1", title="Work"), reviews=[review("2026-06-01", "withdrawn")])
    site = of(register(ended, document(below)))
    (told,) = notices(site, "documents/HR12/")
    assert told == (
        "A review of this policy is called for. HR1 Work, which governs it, was withdrawn on 1 June"
        " 2026. Cited in HR12 1.1. See why HR1 was withdrawn."
    )
    targets = {target for target, _ in site.links("documents/HR12/", "//*[@role='note']")}
    assert {"documents/HR1/", "documents/HR12/#1.1"} <= targets
    assert "HR1 Work, which governs it, was withdrawn on 1 June 2026." in said(site, "_calls")


def test_printed_pages_say_what_is_above() -> None:
    """The line above a printed page names the kind of document above that is overdue."""
    site = on_pages("2027-11", above_due="2025-12")
    assert site.pages["documents/HR12/"].print_header == (
        "HR12, edition of November 2025 · In date; policy above it overdue, state as at 21 November 2026"
    )


def test_reviewed_since_edition_says_review() -> None:
    """A document that was found right unchanged and is late again lacks a review, not an edition."""
    made = document(
        edition(name="2021-11"),
        reviews=[review("2023-11", "unchanged", edition="2021-11", next="2025-11")],
    )
    text = of(register(made)).text("documents/HR12/")
    assert "has been overdue since 1 December 2025." in text


def test_what_a_browser_needs_is_there(small: SmallProject) -> None:
    """The page tells a reader's browser the zone, the window, the day and how often it is rebuilt."""
    small.change("policy/library.yml", "time_zone", "builds: {every: 7 days}\ntime_zone")
    site = Rendered.of(small.folder)
    assert site.site.browser_data == {
        "zone": "Europe/London",
        "window": 6,
        "built": "2026-11-21",
        "every": 7,
    }


def test_states_carry_what_can_make_them_worse() -> None:
    """Each state has its due date, the day of the first call and the governing document's due date."""
    site = on_pages("2027-11", above_due="2027-01", events=[event(date="2027-02-03")])
    for page in ("", "documents/", PAGE, *PAGES):
        (found, *_) = site[page].xpath("//*[contains(@class, 'state')][@data-due='2027-11']")
        assert found.get("data-called-from") == "2027-02-03", page
        assert found.get("data-due-above") == "2027-01", page
        assert found.get("data-above") == "policy", page


# --- the home page -------------------------------------------------------------------------------


def test_what_changed_lately() -> None:
    """The home page names the five newest editions, the newest first, and leads to each for good."""
    made = [document(edition(f"HR{n}", f"2025-{n:02}")) for n in range(1, 8)]
    site = of(register(*made))
    links = [target for target, _ in site.links("", "//section[@aria-labelledby='_changed']")]
    assert links == [f"documents/HR{n}/2025-{n:02}/" for n in range(7, 2, -1)]
