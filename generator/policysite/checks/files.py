"""The files that editions name are there, and those that are there are named."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from ..domain.model import Figure
from ..domain.problems import Finding, Rule, SourcePlace, closest_name
from ..domain.stored_files import stored_file_path
from .check import CheckContext, check_for

UNKNOWN_FILE = Rule.error("unknown-file", "A file that an edition names is not in the document's folder")
UNUSED_FILE = Rule.warning("unused-file", "A file lies in a document's folder, and no edition names it")


@check_for(UNKNOWN_FILE)
def named_files_exist(context: CheckContext) -> Iterator[Finding]:
    """Every file that an edition names is in the folder files/ of its document."""
    library = context.library
    for reference, document in library.documents.items():
        folder = stored_file_path(reference)
        if folder in library.unreadable:
            continue
        for edition in document.editions_in_all_languages:
            for path, named in edition.named_files:
                if named.stored is None and f"{folder}{named.file}" not in library.unreadable:
                    yield Finding(
                        UNKNOWN_FILE,
                        f"there is no file {named.file!r} in {folder}",
                        SourcePlace(edition.file, (*path, "file")),
                        partial(_missing_file_hint, named.file, document.files),
                    )


NOT_A_PICTURE = Rule.error("not-a-picture", "A figure names a file that is no picture")


@check_for(NOT_A_PICTURE)
def figures_are_pictures(context: CheckContext) -> Iterator[Finding]:
    """The file of each figure is a picture."""
    for document in context.library.documents.values():
        for edition in document.editions_in_all_languages if document.files else ():
            for path, named in edition.named_files:
                if isinstance(named, Figure) and named.stored and not named.stored.format.is_picture:
                    yield Finding(
                        NOT_A_PICTURE,
                        f"{named.file!r} is no picture ({named.stored.format.label})",
                        SourcePlace(edition.file, (*path, "file")),
                        "save it as .png or .svg, or name it below attachments:",
                    )


def _missing_file_hint(name: str, files: Collection[str]) -> str:
    closest = closest_name(name, files)
    return f"did you mean {closest!r}?" if closest else "put it there, under that name"


@check_for(UNUSED_FILE)
def stored_files_are_named(context: CheckContext) -> Iterator[Finding]:
    """Every file of a document is named by an edition of it, and so is published.

    Nothing is said while an edition names a file that is not there: it may mean one of these.
    """
    library = context.library
    for reference, document in library.documents.items():
        if not document.files or library.is_unreadable(reference):
            continue
        editions = document.editions_in_all_languages
        named = {named.file for edition in editions for _, named in edition.named_files}
        if named - document.files.keys():
            continue
        for name in document.files:
            if name not in named:
                yield Finding(
                    UNUSED_FILE,
                    "no edition names this file, so it is not published",
                    SourcePlace(stored_file_path(reference, name)),
                    "name it below attachments: of the edition that it belongs to, or remove it",
                )
