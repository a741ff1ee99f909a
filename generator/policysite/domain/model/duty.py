"""A duty: what a role must, should or may do, or must not or should not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import (
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema

from ..fields import Id, OneOrMore, Text, validation_error
from ..prose import capitalised
from ..translation import ENGLISH, Translation
from .base import SourceRecord, exactly_one
from .forces import (
    DUTY_FORCE,
    FORCES_BY_KEY,
    Force,
    contradicts_duty,
    duty_key_hint,
    reject_force_in_action,
)

_PERIOD = re.compile(
    r"(?:about |at most |no more than |up to )?"
    r"(?:[0-9][0-9.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?: ?(?:to|or|[-\u2013]) ?[0-9]+)?[ -]"
    r"(?:(?:bank|business|calendar|clear|consecutive|full|school|whole|working) )?"
    r"(?:second|minute|hour|day|night|shift|week|fortnight|month|quarter|term|year)s?\b"
    r"(?! (?:a|ahead|an|before|each|every|earlier|per|prior)\b)",
    re.IGNORECASE,
)
"""A text that begins with a length of time in which something is to be done."""


class Duty(SourceRecord):
    """What a role must, should or may do, or must not or should not, when, and how soon."""

    id: Id
    """Its name in citations; it stays when the duty moves to another clause."""
    role: OneOrMore[Id]
    """Who has the duty: a role, or a list of roles that have it jointly."""
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
    within: Text | None = None
    """The time limit or frequency, as in 5 working days, 24 hours of the report, or every month."""
    basis: Text | None = None
    """The law or clause that it rests on, as in [[HR12/1.1]]."""

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
    def roles(self) -> tuple[str, ...]:
        """The roles that have the duty: one, or several jointly, in the order of the file."""
        return self.role

    def others_than(self, role: str) -> tuple[str, ...]:
        """The roles that share the duty with this one; none where it does not have the duty."""
        return tuple(other for other in self.role if other != role) if role in self.role else ()

    @property
    def force(self) -> Force:
        for key, force in FORCES_BY_KEY.items():
            if getattr(self, key) is not None:
                return force
        raise AssertionError("a duty without a force is not made")

    @property
    def action(self) -> str:
        """What is to be done, or is not to be done, without who and when."""
        return str(getattr(self, self.force.key))

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """What it says, each text with its key: the action, then when, how soon and on what basis."""
        yield self.force.key, self.action
        for key, text in (("when", self.when), ("within", self.within), ("basis", self.basis)):
            if text:
                yield key, text

    @property
    def has_period(self) -> bool:
        """Whether its time limit is a period, which is read with "within": 5 days, not every day."""
        return bool(self.within and _PERIOD.match(" ".join(self.within.split())))

    @property
    def time_limit(self) -> str:
        """The time limit or frequency on one line: "within 5 working days", "every month" or empty."""
        limit = " ".join((self.within or "").split())
        return f"within {limit}" if self.has_period else limit

    @property
    def instruction(self) -> str:
        """The action in the imperative on one line, as an item of a checklist says it."""
        return self.instruction_in(ENGLISH)

    def instruction_in(self, translation: Translation) -> str:
        """The same, with the words for what not to do in another language."""
        action = " ".join(self.action.split())
        if not self.force.is_prohibition:
            return capitalised(action)
        first = action.partition(" ")[0]
        action = action[:1].lower() + action[1:] if first.istitle() else action
        return translation.gettext("Do not %(action)s", action=action)

    def is_contradicted_by(self, instruction: str) -> bool:
        """Whether an instruction, in this duty's own words, says the opposite of the duty."""
        return contradicts_duty(instruction, self.force, self.action)


NO_DUTIES: Literal["none"] = "none"
"""What stands in place of the duties of a clause that lays down none, though it may look so."""


def _none_or_list(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    return () if value == NO_DUTIES else validate(value)


class _NoneOrListSchema:
    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        # Each keyword is about lists or about texts alone: validators then name the fault in a list.
        return {**handler(schema), "type": ["array", "string"], "pattern": f"^{NO_DUTIES}$"}


Duties = Annotated[
    tuple[Duty, ...], Field(min_length=1), WrapValidator(_none_or_list), _NoneOrListSchema()
]
"""The duties of a clause, at least one; empty in the model where the file says none."""
