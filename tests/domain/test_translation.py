"""The software's own words in another language: what is translated, and what stays English."""

from __future__ import annotations

from datetime import date

import pytest

from policysite.domain.reviews import Month, MonthOrDay, format_by, format_date, format_on
from policysite.domain.translation import ENGLISH, Translation

FRENCH = Translation(
    "fr",
    {
        "Roles": ("Rôles",),
        "by %(date)s": ("au plus tard le %(date)s",),
        "July": ("juillet",),
        "%(number)s role": ("%(number)s rôle", "%(number)s rôles"),
    },
    plural_form=lambda number: int(number > 1),
)


def test_a_message_is_shown_in_the_language_that_it_is_translated_into() -> None:
    """With its values; one that has no translation stays as it is."""
    assert FRENCH.gettext("Roles") == "Rôles"
    assert FRENCH.gettext("by %(date)s", date="<1>") == "au plus tard le <1>"
    assert FRENCH.gettext("Read %(what)s", what="it") == "Read it"
    assert (FRENCH.has("Roles"), FRENCH.has("Read %(what)s"), ENGLISH.has("Anything")) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [(0, "0 roles", "0 rôle"), (1, "1 role", "1 rôle"), (2, "2 roles", "2 rôles")],
)
def test_a_number_takes_the_form_of_its_language(number: int, english: str, french: str) -> None:
    """In French none is said as one is; without a translation the rule of English holds."""
    forms = ("%(number)s role", "%(number)s roles")
    assert ENGLISH.ngettext(*forms, number) == english
    assert FRENCH.ngettext(*forms, number) == french
    untranslated = Translation("fr", {}, FRENCH.plural_form)
    assert untranslated.ngettext(*forms, number) == english


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (Month(2025, 12), ("December 2025", "in December 2025", "by the end of December 2025")),
        (date(2026, 7, 1), ("1 July 2026", "on 1 July 2026", "by 1 July 2026")),
    ],
)
def test_dates_are_words_too(when: MonthOrDay, expected: tuple[str, str, str]) -> None:
    """In English unless a translation is given."""
    assert (format_date(when), format_on(when), format_by(when)) == expected
    assert format_by(date(2026, 7, 1), FRENCH) == "au plus tard le 1 juillet 2026"
