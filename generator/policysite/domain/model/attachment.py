"""What an edition says of a file in the folder files/ of its document."""

from __future__ import annotations

from typing import Any

from pydantic import PrivateAttr

from ..fields import DocumentFileName, Line, Text
from ..stored_files import StoredFile
from .base import SourceContext, SourceRecord


class NamedFile(SourceRecord):
    """Something that names a file of its document."""

    file: DocumentFileName
    """The name of the file, which lies in the folder files/ of the document."""
    _stored: StoredFile | None = PrivateAttr(default=None)

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
