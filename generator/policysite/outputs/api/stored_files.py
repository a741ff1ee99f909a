"""The pictures and attachments of editions, as data."""

from __future__ import annotations

from collections.abc import Iterator

from ...domain import addresses
from ...domain.model import Attachment, Edition
from ...domain.stored_files import StoredFile
from ..formats.stored_files import AttachmentData, StoredFileData
from .serialiser import Serialiser


def stored_file_data(serialiser: Serialiser, edition: Edition, stored: StoredFile) -> StoredFileData:
    """A file that is published with an edition."""
    return StoredFileData(
        file=stored.name,
        media_type=stored.format.media_type,
        size=stored.size,
        sha256=stored.digest,
        **serialiser.path_and_url(f"{addresses.stored_file_folder(edition)}{stored.name}"),
    )


def attachments_data(serialiser: Serialiser, edition: Edition) -> tuple[AttachmentData, ...]:
    """The attachments of an edition, followed by those of its sections."""
    return tuple(
        AttachmentData(
            **dict(stored_file_data(serialiser, edition, attachment.stored)),
            title=attachment.title,
            about=serialiser.optional_text(attachment.about),
            section=section,
        )
        for section, attachment in _attachments(edition)
        if attachment.stored
    )


def _attachments(edition: Edition) -> Iterator[tuple[str | None, Attachment]]:
    for attachment in edition.attachments or ():
        yield None, attachment
    for section in edition.sections:
        for attachment in section.attachments or ():
            yield section.anchor, attachment
