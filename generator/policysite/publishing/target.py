"""Where a site may go: what stands in the way of putting one there, as problems. Writes nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..domain.problems import Problem, SourcePosition
from ..domain.site_rules import SITE_FOLDER_OCCUPIED, SITE_FOLDER_OVERLAP, SITE_FOLDER_UNUSABLE
from .manifest import MANIFEST_FILE, unknown_files

MAX_NAMED_FILES = 20
"""How many files that no build has made are named one by one."""

_MOUNTS = Path("/proc/self/mountinfo")
_OWN_FOLDER = "name a folder of the site's own, as in site_dir: site"


@dataclass(frozen=True, slots=True)
class SiteTarget:
    """The folder that a site is to be put in, and where that is said. Paths are absolute and real."""

    folder: Path
    project: Path
    setting_position: SourcePosition
    """Where the configuration names the folder."""

    def display_path(self, path: Path) -> str:
        """A path as messages name it: from the project where it lies there."""
        inside = path.is_relative_to(self.project)
        return (path.relative_to(self.project) if inside else path).as_posix()

    def problems(self, sources: Iterable[Path]) -> list[Problem]:
        """What keeps a site from being put there. sources are folders that must stay as they are."""
        found = list(self._overlaps(sources)) or list(self._obstacles())
        return found or self.unknown_file_problems()

    def unknown_file_problems(self) -> list[Problem]:
        """What lies there that no build has made, and would be lost."""
        if not self.folder.exists():
            return []
        try:
            strangers = unknown_files(self.folder)
        except OSError as error:
            return [
                self.unusable_problem(f"it cannot be read: {error.strerror}", "check who may read it")
            ]
        name = self.display_path(self.folder)
        if not strangers.has_manifest and strangers:
            return [
                self._problem(
                    name,
                    "it has no mark of a build, and the site would replace what it holds:"
                    f" {_listed(strangers.added)}",
                    f"if it is a site from before builds left {MANIFEST_FILE}, remove the folder; "
                    "otherwise"
                    " move what it holds (what belongs to the site, into pages/), or name another with"
                    " site_dir:",
                )
            ]
        paths = [(path, False) for path in strangers.added] + [(path, True) for path in strangers.changed]
        found = [
            self._problem(
                f"{name}/{path}",
                "this was changed since it was built, and the next build would replace it",
                "make the change in the sources, and remove this file",
            )
            if is_changed
            else self._problem(
                f"{name}/{path}",
                "no build made this, and the next one would remove it",
                "move it; what belongs to the site belongs in pages/, from where each build copies it",
            )
            for path, is_changed in paths[:MAX_NAMED_FILES]
        ]
        if len(paths) > MAX_NAMED_FILES:
            found.append(
                self._problem(
                    name, f"and {len(paths) - MAX_NAMED_FILES} more files like these", "see above"
                )
            )
        return found

    def _overlaps(self, sources: Iterable[Path]) -> Iterator[Problem]:
        name = self.display_path(self.folder)
        for source in (self.project, *sources):
            held = self.display_path(source) if source != self.project else "the project"
            if _holds(self.folder, source):
                said = f"the site would replace {held}: it is to go into {name}"
            elif source != self.project and _holds(source, self.folder):
                said = f"the site would lie among the sources in {held}: it is to go into {name}"
            else:
                continue
            yield Problem(SITE_FOLDER_OVERLAP, said, self.setting_position, _OWN_FOLDER)

    def _obstacles(self) -> Iterator[Problem]:
        if self.folder.exists() and not self.folder.is_dir():
            yield self.unusable_problem(
                "it is a file", "remove it, or name another folder with site_dir:"
            )
        elif _is_mount_point(self.folder):
            yield self.unusable_problem(
                "something is mounted there, so it cannot be exchanged in one step",
                "mount the folder above it instead, and let site_dir: name a folder within that",
            )
        else:
            above = next(one for one in self.folder.parents if os.path.lexists(one))
            if not above.is_dir():
                yield self.unusable_problem(
                    f"{self.display_path(above)} is a file", "name another with site_dir:"
                )
            elif not os.access(above, os.W_OK | os.X_OK):
                yield self.unusable_problem(
                    f"nothing can be made beside it in {self.display_path(above)}",
                    "let the build write there, or name another folder with site_dir:",
                )

    def _problem(self, path: str, message: str, hint: str) -> Problem:
        return Problem(SITE_FOLDER_OCCUPIED, message, SourcePosition(path), hint)

    def unusable_problem(self, reason: str, hint: str) -> Problem:
        """That nothing can be put there, with the reason and what to do."""
        said = f"the site cannot go into {self.display_path(self.folder)}: {reason}"
        return Problem(SITE_FOLDER_UNUSABLE, said, self.setting_position, hint)


def setting_position(key: str, configuration: Path) -> SourcePosition:
    """Where a key stands at the top of the configuration; its beginning where it does not."""
    try:
        text = configuration.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    found = re.search(rf"^{re.escape(key)}[ \t]*:", text, re.MULTILINE)
    return SourcePosition(configuration.name, text.count("\n", 0, found.start()) + 1 if found else 1)


def _holds(outer: Path, inner: Path) -> bool:
    """Whether a folder is another one, or holds it, however they are written."""
    return any(_is_same(outer, one) for one in (inner, *inner.parents))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there: a file system may know no capital letters
        return str(one).casefold() == str(other).casefold()


def _is_mount_point(folder: Path) -> bool:
    """Whether something is mounted on a folder, be it another folder of the same disk."""
    if folder.is_mount():
        return True
    try:
        listed = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    escaped = re.sub(r"[ \t\n\\]", lambda sign: f"\\{ord(sign[0]):03o}", str(folder))
    return any(line.split(" ")[4] == escaped for line in listed.splitlines())


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:MAX_NAMED_FILES])
    return shown + (f" and {len(names) - MAX_NAMED_FILES} more" if len(names) > MAX_NAMED_FILES else "")
