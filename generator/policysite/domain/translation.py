"""The software's own words in the language of a reader: English texts, and what stands for them.

The English text of a message is its key, as in gettext. Pure: catalogues are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ENGLISH_TAG = "en-GB"
"""The language of every message that has no translation (BCP 47)."""


@dataclass(frozen=True)
class Translation:
    """The messages of the software in one language. A message without a translation stays English.

    Placeholders are as in "by %(date)s"; a percent sign is written %%.
    """

    language: str
    """The language of the translations, as a BCP 47 tag."""
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """By each English message its translation: the forms of it in the order of `plural_form`, or one."""
    plural_form: Callable[[int], int] = field(default=lambda number: int(number != 1), repr=False)
    """The index of the form that belongs to a number."""
    script_messages: frozenset[str] = frozenset()
    """The English messages that scripts show, of those that are translated."""

    @property
    def is_english(self) -> bool:
        return self.language.partition("-")[0] == "en"

    def has(self, message: str) -> bool:
        """Whether a message is in this language. In English all are."""
        return self.is_english or message in self.messages

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in this language, with values in place of its placeholders."""
        return self.form(message) % values

    def ngettext(self, one: str, several: str, number: int, /, **values: object) -> str:
        """A message about a number of things, which is the value of %(number)s."""
        return self.form(one, several, number) % {"number": number, **values}

    def form(self, message: str, several: str | None = None, number: int = 1) -> str:
        """A message in this language as it is in the catalogue, with its placeholders."""
        forms = self.messages.get(message)
        if forms is None:
            return message if several is None or number == 1 else several
        return forms[0] if several is None else forms[self.plural_form(number)]


def marked(message: str) -> str:
    """The message itself: says that it is one, where it is written in one place and shown in another."""
    return message


ENGLISH = Translation(ENGLISH_TAG)
