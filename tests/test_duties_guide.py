"""The guide to duties: what it shows may be written, and every key of a duty is told of."""

from __future__ import annotations

import re

import pytest

from policysite.domain.model import Duty
from tests import ROOT
from tests.sites import Rendered, shown
from tests.small import EDITION, FILES, SmallProject

GUIDE = (ROOT / "docs" / "duties.md").read_text(encoding="utf-8")
FENCES: list[str] = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
SETTINGS = "policy/library.yml"
USUAL = FILES[EDITION].partition("        duties:\n")[0]


def write(small: SmallProject, duties: str) -> None:
    """Write an edition whose last clause has these duties, or add them to the settings of the library."""
    if duties.startswith("# policy/library.yml\n"):
        small.write(SETTINGS, FILES[SETTINGS] + duties)
        return
    listed = duties if duties.startswith("duties:") else "duties:\n" + re.sub("(?m)^", "  ", duties)
    small.write(EDITION, USUAL + re.sub("(?m)^", " " * 8, listed.rstrip()) + "\n")


@pytest.mark.parametrize("duties", FENCES)
def test_what_is_shown_may_be_written(duties: str, small: SmallProject) -> None:
    """Each example is sound below a clause."""
    write(small, duties)
    assert small.problems == []


def test_the_page_says_what_the_guide_says(small: SmallProject) -> None:
    """The first example reads on the page as the guide tells."""
    write(small, FENCES[0])
    (duty,) = Rendered.of(small.folder)["documents/HR12/"].xpath("//li[@class='duty']")
    told = GUIDE.partition("Readers see: ")[2].partition("\n\n")[0]
    assert re.sub(r"[.*]", "", shown(duty)) == " ".join(re.sub(r"[.*]", "", told).split())


def test_every_key_is_told() -> None:
    """The table of keys has each key of a duty once."""
    table = [line.split("|")[1] for line in GUIDE.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`(\w+)`", " ".join(table))) == sorted(Duty.model_fields)
