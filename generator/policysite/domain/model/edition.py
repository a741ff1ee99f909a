"""policy/REFERENCE/EDITION.yml: an edition of a document, its sections, clauses and duties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from ..fields import (
    ClauseNumber,
    Date,
    Id,
    Line,
    MonthsPeriod,
    Reference,
    Text,
    validation_error,
)
from ..problems import Rule, ValuePath
from ..prose import Citation, citations
from .base import (
    Origin,
    SourceFile,
    SourceRecord,
    exactly_one,
)
from .forces import (
    DUTY_FORCE,
    FORCES_BY_KEY,
    Force,
    contradicts_duty,
    duty_key_hint,
    reject_force_in_action,
)
from .review_record import ChangeKind
from .texts import prose_texts

CLAUSE_WITHOUT_NUMBER = Rule.error(
    "clause-without-number", "A clause does not have exactly one of number and id"
)
CLAUSE_WITHOUT_CONTENT = Rule.error("clause-without-content", "A clause says nothing")


class MissingContent(SourceRecord):
    """Something that the copy behind this edition does not hold."""

    what: Text
    """What is missing."""
    role: Id | None = None
    """Whose duties are missing, where they are."""


class Duty(SourceRecord):
    """What a role must, should or may do, or must not or should not, and when."""

    id: Id
    """Its name in citations; it stays when the duty moves to another clause."""
    role: Id
    """Who has the duty."""
    must: Text | None = None
    """What the role is bound to do."""
    must_not: Text | None = None
    """What the role is forbidden to do, without the not, as in must_not: fell a veteran tree."""
    should: Text | None = None
    """What the role is expected to do."""
    should_not: Text | None = None
    """What the role is expected not to do, without the not."""
    may: Text | None = None
    """What the role is free to do."""
    when: Text | None = None
    """The condition under which the duty arises; none when it always holds."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*FORCES_BY_KEY))

    @field_validator(*FORCES_BY_KEY)
    @classmethod
    def _leaves_force_to_key(cls, action: str | None, info: ValidationInfo) -> str | None:
        if action is not None:
            reject_force_in_action(FORCES_BY_KEY[str(info.field_name)], action)
        return action

    @model_validator(mode="after")
    def _one_force(self) -> Self:
        present = [key for key in FORCES_BY_KEY if getattr(self, key) is not None]
        if len(present) != 1:
            found = "none of them" if not present else " and ".join(present)
            raise validation_error(
                DUTY_FORCE,
                "a duty has exactly one of must, must_not, should, should_not and may;"
                f" this one has {found}",
                "keep the one that the clause says; what else it says is a duty of its own"
                if present
                else "write, for example, must: record what was decided",
            )
        return self

    @classmethod
    def unknown_key_hint(cls, written: str, value: object) -> str:
        return duty_key_hint(
            written, value, [key for key in cls.model_fields if key not in FORCES_BY_KEY]
        )

    @property
    def force(self) -> Force:
        return next(force for key, force in FORCES_BY_KEY.items() if getattr(self, key) is not None)

    @property
    def action(self) -> str:
        """What is to be done, or is not to be done, without who and when."""
        return str(getattr(self, self.force.key))

    @property
    def instruction(self) -> str:
        """The action in the imperative on one line, as an item of a checklist says it."""
        action = " ".join(self.action.split())
        if not self.force.is_prohibition:
            return action[:1].upper() + action[1:]
        first = action.partition(" ")[0]
        return f"Do not {action[:1].lower() + action[1:] if first.istitle() else action}"

    def is_contradicted_by(self, instruction: str) -> bool:
        """Whether an instruction, in this duty's own words, says the opposite of the duty."""
        return contradicts_duty(instruction, self.force, self.action)


class Clause(SourceRecord):
    """A numbered provision, an unnumbered one with an id, or a heading over the clauses below it."""

    number: ClauseNumber | None = None
    """Its number, as in 3.2.1."""
    id: Id | None = None
    """How to cite it where the document gives it no number."""
    title: Line | None = None
    """Its heading, where it has one."""
    title_is: Literal["published", "supplied"] = "published"
    """Supplied when the published copy shows no heading and this one was inferred."""
    text: Text | None = None
    """What it says."""
    items: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """The list that follows the text."""
    duties: Annotated[tuple[Duty, ...], Field(min_length=1)] | None = None
    """The duties that it lays on roles."""
    missing: MissingContent | None = None
    """What the copy does not hold at this place."""
    question: Text | None = None
    """A question that the clause raises for whoever answers for the document. Never a finding."""

    model_config = ConfigDict(json_schema_extra=exactly_one("number", "id"))

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if (self.number is None) == (self.id is None):
            raise validation_error(
                CLAUSE_WITHOUT_NUMBER,
                "a clause has either a number or an id",
                "write number: 3.2.1, or id: consultation where the document gives no number",
            )
        if not (self.title or self.text or self.items or self.missing):
            raise validation_error(
                CLAUSE_WITHOUT_CONTENT,
                f"clause {self.anchor} says nothing",
                "add text:, items:, title: or missing:",
            )
        return self

    @property
    def anchor(self) -> str:
        """What follows the slash in a citation and the # in an address."""
        return str(self.number) if self.number is not None else self.id or ""

    @property
    def texts(self) -> Iterator[tuple[ValuePath, str]]:
        """The texts of the clause and of its duties, each with its path from the clause."""
        if self.text:
            yield ("text",), self.text
        for place, item in enumerate(self.items or ()):
            yield ("items", place), item
        for place, duty in enumerate(self.duties or ()):
            yield ("duties", place, duty.force.key), duty.action
            if duty.when:
                yield ("duties", place, "when"), duty.when

    @property
    def citations(self) -> Iterator[Citation]:
        """The cross-references in the texts of the clause and its duties."""
        for _, text in self.texts:
            yield from citations(text)


class Section(SourceRecord):
    """A top-level part of a document."""

    number: ClauseNumber
    """Its number, as in 3."""
    title: Line
    """Its heading."""
    title_is: Literal["published", "supplied"] = "published"
    """Supplied when the published copy shows no heading and this one was inferred."""
    clauses: tuple[Clause, ...] = ()
    """Its clauses in order, all in one list: 3.1, then 3.1.1, then 3.2."""
    missing: MissingContent | None = None
    """What the copy does not hold of this section."""

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if not self.clauses and self.missing is None:
            raise validation_error(
                CLAUSE_WITHOUT_CONTENT,
                f"section {self.number} has no clauses",
                "add clauses:, or missing: with what the copy does not hold",
            )
        return self

    @property
    def anchor(self) -> str:
        return str(self.number)


class ReviewSchedule(SourceRecord):
    """When the document was reviewed and when it is to be reviewed next."""

    last: Date | None = None
    """When it was last reviewed."""
    every: MonthsPeriod | None = None
    """How often it is reviewed, where the document says so."""
    next: Date | None = None
    """By when the next review is due. A month is due by its last day."""
    also_when: Annotated[tuple[ChangeKind, ...], Field(min_length=1)] | None = None
    """The changes that call for a review before that."""


DocumentKind = Literal["policy", "procedure"]
EditionExtent = Literal["complete", "extract"]
EditionWording = Literal["restated", "official"]


class Edition(SourceFile):
    """One edition of a document: policy/REFERENCE/EDITION.yml."""

    reference: Reference
    """The document's reference, the same as the name of its folder."""
    title: Line
    """The document's title."""
    kind: DocumentKind
    """A policy says what is to be; a procedure says how it is done."""
    governed_by: Reference | None = None
    """The document that this one is made under."""
    edition: Date
    """When this edition was made, the same as the name of its file."""
    extent: EditionExtent = "complete"
    """An extract is an old edition of which only a part is known."""
    wording: EditionWording
    """Official when the text is the publisher's own; restated when it says the same in other words."""
    source: Origin
    """The published text, which is the authority."""
    owner: Id | None = None
    """The role that answers for the document, where it names one."""
    contact: Id | None = None
    """The role that is the document's contact point, where it names one. A contact point is no owner."""
    review: ReviewSchedule = ReviewSchedule()
    """Its reviews."""
    changes: Text | None = None
    """What changed since the edition before."""
    risk: Line | None = None
    """The result of its risk assessment."""
    equality_impact: Line | None = None
    """The result of its equality impact assessment."""
    questions: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """Questions that the document raises for whoever answers for it. Never findings."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    """Its sections in order."""

    @property
    def id(self) -> str:
        """What the lock, the API and records of use know it by: REFERENCE/EDITION."""
        return f"{self.reference}/{self.edition}"

    @property
    def texts(self) -> list[tuple[ValuePath, str]]:
        """Every text that may hold a cross-reference, each with its path from the top of the file."""
        return prose_texts(self)

    @property
    def named_roles(self) -> Iterator[tuple[ValuePath, str]]:
        """Every role that the edition names by its id, with the path from the top of the file."""
        yield from _role_if_named(("owner",), self.owner)
        yield from _role_if_named(("contact",), self.contact)
        for outer, section in enumerate(self.sections):
            yield from _missing_role(("sections", outer), section.missing)
            for inner, clause in enumerate(section.clauses):
                path = ("sections", outer, "clauses", inner)
                for place, duty in enumerate(clause.duties or ()):
                    yield (*path, "duties", place, "role"), duty.role
                yield from _missing_role(path, clause.missing)

    @property
    def clauses(self) -> Iterator[Clause]:
        """All clauses in order."""
        for section in self.sections:
            yield from section.clauses

    @property
    def duties(self) -> Iterator[tuple[Clause, Duty]]:
        """All duties in order, each with the clause that lays it down."""
        for clause in self.clauses:
            for duty in clause.duties or ():
                yield clause, duty

    @property
    def provisions(self) -> Iterator[Section | Clause]:
        """All sections and clauses in reading order."""
        for section in self.sections:
            yield section
            yield from section.clauses

    @property
    def missing_provisions(self) -> Iterator[tuple[Section | Clause, MissingContent]]:
        """Everything that the copy lacks, with the section or clause that lacks it."""
        for provision in self.provisions:
            if provision.missing is not None:
                yield provision, provision.missing


def _role_if_named(path: ValuePath, text: str | None) -> Iterator[tuple[ValuePath, str]]:
    if text:
        yield path, text


def _missing_role(path: ValuePath, missing: MissingContent | None) -> Iterator[tuple[ValuePath, str]]:
    if missing:
        yield from _role_if_named((*path, "missing", "role"), missing.role)
