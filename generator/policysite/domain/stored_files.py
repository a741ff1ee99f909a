"""The files in the folder files/ of a document: their formats, and what was read of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FILES_FOLDER = "files"
"""The folder of a document that holds its pictures and attachments."""


def stored_file_path(reference: str, name: str = "") -> str:
    """The path of a file of a document in the project, or of the folder that holds them."""
    return f"policy/{reference}/{FILES_FOLDER}/{name}"


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that a document's file may have."""

    label: str
    """What readers are told that it is, as in "PDF"."""
    media_type: str
    """Its media type as the IANA registers it."""
    is_picture: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_JPEG = FileFormat("JPEG picture", "image/jpeg", is_picture=True)
FILE_FORMATS: Mapping[str, FileFormat] = {
    "png": FileFormat("PNG picture", "image/png", is_picture=True),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": FileFormat("GIF picture", "image/gif", is_picture=True),
    "webp": FileFormat("WebP picture", "image/webp", is_picture=True),
    "svg": FileFormat("SVG picture", "image/svg+xml", is_picture=True),
    "pdf": FileFormat("PDF", "application/pdf"),
    "docx": FileFormat("Word document", f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": FileFormat("Excel workbook", f"{_OFFICE}.spreadsheetml.sheet"),
    "pptx": FileFormat("PowerPoint presentation", f"{_OFFICE}.presentationml.presentation"),
    "odt": FileFormat("OpenDocument text", f"{_OPEN_DOCUMENT}.text"),
    "ods": FileFormat("OpenDocument spreadsheet", f"{_OPEN_DOCUMENT}.spreadsheet"),
    "odp": FileFormat("OpenDocument presentation", f"{_OPEN_DOCUMENT}.presentation"),
    "csv": FileFormat("CSV", "text/csv"),
    "txt": FileFormat("Plain text", "text/plain"),
}
"""The formats by the endings of their names: none that a browser or an office program would run."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was read: what it is, how long, and what it holds, by its digest."""

    name: str
    size: int
    """In bytes."""
    digest: str
    """The SHA-256 of its content, in hexadecimal digits."""
    width: int | None = None
    """Of a picture, in pixels; None where it does not say."""
    height: int | None = None

    @property
    def format(self) -> FileFormat:
        return FILE_FORMATS[self.name.rpartition(".")[2]]

    @property
    def kind_and_size(self) -> str:
        """What a reader is told before opening it, as in "PDF, 120 kB"."""
        return f"{self.format.label}, {format_size(self.size)}"


def format_size(size: int) -> str:
    """A number of bytes as people write it: 812 bytes, 120 kB or 1.4 MB (SI units)."""
    if size < _KILO:
        return f"{size} byte{'' if size == 1 else 's'}"
    if (kilobytes := round(size / _KILO)) < _KILO:
        return f"{kilobytes} kB"
    return f"{size / _KILO**2:.1f}".removesuffix(".0") + " MB"


_KILO = 1_000
