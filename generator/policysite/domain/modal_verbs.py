"""What an English text says that somebody must, should or may do: its modal verbs, and whose they are.

Reads cautiously: what may be a noun, a quotation, a condition or a question says nothing here. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from .prose import Citation, Emphasis, marks_with_places

_BINDING = (
    r"must|shall|(?<!not\s)(?<!n['\u2019]t\s)(?:has|have)\s+to"
    r"|(?:is|are)\s+(?:bound|obliged|required)\s+to"
)
_ADVISORY = r"should|ought\s+to|(?:is|are)\s+(?:encouraged|expected|recommended)\s+to"
_MODAL = re.compile(
    rf"(?<![\w'\u2019-])(?:(?P<must>{_BINDING})|(?P<should>{_ADVISORY})|(?P<may>may)|(?P<will>will))"
    r"(?:n['\u2019]t\b|\s+(?:not|never)\b|(?![\w'\u2019-]))",
    re.IGNORECASE,
)
_FIRST_WORDS = (
    "must", "shall", "should", "ought", "may", "will", "has", "have", "bound", "oblig", "requir",
    "encourag", "expect", "recommend",
)  # fmt: skip
"""One of these stands in every text with a modal verb."""
_QUOTED = re.compile(
    r"\u201c[^\u201d\n]{0,400}\u201d|\"[^\"\n]{0,400}\"|(?<!\w)\u2018[^\u2018\n]{0,400}\u2019(?!\w)"
    r"|(?<!\w)'[^'\n]{1,400}'(?!\w)"
)
_SENTENCE = re.compile(r"[.!?;:](?=\s|$)|\n[ \t]*\n")
_NOUN = re.compile(
    r"\ba\s+must$|\b(?:a|free|good|her|his|its|living|own|the|their)\s+will$", re.IGNORECASE
)
_INVERTED = re.compile(r"(?:^|[,(\u2013\u2014-]|\b(?:and|or|but))\s*$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\s+(?:(?:an?|any|anybody|anyone|anything|he|it|one|she|somebody|someone|something|that|the|there"
    r"|these|they|this|those|we|you)\b|[A-Z])"
)
_CONDITION = re.compile(
    r"\b(?:how|if|in\s+case|lest|provided|unless|what|when|whenever|where|wherever|whether|why)\b[^,]*$",
    re.IGNORECASE,
)
"""What makes a verb that follows before the next comma a part of a condition or a reported question."""
_RESTRICTED = re.compile(r"\b(?:neither|nobody|no|none|nor|not|only)\b", re.IGNORECASE)

_ROLE_MARK = "\uffff"
"""Takes the place of each character of a cross-reference to a role; no text may hold it."""


@dataclass(frozen=True, slots=True)
class ModalVerb:
    """A modal verb in a text: where it stands, the word, and which key of a duty says the same."""

    start: int
    word: str
    """As it is written, without the not: must, has to."""
    kind: str
    """must, should or may; will where it may be a duty, a promise or a plan."""


@lru_cache(maxsize=1 << 15)  # each text is asked for by two checks
def possible_kinds(text: str) -> frozenset[str]:
    """The kinds of all words in a text that may be modal verbs: more than `modal_verbs` finds, but soon.

    It spares most texts the reading of their sentences: of 152 documents that are not sealed, the checks
    that read them take 0.2 s in place of 0.6 s, where all others together take 0.4 s.
    """
    folded = text.casefold()
    if not any(word in folded for word in _FIRST_WORDS):
        return frozenset()
    return frozenset(str(match.lastgroup) for match in _MODAL.finditer(text))


def modal_verbs(text: str) -> Iterator[ModalVerb]:
    """The modal verbs with which a text says how binding something is."""
    for sentence, offset in _sentences(_plain(text)):
        yield from _of_sentence(sentence, offset)


def _of_sentence(sentence: str, offset: int) -> Iterator[ModalVerb]:
    for match in _MODAL.finditer(sentence):
        kind, before = str(match.lastgroup), sentence[: match.start()]
        word = match[kind]
        if _NOUN.search(before + word) or _CONDITION.search(before):
            continue
        if (
            word.casefold() == "should"
            and _INVERTED.search(before)
            and _SUBJECT.match(sentence, match.end())
        ):
            continue  # "should a report be made"
        if kind == "may" and (word == "May" or match[0] != word or _RESTRICTED.search(before)):
            continue  # the month, and "may not", "nobody may" and "only they may", which forbid
        yield ModalVerb(offset + match.start(), " ".join(word.split()), kind)


# --- what they say it of -------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]{4,}")
_FREQUENT = frozenset({
    "also", "been", "each", "from", "have", "into", "must", "only", "other", "should", "such", "that",
    "their", "them", "then", "they", "this", "those", "under", "upon", "what", "when", "which", "will",
    "with", "within", "without",
})  # fmt: skip
_STEM_LENGTH = 5
_LEAST_SHARE = 0.6
"""What part of the words of an action has to stand in a sentence for the sentence to be about it."""


_MAX_PARTS = 500
"""With more parts between modal verbs, texts are not read: so many are no clause that people read."""


class StatedActions:
    """What texts say, part by part, to find the modal verb with which they say an action."""

    def __init__(self, texts: Iterable[str]) -> None:
        """The texts are in reading order. One that ends with a colon begins the sentences after it."""
        self._parts = [(verb, _stems(words)) for verb, words in islice(_spoken(texts), _MAX_PARTS + 1)]

    def verb_of(self, action: str) -> ModalVerb | None:
        """The modal verb before an action; None where there is none, or it is not clear which."""
        wanted = _stems(_plain(action))
        if not wanted or len(self._parts) > _MAX_PARTS:
            return None
        best, found = _LEAST_SHARE, set[ModalVerb | None]()
        for verb, stems in self._parts:
            share = len(wanted & stems) / len(wanted)
            if share > best:
                best, found = share, {verb}
            elif share == best:
                found.add(verb)
        kinds = {verb.kind if verb else "" for verb in found}
        return next(iter(found)) if len(kinds) == 1 else None


def _spoken(texts: Iterable[str]) -> Iterator[tuple[ModalVerb | None, str]]:
    """The parts of texts, with the verb before each in its own text or in the one that begins it."""
    opening: ModalVerb | None = None
    for text in texts:
        verb = opening
        for verb, words in _parts(_plain(text), opening):
            yield verb, words
        if text.rstrip().endswith(":"):
            opening = verb


def _parts(plain: str, opening: ModalVerb | None) -> Iterator[tuple[ModalVerb | None, str]]:
    """The parts of a text between its modal verbs, each with the verb before it in its sentence."""
    for sentence, offset in _sentences(plain):
        verb, start = opening, 0
        for following in _of_sentence(sentence, offset):
            yield verb, sentence[start : following.start - offset]
            verb, start = following, following.start - offset
        yield verb, sentence[start:]


def _stems(words: str) -> frozenset[str]:
    found = (word.casefold() for word in _WORD.findall(words))
    return frozenset(word[:_STEM_LENGTH] for word in found if word not in _FREQUENT)


# --- whose they are ------------------------------------------------------------------------------

_ARTICLES = r"(?:(?:a|all|an|any|both|each|every|our|that|the|their|this|your)\s+)?"
_NO_SUBJECT = re.compile(
    r"\b(?:about|after|against|among|as|at|because|before|between|by|during|for|from|if|in|into|of|on|once"
    r"|over|per|so\s+that|than|that|though|through|to|towards|under|unless|until|via|what|when|whenever|where"
    rf"|whether|which|while|whom|whose|why|with|within|without)\s+{_ARTICLES}(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""What stands before a role that is no subject, as in "a request to the clerk must"."""
_LIST = re.compile(rf"\s*(?:,|,?\s*(?:and|or|together\s+with))\s*{_ARTICLES}", re.IGNORECASE)
_POSTMODIFIER = (
    r"(?:\s+\([^()]{1,80}\))?"
    r"(?:,[^,;]{1,80},|\s+(?:at|for|from|in|of|on|who|with)(?:\s+[\w\u2019'-]+){1,6})?"
)
_BETWEEN = re.compile(
    rf"{_POSTMODIFIER}(?:\s+(?:all|also|always|both|each|generally|however|jointly|normally|then|therefore"
    r"|together|usually))?\s*",
    re.IGNORECASE,
)
"""What may stand between a role and the modal verb that says what it has to do."""
_DONE_TO = re.compile(
    r"\s+(?:also\s+|always\s+|normally\s+|then\s+)?(?:have\s+been|be\s+(?:\w+ly\s+)?(?:able|\w+ed|\w+en"
    r"|brought|built|held|kept|left|made|met|paid|put|read|sent|set|shown|sought|taught|told))\b",
    re.IGNORECASE,
)
"""After a modal verb: that something is done to somebody, as in "the clerk must be told"."""
_FUTURE = re.compile(
    r"\s+(?:also\s+)?(?:be|become|benefit|find|gain|get|have|know|lose|need|receive|remain)\b",
    re.IGNORECASE,
)
"""After "will": what is to come, and no duty."""


class RoleReader:
    """Finds in texts which roles have to do something, by their names and by cross-references to them."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of a name and the id of its role."""
        spelt: dict[str, str] = {}
        for name, role in names:
            spelt.setdefault(name, role)
        self._ids = {_folded(name): role for name, role in spelt.items()}
        known = "|".join(map(_name_pattern, sorted(spelt, key=len, reverse=True)))
        named = rf"|(?<![\w-])(?:{known})s?(?![\w'\u2019-])" if known else ""
        self._role = re.compile(rf"{_ROLE_MARK}+{named}")

    def obligations(self, text: str) -> Iterator[tuple[ModalVerb, tuple[str, ...]]]:
        """Each must, should or will of a text that has roles as its subject, with their ids."""
        if possible_kinds(text) <= {"may"}:
            return
        cited = {
            start: mark.name
            for start, _, mark in marks_with_places(text)
            if isinstance(mark, Citation) and mark.name in self._ids.values()
        }
        for sentence, offset in _sentences(_plain(text, frozenset(cited))):
            for verb in _of_sentence(sentence, offset):
                at = verb.start - offset
                after = sentence[at + len(_MODAL.match(sentence, at)[0]) :]  # type: ignore[index]  # it is one
                if (
                    verb.kind == "may"
                    or _DONE_TO.match(after)
                    or (verb.kind == "will" and _FUTURE.match(after))
                ):
                    continue
                roles = self._subjects(sentence[:at], offset, cited)
                if roles:
                    yield verb, roles

    def _subjects(self, before: str, offset: int, cited: dict[int, str]) -> tuple[str, ...]:
        """The roles at the end of what stands before a verb, where they are its subject."""
        found = list(self._role.finditer(before))
        if not found or not _BETWEEN.fullmatch(before, found[-1].end()):
            return ()
        first = len(found) - 1
        while first and _LIST.fullmatch(before, found[first - 1].end(), found[first].start()):
            first -= 1
        if _NO_SUBJECT.search(before[: found[first].start()]):
            return ()
        return tuple(dict.fromkeys(self._id(match, offset, cited) for match in found[first:]))

    def _id(self, match: re.Match[str], offset: int, cited: dict[int, str]) -> str:
        if match[0].startswith(_ROLE_MARK):
            return cited[offset + match.start()]
        name = _folded(match[0])
        return self._ids.get(name) or self._ids[name.removesuffix("s")]


def _name_pattern(name: str) -> str:
    """A name in small letters or capitals; one of capitals alone as it is, since "it" is not IT."""
    pattern = re.escape(name).replace(r"\ ", r"\s+")
    return pattern if name.isupper() else f"(?i:{pattern})"


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


# --- the text as it is read ----------------------------------------------------------------------


@lru_cache(maxsize=1 << 10)
def _plain(text: str, roles: frozenset[int] = frozenset()) -> str:
    """The text, as long as it was, with x for quotations and marks but the words of an emphasis.

    Cross-references that begin at one of `roles` are marked as roles.
    """
    pieces, end = [], 0
    for start, stop, mark in marks_with_places(text):
        pieces.append(text[end:start])
        if isinstance(mark, Emphasis):
            inside = text[start + 3 : stop - 2]
            pieces.append(f"   {inside}  ")
        else:
            pieces.append((_ROLE_MARK if start in roles else "x") * (stop - start))
        end = stop
    plain = "".join((*pieces, text[end:]))
    return _QUOTED.sub(lambda match: "x" * len(match[0]), plain)


def _sentences(text: str) -> Iterator[tuple[str, int]]:
    """The sentences of a text, each with where it begins."""
    start = 0
    for stop in _SENTENCE.finditer(text):
        yield text[start : stop.start()], start
        start = stop.end()
    if text[start:].strip():
        yield text[start:], start
