"""The sources as they were in earlier commits of git, to find what has changed since."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path as FilePath

from ..domain.library import Library
from ..domain.model import LOCK_FILE
from ..domain.stored_files import FILES_FOLDER
from ..errors import PolicySiteError
from .file_tree import POLICY_FOLDER, EntryKind, FolderEntry, NotAFileError
from .policy_folder import read_sources_in_tree

GIT_TIMEOUT = 60
MAX_VERSIONS = 200
"""Most versions of a checklist that are read."""
_LOCK_PATH = f"{POLICY_FOLDER}/{LOCK_FILE}"
_FILES_PATH = f"/{FILES_FOLDER}/"
_CHUNK = 1 << 20
_SHA1_DIGITS = 40
_READ_ONLY_OPTIONS = ("-c", "core.fsmonitor=false", "-c", "diff.autoRefreshIndex=false")
"""Options that keep git from starting a monitor process and from writing to its index."""
_HOOK_VARIABLES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})


class HistoryError(PolicySiteError):
    """Git could not answer.

    `has_nothing` means that there is no history at all: no git, no repository, or no commit in it yet.
    """

    def __init__(self, message: str, *, has_nothing: bool = False) -> None:
        super().__init__(message)
        self.has_nothing = has_nothing


def read_earlier(project: FilePath, commit: str) -> Library | None:
    """The documents that have changed since a commit, and policy.lock, as they were in that commit.

    None if the commit has none of the changed documents and the same policy.lock. `commit` is any name
    that git accepts, such as HEAD or origin/main; what counts is the point where this branch left it.
    Files are compared byte by byte, so that no attribute, filter or flag of git can hide a change. Raises
    HistoryError if there is no git, repository or such commit, or if the branch point is unknown.
    """
    if commit.startswith("-"):
        raise HistoryError(f"{commit!r} is not the name of a commit")
    base = _merge_base(project, commit)
    earlier = _files(project, base, f"{POLICY_FOLDER}/")
    if not earlier and (moved_from := _moved_from(project, base)):
        raise HistoryError(
            f"{commit!r} has the sources at {moved_from!r}, and nothing where they are now"
        )
    folders = {
        _folder(file) for file, blob in earlier.items() if blob != _blob_name(project / file, blob)
    }
    added_folders = {_folder(file) for file in _files_on_disk(project) if file not in earlier}
    earlier_folders = {_folder(file) for file in earlier}
    changed = {folder for folder in (folders | added_folders) & earlier_folders if folder}
    if not changed:
        return None
    names = {file: blob for file, blob in earlier.items() if _folder(file) in {*changed, _LOCK_PATH}}
    return _read(project, names)


def read_versions(project: FilePath, checklist: str) -> Iterator[Library]:
    """The earlier versions of a checklist in the history of git, the newest first; none without git.

    Each is a library that holds the checklist, if it existed, with the roles, terms and references of
    that commit, and no documents. At most MAX_VERSIONS commits that changed any of them are read.
    """
    names = [*(f"{POLICY_FOLDER}/{name}.yml" for name in ("roles", "terms", "references"))]
    names.append(f"checklists/{checklist}.yml")
    try:
        listed = _git(project, "log", "--format=%H", f"--max-count={MAX_VERSIONS}", "HEAD", "--", *names)
        for commit in listed.decode().split():
            if files := _files(project, commit, *names):
                yield _read(project, files)
    except HistoryError:
        return


def _read(project: FilePath, files: Mapping[str, str]) -> Library:
    """The library in files that are given with the names of their blobs. Raises HistoryError.

    Sources are read at once. Pictures and attachments, which may be large, are read one by one.
    """
    texts = {file: blob for file, blob in files.items() if _FILES_PATH not in file}
    contents = dict(zip(texts, _contents(project, list(texts.values())), strict=True))
    return read_sources_in_tree(_CommitTree(project, files, contents)).library


@dataclass(frozen=True, slots=True)
class _CommitTree:
    """Files of a commit, as a FileTree. What is not among `contents` is read when it is asked for."""

    project: FilePath
    blobs: Mapping[str, str]
    contents: Mapping[str, bytes]

    def entries(self, path: str) -> list[FolderEntry]:
        inside = [file[len(path) + 1 :] for file in self.blobs if file.startswith(f"{path}/")]
        kinds = {
            path_below.partition("/")[0]: EntryKind.FOLDER if "/" in path_below else EntryKind.FILE
            for path_below in inside
        }
        return [FolderEntry(name, kind) for name, kind in sorted(kinds.items())]

    def read(self, path: str, limit: int) -> bytes:
        if path not in self.blobs:
            raise NotAFileError
        content = self.contents.get(path)
        if content is None:
            content = _git(self.project, "cat-file", "blob", self.blobs[path])
        return content[:limit]


def _moved_from(project: FilePath, commit: str) -> str:
    """The policy folder of a commit that no longer exists at its path; empty if there is none."""
    top = FilePath(os.fsdecode(_git(project, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    for name in _entries(_git(project, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)):
        file = os.fsdecode(name)
        if f"/{file}".endswith(f"/{POLICY_FOLDER}/library.yml") and not (top / file).exists():
            return file.removesuffix("/library.yml")
    return ""


def _folder(file: str) -> str:
    """The document's folder that holds a file, or the path of policy.lock; empty for other files."""
    top, _, rest = file.partition("/")
    if file == _LOCK_PATH:
        return file
    return f"{top}/{rest.partition('/')[0]}" if "/" in rest else ""


def _files(project: FilePath, commit: str, *names: str) -> dict[str, str]:
    """The regular files below these names in a commit, relative to the project, with their blobs.

    Links are left out, because the commit does not hold their targets, and so are names with "..".
    """
    blobs = {}
    for entry in _entries(_git(project, "ls-tree", "-r", "-z", commit, "--", *names)):
        facts, _, name = entry.partition(b"\t")
        mode, _kind, blob = facts.decode("ascii").split(" ")
        file = os.fsdecode(name)
        if mode.startswith("100") and not {"", ".", ".."} & set(file.split("/")):
            blobs[file] = blob
    return blobs


def _files_on_disk(project: FilePath) -> Iterator[str]:
    """The files below policy/ on disk, relative to the project."""
    for folder, _, files in os.walk(project / POLICY_FOLDER):
        for file in files:
            yield FilePath(folder, file).relative_to(project).as_posix()


def _blob_name(path: FilePath, like: str) -> str:
    """Git's name for the content of a file, by the same hash function as `like`; empty without a file."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            digest = (sha1 if len(like) == _SHA1_DIGITS else sha256)(b"blob %d\0" % size)
            while chunk := opened.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def _contents(project: FilePath, blobs: Sequence[str]) -> Iterator[bytes]:
    """The content of blobs. Raises HistoryError."""
    answer = io.BytesIO(
        _git(project, "cat-file", "--batch", input_text="".join(f"{blob_name}\n" for blob_name in blobs))
    )
    for blob in blobs:
        header = answer.readline().split()
        if len(header) != len(("name", "type", "size")):
            raise HistoryError(f"git has lost the object {blob}")
        yield answer.read(int(header[2]))
        answer.read(1)


def _merge_base(project: FilePath, commit: str) -> str:
    """The commit at which this branch left another, so that later changes there are not taken for ours.

    Without a common commit it is the other commit itself. Raises HistoryError.
    """
    _git(project, "rev-parse", "--git-dir")
    base = _commit_name(project, commit)
    if not base:
        raise HistoryError(
            f"git knows no commit {commit!r}{_shallow_advice(project)}",
            has_nothing=commit == "HEAD" and _is_unborn(project),
        )
    if commit == "HEAD" or not _commit_name(project, "HEAD"):
        return base
    try:
        return _git(project, "merge-base", "HEAD", base).decode().strip()
    except HistoryError:
        if shallow := _shallow_advice(project):
            raise HistoryError(f"git does not know where this branch left {commit!r}{shallow}") from None
        return base


def _commit_name(project: FilePath, name: str) -> str:
    """The full name of a commit; empty if there is none."""
    try:
        return _git(project, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    except HistoryError:
        return ""


def _is_unborn(project: FilePath) -> bool:
    """Whether the branch has no commit yet."""
    try:
        _git(project, "rev-parse", "--verify", "--quiet", "HEAD")
    except HistoryError:
        return True
    return False


def _shallow_advice(project: FilePath) -> str:
    """What to do if this is a shallow clone; empty if it is not."""
    if _git(project, "rev-parse", "--is-shallow-repository").strip() != b"true":
        return ""
    return (
        ", because this copy of the repository is shallow: fetch its whole history"
        " (git fetch --unshallow, or a depth of 0 where a pipeline checks it out)"
    )


def _git(project: FilePath, *arguments: str, input_text: str = "") -> bytes:
    command = ["git", *_READ_ONLY_OPTIONS, "-C", str(project), *arguments]
    # Git sets these variables for its hooks, for the folder that they run in.
    environment = {name: value for name, value in os.environ.items() if name not in _HOOK_VARIABLES}
    environment |= {
        "LC_ALL": "C",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }  # what it says is read, as it was committed
    try:
        result = subprocess.run(  # noqa: S603  # runs only git, with no text of a source
            command,
            input=input_text.encode(),
            capture_output=True,
            check=False,
            timeout=GIT_TIMEOUT,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        is_missing = isinstance(error, FileNotFoundError)
        raise HistoryError(f"git does not answer: {error}", has_nothing=is_missing) from None
    if result.returncode:
        message = result.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise HistoryError(
            message, has_nothing="not a git repository" in message and not _is_in_repository(project)
        )
    return result.stdout


def _is_in_repository(project: FilePath) -> bool:
    """Whether this folder or one above it has a .git, even if that repository is damaged."""
    folder = project.resolve()
    return any((parent / ".git").exists() for parent in (folder, *folder.parents))


def _entries(listed: bytes) -> list[bytes]:
    return [entry for entry in listed.split(b"\0") if entry]
