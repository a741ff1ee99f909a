"""The guide to numbers and parts: what it shows may be written, and is shown and cited as it tells."""

from __future__ import annotations

import re
from textwrap import indent

import pytest

from tests import ROOT
from tests.sites import Rendered
from tests.small import EDITION, FILES, SmallProject

GUIDE = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
SECTIONS: list[str] = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
DOCUMENT = "documents/HR12/"


@pytest.fixture
def site(small: SmallProject) -> Rendered:
    """The site of an edition that goes on with every section that the guide shows."""
    text = "".join(sorted(SECTIONS, key=lambda one: "part:" in one))
    citations = " ".join(re.findall(r"`(\[\[HR12/[^`]*\]\])`", GUIDE.replace("`[[HR12/A]]`", "")))
    small.write(EDITION, FILES[EDITION] + indent(text, "  "))
    small.change(EDITION, "See [[HR12/1.1]]", f"See {citations} [[HR12/1.1]]")
    assert small.problems == []
    return Rendered.of(small.folder)


def test_everything_is_shown_as_the_guide_tells(site: Rendered) -> None:
    """Each title that the guide gives is a heading of the page."""
    headings = {" ".join(one.text_content().split()) for one in site[DOCUMENT].xpath("//h2")}
    assert {"Annex 1 Grades", "Appendix B Forms", "Schedule Charges", "Foreword"} <= headings
    assert set(re.findall(r"\*((?:Annex|Appendix|Schedule) [^*]+)\*", GUIDE)) <= headings


def test_citations_read_as_the_guide_tells(site: Rendered) -> None:
    """Each citation that the guide gives leads to what has the name that the guide gives."""
    labels = {label for _, label in site.links(DOCUMENT, "//*[@id='1.2']")}
    told = set(re.findall(r"\*(HR12 [^*]+)\*", GUIDE))
    assert told
    assert told <= labels
