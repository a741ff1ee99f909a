"""The pictures and attachments of editions, as data."""

from __future__ import annotations

from ...domain import addresses
from ...domain.model import Edition
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
            section=section.anchor if section else None,
        )
        for section, attachment in edition.all_attachments
        if attachment.stored
    )
