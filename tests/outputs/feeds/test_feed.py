"""The feed, read back by a feed reader's own parser."""

from __future__ import annotations

from datetime import date
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from policysite.domain.library import Document
from policysite.domain.register import Register
from policysite.domain.reviews import ReviewState
from policysite.outputs.feeds import atom_feed
from policysite.outputs.feeds.atom import MAX_FEED_ENTRIES
from tests.factories import (
    BASE,
    BY_DATE,
    ODD,
    act,
    document,
    edition,
    event,
    many_documents,
    register,
    register_of_vector,
    review,
)

ATOM = "{http://www.w3.org/2005/Atom}"
FOLLOWING = (ReviewState.DUE_SOON, ReviewState.DUE_THIS_MONTH, ReviewState.OVERDUE)
"""The states that follow from a date, each after the one before it."""


def read(content: bytes) -> Any:
    """A feed as another library reads it, which must find nothing wrong."""
    found = feedparser.parse(content)
    assert found.bozo is False, found.bozo_exception
    assert found.version == "atom10"
    return found


def told(made: Register) -> list[tuple[str, str, str, str]]:
    """The entries of a feed: each its day, category, title and text."""
    return [
        (one.updated[:10], one.tags[0].term, one.title, one.content[0].value)
        for one in read(atom_feed(made, BASE)).entries
    ]


def kinds(*documents: Document, **given: Any) -> dict[str, str]:
    """The day of each entry by its category."""
    return {kind: day for day, kind, _, _ in told(register(*documents, **given))}


# --- what is told ----------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", BY_DATE, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    """The last state that the feed tells is the one that holds, and overdue is told on its first day."""
    entries = told(register_of_vector(vector))
    states = [kind for _, kind, _, _ in entries if kind in set(FOLLOWING)]
    assert (states or [vector["state"]])[0] == vector["state"]
    assert bool(states) == (vector["state"] in set(FOLLOWING))
    assert states == sorted(states, key=list[str](FOLLOWING).index, reverse=True)
    if vector["state"] == ReviewState.OVERDUE:
        assert entries[0][0] == vector["overdue_since"]


def test_editions() -> None:
    """Every edition is told, also one of which only a part is known, and what changed in it."""
    old = edition(name="2019-03-04", extent="extract", title="Flexible hours", review={})
    new = edition(
        changes="The [[line-manager]] answers,\n  as [[HR12/1.1]] says.\n\nAnd [[more]].", review={}
    )
    changes = "The Line manager answers, as HR12 1.1 says. And [[more]]."
    assert told(register(document(new, old))) == [
        (
            "2025-11-01",
            "edition",
            "HR12 Flexible working: edition of November 2025",
            "The policy HR12 Flexible working has an edition of November 2025. " + changes,
        ),
        (
            "2019-03-04",
            "edition",
            "HR12 Flexible hours: edition of 4 March 2019",
            "The policy HR12 Flexible hours has an edition of 4 March 2019. Only a part of it is known.",
        ),
    ]


def test_recorded_reviews() -> None:
    """A recorded review is told, but where its new edition speaks for itself."""
    reviews = [
        review("2025-11", "amended", next="2027-11"),
        review("2026-02", "unchanged", next="2028-02"),
        review("2026-03-03", "extended", next="2028-06-30", reason="Why so."),
        review("2026-11-21", "withdrawn"),
    ]
    following = "Its next review is due by the end of February 2028."
    assert told(register(document(reviews=reviews)))[:-1] == [
        (
            "2026-11-21",
            "withdrawn",
            "HR12 Flexible working: withdrawn",
            "It was withdrawn on 21 November 2026. Nobody needs it.",
        ),
        (
            "2026-03-03",
            "extended",
            "HR12 Flexible working: review put off",
            "Its review was put off on 3 March 2026. Its next review is due by 30 June 2028. Why so.",
        ),
        (
            "2026-02-01",
            "unchanged",
            "HR12 Flexible working: reviewed and unchanged",
            "It was reviewed and found right as it is in February 2026. " + following,
        ),
    ]


def test_states() -> None:
    """Each state that the due date brought is told on its first day, in words that stay true."""
    made = register(document(edition(name="2023-12", review={"next": "2025-12"})))
    assert told(made)[:-1] == [
        (
            "2026-01-01",
            "overdue",
            "HR12 Flexible working: review overdue",
            "Its review was due by the end of December 2025. It became overdue on 1 January 2026.",
        ),
        (
            "2025-12-01",
            "due this month",
            "HR12 Flexible working: review due this month",
            "Its review is due by the end of December 2025.",
        ),
        (
            "2025-06-01",
            "due soon",
            "HR12 Flexible working: review due soon",
            "Its review is due by the end of December 2025. It became due soon on 1 June 2025.",
        ),
    ]


def test_no_state_before_its_date_was_decided() -> None:
    """A date that was put off brings states from that day, and none that was over by then."""
    reviews = [review("2025-11", "amended"), review("2026-11-03", "extended", next="2026-11")]
    assert kinds(document(reviews=reviews)) == {
        "extended": "2026-11-03",
        "due this month": "2026-11-03",
        "edition": "2025-11-01",
    }
    late = edition(review={"next": "2025-06"})
    assert kinds(document(late)) == {"overdue": "2025-11-01", "edition": "2025-11-01"}


def test_calls_by_events() -> None:
    """A change that calls for a review is told from its first possible day, until a review answers it."""
    change = event(date="2026-04", what="Another provider took over")
    amended, answer = review("2025-11", "amended"), review("2026-06", "unchanged", next="2028-06")
    assert told(register(document(reviews=[amended]), events=[change]))[0] == (
        "2026-04-01",
        "called for",
        "HR12 Flexible working: review called for",
        "Another provider took over. This calls for a review.",
    )
    assert "called for" not in kinds(document(reviews=[amended, answer]), events=[change])


@pytest.mark.parametrize(
    ("since", "day", "what"),
    [
        ("2026-02", "2026-02-28", "Old Act 1998 is repealed since February 2026."),
        ("2018-05-25", "2025-11-01", "Old Act 1998 is repealed since 25 May 2018."),
        (None, "2025-11-01", "Old Act 1998 is repealed."),
    ],
)
def test_calls_by_legislation(since: str | None, day: str, what: str) -> None:
    """Repealed legislation calls for a review from its repeal, and not before an edition cites it."""
    repealed = act(state="repealed", repealed=since)
    entries = told(register(document(), references={"old-act": repealed}))
    assert [(when, text) for when, kind, _, text in entries if kind == "called for"] == [
        (day, f"{what} Clauses that cite it: 1.1. This calls for a review.")
    ]


def test_calls_by_a_withdrawn_document() -> None:
    """A withdrawal calls for a review from its day, and not before an edition rests on what is gone."""
    ended = document(edition("HR1"), reviews=[review("2026-06-01", "withdrawn")])
    for name, day in (("2025-11", "2026-06-01"), ("2026-08", "2026-08-01")):
        entries = told(register(ended, document(edition(name=name, governed_by="HR1"))))
        what = "HR1 Flexible working, which governs it, was withdrawn on 1 June 2026."
        assert [(when, text) for when, kind, _, text in entries if kind == "called for"] == [
            (day, f"{what} This calls for a review.")
        ]


def test_nothing_is_told_before_its_day() -> None:
    """What lies ahead is told when it comes."""
    made = document(edition(name="2026-10", review={"next": "2026-12-05"}), edition())
    eve = kinds(made, today=date(2026, 12, 5))
    assert kinds(made, today=date(2026, 9, 30)) == {"edition": "2025-11-01"}
    assert eve == {"due this month": "2026-12-01", "due soon": "2026-10-01", "edition": "2025-11-01"}
    assert kinds(made, today=date(2026, 12, 6)) == {"overdue": "2026-12-06", **eve}


# --- identity --------------------------------------------------------------------------------------


def test_same_bytes_while_nothing_is_new() -> None:
    """A day on which nothing happens changes nothing; the feed's own time is its newest entry's."""
    made = document(edition(name="2023-12", review={"next": "2025-12"}))
    first, later, earlier = (
        atom_feed(register(made, today=day), BASE)
        for day in (date(2026, 1, 1), date(2026, 11, 21), date(2025, 12, 31))
    )
    assert first == later != earlier
    assert read(first).feed.updated == "2026-01-01T00:00:00+00:00"
    assert read(earlier).feed.updated == "2025-12-01T00:00:00+00:00"


def test_ids_stay() -> None:
    """Ids depend neither on the day nor on where the site is, and no two things share one."""
    reviews = [
        review("2025-11", "amended", next="2026-08"),
        review("2026-08", "extended", next="2026-09"),
        review("2026-08", "extended", next="2026-10"),
    ]
    made = [document(reviews=reviews), document(edition("HR13"))]
    ids = [one.id for one in read(atom_feed(register(*made), BASE)).entries]
    assert len(set(ids)) == len(ids) == 7
    assert [one.id for one in read(atom_feed(register(*made), "")).entries] == ids
    before = [one.id for one in read(atom_feed(register(*made, today=date(2026, 9, 1)), BASE)).entries]
    assert set(before) < set(ids)
    elsewhere = read(atom_feed(register(*made, organisation="Another Council"), BASE))
    assert not {one.id for one in elsewhere.entries} & set(ids)
    assert ids[-1] == "urn:uuid:b914d59c-9f53-5f40-9b3b-7f3aaa2eb7af", "it may never change"


@pytest.mark.parametrize(
    ("zone", "name", "updated"),
    [
        ("Europe/London", "2026-07-01", "2026-07-01T00:00:00+01:00"),
        ("Europe/London", "2026-01", "2026-01-01T00:00:00+00:00"),
        ("Pacific/Kiritimati", "2026-01", "2026-01-01T00:00:00+14:00"),
        ("Europe/London", "1800-01", "1800-01-01T00:01:15+00:00"),
    ],
)
def test_times(zone: str, name: str, updated: str) -> None:
    """An entry's time is the beginning of its day where the library is (RFC 3339, minutes at most)."""
    made = register(document(edition(name=name, review={})), time_zone=zone)
    assert read(atom_feed(made, BASE)).entries[0].updated == updated


# --- form ------------------------------------------------------------------------------------------


def test_what_the_feed_says() -> None:
    """The feed names itself, its author and its language, and where it and the site are."""
    found = read(atom_feed(register(document()), BASE)).feed
    assert found.title == "Example policies: editions and reviews"
    assert found.subtitle == "The policies of Example Council."
    assert found.author == "Example Council"
    assert found.id == "urn:uuid:2c845d36-d0aa-5f34-a5a9-4dc66d0b0210", "it may never change"
    assert found.language == "en-GB"
    assert {one.rel: (one.href, one.type) for one in found.links} == {
        "self": (f"{BASE}feed.xml", "application/atom+xml"),
        "alternate": (BASE, "text/html"),
    }


def test_entries_lead_to_their_pages() -> None:
    """An edition's entry leads to that edition for good, every other to the document."""
    made = register(document(edition(review={"next": "2026-12"})))
    links = {one.tags[0].term: one.link for one in read(atom_feed(made, BASE)).entries}
    assert links == {
        "due soon": f"{BASE}documents/HR12/",
        "edition": f"{BASE}documents/HR12/2025-11/",
    }


def test_a_site_without_an_address() -> None:
    """Where nobody knows the address of the site, the feed holds no links and is still whole."""
    content = atom_feed(register(document()), "")
    assert b"<link" not in content
    assert len(read(content).entries) == 1


def test_required_elements() -> None:
    """The feed and each entry have what RFC 4287 (4.1.1 and 4.1.2) asks for, each once."""
    made = register(document(reviews=[review("2026-02", "unchanged", next="2026-12")]))
    for base in (BASE, ""):
        root = etree.fromstring(atom_feed(made, base))
        entries = root.findall(f"{ATOM}entry")
        assert len(entries) == 3
        for one in (root, *entries):
            assert all(len(one.findall(f"{ATOM}{name}")) == 1 for name in ("id", "title", "updated"))
        assert len(root.findall(f"{ATOM}author")) == 1
        assert [one.get("type") for one in root.iter(f"{ATOM}content")] == ["text"] * 3


def test_newest_first_and_a_hundred_at_most() -> None:
    """A feed is no register: the newest hundred entries are told."""
    late = document(edition("HR99", name="2026-11", review={}))
    found = told(register(*many_documents(1000), late))
    assert len(found) == MAX_FEED_ENTRIES == 100
    assert found[0][2] == "HR99 Flexible working: edition of November 2026"
    days = [day for day, *_ in found]
    assert days == sorted(days, reverse=True)


def test_no_documents() -> None:
    """A feed without entries is one all the same, of the day for which it was made."""
    found = read(atom_feed(register(), BASE))
    assert found.entries == []
    assert found.feed.updated == "2026-11-21T00:00:00+00:00"


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=200)


def raw(content: bytes, name: str) -> list[str | None]:
    """The texts of the elements of a name, which a feed reader may have cleaned."""
    return [one.text for one in etree.fromstring(content).iter(f"{ATOM}{name}")]


def test_odd_texts_survive() -> None:
    """Markup, ampersands, quotes, emoji and the end of a CDATA section come back as they were."""
    made = document(edition(title=ODD, changes=f"First:\n\n{ODD}", review={}))
    content = atom_feed(register(made, organisation=ODD, description=ODD), BASE)
    assert read(content).feed.author == ODD
    assert raw(content, "subtitle") == [ODD]
    assert raw(content, "title")[1] == f"HR12 {ODD}: edition of November 2025"
    assert raw(content, "content") == [
        f"The policy HR12 {ODD} has an edition of November 2025. First: {ODD}"
    ]
    assert read(content).entries[0].title == raw(content, "title")[1]


@given(text=texts.filter(lambda text: bool(text.strip()) and "[[" not in text))
def test_any_text_survives(text: str) -> None:
    """Whatever an owner writes comes back, its white space as one space."""
    content = atom_feed(register(document(edition(changes=text, review={}))), BASE)
    (found,) = raw(content, "content")
    assert found is not None
    assert found.endswith(f" 2025. {' '.join(text.split())}")
