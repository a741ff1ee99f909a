"""The guide to what a clause says: each clause that it shows is sound, and reads as the guide tells."""

from __future__ import annotations

import re
from textwrap import indent

from policysite.domain.model.content import ContentBlock, ListItem
from tests import ROOT
from tests.sites import Rendered
from tests.small import EDITION, SmallProject

GUIDE = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
CLAUSES: list[str] = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
SECTION = "  - number: 2\n    title: Felling\n    clauses:\n"


def write(small: SmallProject) -> Rendered:
    """A section of all the clauses that the guide shows."""
    small.write(EDITION, small.read(EDITION) + SECTION + indent("".join(CLAUSES), " " * 6))
    assert small.codes == []
    return Rendered.of(small.folder)


def test_clauses_are_sound(small: SmallProject) -> None:
    """An owner who copies all clauses of the guide is told of nothing."""
    site = write(small)
    numbers = [f"2.{count}" for count in range(1, len(CLAUSES) + 1)]
    assert [clause.anchor for clause in site.site.library.documents["HR12"].current.clauses][
        2:
    ] == numbers


def test_citations_lead_where_the_guide_says(small: SmallProject) -> None:
    """Each cross-reference to an item that the guide shows resolves, with the words given there."""
    examples = re.findall(r"`(\[\[HR12/2[^`]*\]\])` leads\s+to \*([^*]+)\*", GUIDE)
    assert examples
    for citation, _ in examples:
        small.change(EDITION, "See [[HR12/1.1]]", f"See {citation} [[HR12/1.1]]")
    site = write(small)
    labels = [label for _, label in site.links("documents/HR12/", "//*[@id='1.2']")]
    assert {words for _, words in examples} <= set(labels)


def test_every_block_is_shown() -> None:
    """The guide shows each kind of block and each key of an item, but figures, which need a file."""
    keys = set(re.findall(r"^[ -]*([a-z_]+):", "".join(CLAUSES), re.MULTILINE))
    assert {*ContentBlock.model_fields, *ListItem.model_fields} - keys == {"figure"}
