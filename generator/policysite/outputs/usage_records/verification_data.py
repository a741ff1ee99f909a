"""What was found of records, as `policysite verify --format json` prints it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ..formats.base import JsonObject
from ..formats.names import Format
from ..formats.usage_record import ItemState
from ..formats.values import FileName, RecordedInstant
from .reading import RejectionCode
from .verification import LIMITATIONS, EditionMatch, RecordVerification, Rejection, WordingMatch


class RejectionData(JsonObject):
    """Why a file is no record of this library."""

    code: RejectionCode
    """The reason, for programs."""
    reason: str
    """The reason, for people."""
    where: str
    """The place, as a path of JSON (RFC 9535)."""


class VerifiedItem(JsonObject):
    """An item as it was left."""

    name: str
    """Its name within the checklist."""
    do: str
    """What it said to do."""
    state: ItemState
    """Whether it was done, did not apply, or was left."""
    at: RecordedInstant | None
    """When it was ticked or set aside."""


class ChangesSince(JsonObject):
    """What has changed since the record was saved."""

    checklist_is_the_same: bool
    """Whether the checklist says today what it said then."""
    changed: tuple[str, ...]
    """The items that say, or cite, something else now."""
    new: tuple[str, ...]
    """The items that were added."""
    gone: tuple[str, ...]
    """The items that are no longer there."""
    later_editions: dict[str, str]
    """For each edition named that is not the current one, the edition that is."""
    withdrawn: tuple[str, ...]
    """The editions named whose document is withdrawn."""


class VerifiedRecord(JsonObject):
    """A record that is whole, and how it compares with the library."""

    checklist: str
    """The name of the checklist."""
    title: str
    """The title of the checklist."""
    saved: RecordedInstant
    """When it was saved, by the clock of the device."""
    site: str
    """The address of the page that saved it; may be empty."""
    reference: str
    """What the person wrote to find it again by; may be empty."""
    editions: dict[str, EditionMatch]
    """How each edition that it names compares with what is held here."""
    words: WordingMatch
    """Whether its words are those of a version of the checklist."""
    not_compared: tuple[str, ...]
    """The items whose words could not be compared with anything."""
    items: tuple[VerifiedItem, ...]
    """Every item, in the order of the record."""
    since: ChangesSince
    """What has changed since."""


class VerificationResult(JsonObject):
    """What was found of a file: either found or rejected is there, and the other null."""

    record: FileName
    """Which file."""
    belongs: bool
    """Whether it belongs to sealed editions of this library, with every word."""
    rejected: RejectionData | None
    """Why it is no record of this library."""
    found: VerifiedRecord | None
    """What it says, and how it compares."""


class VerificationReport(JsonObject):
    """What was found of several files."""

    format: Literal[Format.VERIFICATION] = Format.VERIFICATION
    """What this document is, and the version of its format."""
    records: tuple[VerificationResult, ...]
    """What was found of each, in the order given."""
    limits: str
    """What a verification cannot say."""


def verification_data(
    results: Iterable[tuple[str, RecordVerification | Rejection]],
) -> VerificationReport:
    """What was found of each file, by its name."""
    return VerificationReport(
        records=tuple(_result(name, result) for name, result in results), limits=LIMITATIONS
    )


def _result(name: str, result: RecordVerification | Rejection) -> VerificationResult:
    if isinstance(result, Rejection):
        rejected = RejectionData(code=result.code, reason=result.reason, where=result.where)
        return VerificationResult(record=name, belongs=False, rejected=rejected, found=None)
    return VerificationResult(record=name, belongs=result.belongs, rejected=None, found=_found(result))


def _found(result: RecordVerification) -> VerifiedRecord:
    record = result.record
    return VerifiedRecord(
        checklist=record.checklist,
        title=record.title,
        saved=record.saved_at,
        site=record.site,
        reference=record.reference,
        editions=dict(result.editions),
        words=result.wording,
        not_compared=result.unknown_items,
        items=tuple(
            VerifiedItem(name=item.name, do=item.do, state=item.state, at=item.ticked_at)
            for item in record.items
        ),
        since=ChangesSince(
            checklist_is_the_same=result.is_same_checklist,
            changed=result.changed_items,
            new=result.new_items,
            gone=result.removed_items,
            later_editions=dict(result.newer_editions),
            withdrawn=result.withdrawn_documents,
        ),
    )
