"""What a translation leaves as it was: duties are counted once, and it is sealed like any edition."""

from __future__ import annotations

from policysite.domain.model import Edition, SourceContext
from tests.factories import edition
from tests.small import EDITION, LOCK, SmallProject

TRANSLATION = "policy/HR12/2025-11.cy.yml"
WELSH = """\
reference: HR12
title: Gweithio hyblyg
kind: policy
edition: 2025-11
language: cy
wording: official
source: {url: "https://www.example.org/cy/hr12"}
sections:
  - number: 1
    title: Ceisiadau
    clauses:
      - number: 1.1
        text: Caiff unrhyw un wneud cais.
      - number: 1.2
        text: Mae'r [[line-manager]] yn ei ateb.
        duties:
          - id: answer-request
            role: line-manager
            must: ateb y cais yn ysgrifenedig
            when: cais wedi'i wneud
"""
SECTIONS = [{"number": "1", "title": "Ceisiadau", "clauses": [{"number": "1.1", "text": "Caiff."}]}]
ORIGIN = "https://www.example.org/cy/hr12"


def test_duties_come_from_the_first_language_only(small: SmallProject) -> None:
    """A library with a translation has no other duties, editions or checklists than without."""
    before = small.project.library
    small.write(TRANSLATION, WELSH)
    after = small.project.library
    assert [len(duties) for duties in after.duties_by_role.values()] == [1]
    assert after.duties_by_role.keys() == before.duties_by_role.keys()
    assert list(after.editions) == list(before.editions)
    (translation,) = after.documents["HR12"].translations
    assert after.documents["HR12"].translations_of(after.documents["HR12"].current) == (translation,)
    assert (translation.id, after.language_of(translation)) == ("HR12/2025-11.cy", "cy")


def test_a_translation_is_sealed_by_itself(small: SmallProject) -> None:
    """Under its own name; afterwards it can neither change nor go."""
    small.write(TRANSLATION, WELSH)
    sealed = small.run("seal")
    assert sealed.output == "Sealed: HR12/2025-11, HR12/2025-11.cy\n"
    assert '"HR12/2025-11.cy": "v1:' in (small.folder / LOCK).read_text("utf-8")
    small.change(TRANSLATION, "unrhyw un", "pawb")
    assert [problem.code for problem in small.problems] == ["edition-changed"]
    again = small.run("seal", "--again", "HR12/2025-11.cy", "--reason", "A slip of the pen.")
    assert again.exit_code == 0
    assert small.problems == []
    small.remove(TRANSLATION)
    assert [problem.code for problem in small.problems] == ["edition-removed"]


def test_a_translation_that_cannot_be_read_takes_nothing_else_away(small: SmallProject) -> None:
    """The edition stays current, and is still checked."""
    small.write(TRANSLATION, "reference: HR12\ntitle: [\n")
    small.change(EDITION, "role: line-manager\n            must", "role: nobody\n            must")
    assert {problem.code for problem in small.problems} >= {"unknown-role"}
    assert [one.id for one in small.project.library.current_editions] == ["HR12/2025-11"]


def test_a_translation_is_shown_with_the_facts_of_its_edition() -> None:
    """Whatever it does not say itself; its own words stay."""
    original = edition(owner="head-of-people", risk="Low.", review={"last": "2025-11"})
    words = {"title": "Gweithio hyblyg", "language": "cy", "wording": "official"}
    facts = {"reference": "HR12", "kind": "policy", "edition": "2025-11", "source": {"url": ORIGIN}}
    translation = Edition.model_validate(
        words | facts | {"sections": SECTIONS}, context=SourceContext(TRANSLATION)
    )
    shown = translation.with_facts_of(original)
    assert (shown.owners, shown.review, shown.risk) == (("head-of-people",), original.review, None)
    assert (shown.title, shown.file) == ("Gweithio hyblyg", TRANSLATION)
