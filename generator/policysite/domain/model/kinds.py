"""The kinds of documents: what readers call each, and what each may be made under."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from pydantic import Field

from ..fields import Id, Line
from ..translation import marked
from .base import SourceRecord


class KindOfDocument(SourceRecord):
    """A kind of document, as policies or standard operating procedures are one."""

    name: Line
    """What readers call one, as it stands within a sentence: standard operating procedure."""
    plural: Line | None = None
    """What readers call several; the name where it is left out, as for guidance."""
    governed_by: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """The kinds that one of this kind may be made under; any where it is left out."""

    @property
    def label(self) -> str:
        """The name where a sentence or a line begins with it."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def plural_label(self) -> str:
        """What several are called where a line begins with it."""
        plural = self.plural or self.name
        return plural[:1].upper() + plural[1:]


DIRECTION = ("strategy", "framework", "policy", "code")
"""Kinds that say what is to be achieved or to be so."""
WAYS = ("procedure", "standard-operating-procedure", "protocol", "standard", "scheme", "plan")
"""Kinds that say how it is done."""
ADVICE = ("guidance", "guideline")
"""Kinds that help to do it, and leave room for judgement."""


def _kind(name: str, plural: str = "", *governed_by: Collection[str]) -> KindOfDocument:
    above = tuple(kind for kinds in governed_by for kind in kinds)
    return KindOfDocument(name=name, plural=plural or None, governed_by=above)


BUILT_IN_KINDS: Mapping[str, KindOfDocument] = {
    "policy": _kind(marked("policy"), marked("policies"), DIRECTION),
    "procedure": _kind(marked("procedure"), marked("procedures"), DIRECTION, WAYS),
    "guidance": _kind(marked("guidance"), "", DIRECTION, WAYS, ADVICE),
    "guideline": _kind(marked("guideline"), marked("guidelines"), DIRECTION, WAYS, ADVICE),
    "strategy": _kind(marked("strategy"), marked("strategies"), DIRECTION),
    "framework": _kind(marked("framework"), marked("frameworks"), DIRECTION),
    "code": _kind(marked("code"), marked("codes"), DIRECTION),
    "standard-operating-procedure": _kind(
        marked("standard operating procedure"), marked("standard operating procedures"), DIRECTION, WAYS
    ),
    "protocol": _kind(marked("protocol"), marked("protocols"), DIRECTION, WAYS),
    "standard": _kind(marked("standard"), marked("standards"), DIRECTION, WAYS),
    "scheme": _kind(marked("scheme"), marked("schemes"), DIRECTION, WAYS),
    "plan": _kind(marked("plan"), marked("plans"), DIRECTION, WAYS),
    "form": _kind(marked("form"), marked("forms"), DIRECTION, WAYS, ADVICE),
}
"""The kinds of a library that declares none, in the order in which people look for them.

They are those that police forces, NHS trusts and councils publish most. A document is made under one
that is at least as binding as itself: nothing is made under a form, and no policy under a procedure.
"""
