"""What policy.lock keeps since it was written before: seals, corrections and records of reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policysite.checks import CheckContext
from policysite.checks.sealing import lock_entries_kept
from policysite.domain.library import Library
from policysite.domain.model import Correction, PolicyLock
from tests.factories import library

TODAY = date(2026, 1, 15)
FIX = Correction("2026-01-02", "v1:a", "v1:b", "The copy was wrong.")
AGAIN = Correction("2026-01-03", "v1:b", "v1:c", "So it was once more.")
TYPED = Correction("2026-01-02", "2025-11: amended", "2025-12: amended", "It was typed wrongly.")
BEFORE = PolicyLock(editions={"A/1": "v1:a"}, reviews={"A": ("2025-11: amended",)})
CORRECTED = replace(BEFORE, editions={"A/1": "v1:b"}, corrections={"A/1": (FIX,)})

CASES: dict[str, tuple[PolicyLock, PolicyLock, list[str]]] = {
    "nothing changed": (BEFORE, BEFORE, []),
    "a seal more": (BEFORE, replace(BEFORE, editions={"A/1": "v1:a", "B/1": "v1:b"}), []),
    "a record more": (BEFORE, replace(BEFORE, reviews={"A": ("2025-11: amended", "2026: x")}), []),
    "a correction": (BEFORE, CORRECTED, []),
    "two corrections in a row": (
        BEFORE,
        replace(BEFORE, editions={"A/1": "v1:c"}, corrections={"A/1": (FIX, AGAIN)}),
        [],
    ),
    "a corrected record": (
        BEFORE,
        replace(BEFORE, reviews={"A": ("2025-12: amended",)}, corrections={"A/reviews.yml": (TYPED,)}),
        [],
    ),
    "everything gone": (
        CORRECTED,
        PolicyLock(),
        [
            "the edition A/1 was sealed before, and policy.lock no longer says so",
            "a correction of A/1 that was recorded before is changed or gone",
            "the record of a review of A that was kept before is gone; it said: 2025-11: amended",
        ],
    ),
    "a digest by hand": (
        BEFORE,
        replace(BEFORE, editions={"A/1": "v1:b"}),
        ["the digest of A/1 is another than before, and no correction says why"],
    ),
    "a digest that the correction does not lead to": (
        BEFORE,
        replace(CORRECTED, editions={"A/1": "v1:d"}),
        ["the digest of A/1 is another than before, and no correction says why"],
    ),
    "an old correction for a new digest": (
        CORRECTED,
        replace(CORRECTED, editions={"A/1": "v1:d"}),
        ["the digest of A/1 is another than before, and no correction says why"],
    ),
    "a correction put before another": (
        CORRECTED,
        replace(CORRECTED, corrections={"A/1": (AGAIN, FIX)}),
        ["a correction of A/1 that was recorded before is changed or gone"],
    ),
}


def with_lock(lock: PolicyLock) -> Library:
    """A library with a lock."""
    return replace(library(), lock=lock)


@pytest.mark.parametrize(("before", "now", "expected"), CASES.values(), ids=CASES)
def test_what_was_recorded_stays(before: PolicyLock, now: PolicyLock, expected: list[str]) -> None:
    """Each loss is told by itself, as lock-record-changed; whatever is only added is no fault."""
    found = list(lock_entries_kept(CheckContext(with_lock(now), TODAY, with_lock(before))))
    assert [one.message for one in found] == expected
    assert {one.code for one in found} <= {"lock-record-changed"}


@pytest.mark.parametrize("which", [0, 1])
def test_a_lock_that_cannot_be_read_is_told_as_that(which: int) -> None:
    """Where one of the two cannot be read, nothing is said of what it might hold."""
    both = [with_lock(CORRECTED), with_lock(PolicyLock())]
    both[which] = replace(both[which], unreadable=frozenset({"policy/policy.lock"}))
    assert list(lock_entries_kept(CheckContext(both[1], TODAY, both[0]))) == []
