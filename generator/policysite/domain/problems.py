"""What can be wrong with a source, and where.

One type for every mistake that a person can make, and one for the rule that it breaks. Knows no YAML, no
model and no output format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
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
    """One kind of problem. It stands in the module that finds it; where several do, in the lowest.

    A code, once released, keeps its name and its meaning: the page about it is called by it. The summary
    says in one line what is so where the rule is broken.
    """

    code: str
    severity: Severity
    summary: str

    @classmethod
    def error(cls, code: str, summary: str) -> Rule:
        """A rule that stops publication where it is broken."""
        return cls(code, Severity.ERROR, summary)

    @classmethod
    def warning(cls, code: str, summary: str) -> Rule:
        """A rule that may be broken for a time."""
        return cls(code, Severity.WARNING, summary)


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

    rule: Rule
    message: str
    place: SourcePlace
    advice: str | Callable[[], str] = ""
    """The hint, or what makes it: the nearest of many names is looked for only where it is shown."""
    count: int = 1
    """How many problems it stands for."""

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def hint(self) -> str:
        """What to write instead."""
        return self.advice if isinstance(self.advice, str) else self.advice()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, where, and what to write instead."""

    rule: Rule
    message: str
    position: SourcePosition
    hint: str = ""
    count: int = 1
    """How many problems it stands for: more than one where it only says how many are not listed."""

    def __post_init__(self) -> None:
        for name in ("message", "hint"):
            words: str = getattr(self, name)
            if len(words) > MAX_MESSAGE_LENGTH:
                object.__setattr__(self, name, f"{words[: MAX_MESSAGE_LENGTH - 1]}…")

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def severity(self) -> Severity:
        return self.rule.severity

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
