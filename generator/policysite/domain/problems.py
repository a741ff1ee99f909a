"""What can be wrong with a source, and where.

One type for every mistake that a person can make, and the table of their codes. Knows no YAML, no
model and no output format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from heapq import nsmallest
from itertools import islice

from .spelling import similar_words

ValuePath = tuple[str | int, ...]

MAX_MESSAGE_LENGTH = 600
"""How many characters a message or hint has at most: a source may hold words of any length."""
MAX_NAMES_COMPARED = 1_000
"""With how many names a word is compared; where more are known, with those that begin alike."""
_LONGEST_NAME = 200


class Severity(StrEnum):
    """Whether a problem stops publication."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem: its severity and, in one line, what it means."""

    severity: Severity
    summary: str


_E, _W = Severity.ERROR, Severity.WARNING

RULES: dict[str, Rule] = {
    # The folder and its files
    "lock-damaged": Rule(_E, "policy.lock is not what a command wrote"),
    "missing-file": Rule(_E, "A file that every library needs is not there"),
    "no-documents": Rule(_E, "The library holds no documents"),
    "unexpected-file": Rule(_E, "A file that nothing reads lies in the policy folder"),
    "linked-file": Rule(_E, "A symbolic link stands where a file or folder should be"),
    "unreadable-file": Rule(_E, "A file cannot be opened"),
    "file-too-large": Rule(_E, "A file is larger than a source may be"),
    "not-utf-8": Rule(_E, "A file is not UTF-8 text"),
    "empty-file": Rule(_E, "A file says nothing"),
    "more-errors": Rule(_E, "There are more errors than are listed"),
    "more-warnings": Rule(_W, "There are more warnings than are listed"),
    # What only a build looks for
    "site-setting": Rule(_E, "mkdocs.yml cannot be read, or has a setting that cannot be used"),
    "site-folder-overlap": Rule(_E, "The site would replace sources, or lie among them"),
    "site-folder-occupied": Rule(_E, "The folder for the site holds what no build has made"),
    "site-folder-unusable": Rule(_E, "Nothing can be put where the site is to go"),
    # YAML
    "yaml-syntax": Rule(_E, "A file is not well-formed YAML"),
    "yaml-alias": Rule(_E, "An anchor or alias is used"),
    "yaml-tag": Rule(_E, "A tag is used"),
    "too-deep": Rule(_E, "Values are nested deeper than any source needs"),
    "too-many-values": Rule(_E, "A file holds more values than a source may"),
    "duplicate-key": Rule(_E, "A key stands twice in one mapping"),
    "comment-in-text": Rule(_E, "A comment stands where a text could go on"),
    "backslash-in-quotes": Rule(_E, "A backslash in double quotes stands for another character"),
    # Shape
    "unknown-key": Rule(_E, "A key is not one that this file knows"),
    "missing-key": Rule(_E, "A required key is not there"),
    "wrong-type": Rule(_E, "A value has the wrong shape: text, list or mapping"),
    "empty-value": Rule(_E, "A key has no value"),
    "unknown-value": Rule(_E, "A value is not one of the allowed ones"),
    "malformed-date": Rule(_E, "A date is not a month or day of the calendar"),
    "malformed-period": Rule(_E, "A period is not a number of months or years"),
    "malformed-number": Rule(_E, "A section or clause number is not well formed"),
    "malformed-id": Rule(_E, "An id, reference or abbreviation is not well formed"),
    "malformed-link": Rule(_E, "A link is not a web address"),
    "malformed-zone": Rule(_E, "A time zone is not one of the IANA database"),
    "malformed-colour": Rule(_E, "A colour is not written as six hexadecimal digits"),
    "malformed-citation": Rule(_E, "A cross-reference is not well formed"),
    "control-character": Rule(_E, "A text holds a character that cannot be shown"),
    "reading-order": Rule(_E, "A text holds a character that turns its reading order round"),
    "hidden-character": Rule(_W, "A text holds a character that cannot be seen and has no use there"),
    "text-too-long": Rule(_E, "A text is longer than any text needs to be"),
    "word-too-long": Rule(_E, "A word goes on without a space longer than a page can show"),
    "too-many-marks": Rule(_E, "A character carries more accents or other marks than any script has"),
    "item-citation": Rule(_E, "An item of a checklist does not say exactly once where it comes from"),
    "duty-force": Rule(_E, "A duty does not say exactly once how binding it is"),
    "duty-negated": Rule(_E, "What a duty says begins with a not that belongs to its force"),
    "clause-without-number": Rule(_E, "A clause does not have exactly one of number and id"),
    "clause-without-content": Rule(_E, "A clause says nothing"),
    # Texts
    "table-in-text": Rule(_W, "A table is typed into a text"),
    "list-in-text": Rule(_W, "A list or the mark of one is typed into a text"),
    "number-in-text": Rule(_W, "A text begins with the number that is shown before it"),
    "key-in-text": Rule(_W, "A key of YAML stands in a text"),
    "citation-in-line": Rule(_E, "A cross-reference stands in a title or a name"),
    "citation-in-text": Rule(_W, "A cross-reference is typed in single brackets"),
    "link-in-text": Rule(_W, "A web address is typed into a text"),
    "markup-in-text": Rule(_W, "Marks of Markdown or HTML are typed into a text"),
    # Editions
    "reference-differs": Rule(_E, "A reference differs from the name of its folder"),
    "edition-differs": Rule(_E, "An edition differs from the name of its file"),
    "edition-ahead": Rule(_E, "An edition is dated ahead of today"),
    "edition-order": Rule(_E, "Nobody can tell which of two editions is the newer"),
    "number-repeated": Rule(_E, "A section or clause number stands twice"),
    "number-out-of-order": Rule(_E, "A number comes before a smaller one"),
    "number-outside-section": Rule(_E, "A clause number does not begin with its section's number"),
    "number-gap": Rule(_W, "A number is left out in a complete edition"),
    "id-repeated": Rule(_E, "An id stands twice in one edition"),
    "review-contradiction": Rule(_E, "The review dates of a document contradict each other"),
    "review-unrecorded": Rule(_E, "A review date moves, and no record says why"),
    "review-record-changed": Rule(_E, "A record of a review is changed or gone"),
    "review-out-of-order": Rule(_E, "Reviews are not recorded in the order of their dates"),
    "review-in-future": Rule(_E, "A review is recorded that has not taken place"),
    "date-in-future": Rule(_E, "Something is said to have happened on a day that is still to come"),
    "edition-unrecorded": Rule(_W, "No review is recorded that led to the current edition"),
    "document-removed": Rule(_E, "A document is gone that was not withdrawn"),
    "unknown-edition": Rule(_E, "An edition is not in the document's folder"),
    # Between files
    "unknown-role": Rule(_E, "A role is not in roles.yml"),
    "unknown-document": Rule(_E, "A document is not in the library"),
    "unknown-clause": Rule(_E, "A clause is not in the document that is cited"),
    "unknown-term": Rule(_E, "A term is not in terms.yml"),
    "unknown-reference": Rule(_E, "A reference is not in references.yml"),
    "unknown-citation": Rule(_E, "A cross-reference leads to nothing that the library holds"),
    "name-ambiguous": Rule(_E, "One id names two things"),
    "case-differs": Rule(_E, "Two references differ in capital letters only"),
    "reserved-name": Rule(_E, "A name is one that some systems keep for themselves"),
    "governing-circle": Rule(_E, "Documents govern each other in a circle"),
    "accent-contrast": Rule(_E, "The accent colour cannot be read on the site's ground"),
    "unknown-duty": Rule(_E, "A duty is not in the document that is cited"),
    "item-inverted": Rule(_E, "An item tells to do the opposite of its duty"),
    "not-missing": Rule(_E, "An item says that something is missing which is there"),
    "duty-uncovered": Rule(_W, "A binding duty is in no checklist of its role"),
    "item-new": Rule(_W, "Nobody has accepted yet what an item makes of its source"),
    "item-suspect": Rule(_W, "What an item cites has changed since somebody looked"),
    "item-moved": Rule(_W, "What an item cites has moved to another number"),
    "duty-new": Rule(_W, "Nobody has accepted yet that a duty says what its clause says"),
    "duty-suspect": Rule(_W, "A clause or its duty has changed since somebody compared the two"),
    "edition-changed": Rule(_E, "An edition that was sealed says something else"),
    "edition-removed": Rule(_E, "An edition that was sealed is gone"),
    "lock-record-changed": Rule(_E, "What policy.lock recorded is changed or gone"),
    "law-repealed": Rule(_W, "A current edition cites legislation that is repealed"),
    "document-withdrawn": Rule(
        _W, "A current edition is under a document that is withdrawn, or cites it"
    ),
}
"""Every code a Problem may carry. A code, once released, keeps its name and its meaning."""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A value in a source file, named by the way to it.

    file is relative to the project's folder, with slashes. path holds keys and list indexes from the
    top of the file, as in ("sections", 0, "clauses", 2, "number"). on_key points at the key and not
    at its value; text points at that text within the value, the nth time (from 0) that it stands
    there.
    """

    file: str
    path: ValuePath = ()
    on_key: bool = False
    text: str = ""
    nth: int = 0


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """A point in a source file. Lines and columns count from 1, columns in characters."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a place whose line nobody has looked up yet."""

    code: str
    message: str
    place: SourcePlace
    advice: str | Callable[[], str] = ""
    """The hint, or what makes it: the nearest of many names is looked for only where it is shown."""
    count: int = 1
    """How many problems it stands for."""

    @property
    def hint(self) -> str:
        """What to write instead."""
        return self.advice if isinstance(self.advice, str) else self.advice()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, where, and what to write instead."""

    code: str
    message: str
    position: SourcePosition
    hint: str = ""
    count: int = 1
    """How many problems it stands for: more than one where it only says how many are not listed."""
    severity: Severity = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "severity", RULES[self.code].severity)
        for name in ("message", "hint"):
            words: str = getattr(self, name)
            if len(words) > MAX_MESSAGE_LENGTH:
                object.__setattr__(self, name, f"{words[: MAX_MESSAGE_LENGTH - 1]}…")

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, line and column, then by code: the order in which problems are reported."""
        at = self.position
        return at.file, at.line, at.column, self.code, self.message


def similar_names_hint(word: str, known: Collection[str], *, what: str, most: int = 8) -> str:
    """A hint that names the known word that `word` is a slip of, or else as many as most of those known.

    `what` is the plural noun for the known words, as in "roles".
    """
    close = closest_name(word, known)
    if close is not None:
        return f"did you mean {close!r}?"
    if not known:
        return f"there are no {what} yet"
    shown = ", ".join(nsmallest(most, known))
    rest = len(known) - most
    return f"the {what} are: {shown}" + (f" and {rest} more" if rest > 0 else "")


def closest_name(word: str, known: Collection[str]) -> str | None:
    """The known word that another is a slip of; None where there is none, or where it denies the other.

    Complete is no misspelling of incomplete, nor in force of not in force.
    """
    found = similar_words(word, _comparable(word, known))
    return found[0] if found and not _is_opposite(word.casefold(), found[0].casefold()) else None


_DENIALS = frozenset(
    ["cannot", "except", "neither", "never", "no", "non", "none", "nor", "not", "unless", "without"]
)
_DENIED = re.compile(
    r"(?:\b|_)(?:are|ca|can|could|do|does|is|may|must|shall|should|will|wo|would)n['\u2019]?o?t(?:\b|_)"
)
_PREFIXES = ("anti", "de", "dis", "il", "im", "in", "ir", "mis", "non", "un")


def _is_opposite(word: str, other: str) -> bool:
    """Whether one of two words, both in small letters, denies what the other says."""
    if _denies(word) != _denies(other):
        return True
    shorter, longer = sorted((word, other), key=len)
    return any(
        longer.startswith(prefix)
        and not shorter.startswith(prefix)
        and SequenceMatcher(None, shorter, longer.removeprefix(prefix).lstrip("-_ ")).ratio() >= _ALIKE
        for prefix in _PREFIXES
    )


def _denies(word: str) -> bool:
    return bool(_DENIED.search(word)) or not _DENIALS.isdisjoint(re.split(r"[\W_]+", word))


_ALIKE = 0.9
"""How alike two words are, from 0 to 1, of which one is the other but for a prefix."""


def _comparable(word: str, known: Collection[str]) -> Collection[str]:
    """Those of the known names that a word is compared with."""
    if len(word) > _LONGEST_NAME:
        return ()
    if len(known) <= MAX_NAMES_COMPARED:
        return known
    first = word[:2]
    begins = {first, first.lower(), first.upper(), first.title()}
    return tuple(islice((name for name in known if name[:2] in begins), MAX_NAMES_COMPARED))
