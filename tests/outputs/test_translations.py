"""The catalogues of translations: they hold every message of the code, and what readers see of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import material
import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message

from policysite.domain.translation import ENGLISH
from policysite.outputs.translations import SCRIPTS_FOLDER, texts_of, translation_for
from tests.catalogues import TEMPLATE, catalogues, of_code, read

CATALOGUES = catalogues()
LEFT_OUT = {"number", "kind"}
"""Placeholders that a translation may leave out: a form may be for one number, and in many languages the
name of a kind of document cannot be put into a sentence as it is."""
THEME = Path(material.__file__).parent / "templates/partials/languages"


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue, without its header."""
    return (message for message in catalogue if message.id)


def origins(catalogue: Catalog) -> dict[tuple[str, ...], bool]:
    """The messages of a catalogue by their English, each with whether a script shows it."""
    return {
        texts_of(message.id): any(name.startswith(SCRIPTS_FOLDER) for name, _ in message.locations)
        for message in messages(catalogue)
    }


def english(message: Message) -> tuple[str, ...]:
    """The forms of a message in English."""
    return texts_of(message.id)


def placeholders(text: str) -> set[str]:
    """The names of what is put into a message."""
    return set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("file", [TEMPLATE, *CATALOGUES.values()], ids=lambda file: file.name)
def test_catalogues_hold_every_message_of_the_code(file: Path) -> None:
    """And no other. `python -m tests.catalogues` writes what is new in the code into them."""
    assert origins(read(file)) == origins(of_code())


def test_messages_hold_no_markup_and_no_other_placeholders() -> None:
    """What is put into a message has a name, and nothing in it could be taken for HTML."""
    for message in messages(of_code()):
        for text in english(message):
            assert not re.search("[<>&]", text), text
            assert "%" not in re.sub(r"%\(\w+\)s", "", text), text


@pytest.mark.parametrize("language", CATALOGUES)
def test_translations_say_all_that_the_english_says(language: str) -> None:
    """Each form has the placeholders of the English, but for a few, and no markup."""
    for message in messages(read(CATALOGUES[language])):
        wanted = placeholders(english(message)[-1])
        for text in filter(None, texts_of(message.string)):
            missing = wanted ^ placeholders(text)
            assert missing <= LEFT_OUT, text
            assert not re.search(r"[<>&]|%(?!\(\w+\)s)", text), text
            assert text.strip() == text or english(message)[0].strip() != english(message)[0], text


@pytest.mark.parametrize("language", CATALOGUES)
def test_plural_forms_are_those_of_unicode(language: str) -> None:
    """In the order zero, one, two, few, many, other, by which a browser finds a form, too."""
    locale = Locale.parse(language, sep="-")
    names = ("zero", "one", "two", "few", "many", "other")
    order = [name for name in names if name in (*locale.plural_form.tags, "other")]
    assert read(CATALOGUES[language]).num_plurals == len(order)
    form = translation_for(language).plural_form
    found = [order[form(number)] for number in range(1200)]
    assert found == [locale.plural_form(number) for number in range(1200)]


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_theme_knows_the_language(language: str) -> None:
    """A page says its language by Material's own table."""
    assert (THEME / f"{language}.html").is_file()


def test_the_nearest_catalogue_is_read() -> None:
    """A language of a region has that of the language; without any, words are English."""
    assert translation_for("cy-GB") is translation_for("cy")
    assert translation_for("cy").gettext("Documents") == "Dogfennau"
    assert [translation_for(tag) for tag in ("en-GB", "en", "mi", "cyx")] == [ENGLISH] * 4
