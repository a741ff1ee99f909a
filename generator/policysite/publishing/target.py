"""The folder that a site is to go into, and problems that prevent that. Writes nothing."""

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
"""Most unknown files that are reported one by one."""

_MOUNT_TABLE = Path("/proc/self/mountinfo")
_OWN_FOLDER_HINT = "name a folder of the site's own, as in site_dir: site"


@dataclass(frozen=True, slots=True)
class SiteTarget:
    """The folder for a site, and the place of its setting. Paths are absolute and without links."""

    folder: Path
    project: Path
    setting_position: SourcePosition
    """The place in the configuration that names the folder."""

    def display_path(self, path: Path) -> str:
        """A path for messages: relative to the project, if it is inside."""
        inside = path.is_relative_to(self.project)
        return (path.relative_to(self.project) if inside else path).as_posix()

    def problems(self, sources: Iterable[Path]) -> list[Problem]:
        """Problems that prevent a site there; it must not replace `sources` (folders) or lie in them."""
        problems = list(self._overlaps(sources)) or list(self._obstacles())
        return problems or self.unknown_file_problems()

    def unknown_file_problems(self) -> list[Problem]:
        """Problems with files in the folder that no build has made, and that would be lost."""
        if not self.folder.exists():
            return []
        try:
            unknown = unknown_files(self.folder)
        except OSError as error:
            return [
                self.unusable_problem(f"it cannot be read: {error.strerror}", "check who may read it")
            ]
        name = self.display_path(self.folder)
        if not unknown.has_manifest and unknown:
            return [
                self._problem(
                    name,
                    "it has no mark of a build, and the site would replace what it holds:"
                    f" {_first_names(unknown.added)}",
                    f"if it is a site from before builds left {MANIFEST_FILE}, remove the folder; "
                    "otherwise"
                    " move what it holds (what belongs to the site, into pages/), or name another with"
                    " site_dir:",
                )
            ]
        paths = [(path, False) for path in unknown.added] + [(path, True) for path in unknown.changed]
        problems = [
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
            problems.append(
                self._problem(
                    name, f"and {len(paths) - MAX_NAMED_FILES} more files like these", "see above"
                )
            )
        return problems

    def _overlaps(self, sources: Iterable[Path]) -> Iterator[Problem]:
        name = self.display_path(self.folder)
        for source in (self.project, *sources):
            source_name = self.display_path(source) if source != self.project else "the project"
            if _contains(self.folder, source):
                message = f"the site would replace {source_name}: it is to go into {name}"
            elif source != self.project and _contains(source, self.folder):
                message = (
                    f"the site would lie among the sources in {source_name}: it is to go into {name}"
                )
            else:
                continue
            yield Problem(SITE_FOLDER_OVERLAP, message, self.setting_position, _OWN_FOLDER_HINT)

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
            existing = next(parent for parent in self.folder.parents if os.path.lexists(parent))
            if not existing.is_dir():
                yield self.unusable_problem(
                    f"{self.display_path(existing)} is a file", "name another with site_dir:"
                )
            elif not os.access(existing, os.W_OK | os.X_OK):
                yield self.unusable_problem(
                    f"nothing can be made beside it in {self.display_path(existing)}",
                    "let the build write there, or name another folder with site_dir:",
                )

    def _problem(self, path: str, message: str, hint: str) -> Problem:
        return Problem(SITE_FOLDER_OCCUPIED, message, SourcePosition(path), hint)

    def unusable_problem(self, reason: str, hint: str) -> Problem:
        """The problem that the folder cannot be used, with a reason and a hint."""
        message = f"the site cannot go into {self.display_path(self.folder)}: {reason}"
        return Problem(SITE_FOLDER_UNUSABLE, message, self.setting_position, hint)


def setting_position(key: str, configuration: Path) -> SourcePosition:
    """The place of a top-level key in the configuration, or its first line if the key is missing."""
    try:
        text = configuration.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    match = re.search(rf"^{re.escape(key)}[ \t]*:", text, re.MULTILINE)
    return SourcePosition(configuration.name, text.count("\n", 0, match.start()) + 1 if match else 1)


def _contains(outer: Path, inner: Path) -> bool:
    """Whether a folder is the other or contains it, whatever their spelling."""
    return any(_is_same_path(outer, folder) for folder in (inner, *inner.parents))


def _is_same_path(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:  # one does not exist, and the file system may ignore case
        return str(first).casefold() == str(second).casefold()


def _is_mount_point(folder: Path) -> bool:
    """Whether something is mounted on a folder, even another folder of the same disk."""
    if folder.is_mount():
        return True
    try:
        listed = _MOUNT_TABLE.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    escaped = re.sub(r"[ \t\n\\]", lambda sign: f"\\{ord(sign[0]):03o}", str(folder))
    return any(line.split(" ")[4] == escaped for line in listed.splitlines())


def _first_names(names: tuple[str, ...]) -> str:
    listed = ", ".join(names[:MAX_NAMED_FILES])
    return listed + (f" and {len(names) - MAX_NAMED_FILES} more" if len(names) > MAX_NAMED_FILES else "")
