"""How binding a duty is: the one table of forces, and the ways in which people write them.

Knows no file and no page. A hint here gives what means the same, or leaves the choice to the owner: one
that turned a prohibition into a duty would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from textwrap import shorten

from ..fields import validation_error
from ..problems import Rule, closest_name

DUTY_FORCE = Rule.error("duty-force", "A duty does not say exactly once how binding it is")
DUTY_NEGATED = Rule.error("duty-negated", "What a duty says begins with a not that belongs to its force")

MAX_QUOTED_LENGTH = 60
"""How many characters of an action a hint repeats."""


class Force(StrEnum):
    """How binding a duty is, in the words that readers see; what binds most comes first."""

    MUST = "must"
    MUST_NOT = "must not"
    SHOULD = "should"
    SHOULD_NOT = "should not"
    MAY = "may"

    @property
    def key(self) -> str:
        """What a source writes for it."""
        return self.replace(" ", "_")

    @property
    def anchor(self) -> str:
        """What the address of a heading has for it."""
        return self.replace(" ", "-")

    @property
    def is_binding(self) -> bool:
        """Whether nobody is free to do otherwise."""
        return self in (Force.MUST, Force.MUST_NOT)

    @property
    def is_prohibition(self) -> bool:
        """Whether it says what is not to be done."""
        return self in (Force.MUST_NOT, Force.SHOULD_NOT)


FORCES = tuple(Force)
FORCES_BY_KEY = {force.key: force for force in FORCES}
"""The forces by what a source writes for them."""

_SAID = {
    Force.MUST: "shall|(?:has|have) to|(?:is|are) (?:bound|obliged|required) to|required",
    Force.MUST_NOT: "(?:must|shall|may|can) never|shall not|can ?not|forbidden|prohibited|banned"
    "|(?:is|are) (?:forbidden|prohibited)(?: to| from)?|(?:is|are) not (?:allowed|permitted)(?: to)?",
    Force.SHOULD: "ought(?: to)?|(?:is|are) (?:encouraged|expected) to|recommended",
    Force.SHOULD_NOT: "(?:should|ought to) never|ought not(?: to)?",
    Force.MAY: "can|allowed|permitted|(?:is|are) (?:allowed|free|permitted) to",
}
"""What means the same as a force, in small letters with a space between words."""
_OTHER_KEYS = {
    "if": "did you mean 'when'?",
    "unless": "say it in the words of the duty, as in must: answer in writing unless asked to phone",
    "within": "say it in the words of the duty, as in must: answer within 5 working days",
}
_SHORT = re.compile(r"\b(must|should|ought|may|might|need|do|ca|wo|sha)n['\u2019]?t\b")
_JOINED = re.compile(r"\b(must|should|shall|may|can|will|do)not\b")
_SHORTEST = 3
"""How many letters a word has at least that may be a slip: my is not may."""
_LONG = {"ca": "can", "wo": "will", "sha": "shall"}


def duty_key_hint(written: str, action: object, others: Iterable[str]) -> str:
    """What to write for a key that a duty does not have, and that holds this action.

    others are the keys of a duty that are no forces.
    """
    words = normalised_words(written)
    for force in FORCES:
        if _is_slip(words.replace(" ", ""), force.replace(" ", "")):
            return _without_denial(force, action) or f"did you mean {force.key!r}?"
    for force, same in _SAID.items():
        if re.fullmatch(same, words):
            return _without_denial(force, action) or f"write {force.key}: instead, which says the same"
    if words == "may not":
        return _may_not("")
    if words in _OTHER_KEYS:
        return _OTHER_KEYS[words]
    near = closest_name(written, list(others))
    return (
        f"did you mean {near!r}?"
        if near
        else f"the allowed keys are: {', '.join((*others, *FORCES_BY_KEY))}"
    )


def normalised_words(text: str) -> str:
    """A text in small letters, with a space between words, and "not" as a word of its own."""
    text = _SHORT.sub(lambda match: f"{_LONG.get(match[1], match[1])} not", text.casefold())
    return " ".join(re.split(r"[\W_]+", _JOINED.sub(r"\1 not", text))).strip()


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word is another, or that with one letter left out, doubled or exchanged with the next.

    A letter in place of another makes other words too easily: day is not may.
    """
    if word == meant:
        return True
    if len(word) < _SHORTEST:
        return False
    return word in {
        slip
        for at, letter in enumerate(meant)
        for slip in (
            meant[:at] + meant[at + 1 :],
            meant[:at] + letter + meant[at:],
            meant[:at] + meant[at + 1 : at + 2] + letter + meant[at + 2 :],
        )
    }


# --- the words of an action ----------------------------------------------------------------------

_ADVERB = r"(?:(?:also|always|generally|normally|ordinarily|otherwise|therefore|usually),?\s+)?"
_NOT = re.compile(
    rf"{_ADVERB}(?:"
    r"(?P<plain>(?:(?:are|can|could|do|does|is|will|would)\s+)?not\b(?:\s+to\b)?"
    r"|(?:are|ca|do|does|is|might|wo)n['\u2019]?t\b)"
    r"|cannot\b|never\b|neither\b|no\s+longer\b"
    r"|(?:at|by|in|on|under)\s+no\s+(?:account|case|circumstances?|event|means|occasion|point|time|way)\b"
    r"),?",
    re.IGNORECASE,
)
"""How an action begins that takes back what its force says."""
_NO_DENIAL = re.compile(
    r"not\s+(?:just|merely|only|simply)\b|not\s+(?:earlier|fewer|later|less|more|sooner)\s+than\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[;:.]\s+\S|\b(?:but|instead|and(?:\s+(?:must|shall|should|may|not|then|instead))?|nor|must|shall|should)\b",
    re.IGNORECASE,
)
"""Where an action may go on with something that its denial does not take back."""
_FORCE = re.compile(r"(?:must|shall|should|ought\s+to|may)(?![\w-])", re.IGNORECASE)


def reject_force_in_action(force: Force, action: str) -> None:
    """Hold that an action leaves its force to the key. Raises the error of a Problem.

    The codes are duty-negated for an action that begins with a denial, as in may: not smoke, and
    duty-force for one that begins with a force, as in must: shall record.
    """
    said, denial, rest = _parted(action)
    also = _force_of(said) if said else force
    if denial:
        raise validation_error(
            DUTY_NEGATED,
            f"{denial[0].rstrip(',')!r} says how binding the duty is, and not what is to be done",
            _without_denial(also, action),
        )
    if said:
        keys = dict.fromkeys((force.key, also.key))
        what = _quoted(rest)
        raise validation_error(
            DUTY_FORCE,
            f"the duty says how binding it is twice: {force.key}: and {said!r}",
            f"write {' or '.join(f'{key}: {what}' for key in keys)}",
        )


def _without_denial(force: Force, action: object) -> str:
    """What to write in place of an action that begins with a denial; empty where it begins with none."""
    _, denial, rest = _parted(action) if isinstance(action, str) else ("", None, "")
    if denial is None:
        return ""
    what = _quoted(rest)
    if force.is_prohibition:
        return f"{force.key}: already says not: write {force.key}: {what}"
    if force is Force.MAY and denial["plain"]:
        return _may_not(f" {what}")
    key = (Force.SHOULD_NOT if force is Force.SHOULD else Force.MUST_NOT).key
    if _GOES_ON.search(rest):
        return f"write {key}: with what is forbidden only, and a duty of its own for what is to be done"
    return f"write {key}: {what}"


def contradicts_duty(instruction: str, duty: Force, action: str) -> bool:
    """Whether an instruction has a duty's words, and says to do what is forbidden or not what is due.

    Only the very words of the action are judged: whether others say the same takes somebody to read them.
    """
    _, denial, rest = _parted(instruction)
    is_same = _bare(rest) == _bare(action)
    return is_same and (denial is not None) != duty.is_prohibition


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;:,! ").replace(" nor ", " or ")


def _parted(action: str) -> tuple[str, re.Match[str] | None, str]:
    """The force that an action begins with, the denial, and what is left of it."""
    words = " ".join(action.split())
    said = _FORCE.match(words)
    rest = words[said.end() :].lstrip() if said else words
    denial = None if _NO_DENIAL.match(rest) else _NOT.match(rest)
    if denial:
        rest = rest[denial.end() :].lstrip().replace(" nor ", " or ")
    return said[0] if said else "", denial, rest


def _quoted(rest: str) -> str:
    return (
        shorten(rest[: 4 * MAX_QUOTED_LENGTH], MAX_QUOTED_LENGTH, placeholder=" …")
        or "and what it is about"
    )


def _force_of(said: str) -> Force:
    """The force that an action begins with."""
    words = normalised_words(said)
    return next(
        (force for force, same in _SAID.items() if re.fullmatch(f"{force}|{same}", words)), Force.MUST
    )


def _may_not(what: str) -> str:
    return (
        f"'may not' can be read in two ways: where it is forbidden, write must_not:{what}; where it is"
        " left to somebody, say in words what they may do instead, as in may: leave the form unsigned"
    )
