"""What an edition says of a file in the folder files/ of its document."""

from __future__ import annotations

from typing import Any

from pydantic import PrivateAttr, model_validator

from ..fields import (
    MAX_NAME_LENGTH,
    WRONG_TYPE,
    DocumentFileName,
    Line,
    Text,
    validation_error,
)
from ..stored_files import StoredFile
from .base import SourceContext, SourceRecord

_MEANT_KEYS = {
    "name": "file", "filename": "file", "path": "file", "src": "file", "image": "file",
    "description": "about", "what": "about", "purpose": "about", "note": "about",
    "text": "alt", "alternative": "alt", "title": "caption",
}  # fmt: skip
"""What other formats call a key, with ours."""


class NamedFile(SourceRecord):
    """Something that names a file of its document."""

    file: DocumentFileName
    """The name of the file, which lies in the folder files/ of the document."""
    _stored: StoredFile | None = PrivateAttr(default=None)

    @classmethod
    def unknown_key_hint(cls, written: str, value: object) -> str:
        meant = _MEANT_KEYS.get(written.casefold(), "")
        if meant in cls.model_fields:
            return f"did you mean {meant!r}?"
        return super().unknown_key_hint(written, value)

    def model_post_init(self, context: Any) -> None:
        if isinstance(context, SourceContext):
            self._stored = context.stored_files.get(self.file)

    @property
    def stored(self) -> StoredFile | None:
        """The file as it was read with this; None where it is not there, or cannot be published."""
        return self._stored


class Attachment(NamedFile):
    """A file that is published beside an edition, such as a form."""

    title: Line
    """What it is called."""
    about: Text | None = None
    """What it is for, where its title does not say it."""

    @model_validator(mode="before")
    @classmethod
    def _is_mapping(cls, written: object) -> object:
        if isinstance(written, str):
            raise validation_error(
                WRONG_TYPE,
                "expected a mapping, found text",
                f"write file: {written[:MAX_NAME_LENGTH]}, and below it title: with what readers call it",
            )
        return written
