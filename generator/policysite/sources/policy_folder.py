"""Reading the policy folder: which files it may have, and the library that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path as FilePath

from ..domain.fields import HIDDEN_CHARACTER, MALFORMED_ID, MAX_NAME_LENGTH, READING_ORDER
from ..domain.library import Document, Library
from ..domain.model import (
    LOCK_FILE,
    REVIEWS_FILE,
    Checklist,
    Contact,
    Edition,
    Events,
    ExternalReferences,
    LibrarySettings,
    PolicyLock,
    ReviewRecord,
    Roles,
    SourceContext,
    SourceFile,
    Terms,
    language_of_file,
    role_ids_by_name,
)
from ..domain.problems import Finding, Problem, Rule, SourcePosition
from ..domain.stored_files import FILE_FORMATS, FILES_FOLDER, StoredFile
from . import lock_file
from .document_files import DocumentFiles
from .file_tree import (
    LINKED_FILE,
    MISSING_FILE,
    POLICY_FOLDER,
    UNREADABLE_FILE,
    DiskTree,
    EntryKind,
    FileTree,
    FolderEntry,
    NotAFileError,
    SymbolicLinkError,
)
from .model_texts import is_prose
from .positions import (
    Layout,
    find_position,
    parse_layout,
    position_at,
)
from .structure_warnings import structure_warnings, without_sealed_files
from .validation import FileType, PathTranslation, validate
from .yaml_reader import MAX_SOURCE_BYTES, decode_source, parse_yaml

LOCK_DAMAGED = Rule.error("lock-damaged", "policy.lock is not what a command wrote")
NO_DOCUMENTS = Rule.error("no-documents", "The library holds no documents")
UNEXPECTED_FILE = Rule.error("unexpected-file", "A file that nothing reads lies in the policy folder")

CHECKLISTS_FOLDER = "checklists"
SHARED_FILES: dict[str, type[SourceFile]] = {
    "library.yml": LibrarySettings,
    "roles.yml": Roles,
    "terms.yml": Terms,
    "references.yml": ExternalReferences,
    "events.yml": Events,
}
"""The files beside the documents' folders, with their types."""

_CHARACTER_RULES = (HIDDEN_CHARACTER, READING_ORDER)
_OTHER_ENDINGS = ("yaml", "YAML", "YML")
"""Endings of YAML files that are not read, so that every file has only one possible name."""
_OPTIONAL_FILE = "events.yml"
_FILES_ENTRY = FolderEntry(FILES_FOLDER, EntryKind.FOLDER)
_NO_FILES: Mapping[str, StoredFile] = {}
_PLACEHOLDER_SETTINGS = LibrarySettings(
    organisation="-", title="-", description="-", contact=Contact(name="-")
)
"""Replaces settings that cannot be read, so that the check can go on; it is never published."""


@dataclass
class PolicySources:
    """The result of reading: the library, its problems, and what finds the lines of findings."""

    library: Library
    problems: list[Problem]
    texts: dict[str, str] = field(repr=False)
    """The text of each source by its file."""
    _translations: dict[str, PathTranslation] = field(repr=False)
    _lock: str = field(default="", repr=False)
    """The text of policy.lock, which is not a source and so not among the texts."""
    _layouts: dict[str, Layout] = field(default_factory=dict, repr=False)
    _lines: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def locate_findings(self, findings: Iterable[Finding]) -> list[Problem]:
        """The findings as problems, each at its line and column."""
        return [self._located(finding) for finding in findings if not self._is_escape(finding)]

    def _is_escape(self, finding: Finding) -> bool:
        """Whether it is about a character written as an escape, which is reported as another error."""
        char, text = finding.place.text, self.texts.get(finding.place.file, "")
        return finding.rule in _CHARACTER_RULES and "\\" in text and char not in text

    def source_line(self, file: str, number: int) -> str | None:
        """A line of a source, counted from 1; None if the source was not read or has no such line."""
        if file not in self.texts:
            return None
        if file not in self._lines:
            self._lines[file] = self.texts[file].split("\n")
        lines = self._lines[file]
        return lines[number - 1] if 0 < number <= len(lines) else None

    def _located(self, finding: Finding) -> Problem:
        place = finding.place
        text = self.texts.get(place.file)
        if text is None:
            position = SourcePosition(place.file)
            if place.text and place.text in self._lock:
                position = position_at(self._lock, self._lock.index(place.text), place.file)
        else:
            if place.file not in self._layouts:
                self._layouts[place.file] = parse_layout(text)
            translate = self._translations.get(place.file)
            if translate is not None:
                place = replace(place, path=translate(place.path))
            position = find_position(self._layouts[place.file], text, place)
        return Problem(finding.rule, finding.message, position, finding.hint, finding.count)


def read_sources(project: FilePath) -> PolicySources:
    """Read the policy folder of a project.

    Everything wrong with the files is among the problems; no content of a file raises an exception.
    """
    return _PolicyReader(DiskTree(project)).read()


def read_sources_in_tree(tree: FileTree) -> PolicySources:
    """Read the policy folder of a project that is not on disk, as in a commit of git."""
    return _PolicyReader(tree).read()


class _PolicyReader:
    def __init__(self, tree: FileTree) -> None:
        self.tree = tree
        self.problems: list[Problem] = []
        self.findings: list[Finding] = []
        self.texts: dict[str, str] = {}
        self.translations: dict[str, PathTranslation] = {}
        self.misnamed: set[str] = set()
        """The correct names of files that exist with a wrong ending."""
        self.unreadable: set[str] = set()
        self.links: set[str] = set()
        self.lock_text = ""
        self.role_ids: dict[str, str] = {}
        self.entries = self._entries(POLICY_FOLDER)

    def read(self) -> PolicySources:
        roles = self._read_shared("roles.yml", Roles)
        if roles:
            self.role_ids = role_ids_by_name(roles.roles)
        documents = {document.reference: document for document in self._documents() if document.editions}
        settings = self._read_shared("library.yml", LibrarySettings)
        terms = self._read_shared("terms.yml", Terms)
        references = self._read_shared("references.yml", ExternalReferences)
        events = self._read_shared(_OPTIONAL_FILE, Events)
        library = Library(
            settings=settings or _PLACEHOLDER_SETTINGS,
            roles=roles.roles if roles else {},
            terms=terms.terms if terms else {},
            external_references=references.references if references else {},
            documents=documents,
            events=events.events if events else (),
            checklists={checklist.name: checklist for checklist in self._checklists()},
            lock=self._lock(),
            unreadable=frozenset(self.unreadable),
        )
        sealed = {
            edition.file
            for document in documents.values()
            for edition in document.editions_in_all_languages
            if edition.edition != document.current.edition and library.is_sealed(edition)
        }
        self.problems = without_sealed_files(self.problems, sealed)
        sources = PolicySources(library, self.problems, self.texts, self.translations, self.lock_text)
        # Findings of validation have paths in the files themselves, before values were left out.
        untranslated = PolicySources(library, [], self.texts, {})
        sources.problems += untranslated.locate_findings(self.findings)
        return sources

    def _documents(self) -> Iterator[Document]:
        if self.entries is None:
            return
        has_documents = not self.links.issubset(
            f"{POLICY_FOLDER}/{name}" for name in (*SHARED_FILES, LOCK_FILE)
        )
        for entry in self.entries:
            name = f"{POLICY_FOLDER}/{entry.name}"
            if entry.name in SHARED_FILES or entry.name == LOCK_FILE:
                continue
            if entry.kind is EntryKind.FOLDER:
                has_documents = True
                yield self._document(entry.name, name)
            else:
                self._report_unexpected(entry, name)
        if not has_documents:
            self._report(
                NO_DOCUMENTS,
                "the library holds no documents",
                POLICY_FOLDER,
                f"add a folder a document with a file an edition, as in {POLICY_FOLDER}/HR12/2025-11.yml",
            )

    def _checklists(self) -> Iterator[Checklist]:
        for entry in self._entries(CHECKLISTS_FOLDER) or ():
            name = f"{CHECKLISTS_FOLDER}/{entry.name}"
            if entry.kind is EntryKind.FOLDER or not entry.name.endswith(".yml"):
                self._report_unexpected(entry, name)
                continue
            if not _CHECKLIST_FILE_NAME.fullmatch(entry.name) or len(entry.name) > MAX_NAME_LENGTH + len(
                ".yml"
            ):
                self._report(
                    MALFORMED_ID,
                    f"{entry.name.removesuffix('.yml')[:60]!r} is not the name of a checklist",
                    name,
                    "name the file with small letters, digits and hyphens, as in line-manager.yml",
                )
                continue
            checklist = self._read_file(name, Checklist)
            if checklist is not None:
                yield checklist

    def _lock(self) -> PolicyLock:
        file = f"{POLICY_FOLDER}/{LOCK_FILE}"
        if self.entries is None or LOCK_FILE not in {entry.name for entry in self.entries}:
            return PolicyLock()
        raw = self._read_bytes(file, lock_file.MAX_LOCK_BYTES)
        if raw is None:
            self.unreadable.add(file)
            return PolicyLock()
        try:
            lock = lock_file.parse_lock(raw)
        except lock_file.DamagedLockError as error:
            self.unreadable.add(file)
            position = SourcePosition(file, error.line, error.column)
            hint = "take the file from the last commit, then run: policysite accept"
            self.problems.append(Problem(LOCK_DAMAGED, str(error), position, hint))
            return PolicyLock()
        self.lock_text = raw.decode()
        return lock

    def _document(self, reference: str, folder: str) -> Document:
        entries = self._entries(folder)
        if entries is None:
            self.unreadable.add(f"{folder}/")
            return Document(reference, ())
        names = {entry.name for entry in entries if entry.kind is not EntryKind.FOLDER}
        record = (
            self._read_file(f"{folder}/{REVIEWS_FILE}", ReviewRecord) if REVIEWS_FILE in names else None
        )
        files: Mapping[str, StoredFile] = {}
        if _FILES_ENTRY in entries:
            entries.remove(_FILES_ENTRY)
            files = self._document_files(f"{folder}/{FILES_FOLDER}")
        editions = list(self._editions(folder, entries, files))
        return Document.from_editions(reference, editions, record, files)

    def _document_files(self, folder: str) -> Mapping[str, StoredFile]:
        entries = self._entries(folder)
        if entries is None:
            self.unreadable.add(f"{folder}/")
            return {}
        files = DocumentFiles(folder, entries, self._read_bytes)
        self.problems += files.problems
        self.unreadable |= files.refused
        return files.stored

    def _editions(
        self, folder: str, entries: list[FolderEntry], files: Mapping[str, StoredFile]
    ) -> Iterator[Edition]:
        has_editions = f"{folder}/" in self.unreadable
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if entry.kind is EntryKind.FOLDER or not entry.name.endswith(".yml"):
                self._report_unexpected(entry, name)
                continue
            if entry.name == REVIEWS_FILE:
                continue
            has_editions |= not language_of_file(entry.name)
            edition = self._read_file(name, Edition, files)
            if edition is None:
                self.unreadable.add(f"{folder}/")
            else:
                yield edition
        if not has_editions and f"{folder}/" not in self.unreadable:
            self.unreadable.add(f"{folder}/")
            self._report(
                MISSING_FILE,
                "the folder holds no edition",
                folder,
                f"add one, as in {folder}/2025-11.yml, or remove the folder",
            )

    def _entries(self, folder: str) -> list[FolderEntry] | None:
        """The entries of a folder in order, without hidden files, editors' back-ups and links.

        Links are reported. None if the folder cannot be opened.
        """
        try:
            entries = self.tree.entries(folder)
        except FileNotFoundError:
            return []
        except SymbolicLinkError:
            self._report_link(folder)
            return None
        except OSError as error:
            self._report(
                UNREADABLE_FILE, _opening_error(error), folder, "check what it is and who may read it"
            )
            return None
        visible = [
            entry for entry in entries if not entry.name.startswith(".") and not entry.name.endswith("~")
        ]
        for entry in visible:
            if entry.kind is EntryKind.LINK:
                name = f"{folder}/{entry.name}"
                self._report_link(name)
                self.unreadable |= {name, f"{name}/", f"{folder}/"}
        return [entry for entry in visible if entry.kind is not EntryKind.LINK]

    def _report_link(self, name: str) -> None:
        self.links.add(name)
        hint = "put what it leads to in its place: a change there would leave no trace in this project"
        self._report(LINKED_FILE, "this is a symbolic link", name, hint)

    def _read_shared(self, name: str, model: type[FileType]) -> FileType | None:
        file = f"{POLICY_FOLDER}/{name}"
        if self.entries is None or name not in {entry.name for entry in self.entries}:
            if name == _OPTIONAL_FILE:
                return None
            self.unreadable.add(file)
            others = {f"{file[:-4]}.{ending}" for ending in _OTHER_ENDINGS}
            present = {f"{POLICY_FOLDER}/{entry.name}" for entry in self.entries or ()}
            if self.entries is not None and file not in self.links and present.isdisjoint(others):
                self._report(MISSING_FILE, f"{file} is not there", file, _MISSING_FILE_HINT)
            return None
        return self._read_file(file, model)

    def _read_file(
        self, file: str, model: type[FileType], stored: Mapping[str, StoredFile] = _NO_FILES
    ) -> FileType | None:
        raw = self._read_bytes(file)
        if raw is None:
            self.unreadable.add(file)
            return None
        text = decode_source(raw, file)
        if isinstance(text, Problem):
            self.unreadable.add(file)
            self.problems.append(text)
            return None
        self.texts[file] = text
        parsed = parse_yaml(text, file, partial(is_prose, model))
        self.problems += parsed.problems
        if parsed.data is None:
            self.unreadable.add(file)
            return None
        self.problems += structure_warnings(model, parsed.data, file, text)
        record, findings, translate = validate(
            model, parsed.data, SourceContext(file, stored), parsed.explained, self.role_ids
        )
        if findings:
            self.findings += findings
            self.translations[file] = translate
        if parsed.problems or findings:
            self.unreadable.add(file)
        return record

    def _read_bytes(self, file: str, limit: int = MAX_SOURCE_BYTES) -> bytes | None:
        try:
            return self.tree.read(file, limit + 1)
        except NotAFileError:
            self._report(UNREADABLE_FILE, "this is not a file", file, "remove it")
        except OSError as error:
            self._report(UNREADABLE_FILE, _opening_error(error), file, "check who may read it")
        return None

    def _report_unexpected(self, entry: FolderEntry, file: str) -> None:
        stem, _, ending = entry.name.rpartition(".")
        what = "folder" if entry.kind is EntryKind.FOLDER else "file"
        message = f"nothing reads this {what}"
        hint = f"move it out of the {file.partition('/')[0]} folder, or remove it"
        folder = file.rpartition("/")[0]
        if folder not in (POLICY_FOLDER, CHECKLISTS_FOLDER) and (ending in FILE_FORMATS or not stem):
            place = f"{folder}/{FILES_FOLDER}/"
            hint = (
                f"{hint}; pictures and attachments lie in {place}"
                if what == "folder"
                else f"move it to {place}, where pictures and attachments lie, or remove it"
            )
        if what == "file" and ending in _OTHER_ENDINGS:
            message = f"nothing reads this file, because its name ends with .{ending}"
            hint = self._note_misnamed(file, f"{stem}.yml")
        elif what == "file" and re.search(r"\.ya?ml\b", stem, re.IGNORECASE):
            name = re.split(r"\.ya?ml\b", entry.name, maxsplit=1, flags=re.IGNORECASE)[0] + ".yml"
            message = f"nothing reads this file, because its name ends with .{ending}"
            if all(other.name != name for other in self.tree.entries(file.rpartition("/")[0])):
                hint = self._note_misnamed(file, name)
        self._report(UNEXPECTED_FILE, message, file, hint)

    def _note_misnamed(self, file: str, name: str) -> str:
        """Count the file with the correct name as unreadable, so that it is not also reported missing."""
        folder = file.rpartition("/")[0]
        if any(entry.name == name for entry in self.tree.entries(folder)):
            return f"{name} stands beside it: keep one of the two, under that name"
        self.misnamed.add(f"{folder}/{name}")
        self.unreadable.add(f"{folder}/{name}")
        if folder not in (POLICY_FOLDER, CHECKLISTS_FOLDER) and name != REVIEWS_FILE:
            self.unreadable.add(f"{folder}/")
        return f"rename it to {name}"

    def _report(self, rule: Rule, message: str, file: str, hint: str) -> None:
        self.problems.append(Problem(rule, message, SourcePosition(file), hint))


_CHECKLIST_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml")
_MISSING_FILE_HINT = "add it; policysite explain missing-file has an example"


def _opening_error(error: OSError) -> str:
    return f"it cannot be opened: {error.strerror or error}"
