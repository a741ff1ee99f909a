"""The line that closes every report."""

from __future__ import annotations

import pytest

from policysite.outputs.reports import CheckCounts, summary_line


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (
            CheckCounts(2, 3, 61, 12, 6, 0, 2),
            (
                "Checked 2 documents, 3 editions, 61 clauses, 12 duties; "
                "6 parts are missing from the copies. No errors, 2 warnings."
            ),
        ),
        (
            CheckCounts(1, 1, 1, 1, 1, 1, 1),
            (
                "Checked 1 document, 1 edition, 1 clause, 1 duty; "
                "1 part is missing from the copies. 1 error, 1 warning."
            ),
        ),
        (
            CheckCounts(0, 0, 0, 0, 0, 3, 0),
            "Checked no documents, no editions, no clauses, no duties. 3 errors, no warnings.",
        ),
    ],
    ids=["many", "one", "none"],
)
def test_numbers_agree_with_their_nouns(counts: CheckCounts, words: str) -> None:
    """One is singular, none is "no", and missing parts are named only where there are some."""
    assert summary_line(counts) == words
