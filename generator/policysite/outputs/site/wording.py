"""The functions by which templates show words in their language: the software's own, and of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from markupsafe import Markup, escape

from ...domain.fields import Period
from ...domain.reviews import format_date, format_on
from ...domain.translation import ENGLISH_TAG, Translation, marked

_VALUES = (
    marked("post"), marked("team"), marked("organisation"), marked("partner"),
    marked("amended"), marked("unchanged"), marked("extended"), marked("withdrawn"),
    marked("in force"), marked("repealed"), marked("not checked"),
    marked("funding"), marked("provider"), marked("responsibilities"), marked("legislation"),
    marked("Annex"), marked("Appendix"), marked("Schedule"),
)  # fmt: skip
"""The values of sources that pages show."""


def wording(translation: Translation) -> Mapping[str, Callable[..., str]]:
    """The functions, by their names in templates.

    `_` and `ngettext` give HTML, in which values are escaped and a message that stayed English amid
    another language says so. `label` gives plain text, as for an attribute, which can hold no element.
    """

    def marked_up(text: str, message: str) -> Markup:
        html = Markup(text)  # noqa: S704  # a message of ours or its translation, never policy text
        if translation.has(message):
            return html
        return Markup('<span lang="{}">').format(ENGLISH_TAG) + html + Markup("</span>")

    def gettext(message: str, /, **values: object) -> Markup:
        return marked_up(translation.form(message), message) % values

    def ngettext(one: str, several: str, number: int, /, **values: object) -> Markup:
        text = translation.form(one, several, number)
        return marked_up(text, one) % {"number": number, **values}

    return {"_": gettext, "ngettext": ngettext, "label": translation.gettext}


def translating_filters(translation: Translation) -> Mapping[str, Callable[..., str]]:
    """The filters that say something in words, by their names in templates.

    `translated` is for a text that may be a message, as the name of a kind that is built in.
    """
    return {
        "translated": translation.form,
        "format_date": lambda when: format_date(when, translation),
        "format_day": lambda day: format_date(date.fromisoformat(day), translation),
        "format_on": lambda when: format_on(when, translation),
        "period": lambda period: _period(period, translation),
        "description": lambda trigger: trigger.description_in(translation),
        "sentence": lambda status: status.sentence_in(translation),
    }


def _period(period: Period, translation: Translation) -> str:
    if period.months % 12 == 0:
        return translation.ngettext("%(number)s year", "%(number)s years", period.months // 12)
    return translation.ngettext("%(number)s month", "%(number)s months", period.months)


def other_language(language: str, translation: Translation) -> str:
    """The language of a text if it is another than that of the words around it; else empty."""
    is_same = language.partition("-")[0] == translation.language.partition("-")[0]
    return "" if is_same else language


def spoken(text: str, language: str) -> Markup:
    """A text as HTML, in an element that says its language unless that is empty."""
    return Markup('<span lang="{}">{}</span>').format(language, text) if language else escape(text)
