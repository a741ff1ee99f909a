"""The pictures and attachments that are published with an edition, as data."""

from __future__ import annotations

from .base import CitingText, JsonObject
from .values import Count, FileDigest, SitePath, SiteUrl, Words


class StoredFileData(JsonObject):
    """A file that is published with an edition, as it lies there."""

    file: Words
    """Its name."""
    media_type: Words
    """Its media type, as in application/pdf."""
    size: Count
    """How many bytes it has."""
    sha256: FileDigest
    """The SHA-256 of its content, in hexadecimal digits."""
    path: SitePath
    url: SiteUrl


class AttachmentData(StoredFileData):
    """A file that is attached to an edition, or to a section of it."""

    title: Words
    """What it is called."""
    about: CitingText | None
    """What it is for; null where its title says it."""
    section: Words | None
    """The anchor of the section that it belongs to; null where it belongs to the whole edition."""
