"""Small files of each format that a document's folder may hold, made by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{}</svg>'
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def office_file(folder: str, parts: Iterable[str] = ()) -> bytes:
    """An Office Open XML file with its main part in this folder, and these other parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}document.xml", *parts):
            archive.writestr(name, "<x/>")
    return written.getvalue()


def open_document(kind: str, parts: Iterable[str] = ()) -> bytes:
    """An OpenDocument file of this kind, with these other parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in (("mimetype", f"{OPEN_DOCUMENT}{kind}"), *((part, "x") for part in parts)):
            archive.writestr(name, text)
    return written.getvalue()


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG picture of this size, as much as is looked at."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0"


def gif(width: int, height: int) -> bytes:
    """The beginning of a GIF picture of this size."""
    return b"GIF89a" + struct.pack("<HH", width, height)


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    """The beginning of a JPEG picture of this size, with other bytes before its frame."""
    return (
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
        + before
        + b"\xff\xc2\0\x11\x08"
        + struct.pack(">HH", height, width)
    )


def webp(chunk: bytes, header: bytes) -> bytes:
    """The beginning of a WebP picture: its first chunk, and the header of that."""
    return b"RIFF\x40\0\0\0WEBP" + chunk + b"\x20\0\0\0" + header


CONTENTS: dict[str, bytes] = {
    "png": png(20, 10),
    "jpg": jpeg(20, 10),
    "jpeg": jpeg(20, 10, b"\xff\xfe\0\4\xff\xc0"),
    "gif": gif(20, 10),
    "webp": webp(b"VP8X", b"\0\0\0\0" + b"\x13\0\0" + b"\x09\0\0"),
    "svg": SVG.format("<rect width='20' height='10'/>").encode(),
    "pdf": b"%PDF-1.7\n",
    "docx": office_file("word/"),
    "xlsx": office_file("xl/"),
    "pptx": office_file("ppt/"),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "odp": open_document("presentation"),
    "csv": "name,£\n".encode(),
    "txt": b"Plain.\n",
}
"""A sound file of each format, by its ending; each picture is 20 by 10 pixels."""
