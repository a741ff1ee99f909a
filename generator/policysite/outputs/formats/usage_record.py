"""A record of use: what the page of a checklist saves, which other programs may write, too."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from .base import JsonObject
from .names import Format
from .values import AnyText, Digest, EditionId, PageAddress, RecordedInstant, Words

ItemState = Literal["done", "not applicable", "left"]


class RecordedItem(JsonObject):
    """An item as it was left."""

    model_config = ConfigDict(extra="forbid")

    name: Words
    """The name of the item within the checklist."""
    digest: Digest
    """The digest of the item with what it cites."""
    do: Words
    """What it said to do."""
    state: ItemState
    """Whether it was done, did not apply, or was left."""
    ticked_at: Annotated[RecordedInstant | None, Field(alias="at")]
    """When it was ticked or set aside, by the clock of the device, with its offset; null where that is
    not known, and always where it was left."""


class UsageRecord(JsonObject):
    """A record of use of a checklist.

    What the page of a checklist saves when somebody has worked through it. It holds no numbers. Whether
    it is as it was saved is shown by its check, not by this schema. It proves neither who saved it nor
    that anything was done.
    """

    model_config = ConfigDict(extra="forbid")

    format: Literal[Format.RECORD]
    """What this document is, and the version of its format."""
    library: Words
    """Whose library it is: the organisation, a colon, a space and the title of the site."""
    checklist: Words
    """The name of the checklist."""
    title: Words
    """The title of the checklist."""
    digest: Digest
    """The digest of the checklist as it was: of its title, its role and its items with what they cite."""
    editions: Annotated[
        dict[EditionId, Digest],
        Field(min_length=1, json_schema_extra={"additionalProperties": False}),
    ]
    """The editions that the items came from, as REFERENCE/EDITION, each with the digest of all that it
    said."""
    site: PageAddress
    """The address of the page that saved it; empty where it has none."""
    reference: AnyText
    """What the person wrote to find it again by, in their own words; may be empty."""
    saved_at: Annotated[RecordedInstant, Field(alias="saved")]
    """The instant at which it was saved, by the clock of the device, with its offset (ISO 8601)."""
    items: Annotated[tuple[RecordedItem, ...], Field(min_length=1)]
    """Every item that can be done, in the order of the checklist."""
    check: Digest
    """v1: and the SHA-256 in hexadecimal digits of the canonical JSON of all the rest: keys sorted by
    code points, no white space, nothing escaped that need not be, in UTF-8."""

    def items_in_state(self, state: ItemState) -> list[RecordedItem]:
        """The items in a state, in order."""
        return [item for item in self.items if item.state == state]
