"""The guide to facts about documents: what it shows is sound as it stands."""

from __future__ import annotations

import re

from policysite.domain.model import BUILT_IN_KINDS
from tests import ROOT
from tests.small import EDITION, SmallProject

GUIDE = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
FILES: dict[str, str] = dict(FENCES)
"""What the guide shows, by the name of the file that it is."""


def test_the_files_are_sound(small: SmallProject) -> None:
    """The files that the guide shows make a sound library together with the usual ones."""
    assert len(FILES) == GUIDE.count("```yaml\n")
    for reference in ("HR1", "HR2"):
        above = small.read(EDITION).replace("HR12", reference)
        small.write(f"policy/{reference}/2025-11.yml", above)
    for file, text in FILES.items():
        small.write(file, text)
    assert small.problems == []


def test_every_kind_is_named() -> None:
    """The guide names every kind that is known without being declared, in the order of the site."""
    assert ", ".join(f"`{kind}`" for kind in [*BUILT_IN_KINDS][:-1]) in " ".join(GUIDE.split())
    assert f" and `{[*BUILT_IN_KINDS][-1]}`" in GUIDE
