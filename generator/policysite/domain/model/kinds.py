"""The kinds of documents: what readers call each, and what each may be made under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ..fields import Id, Line
from ..prose import capitalised
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
        return capitalised(self.name)


def _kind(name: str, plural: str = "") -> KindOfDocument:
    return KindOfDocument(name=name, plural=plural or None)


BUILT_IN_KINDS: Mapping[str, KindOfDocument] = {
    "policy": _kind(marked("policy"), marked("policies")),
    "procedure": _kind(marked("procedure"), marked("procedures")),
    "guidance": _kind(marked("guidance")),
    "guideline": _kind(marked("guideline"), marked("guidelines")),
    "strategy": _kind(marked("strategy"), marked("strategies")),
    "framework": _kind(marked("framework"), marked("frameworks")),
    "code": _kind(marked("code"), marked("codes")),
    "standard-operating-procedure": _kind(
        marked("standard operating procedure"), marked("standard operating procedures")
    ),
    "protocol": _kind(marked("protocol"), marked("protocols")),
    "standard": _kind(marked("standard"), marked("standards")),
    "scheme": _kind(marked("scheme"), marked("schemes")),
    "plan": _kind(marked("plan"), marked("plans")),
    "form": _kind(marked("form"), marked("forms")),
}
"""The kinds of a library that declares none, in the order in which people look for them.

They are those that police forces, NHS trusts and councils publish most. What each may be made under is
for an organisation to say: some make a policy under a plan, others a plan under a policy.
"""
