"""What the content of a document's file is: of the format that its name says, and fit to be opened.

Sizes of pictures are read from their headers; nothing is decoded or unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from ..domain.stored_files import FILE_FORMATS
from .unfit_content import UnfitContentError

MAX_PICTURE_SIDE = 20_000
"""Most pixels of a side of a picture; browsers refuse some beyond that."""
MAX_PIXELS = 60_000_000
"""Most pixels of a picture, of which a browser keeps four bytes each in memory."""

PictureSize = tuple[int | None, int | None]

_SIGNATURES = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "pdf": (b"%PDF-",),
}
"""The first bytes of each format that has such."""
_OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
"""Where an Office Open XML file has its main part (ECMA-376, part 1, annex A)."""
_OPEN_DOCUMENT_TYPE = slice(38, 140)
"""Where an OpenDocument file says its media type (OpenDocument 1.3, part 2, section 3.3)."""
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")
"""The ends of the names of parts that hold macros."""
_FILL_BYTE = 0xFF
_NO_MARKER_LENGTH = frozenset([0x01, *range(0xD0, 0xD9)])
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(ending: str, content: bytes) -> PictureSize:
    """The width and height in pixels of the content of a file; None where it has none.

    Raises UnfitContentError if the content is not of the format that the ending says, or is unfit.
    """
    label = FILE_FORMATS[ending].label
    if not content:
        raise UnfitContentError("the file is empty", "put the right file in its place, or remove it")
    if not content.startswith(_SIGNATURES.get(ending, (b"",))):
        raise _other_format(ending)
    if ending == "svg":
        from .svg import svg_size  # noqa: PLC0415  # loads lxml, which few checks need

        return svg_size(content)
    if ending in ("csv", "txt"):
        _reject_unreadable_text(content)
    elif label.startswith("OpenDocument"):
        if not content[_OPEN_DOCUMENT_TYPE].startswith(FILE_FORMATS[ending].media_type.encode()):
            raise _other_format(ending)
        _reject_macros(_part_names(ending, content))
    elif ending in _OFFICE_FOLDERS:
        names = _part_names(ending, content)
        if not any(name.startswith(_OFFICE_FOLDERS[ending]) for name in names):
            raise _other_format(ending)
        _reject_macros(names)
    elif FILE_FORMATS[ending].is_picture:
        return _checked_size(ending, content)
    return None, None


def _other_format(ending: str) -> UnfitContentError:
    return UnfitContentError(
        f"the file is not what its ending .{ending} says ({FILE_FORMATS[ending].label})",
        "save it anew in that format, or give it the ending of the format that it has",
    )


def _reject_unreadable_text(content: bytes) -> None:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise UnfitContentError(
            f"the byte 0x{content[error.start]:02X} is not UTF-8 text",
            "save the file with the encoding UTF-8",
            content.count(b"\n", 0, error.start) + 1,
        ) from None
    if "\0" in text:
        raise UnfitContentError("the file is not plain text", "save it as plain text in UTF-8")


def _part_names(ending: str, content: bytes) -> list[str]:
    """The names of the files in a ZIP archive. Nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError):
        raise _other_format(ending) from None


def _reject_macros(names: list[str]) -> None:
    if any(name.casefold().endswith(_MACROS) for name in names):
        raise UnfitContentError(
            "the file holds macros, which run on the computer of who opens it", "save it without macros"
        )


def _checked_size(ending: str, content: bytes) -> PictureSize:
    try:
        width, height = _SIZES[ending](content)
    except (struct.error, IndexError, StopIteration):
        raise UnfitContentError(
            "the picture is cut off or damaged: it does not say its size", "save it anew"
        ) from None
    if not (width and height):
        raise UnfitContentError("the picture has no pixels", "save it anew")
    if max(width, height) > MAX_PICTURE_SIDE or width * height > MAX_PIXELS:
        raise UnfitContentError(
            f"the picture has {width:,} by {height:,} pixels, which take gigabytes to show",
            f"save it with at most {MAX_PIXELS:,} pixels; 2,000 across are enough for any page",
        )
    return width, height


def _png_size(content: bytes) -> tuple[int, int]:
    """PNG (ISO/IEC 15948), section 11.2.2."""
    kind, width, height = struct.unpack_from(">4sII", content, 12)
    return (width, height) if kind == b"IHDR" else (0, 0)


def _gif_size(content: bytes) -> tuple[int, int]:
    """GIF89a, section 18."""
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _webp_size(content: bytes) -> tuple[int, int]:
    """WebP container (RFC 9649), section 2, and for the lossy form RFC 6386, section 9.1."""
    form, chunk = struct.unpack_from("4s4s", content, 8)
    if form != b"WEBP":
        raise _other_format("webp")
    if chunk == b"VP8X":
        low, high, low_height, high_height = struct.unpack_from("<HBHB", content, 24)
        return (low | high << 16) + 1, (low_height | high_height << 16) + 1
    if chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", content, 26)
    return width & 0x3FFF, height & 0x3FFF


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """JPEG (ITU-T T.81), annex B.2: the first frame header, behind segments that say their lengths."""
    place = next(place for marker, place in _jpeg_segments(content) if marker in _FRAME_MARKERS)
    height, width = struct.unpack_from(">HH", content, place + 5)
    return width, height


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int]]:
    """The marker of each segment, and where its length stands less two bytes."""
    place = 2
    while content[place] == _FILL_BYTE:
        marker = content[place + 1]
        if marker == _FILL_BYTE:
            place += 1
            continue
        yield marker, place
        has_length = marker not in _NO_MARKER_LENGTH
        place += 2 + (struct.unpack_from(">H", content, place + 2)[0] if has_length else 0)


_SIZES = {
    "png": _png_size,
    "jpg": _jpeg_size,
    "jpeg": _jpeg_size,
    "gif": _gif_size,
    "webp": _webp_size,
}
