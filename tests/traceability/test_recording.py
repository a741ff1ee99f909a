"""What commands make of policy.lock: nothing sealed ever goes, in whatever order they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from policysite.checks import CheckContext
from policysite.checks.sealing import lock_entries_kept
from policysite.domain.library import Document
from policysite.domain.model import (
    AcceptedCitation,
    AcceptedDuty,
    Correction,
    PolicyLock,
)
from policysite.sources.lock_file import lock_text, parse_lock
from policysite.traceability import (
    CorrectionReason,
    with_accepted_duties,
    with_accepted_items,
    with_published_duties,
    with_sealed_editions,
    with_sealed_reviews,
)
from tests.factories import document, edition, library, review

names = st.sampled_from(["HR1/2025-11", "HR2/2025-11", "HR2/2026-11"])
digests = st.sampled_from(["v1:a", "v1:b", "v1:c"])
reasons = st.none() | st.builds(
    CorrectionReason, st.just(date(2026, 1, 2)), st.sampled_from(["It was wrong.", "x"])
)
duty = st.builds(AcceptedDuty, digests, st.just("-"), digests, st.just("-"))
duties = st.dictionaries(st.sampled_from(["HR1/a", "HR1/b"]), duty)
record = st.lists(st.integers(1, 9), max_size=4, unique=True).map(sorted)


def reviewed(months: list[int]) -> Document:
    """A document HR1 that was found right in each of these months of 2026."""
    return document(edition("HR1"), reviews=[review(f"2026-0{month}") for month in months])


Step = Callable[[PolicyLock, PolicyLock], PolicyLock]
"""What a command makes of the lock of the moment, having read another one before."""

steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(
        lambda sealed, reason: lambda lock, _: with_sealed_editions(lock, sealed, reason),
        st.dictionaries(names, digests, min_size=1),
        reasons,
    ),
    st.builds(
        lambda months, reason: (
            lambda lock, known: with_sealed_reviews(lock, reviewed(months), known, reason)
        ),
        record,
        reasons,
    ),
    st.builds(lambda found: lambda lock, _: with_published_duties(lock, found), duties),
    st.builds(
        lambda found, gone: lambda lock, _: with_accepted_duties(lock, found, gone),
        duties,
        st.just(["HR1/b"]),
    ),
    st.builds(lambda gone: lambda lock, _: with_accepted_items(lock, [], gone), st.just(["a/b"])),
)


@given(order=st.lists(st.tuples(steps, st.integers(0, 8)), max_size=8))
def test_nothing_sealed_goes_in_any_order(order: list[tuple[Step, int]]) -> None:
    """Whatever commands do, each having read the lock at any time before: seals and records stay.

    A digest, or a record, is another only with a correction, and a correction stays for good.
    """
    states = [PolicyLock()]
    for step, back in order:
        known = states[max(0, len(states) - 1 - back)]
        states.append(step(states[-1], known))
    made = [replace(library(), lock=state) for state in states]
    for place, later in enumerate(made):
        for earlier in made[:place]:
            assert list(lock_entries_kept(CheckContext(later, date(2026, 6, 1), earlier))) == []


@given(months=record, more=record, others=record)
def test_records_that_others_added_stay(months: list[int], more: list[int], others: list[int]) -> None:
    """Whoever read the lock before others added records to it takes none of them away."""
    known = with_sealed_reviews(PolicyLock(), reviewed(months), PolicyLock())
    now = with_sealed_reviews(known, reviewed(sorted({*months, *others})), known)
    after = with_sealed_reviews(now, reviewed(sorted({*months, *more})), known)
    assert set(after.reviews.get("HR1", ())) >= set(now.reviews.get("HR1", ()))
    assert after.corrections == {}


def test_a_correction_says_what_became_of_the_record() -> None:
    """A record that was changed leads to what stands in its place; one that was removed, to nothing."""
    known = with_sealed_reviews(PolicyLock(), reviewed([1, 3, 5]), PolicyLock())
    why = CorrectionReason(date(2026, 6, 1), "Minutes were misread.")
    after = with_sealed_reviews(known, reviewed([1, 4]), known, why)
    assert [(one.before[:7], one.after[:7]) for one in after.corrections["HR1/reviews.yml"]] == [
        ("2026-03", "2026-04"),
        ("2026-05", ""),
    ]
    assert [text[:7] for text in after.reviews["HR1"]] == ["2026-01", "2026-04"]


texts = st.text(st.characters(codec="utf-8"), max_size=8)
said = texts.filter(str.strip)
corrected = st.builds(Correction, st.dates().map(str), said, texts, said)


def built(kind: Any, may_be_blank: str = "") -> st.SearchStrategy[Any]:
    """One of a kind with any texts that say something, but for one that may say nothing."""
    return st.builds(kind, *(texts if one.name == may_be_blank else said for one in fields(kind)))


locks = st.builds(
    PolicyLock,
    editions=st.dictionaries(texts, said),
    citations=st.dictionaries(
        texts, st.dictionaries(texts, built(AcceptedCitation), min_size=1, max_size=3)
    ),
    duties=st.dictionaries(texts, built(AcceptedDuty, "clause_text"), max_size=3),
    reviews=st.dictionaries(texts, st.lists(texts, max_size=3).map(tuple), max_size=3),
    corrections=st.dictionaries(texts, st.lists(corrected, max_size=2).map(tuple), max_size=3),
)


@given(lock=locks)
@example(lock=PolicyLock(editions={'"\\\x00\u2028': "v1:\n"}))
def test_a_lock_is_read_as_it_was_written(lock: PolicyLock) -> None:
    """Whatever a lock holds is read again word for word, and is written in the same way again."""
    text = lock_text(lock)
    assert parse_lock(text.encode()) == lock
    assert lock_text(parse_lock(text.encode())) == text
