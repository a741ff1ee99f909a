"""The sources as git holds them at an earlier commit, to see what has changed since."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory

from ..library import Library
from .folder import FOLDER, read_sources

SECONDS = 60
VERSIONS = 200
"""How many versions of a checklist's words are looked at."""
_QUIETLY = ("-c", "core.fsmonitor=false", "-c", "diff.autoRefreshIndex=false")
"""Without a process beside it, and without writing to the index."""
_OF_HOOKS = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})


class HistoryError(Exception):
    """Git does not know what it was asked for."""


def read_earlier(project: FilePath, commit: str) -> Library | None:
    """The documents that differ from a commit, as they were in it; None when git knows none of them.

    commit is anything that git takes for one, as HEAD or origin/main. Raises HistoryError when git is
    not there, the project is in no repository, or there is no such commit.
    """
    if commit.startswith("-"):
        raise HistoryError(f"{commit!r} is not the name of a commit")
    base = _base(project, commit)
    changed = _git(project, "diff", "--name-only", "--relative", "--no-renames", "-z", base, "--", FOLDER)
    new = _git(project, "ls-files", "--others", "--exclude-standard", "-z", "--", FOLDER)
    names = _names(changed) + _names(new)
    folders = {"/".join(name.split("/")[:2]) for name in names if name.count("/") > 1}
    if not folders:
        return None
    held = set(_names(_git(project, "ls-tree", "--name-only", "-z", base, f"{FOLDER}/")))
    wanted = sorted(folders & held)
    if not wanted:
        return None
    return _read_at(project, base, wanted)


def read_versions(project: FilePath, checklist: str) -> Iterator[Library]:
    """What words a checklist has had, by the commits that git holds, the newest first; none without git.

    Each library holds the checklist, where there was one, and the roles, terms and references of that
    time, and no documents. Only the last VERSIONS commits that changed any of them are read.
    """
    names = [*(f"{FOLDER}/{name}.yml" for name in ("roles", "terms", "references"))]
    names.append(f"checklists/{checklist}.yml")
    try:
        listed = _git(project, "log", "--format=%H", f"--max-count={VERSIONS}", "HEAD", "--", *names)
        for commit in listed.decode().split():
            held = _names(_git(project, "ls-tree", "--name-only", "-z", commit, *names))
            if held:
                yield _read_at(project, commit, held)
    except HistoryError:
        return


def _read_at(project: FilePath, commit: str, names: Sequence[str]) -> Library:
    """What these files and folders said in a commit. Raises HistoryError."""
    archive = _git(project, "archive", "--format=tar", commit, "--", *names)
    with TemporaryDirectory() as folder:
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(folder, filter=_no_links)  # noqa: S202  # git made it, and it holds no links
        except tarfile.TarError as error:
            raise HistoryError(
                f"git's copy of {commit} cannot be read: {error}".partition("\n")[0]
            ) from None
        return read_sources(FilePath(folder)).library


def _no_links(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """Leave out links: what they lead to is not of that commit."""
    return tarfile.data_filter(member, folder) if member.isfile() or member.isdir() else None


def _base(project: FilePath, commit: str) -> str:
    """Where this branch left the other: what others have changed there since is not our change."""
    if commit == "HEAD":
        return commit
    try:
        return _git(project, "merge-base", "HEAD", commit).decode().strip()
    except HistoryError:
        pass
    try:
        return _git(project, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").decode().strip()
    except HistoryError as error:
        raise HistoryError(str(error) or f"git knows no commit {commit!r}") from None


def _git(project: FilePath, *words: str) -> bytes:
    command = ["git", *_QUIETLY, "-C", str(project), *words]
    # A hook of git's has these set, for the folder that it runs in.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    try:
        done = subprocess.run(  # noqa: S603  # git, and no words of a source
            command, capture_output=True, check=False, timeout=SECONDS, env=environment
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise HistoryError(f"git does not answer: {error}") from None
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise HistoryError(told)
    return done.stdout


def _names(listed: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]
