"""The guide to languages: whoever writes what it shows is told of nothing, and what it says is so."""

from __future__ import annotations

import re
from io import BytesIO

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from policysite.outputs.translations import translation_for
from tests import ROOT
from tests.catalogues import TEMPLATE, catalogues, read
from tests.small import EDITION, SmallProject

GUIDE = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")


def fences(language: str) -> list[str]:
    """The examples of the guide in a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def catalogue(text: str) -> Catalog:
    """What translators write, read."""
    return read_po(BytesIO(text.encode()), abort_invalid=True)


def test_a_library_in_another_language(small: SmallProject) -> None:
    """The settings of the guide are sound, and the words of the site follow them."""
    settings, *_ = fences("yaml")
    small.write("policy/library.yml", settings)
    assert small.problems == []
    assert translation_for(small.project.library.settings.language).language == "cy"


def test_a_document_in_another_language(small: SmallProject) -> None:
    """One line says so."""
    _, line, _ = fences("yaml")
    small.change(EDITION, "edition: 2025-11\n", f"edition: 2025-11\n{line}")
    assert small.problems == []
    library = small.project.library
    assert library.language_of(library.documents["HR12"].current) == "cy"


def test_a_document_in_two_languages(small: SmallProject) -> None:
    """The translation of the guide says the same as the edition beside it."""
    *_, translation = fences("yaml")
    small.write("policy/HR12/2025-11.cy.yml", translation)
    assert small.problems == []
    (found,) = small.project.library.documents["HR12"].translations
    assert found.id == "HR12/2025-11.cy"


def test_the_examples_for_translators() -> None:
    """The message is one of the software's, translated as in its catalogue, and the head is right."""
    message, head = map(catalogue, fences("po"))
    (shown,) = (found for found in message if found.id)
    assert shown.id in {found.id for found in read(TEMPLATE)}
    assert isinstance(shown.id, str)
    assert translation_for("cy").form(shown.id) == shown.string
    assert head.num_plurals == len(Locale.parse("fr").plural_form.tags) + 1


def test_every_translation_is_named() -> None:
    """With whether somebody who speaks the language has read it."""
    assert set(re.findall(r"^\|[^|]*\| `(\w+)` \|", GUIDE, re.MULTILINE)) == set(catalogues())
