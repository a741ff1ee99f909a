"""Reading the folder files/ of a document: which files may lie there, and what each of them is.

A file is published as it is, so it has to be what its name says, and nothing that a browser or an office
program would run. Its content is read once and not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from ..domain.fields import MALFORMED_FILE_NAME, MAX_NAME_LENGTH, hint_for_file_name, is_file_name
from ..domain.problems import Problem, Rule, SourcePosition
from ..domain.stored_files import FILE_FORMATS, StoredFile, format_size
from .file_content import picture_size
from .file_tree import EntryKind, FolderEntry
from .unfit_content import UnfitContentError

FORBIDDEN_FILE = Rule.error("forbidden-file", "A file is of a kind that is not published")
UNFIT_FILE = Rule.error("unfit-file", "A file is not what its name says, or could harm who opens it")
ATTACHMENT_TOO_LARGE = Rule.error(
    "attachment-too-large", "A document's files are larger, or more, than a site can carry"
)

MAX_FILE_BYTES = 20_000_000
"""Most bytes of a file: hosts take at most 25 MiB, and few readers wait for more."""
MAX_SVG_BYTES = 2_000_000
"""Most bytes of an SVG, which a browser takes apart whenever it shows the page."""
MAX_FOLDER_BYTES = 100_000_000
"""Most bytes of all the files of a document."""
MAX_FILES = 200
"""Most files of a document."""

_FORMATS_HINT = f"the formats are: {', '.join(FILE_FORMATS)}"
_MEANT_FORMATS = {
    "doc": "docx", "docm": "docx", "dotx": "docx", "rtf": "docx", "xls": "xlsx", "xlsm": "xlsx",
    "xlsb": "xlsx", "ppt": "pptx", "pptm": "pptx", "ppsx": "pptx", "htm": "pdf", "html": "pdf",
    "md": "pdf", "zip": "pdf", "bmp": "png", "tif": "png", "tiff": "png", "heic": "jpg", "svgz": "svg",
}  # fmt: skip
"""Endings of formats that are not published, each with one to save the same as."""


class DocumentFiles:
    """The files of a document's folder files/, with their problems.

    `read_bytes` gives the first bytes of a file, so many as it is asked for, or None if it has reported
    why it cannot.
    """

    def __init__(
        self,
        folder: str,
        entries: Sequence[FolderEntry],
        read_bytes: Callable[[str, int], bytes | None],
    ) -> None:
        self._folder = folder
        self._read_bytes = read_bytes
        self.stored: dict[str, StoredFile] = {}
        """The files that can be published, by their names."""
        self.problems: list[Problem] = []
        self.refused: set[str] = set()
        """The paths of those that cannot."""
        self._read(entries)

    def _read(self, entries: Sequence[FolderEntry]) -> None:
        size = 0
        for entry in entries[:MAX_FILES]:
            if (problem := self._name_problem(entry)) is not None:
                self._refuse(entry.name, *problem)
                continue
            content = self._read_bytes(f"{self._folder}/{entry.name}", MAX_FILE_BYTES)
            if content is None:
                self.refused.add(f"{self._folder}/{entry.name}")
                continue
            size += len(content)
            if size > MAX_FOLDER_BYTES:
                self._refuse_rest(entries, f"more than {format_size(MAX_FOLDER_BYTES)} in all")
                return
            self._add(entry.name, content)
        if len(entries) > MAX_FILES:
            self._refuse_rest(entries[MAX_FILES:], f"more than {MAX_FILES} files")

    def _add(self, name: str, content: bytes) -> None:
        limit = MAX_SVG_BYTES if name.endswith(".svg") else MAX_FILE_BYTES
        if len(content) > limit:
            self._refuse(
                name,
                ATTACHMENT_TOO_LARGE,
                f"the file has more than {format_size(limit)}, the most that one may have",
                "make it smaller, or publish it elsewhere and link to it",
            )
            return
        try:
            width, height = picture_size(name.rpartition(".")[2], content)
        except UnfitContentError as error:
            self._refuse(name, UNFIT_FILE, str(error), error.hint, error.line)
            return
        self.stored[name] = StoredFile(name, len(content), sha256(content).hexdigest(), width, height)

    def _name_problem(self, entry: FolderEntry) -> tuple[Rule, str, str] | None:
        name = entry.name
        _, _, ending = name.rpartition(".")
        if entry.kind is EntryKind.FOLDER:
            message = "a folder lies among the files of a document"
            return FORBIDDEN_FILE, message, f"move what it holds into {self._folder}/ itself"
        if not is_file_name(name):
            message = f"{name[:60]!r} is not the name of a file that can be published"
            return MALFORMED_FILE_NAME, message, hint_for_file_name(name[:MAX_NAME_LENGTH])
        if ending in FILE_FORMATS:
            return None
        if ending.lower() in FILE_FORMATS:
            meant = f"{name.removesuffix(ending)}{ending.lower()}"
            return FORBIDDEN_FILE, f"the ending .{ending} is in capital letters", f"call it {meant}"
        other = _MEANT_FORMATS.get(ending.lower())
        hint = f"save it as .{other}; {_FORMATS_HINT}" if other else _FORMATS_HINT
        return FORBIDDEN_FILE, f"files that end with .{ending[:20]} are not published", hint

    def _refuse(self, name: str, rule: Rule, message: str, hint: str, line: int = 1) -> None:
        file = f"{self._folder}/{name}"
        self.refused.add(file)
        self.problems.append(Problem(rule, message, SourcePosition(file, line), hint))

    def _refuse_rest(self, entries: Sequence[FolderEntry], reason: str) -> None:
        """Refuse those of the entries that have not been read, with one problem for all of them."""
        names = [f"{self._folder}/{entry.name}" for entry in entries if entry.name not in self.stored]
        self.refused |= set(names)
        self.problems.append(
            Problem(
                ATTACHMENT_TOO_LARGE,
                f"the document has {reason}, the most that one may have",
                SourcePosition(self._folder),
                "remove what no edition names, or publish the rest elsewhere and link to it",
            )
        )
