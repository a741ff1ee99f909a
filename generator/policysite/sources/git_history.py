"""The sources as git holds them at an earlier commit, to see what has changed since."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha1, sha256
from pathlib import Path as FilePath

from ..domain.library import Library
from ..domain.model import LOCK_FILE
from ..errors import PolicySiteError
from .policy_folder import POLICY_FOLDER, read_sources_in_memory

GIT_TIMEOUT = 60
MAX_VERSIONS = 200
"""How many versions of a checklist's words are looked at."""
_LOCK = f"{POLICY_FOLDER}/{LOCK_FILE}"
_SHA1_DIGITS = 40
_QUIETLY = ("-c", "core.fsmonitor=false", "-c", "diff.autoRefreshIndex=false")
"""Without a process beside it, and without writing to the index."""
_OF_HOOKS = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})


class HistoryError(PolicySiteError):
    """Git does not know what it was asked for.

    has_nothing says that there is no history at all: no git, no repository, or no commit in it yet.
    """

    def __init__(self, message: str, *, has_nothing: bool = False) -> None:
        super().__init__(message)
        self.has_nothing = has_nothing


def read_earlier(project: FilePath, commit: str) -> Library | None:
    """The documents that differ from a commit, and policy.lock, as they were in it.

    None when the commit has none of the documents that differ, and its policy.lock is that of now.
    commit is anything that git takes for one, as HEAD or origin/main. Files are read, and compared, as
    the commit has them: no attribute, filter or flag of git's can hide one. Raises HistoryError when git
    is not there, the project is in no repository, there is no such commit, or git does not know where
    this branch left it.
    """
    if commit.startswith("-"):
        raise HistoryError(f"{commit!r} is not the name of a commit")
    base = _base(project, commit)
    earlier = _files(project, base, f"{POLICY_FOLDER}/")
    if not earlier and (elsewhere := _moved_from(project, base)):
        raise HistoryError(f"{commit!r} has the sources at {elsewhere!r}, and nothing where they are now")
    folders = {_folder(file) for file, blob in earlier.items() if blob != _blob_of(project / file, blob)}
    now = {_folder(file) for file in _present(project) if file not in earlier}
    known = {_folder(file) for file in earlier}
    changed = {folder for folder in (folders | now) & known if folder}
    if not changed:
        return None
    names = {file: blob for file, blob in earlier.items() if _folder(file) in {*changed, _LOCK}}
    return _read(project, names)


def read_versions(project: FilePath, checklist: str) -> Iterator[Library]:
    """What words a checklist has had, by the commits that git holds, the newest first; none without git.

    Each library holds the checklist, where there was one, and the roles, terms and references of that
    time, and no documents. Only the last VERSIONS commits that changed any of them are read.
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
    """What files say, each of which is given with its blob. Raises HistoryError."""
    held = dict(zip(files, _contents(project, list(files.values())), strict=True))
    return read_sources_in_memory(held).library


def _moved_from(project: FilePath, commit: str) -> str:
    """Where a commit has a policy folder that is there no more; empty where it has none."""
    top = FilePath(os.fsdecode(_git(project, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    for name in _split(_git(project, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)):
        file = os.fsdecode(name)
        if f"/{file}".endswith(f"/{POLICY_FOLDER}/library.yml") and not (top / file).exists():
            return file.removesuffix("/library.yml")
    return ""


def _folder(file: str) -> str:
    """The document's folder that a file lies in, or policy.lock; empty for the files beside them."""
    top, _, rest = file.partition("/")
    if file == _LOCK:
        return file
    return f"{top}/{rest.partition('/')[0]}" if "/" in rest else ""


def _files(project: FilePath, commit: str, *names: str) -> dict[str, str]:
    """The regular files of these names in a commit, relative to the project, each with its blob.

    Links are left out: what they lead to is not of that commit. So is a name that leads elsewhere.
    """
    found = {}
    for entry in _split(_git(project, "ls-tree", "-r", "-z", commit, "--", *names)):
        facts, _, name = entry.partition(b"\t")
        mode, _kind, blob = facts.decode("ascii").split(" ")
        file = os.fsdecode(name)
        if mode.startswith("100") and not {"", ".", ".."} & set(file.split("/")):
            found[file] = blob
    return found


def _present(project: FilePath) -> Iterator[str]:
    """The files below policy/ as they lie there now, relative to the project."""
    for folder, _, files in os.walk(project / POLICY_FOLDER):
        for file in files:
            yield FilePath(folder, file).relative_to(project).as_posix()


def _blob_of(path: FilePath, like: str) -> str:
    """The name that git gives the content of a file, by the hash of the name that it is compared with."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        content = path.read_bytes()
    except OSError:
        return ""
    made = sha1 if len(like) == _SHA1_DIGITS else sha256
    return made(b"blob %d\0" % len(content) + content).hexdigest()


def _contents(project: FilePath, blobs: Sequence[str]) -> Iterator[bytes]:
    """What is in blobs, exactly."""
    answer = io.BytesIO(_git(project, "cat-file", "--batch", given="".join(f"{one}\n" for one in blobs)))
    for blob in blobs:
        head = answer.readline().split()
        if len(head) != len(("name", "type", "size")):
            raise HistoryError(f"git has lost the object {blob}")
        yield answer.read(int(head[2]))
        answer.read(1)


def _base(project: FilePath, commit: str) -> str:
    """Where this branch left the other: what others have changed there since is not our change.

    Where the two share no commit, it is the other itself.
    """
    _git(project, "rev-parse", "--git-dir")
    found = _commit(project, commit)
    if not found:
        raise HistoryError(
            f"git knows no commit {commit!r}{_if_shallow(project)}",
            has_nothing=commit == "HEAD" and _is_unborn(project),
        )
    if commit == "HEAD" or not _commit(project, "HEAD"):
        return found
    try:
        return _git(project, "merge-base", "HEAD", found).decode().strip()
    except HistoryError:
        if shallow := _if_shallow(project):
            raise HistoryError(f"git does not know where this branch left {commit!r}{shallow}") from None
        return found


def _commit(project: FilePath, name: str) -> str:
    """The full name of a commit; empty where there is none."""
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


def _if_shallow(project: FilePath) -> str:
    """What to do where this is a copy without all of the history; empty where it has it."""
    if _git(project, "rev-parse", "--is-shallow-repository").strip() != b"true":
        return ""
    return (
        ", because this copy of the repository is shallow: fetch its whole history"
        " (git fetch --unshallow, or a depth of 0 where a pipeline checks it out)"
    )


def _git(project: FilePath, *words: str, given: str = "") -> bytes:
    command = ["git", *_QUIETLY, "-C", str(project), *words]
    # A hook of git's has these set, for the folder that it runs in.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    environment |= {
        "LC_ALL": "C",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }  # what it says is read, as it was committed
    try:
        done = subprocess.run(  # noqa: S603  # git, and no words of a source
            command,
            input=given.encode(),
            capture_output=True,
            check=False,
            timeout=GIT_TIMEOUT,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        is_missing = isinstance(error, FileNotFoundError)
        raise HistoryError(f"git does not answer: {error}", has_nothing=is_missing) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise HistoryError(said, has_nothing="not a git repository" in said and not _is_kept(project))
    return done.stdout


def _is_kept(project: FilePath) -> bool:
    """Whether git keeps this folder or one above it, be it in a repository that is damaged."""
    folder = project.resolve()
    return any((one / ".git").exists() for one in (folder, *folder.parents))


def _split(listed: bytes) -> list[bytes]:
    return [entry for entry in listed.split(b"\0") if entry]
