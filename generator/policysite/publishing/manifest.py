"""The files of a finished site: that each is whole, and which of them a build has made.

A built site carries a mark: a file that names every other with a digest of it. So the next build knows
what it may remove, and what somebody has put there or changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

MANIFEST_FILE = "policysite.json"
"""The file that says what a build has made: the path of each file, and a digest of it."""

_FORMAT = "policysite-site/1"
_DIGITS = 16
"""How much of a digest is written down: enough to see that a file was changed."""
_OF_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in every folder that somebody opens. Nobody misses it."""


def content_digest(content: bytes) -> str:
    """What stands for the content of a file."""
    return sha256(content).hexdigest()[:_DIGITS]


def incomplete_files(folder: Path, expected: Mapping[str, str]) -> list[str]:
    """Which files do not hold what was to be written, a line each.

    expected holds by path a digest of each, the whole SHA-256 or as much as stands for the content.
    """
    found = []
    for path, wanted in sorted(expected.items()):
        try:
            held = _file_digest(folder / path)
        except FileNotFoundError:
            found.append(f"{path}: the file is not there")
            continue
        if held != wanted[:_DIGITS]:
            found.append(f"{path}: the file is not as it was to be written")
    return found


def write_manifest(folder: Path) -> None:
    """Write the mark of a finished site. Raises OSError."""
    files = {
        path.relative_to(folder).as_posix(): _file_digest(path)
        for path in folder.rglob("*")
        if path.is_file()
    }
    text = json.dumps({"format": _FORMAT, "files": dict(sorted(files.items()))}, indent=0)
    (folder / MANIFEST_FILE).write_text(f"{text}\n", encoding="ascii", newline="\n")


@dataclass(frozen=True, slots=True)
class UnknownFiles:
    """What in the folder of a site no build has made, by paths; folders end with a slash."""

    has_manifest: bool
    added: tuple[str, ...]
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)


def unknown_files(folder: Path) -> UnknownFiles:
    """What a build would remove from a folder though no build has made it; none in a new folder.

    Raises OSError.
    """
    made = _made(folder)
    folders = frozenset(str(above) for path in made or () for above in PurePosixPath(path).parents)
    found = list(_not_made(folder, "", made or {}, folders))
    return UnknownFiles(
        made is not None,
        tuple(sorted(path for path, is_changed in found if not is_changed)),
        tuple(sorted(path for path, is_changed in found if is_changed)),
    )


def _made(folder: Path) -> Mapping[str, str] | None:
    """What the mark of a folder names; None where there is no mark that can be read."""
    mark = folder / MANIFEST_FILE
    if mark.is_symlink() or not mark.is_file():
        return None
    try:
        held = json.loads(mark.read_bytes())
        files: dict[str, str] = dict(held["files"]) if held["format"] == _FORMAT else {}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    is_whole = files and all(isinstance(one, str) for one in files.values())
    return {**files, MANIFEST_FILE: ""} if is_whole else None


def _not_made(
    folder: Path, below: str, made: Mapping[str, str], folders: frozenset[str]
) -> Iterator[tuple[str, bool]]:
    """Paths below a folder, and whether each is of a file that was made and then changed.

    folders are those in which something was made.
    """
    with os.scandir(folder / below) as entries:
        found = sorted(entries, key=lambda one: one.name)
    for entry in found:
        path = f"{below}{entry.name}"
        if entry.name in _OF_SYSTEMS:
            continue
        if entry.is_dir(follow_symlinks=False):
            inner = list(_not_made(folder, f"{path}/", made, folders))
            yield from inner if path in folders or not inner else [(f"{path}/", False)]
        elif path not in made:
            yield path, False
        elif path != MANIFEST_FILE and not _is_as_made(entry, made[path]):
            yield path, True


def _is_as_made(entry: os.DirEntry[str], made: str) -> bool:
    return entry.is_file(follow_symlinks=False) and _file_digest(Path(entry.path)) == made


def _file_digest(path: Path) -> str:
    """What stands for the content of a file, which is never in memory whole. Raises OSError."""
    with path.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()[:_DIGITS]
