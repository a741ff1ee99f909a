"""How binding a duty is: the one table of forces, and the ways in which people write them.

A hint here suggests only what means the same, or leaves the choice to the owner: a hint that turned a
prohibition into a duty would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from textwrap import shorten

from ..fields import validation_error
from ..problems import Rule, closest_name
from ..translation import marked

DUTY_FORCE = Rule.error("duty-force", "A duty does not say exactly once how binding it is")
DUTY_NEGATED = Rule.error("duty-negated", "What a duty says begins with a not that belongs to its force")

MAX_QUOTED_LENGTH = 60
"""Most characters of an action that a hint repeats."""


class Force(StrEnum):
    """How binding a duty is, in the words that readers see; the most binding first."""

    MUST = marked("must")
    MUST_NOT = marked("must not")
    SHOULD = marked("should")
    SHOULD_NOT = marked("should not")
    MAY = marked("may")

    @property
    def key(self) -> str:
        """The key for it in a source."""
        return self.replace(" ", "_")

    @property
    def heading(self) -> str:
        """The heading above duties of this force, as a message for whoever has them."""
        return _HEADINGS[self]

    @property
    def anchor(self) -> str:
        """The word for it in the address of a heading."""
        return self.replace(" ", "-")

    @property
    def is_binding(self) -> bool:
        """Whether it leaves no choice: must and must not."""
        return self in (Force.MUST, Force.MUST_NOT)

    @property
    def is_prohibition(self) -> bool:
        """Whether it forbids: must not and should not."""
        return self in (Force.MUST_NOT, Force.SHOULD_NOT)


FORCES = tuple(Force)
_HEADINGS = {
    Force.MUST: marked("You must"),
    Force.MUST_NOT: marked("You must not"),
    Force.SHOULD: marked("You should"),
    Force.SHOULD_NOT: marked("You should not"),
    Force.MAY: marked("You may"),
}
FORCES_BY_KEY = {force.key: force for force in FORCES}
"""The forces by their keys in a source."""

_SYNONYMS = {
    Force.MUST: "shall|(?:has|have) to|(?:is|are) (?:bound|obliged|required) to|required",
    Force.MUST_NOT: "(?:must|shall|may|can) never|shall not|can ?not|forbidden|prohibited|banned"
    "|(?:is|are) (?:forbidden|prohibited)(?: to| from)?|(?:is|are) not (?:allowed|permitted)(?: to)?",
    Force.SHOULD: "ought(?: to)?|(?:is|are) (?:encouraged|expected) to|recommended",
    Force.SHOULD_NOT: "(?:should|ought to) never|ought not(?: to)?",
    Force.MAY: "can|allowed|permitted|(?:is|are) (?:allowed|free|permitted) to",
}
"""Regular expressions for words that mean the same as a force, in small letters."""
_OTHER_KEYS = {
    "if": "did you mean 'when'?",
    "unless": "say it in the words of the duty, as in must: answer in writing unless asked to phone",
} | {
    words: hint
    for hint, keys in (
        ("did you mean 'basis'?", "legal basis|legal base|based on|base"),
        (
            "write basis: with the law or clause that the duty rests on",
            "authority|law|legislation|source|statute|under",
        ),
        (
            "write within:, as in within: 5 working days, or within: every month",
            "by|deadline|due|every|frequency|how often|time limit|timescale",
        ),
    )
    for words in keys.split("|")
}
"""What to write instead of a key, in small letters."""
_CONTRACTED_NOT = re.compile(r"\b(must|should|ought|may|might|need|do|ca|wo|sha)n['\u2019]?t\b")
_JOINED_NOT = re.compile(r"\b(must|should|shall|may|can|will|do)not\b")
_MIN_SLIP_LENGTH = 3
"""Fewest letters of a word that may be a slip: "my" is not "may"."""
_FULL_VERBS = {"ca": "can", "wo": "will", "sha": "shall"}


def duty_key_hint(written: str, action: object, others: Iterable[str]) -> str:
    """What to write instead of an unknown key of a duty, which has this action as its value.

    `others` are the keys of a duty that do not name a force.
    """
    words = normalised_words(written)
    for force in FORCES:
        if _is_slip(words.replace(" ", ""), force.replace(" ", "")):
            return _without_denial(force, action) or f"did you mean {force.key!r}?"
    for force, synonyms in _SYNONYMS.items():
        if re.fullmatch(synonyms, words):
            return _without_denial(force, action) or f"write {force.key}: instead, which says the same"
    if words == "may not":
        return _may_not_hint("")
    if words in _OTHER_KEYS:
        return _OTHER_KEYS[words]
    similar = closest_name(written, list(others))
    return (
        f"did you mean {similar!r}?"
        if similar
        else f"the allowed keys are: {', '.join((*others, *FORCES_BY_KEY))}"
    )


def normalised_words(text: str) -> str:
    """A text in small letters, with a space between words, and "not" as a word of its own."""
    text = _CONTRACTED_NOT.sub(
        lambda match: f"{_FULL_VERBS.get(match[1], match[1])} not", text.casefold()
    )
    return " ".join(re.split(r"[\W_]+", _JOINED_NOT.sub(r"\1 not", text))).strip()


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word is `meant`, or has one letter left out, doubled or swapped with the next.

    A wrong letter does not count, since it easily makes another word: "day" is not "may".
    """
    if word == meant:
        return True
    if len(word) < _MIN_SLIP_LENGTH:
        return False
    return word in {
        slip
        for index, letter in enumerate(meant)
        for slip in (
            meant[:index] + meant[index + 1 :],
            meant[:index] + letter + meant[index:],
            meant[:index] + meant[index + 1 : index + 2] + letter + meant[index + 2 :],
        )
    }


# --- the words of an action ----------------------------------------------------------------------

_ADVERB = r"(?:(?:also|always|generally|normally|ordinarily|otherwise|therefore|usually),?\s+)?"
_DENIAL = re.compile(
    rf"{_ADVERB}(?:"
    r"(?P<plain>(?:(?:are|can|could|do|does|is|will|would)\s+)?not\b(?:\s+to\b)?"
    r"|(?:are|ca|do|does|is|might|wo)n['\u2019]?t\b)"
    r"|cannot\b|never\b|neither\b|no\s+longer\b"
    r"|(?:at|by|in|on|under)\s+no\s+(?:account|case|circumstances?|event|means|occasion|point|time|way)\b"
    r"),?",
    re.IGNORECASE,
)
"""The beginning of an action that negates its force, as in must: not smoke."""
_NOT_A_DENIAL = re.compile(
    r"not\s+(?:just|merely|only|simply)\b|not\s+(?:earlier|fewer|later|less|more|sooner)\s+than\b",
    re.IGNORECASE,
)
_CONTINUATION = re.compile(
    r"[;:.]\s+\S|\b(?:but|instead|and(?:\s+(?:must|shall|should|may|not|then|instead))?|nor|must|shall|should)\b",
    re.IGNORECASE,
)
"""A point from which the denial at the beginning of an action may no longer apply."""
_FORCE = re.compile(r"(?:must|shall|should|ought\s+to|may)(?![\w-])", re.IGNORECASE)


def reject_force_in_action(force: Force, action: str) -> None:
    """Raise a validation error if an action itself says how binding the duty is.

    The code is duty-negated for an action that begins with a denial, as in may: not smoke, and
    duty-force for one that begins with a force, as in must: shall record.
    """
    phrase, denial, rest = _split_action(action)
    stated = _force_named(phrase) if phrase else force
    if denial:
        raise validation_error(
            DUTY_NEGATED,
            f"{denial[0].rstrip(',')!r} says how binding the duty is, and not what is to be done",
            _without_denial(stated, action),
        )
    if phrase:
        keys = dict.fromkeys((force.key, stated.key))
        what = _shortened(rest)
        raise validation_error(
            DUTY_FORCE,
            f"the duty says how binding it is twice: {force.key}: and {phrase!r}",
            f"write {' or '.join(f'{key}: {what}' for key in keys)}",
        )


def _without_denial(force: Force, action: object) -> str:
    """What to write instead of an action that begins with a denial; empty if it does not."""
    _, denial, rest = _split_action(action) if isinstance(action, str) else ("", None, "")
    if denial is None:
        return ""
    what = _shortened(rest)
    if force.is_prohibition:
        return f"{force.key}: already says not: write {force.key}: {what}"
    if force is Force.MAY and denial["plain"]:
        return _may_not_hint(f" {what}")
    key = (Force.SHOULD_NOT if force is Force.SHOULD else Force.MUST_NOT).key
    if _CONTINUATION.search(rest):
        return f"write {key}: with what is forbidden only, and a duty of its own for what is to be done"
    return f"write {key}: {what}"


def contradicts_duty(instruction: str, duty: Force, action: str) -> bool:
    """Whether an instruction repeats a duty's action but says to do what is forbidden, or the reverse.

    Only the same words are compared; whether other words mean the same is left to people.
    """
    _, denial, rest = _split_action(instruction)
    is_same = _normalised_action(rest) == _normalised_action(action)
    return is_same and (denial is not None) != duty.is_prohibition


def _normalised_action(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;:,! ").replace(" nor ", " or ")


def _split_action(action: str) -> tuple[str, re.Match[str] | None, str]:
    """The force at the beginning of an action, the denial that follows it, and the rest."""
    words = " ".join(action.split())
    force = _FORCE.match(words)
    rest = words[force.end() :].lstrip() if force else words
    denial = None if _NOT_A_DENIAL.match(rest) else _DENIAL.match(rest)
    if denial:
        rest = rest[denial.end() :].lstrip().replace(" nor ", " or ")
    return force[0] if force else "", denial, rest


def _shortened(rest: str) -> str:
    return (
        shorten(rest[: 4 * MAX_QUOTED_LENGTH], MAX_QUOTED_LENGTH, placeholder=" …")
        or "and what it is about"
    )


def _force_named(phrase: str) -> Force:
    """The force that a phrase stands for; MUST for an unknown one."""
    words = normalised_words(phrase)
    return next(
        (force for force, synonyms in _SYNONYMS.items() if re.fullmatch(f"{force}|{synonyms}", words)),
        Force.MUST,
    )


def _may_not_hint(what: str) -> str:
    return (
        f"'may not' can be read in two ways: where it is forbidden, write must_not:{what}; where it is"
        " left to somebody, say in words what they may do instead, as in may: leave the form unsigned"
    )
