"""Structure typed into texts: whom it is no use to warn."""

from __future__ import annotations

from tests.small import FILES, RECORD, SmallProject

OLD, NEW = "policy/HR12/2023-11.yml", "policy/HR12/2025-11.yml"


def test_what_is_sealed_and_superseded_is_not_warned_of(small: SmallProject) -> None:
    """An old edition that is sealed may not be changed, so its texts bring no warning; others do."""
    text = FILES[NEW].replace("text: Anybody", "text: 1.1 Anybody")
    small.write(NEW, text)
    small.write(OLD, text.replace("2025-11", "2023-11").replace("next: 2027-11", "next: 2025-11"))
    small.write(RECORD, "reviews: [{date: 2025-11, outcome: amended, edition: 2025-11}]\n")
    assert [one.position.file for one in small.problems if one.code == "number-in-text"] == [OLD, NEW]
    small.seal()
    assert [one.position.file for one in small.problems if one.code == "number-in-text"] == [NEW]
