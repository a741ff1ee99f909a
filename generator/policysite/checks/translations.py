"""A translation of an edition says the same as the edition: the same facts, clauses and duties."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.library import Document
from ..domain.model import Clause, Duty, Edition, Section, language_of_file
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from .check import CheckContext, check_for

EDITION_LANGUAGE = Rule.error(
    "edition-language", "A translation is not in the language of its file's name"
)
TRANSLATION_ALONE = Rule.error("translation-alone", "Nothing is there that a translation translates")
TRANSLATION_DIFFERS = Rule.error(
    "translation-differs", "A translation does not have the clauses, duties and facts of its edition"
)

_Provision = Section | Clause
_ABSENCES = {"missing": "missing", "withheld": "withheld", "not_used": "unused"}
"""The keys that say why something does not stand there, and what it then is."""
Places = dict[tuple[str, str], tuple[_Provision, ValuePath]]
"""The sections and clauses of an edition with their paths, each by its section and itself."""


@check_for(EDITION_LANGUAGE, TRANSLATION_ALONE, TRANSLATION_DIFFERS)
def translations_say_the_same(context: CheckContext) -> Iterator[Finding]:
    """Each translation is in its own language, and has the clauses, duties and facts of its edition."""
    library = context.library
    for document in library.documents.values():
        for translation in document.translations:
            language = language_of_file(translation.file)
            if translation.language != language:
                yield Finding(
                    EDITION_LANGUAGE,
                    f"the name of the file says that the language is {language!r}"
                    + (f", and the text {translation.language!r}" if translation.language else ""),
                    SourcePlace(translation.file, ("language" if translation.language else "edition",)),
                    f"write language: {language}, or give the file the name of the language",
                )
                continue
            original = _original(document, translation)
            if original is None:
                if not library.is_unreadable(document.reference):
                    yield _alone(translation)
            elif library.language_of(original) == language:
                yield Finding(
                    EDITION_LANGUAGE,
                    f"{_name(original)} is in the language {language!r}, too",
                    SourcePlace(translation.file, ("language",)),
                    f"write in {_name(original)} which language it is in, or remove this translation",
                )
            elif library.unreadable.isdisjoint((original.file, translation.file)):
                yield from _differences(original, translation)


def _original(document: Document, translation: Edition) -> Edition | None:
    return next((other for other in document.editions if other.edition == translation.edition), None)


def _name(edition: Edition) -> str:
    return edition.file.rpartition("/")[2]


def _alone(translation: Edition) -> Finding:
    return Finding(
        TRANSLATION_ALONE,
        f"there is no edition of {translation.edition} that this one translates",
        SourcePlace(translation.file, ("edition",)),
        f"add {translation.edition}.yml in the first language, or name this file without a language",
    )


def _differences(original: Edition, translation: Edition) -> Iterator[Finding]:
    facts = dict(original.facts())
    for key, value in translation.facts():
        field = Edition.model_fields[key]
        if value != facts.get(key, field.get_default()):
            yield _finding(
                translation,
                (key,),
                f"{key}: says something else than in {_name(original)}",
                f"write {key}: {facts[key]}, as there"
                if field.is_required()
                else f"remove {key}: here; a translation has the facts of what it translates",
            )
    before, now = _places(original), _places(translation)
    for place, (provision, _) in before.items():
        if place not in now:
            section = now.get((place[0], ""))
            yield _finding(
                translation,
                section[1] if section else ("sections",),
                f"{_described(provision)} of {_name(original)} is left out here",
                "add its translation, under the same number or id",
            )
    for place, (provision, path) in now.items():
        if place not in before:
            yield _finding(
                translation,
                path,
                f"{_name(original)} has no {_described(provision)} here",
                "remove it, or add it there, too",
            )
        else:
            yield from _provision_differences(original, translation, before[place][0], provision, path)
    if list(before) != list(now) and before.keys() == now.keys():
        place = next(key for key, other in zip(now, before, strict=True) if key != other)
        yield _finding(
            translation,
            now[place][1],
            f"{_described(now[place][0])} stands in another order than in {_name(original)}",
            "put the clauses in the order of that edition",
        )


def _provision_differences(
    original: Edition, translation: Edition, before: _Provision, now: _Provision, path: ValuePath
) -> Iterator[Finding]:
    for key, state in _ABSENCES.items():
        is_here, is_there = (getattr(one, key) is not None for one in (now, before))
        if is_here != is_there:
            yield _finding(
                translation,
                path,
                f"{_described(now)} is {'' if is_here else 'not '}{state} here, and"
                f" {'not ' if is_here else ''}in {_name(original)}",
                f"say {key}: in both, or in neither",
            )
    if not isinstance(before, Clause) or not isinstance(now, Clause):
        return
    duties = {duty.id: duty for duty in before.duties or ()}
    for index, duty in enumerate(now.duties or ()):
        other = duties.pop(duty.id, None)
        place = (*path, "duties", index)
        if other is None:
            yield _finding(
                translation,
                place,
                f"{_described(before)} of {_name(original)} has no duty {duty.id!r}",
                "give it the id of the duty that it translates, or remove it",
            )
            continue
        for key, differs, hint in (
            ("role", duty.roles != other.roles, f"write role: {_role_as_written(other)}"),
            ("force", duty.force != other.force, f"write {other.force.key}: before what is to be done"),
            (
                "condition",
                (duty.when is None) != (other.when is None),
                "add when:" if other.when else "remove when:, or add it there, too",
            ),
        ):
            if differs:
                yield _finding(
                    translation,
                    place,
                    f"the duty {duty.id!r} has another {key} in {_name(original)}",
                    hint,
                )
    for name in duties:
        yield _finding(
            translation,
            path,
            f"the duty {name!r} of {_name(original)} is left out here",
            "add its translation, with the same id, role and force",
        )


def _finding(translation: Edition, path: ValuePath, message: str, hint: str) -> Finding:
    return Finding(TRANSLATION_DIFFERS, message, SourcePlace(translation.file, path), hint)


def _places(edition: Edition) -> Places:
    places: Places = {}
    for outer, section in enumerate(edition.sections):
        places[section.anchor, ""] = section, ("sections", outer)
        for inner, clause in enumerate(section.clauses):
            places[section.anchor, clause.anchor] = clause, ("sections", outer, "clauses", inner)
    return places


def _described(provision: _Provision) -> str:
    return f"{'clause' if isinstance(provision, Clause) else 'section'} {provision.anchor}"


def _role_as_written(duty: Duty) -> str:
    return duty.roles[0] if len(duty.roles) == 1 else f"[{', '.join(duty.roles)}]"
