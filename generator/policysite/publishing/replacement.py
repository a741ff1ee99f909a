"""Replacing the folder of a site with a new one, by one build at a time."""

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
"""Seconds that a build waits for another build of the same site."""


@dataclass(frozen=True, slots=True)
class SiteReplacement:
    """A build of a site, while no other build of it can run."""

    target: SiteTarget
    work_folder: Path
    """A folder beside the target, on the same disk."""

    @property
    def staging(self) -> Path:
        """The folder for the new site."""
        return self.work_folder / "site"

    def swap_in(self) -> None:
        """Exchange the target for the staging folder.

        On Linux the exchange is one step; elsewhere the old site is moved aside first. Raises OSError if
        the disk refuses; the old site is then back in its place.
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
    """Lock a site for one build. Files that the block has not swapped in are removed when it ends.

    First, leftovers of killed builds are cleaned up, and a site that one of them moved aside is restored.
    `wait` is called before waiting for another build. Raises LockTimeoutError if that takes too long, and
    OSError if nothing can be created beside the target.
    """
    folder = target.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        lock = _lock_path(folder)
        try:
            stack.enter_context(exclusive_lock(lock, seconds=0))
        except LockTimeoutError:
            wait()
            stack.enter_context(exclusive_lock(lock, seconds))
        _recover(folder)
        work_folder = Path(mkdtemp(prefix=f".{folder.name}.building-", dir=folder.parent))
        stack.callback(shutil.rmtree, work_folder, ignore_errors=True)
        yield SiteReplacement(target, work_folder)


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
    """Restore the site of a folder that a killed build had moved aside.

    For callers that cannot begin a build. Does nothing while another build runs. Raises OSError.
    """
    if not os.path.lexists(folder) and _sites_moved_aside(folder):
        with suppress(LockTimeoutError), exclusive_lock(_lock_path(folder), seconds=0):
            _recover(folder)


def _lock_path(target: Path) -> Path:
    return target.with_name(f".{target.name}.lock")


def _sites_moved_aside(target: Path) -> list[Path]:
    """The sites that killed builds had moved aside, the latest last."""
    sites = target.parent.glob(f".{escape(target.name)}.replaced-*")
    return sorted(sites, key=lambda path: path.stat().st_mtime_ns)


def _recover(target: Path) -> None:
    """Restore a site that was moved aside, and remove other leftovers of killed builds."""
    name = escape(target.name)
    moved_aside = _sites_moved_aside(target)
    if moved_aside and not os.path.lexists(target):
        moved_aside.pop().rename(target)
    for leftover in (*moved_aside, *target.parent.glob(f".{name}.building-*")):
        shutil.rmtree(leftover, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders by renameat2(2) with RENAME_EXCHANGE; False if that is not supported."""
    at_cwd, rename_exchange = -100, 2
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    result = renameat2(at_cwd, os.fsencode(first), at_cwd, os.fsencode(second), rename_exchange)
    return bool(result == 0)
