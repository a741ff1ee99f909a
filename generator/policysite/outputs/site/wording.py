"""The functions by which templates show the software's own words in the language of their page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from ...domain.translation import ENGLISH_TAG, Translation


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
