"""Exchanging the folder of a site for a new one, by one build at a time."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from tempfile import mkdtemp

from ..domain.problems import Problem
from ..domain.site_rules import SITE_FOLDER_OCCUPIED
from ..filesystem.locking import LockTimeoutError, exclusive_lock
from .target import SiteTarget

BUILD_LOCK_TIMEOUT = 600.0
"""How long a build waits for another one of the same site."""


@dataclass(frozen=True, slots=True)
class SiteReplacement:
    """A site in the making. Whoever has it has the only build of that site."""

    target: SiteTarget
    work_folder: Path
    """A folder beside the target, on the same disk."""

    @property
    def staging(self) -> Path:
        """The folder for the new site."""
        return self.work_folder / "site"

    def swap_in(self) -> None:
        """Exchange the target for the staging folder.

        Where the system can (Linux), the exchange is one step; elsewhere the old site is moved aside
        first. Raises OSError when the disk refuses; the old site then stands where it was.
        """
        target = self.target.folder
        if not target.exists():
            self.staging.rename(target)
        elif not _exchange(self.staging, target):
            aside = self.work_folder.with_name(self.work_folder.name.replace(".building-", ".replaced-"))
            target.rename(aside)
            try:
                self.staging.rename(target)
            except BaseException:
                aside.rename(target)
                raise
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def replace_site(
    target: SiteTarget, wait: Callable[[], object], seconds: float = BUILD_LOCK_TIMEOUT
) -> Iterator[SiteReplacement]:
    """Hold a site for one build. What the block has not put in place is removed when it ends.

    What builds have left that were killed is mended first: a site that one of them moved aside comes
    back. wait is called before waiting for another build. Raises LockTimeoutError when that takes too
    long, and OSError when nothing can be made beside the target.
    """
    folder = target.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        lock = _lock_beside(folder)
        try:
            held.enter_context(exclusive_lock(lock, seconds=0))
        except LockTimeoutError:
            wait()
            held.enter_context(exclusive_lock(lock, seconds))
        _mend(folder)
        workshop = Path(mkdtemp(prefix=f".{folder.name}.building-", dir=folder.parent))
        held.callback(shutil.rmtree, workshop, ignore_errors=True)
        yield SiteReplacement(target, workshop)


def begin_replacement(
    target: SiteTarget, sources: Iterable[Path], wait: Callable[[], object], resources: ExitStack
) -> tuple[SiteReplacement | None, list[Problem]]:
    """Hold a site until the resources are closed, and say what stands in the way of replacing it.

    sources are folders that must stay as they are; wait is that of replace_site. Where the target cannot
    be used there is no replacement. Files that no build has made are looked for once more when the site
    is held, since what killed builds have left has gone by then.
    """
    problems = target.problems(sources)
    if any(problem.rule is not SITE_FOLDER_OCCUPIED for problem in problems):
        return None, problems
    try:
        replacement = resources.enter_context(replace_site(target, wait))
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [target.unusable_problem(reason, "mend that, then build again")]
    return replacement, target.unknown_file_problems()


def restore_site(folder: Path) -> None:
    """Bring back the site of a folder if a build was killed while it had moved it aside.

    For whoever cannot begin a build. Does nothing while another build is under way. Raises OSError.
    """
    if not os.path.lexists(folder) and _moved_aside(folder):
        with suppress(LockTimeoutError), exclusive_lock(_lock_beside(folder), seconds=0):
            _mend(folder)


def _lock_beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.lock")


def _moved_aside(target: Path) -> list[Path]:
    """Sites that builds have moved aside, the last one at the end."""
    found = target.parent.glob(f".{escape(target.name)}.replaced-*")
    return sorted(found, key=lambda one: one.stat().st_mtime_ns)


def _mend(target: Path) -> None:
    """Bring back a site that was moved aside, and remove what else dead builds have left."""
    beside = escape(target.name)
    moved = _moved_aside(target)
    if moved and not os.path.lexists(target):
        moved.pop().rename(target)
    for left in (*moved, *target.parent.glob(f".{beside}.building-*")):
        shutil.rmtree(left, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """renameat2(2) with RENAME_EXCHANGE; False where the system or the disk has no such call."""
    at_cwd, rename_exchange = -100, 2
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    done = renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), rename_exchange)
    return bool(done == 0)
