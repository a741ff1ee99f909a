"""The catalogues of translations of the software's own words: a file of gettext for each language.

`messages.pot` lists every message; `python -m tests.catalogues` writes it, and adds what is new to each
catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ...domain.prose import capitalised
from ...domain.translation import ENGLISH, Translation

CATALOGUES_FOLDER = Path(__file__).parent
SCRIPTS_FOLDER = "mkdocs/assets/js/"
"""Where a catalogue says that the messages of scripts come from."""


def translation_for(language: str) -> Translation:
    """The software's words in a language (a BCP 47 tag), or in English where they are not translated."""
    file = _catalogue_for(language)
    return _read(file) if file else ENGLISH


def _catalogue_for(language: str) -> Path | None:
    """The catalogue of a language: of the tag itself, or of the language without a region."""
    for tag in (language, language.partition("-")[0]):
        file = CATALOGUES_FOLDER / f"{tag}.po"
        if file.is_file():
            return file
    return None


@cache
def language_name(language: str) -> str:
    """What a language (a BCP 47 tag) calls itself, as Cymraeg; its tag where nobody has told the CLDR."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # only where there are translations

    try:
        name = Locale.parse(language.partition("-")[0]).get_language_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return capitalised(name) if name else language


@cache
def _read(file: Path) -> Translation:
    """A catalogue without the messages that are not translated, or that are marked as uncertain."""
    from gettext import c2py  # noqa: PLC0415

    from babel.messages.pofile import read_po  # noqa: PLC0415  # takes 50 ms, which English never pays

    with file.open("rb") as opened:
        catalogue = read_po(opened, abort_invalid=True)
    messages: dict[str, tuple[str, ...]] = {}
    of_scripts: set[str] = set()
    for message in catalogue:
        english = texts_of(message.id)[0]
        forms = texts_of(message.string)
        if english and all(forms) and not message.fuzzy:
            messages[english] = forms
            if any(name.startswith(SCRIPTS_FOLDER) for name, _ in message.locations):
                of_scripts.add(english)
    return Translation(file.stem, messages, c2py(catalogue.plural_expr), frozenset(of_scripts))


def texts_of(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """The forms of a message of a catalogue, or its one text, which is empty where there is none."""
    return (value or "",) if isinstance(value, str | None) else tuple(value)
