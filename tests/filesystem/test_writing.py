"""Files that are written whole or not at all, however many write them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from policysite.filesystem.locking import try_lock
from policysite.filesystem.writing import atomic_write

WRITE = """
import sys
from pathlib import Path
from policysite.filesystem.writing import atomic_write
for _ in range(20):
    atomic_write(Path(sys.argv[1]), sys.argv[2] * 50_000)
"""


def test_many_writers_leave_a_whole_file(tmp_path: Path) -> None:
    """While several processes write one file, it can be read whole at any time; nothing else is left."""
    path = tmp_path / "kept.json"
    atomic_write(path, "a" * 50_000)
    running = [subprocess.Popen([sys.executable, "-c", WRITE, path, letter]) for letter in "bcd"]
    seen = set()
    while any(one.poll() is None for one in running):
        seen.add(path.read_text())
    assert [one.returncode for one in running] == [0] * 3
    assert seen <= {letter * 50_000 for letter in "abcd"}
    assert list(tmp_path.iterdir()) == [path]


def test_what_the_dead_left_goes_and_what_the_living_write_stays(tmp_path: Path) -> None:
    """Half a file goes with the next writing, unless its writer still has it locked."""
    path = tmp_path / "kept [1].json"
    for name in (".kept [1].json.new", ".kept [1].json.new-dead"):
        (tmp_path / name).write_text("{")
    alive = tmp_path / ".kept [1].json.new-alive"
    handle = os.open(alive, os.O_RDWR | os.O_CREAT)
    assert try_lock(handle)
    atomic_write(path, "{}")
    assert sorted(tmp_path.iterdir()) == [alive, path]
    os.close(handle)
    atomic_write(path, "{}")
    assert list(tmp_path.iterdir()) == [path]


def test_somebody_elses_files_stay(tmp_path: Path) -> None:
    """What only looks alike is not taken away: a folder, a link, a file of another name."""
    path = tmp_path / "kept.json"
    (tmp_path / ".kept.json.new").mkdir()
    (tmp_path / "mine").write_text("mine")
    (tmp_path / ".kept.json.new-link").symlink_to(tmp_path / "mine")
    (tmp_path / ".kept.json.newer").write_text("mine")
    before = set(tmp_path.iterdir())
    atomic_write(path, "{}")
    assert set(tmp_path.iterdir()) == before | {path}
