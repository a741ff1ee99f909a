"""Problems: what can be wrong with a source, where, and what to write instead.

One type for every mistake that an owner can make, and one for the rule that it breaks. Knows no YAML, no
model and no output format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from heapq import nsmallest
from itertools import islice

from ..errors import PolicySiteError
from .spelling import similar_words

ValuePath = tuple[str | int, ...]

MAX_MESSAGE_LENGTH = 600
"""Most characters of a message or hint, since they quote sources."""
MAX_NAMES_COMPARED = 1_000
"""Most names that a word is compared with; of more, only those with the same first two letters."""
_MAX_NAME_LENGTH_COMPARED = 200


class Severity(StrEnum):
    """How serious a problem is: an error stops publication, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem. It is defined in the module that finds it; of several, in the lowest layer.

    A released code keeps its name and meaning, because the page about it is named after it. The summary
    says in one line what is wrong where the rule is broken.
    """

    code: str
    severity: Severity
    summary: str

    @classmethod
    def error(cls, code: str, summary: str) -> Rule:
        """A rule whose breach stops publication."""
        return cls(code, Severity.ERROR, summary)

    @classmethod
    def warning(cls, code: str, summary: str) -> Rule:
        """A rule whose breach does not stop publication."""
        return cls(code, Severity.WARNING, summary)


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A value in a source file, given by its path.

    `file` is relative to the project's folder, with slashes. `path` holds keys and list indexes from the
    top of the file, as in ("sections", 0, "clauses", 2, "number"). `on_key` means the key instead of
    its value. `text` means the occurrence of that text within the value with index `nth` (from 0).
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
    """Something wrong at a place whose line and column have not been looked up yet."""

    rule: Rule
    message: str
    place: SourcePlace
    advice: str | Callable[[], str] = ""
    """The hint, or a function that makes it: finding the nearest name is slow, and rarely needed."""
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
    """How many problems it stands for: more than one only where it counts those not listed."""

    def __post_init__(self) -> None:
        for name in ("message", "hint"):
            text: str = getattr(self, name)
            if len(text) > MAX_MESSAGE_LENGTH:
                object.__setattr__(self, name, f"{text[: MAX_MESSAGE_LENGTH - 1]}…")

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order of reports: by file, line and column, then by code."""
        position = self.position
        return position.file, position.line, position.column, self.code, self.message


class ProblemsError(PolicySiteError):
    """What keeps a command from going on, as problems to report with all others of the project."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def similar_names_hint(word: str, known: Collection[str], *, what: str, limit: int = 8) -> str:
    """A hint that names the known word that `word` is probably a slip of, or else lists those known.

    `what` is the plural noun for the known words, as in "roles"; at most `limit` of them are listed.
    """
    closest = closest_name(word, known)
    if closest is not None:
        return f"did you mean {closest!r}?"
    if not known:
        return f"there are no {what} yet"
    listed = ", ".join(nsmallest(limit, known))
    rest = len(known) - limit
    return f"the {what} are: {listed}" + (f" and {rest} more" if rest > 0 else "")


def closest_name(word: str, known: Collection[str]) -> str | None:
    """The known word that `word` is probably a slip of, or None.

    A word is never a slip of its opposite: "complete" of "incomplete", "in force" of "not in force".
    """
    similar = similar_words(word, _comparable(word, known))
    return similar[0] if similar and not _is_opposite(word.casefold(), similar[0].casefold()) else None


_DENIALS = frozenset(
    ["cannot", "except", "neither", "never", "no", "non", "none", "nor", "not", "unless", "without"]
)
_CONTRACTED_DENIAL = re.compile(
    r"(?:\b|_)(?:are|ca|can|could|do|does|is|may|must|shall|should|will|wo|would)n['\u2019]?o?t(?:\b|_)"
)
_PREFIXES = ("anti", "de", "dis", "il", "im", "in", "ir", "mis", "non", "un")


def _is_opposite(word: str, other: str) -> bool:
    """Whether two words, both in small letters, are opposites."""
    if _denies(word) != _denies(other):
        return True
    shorter, longer = sorted((word, other), key=len)
    return any(
        longer.startswith(prefix)
        and not shorter.startswith(prefix)
        and SequenceMatcher(None, shorter, longer.removeprefix(prefix).lstrip("-_ ")).ratio()
        >= _MIN_PREFIXED_RATIO
        for prefix in _PREFIXES
    )


def _denies(word: str) -> bool:
    return bool(_CONTRACTED_DENIAL.search(word)) or not _DENIALS.isdisjoint(re.split(r"[\W_]+", word))


_MIN_PREFIXED_RATIO = 0.9
"""How similar (0 to 1) the rest of a word has to be to another for the prefix to make it the opposite."""


def _comparable(word: str, known: Collection[str]) -> Collection[str]:
    """The known names that a word is compared with."""
    if len(word) > _MAX_NAME_LENGTH_COMPARED:
        return ()
    if len(known) <= MAX_NAMES_COMPARED:
        return known
    first = word[:2]
    beginnings = {first, first.lower(), first.upper(), first.title()}
    return tuple(islice((name for name in known if name[:2] in beginnings), MAX_NAMES_COMPARED))
