"""Locks: one process at a time, and none that outlives its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from policysite.filesystem.locking import LockTimeoutError, exclusive_lock

COUNT = """
import sys
from pathlib import Path
from policysite.filesystem.locking import exclusive_lock
lock, counter = Path(sys.argv[1]), Path(sys.argv[2])
for _ in range(50):
    with exclusive_lock(lock):
        counter.write_text(str(int(counter.read_text()) + 1))
"""
HOLD = """
import sys
from pathlib import Path
from policysite.filesystem.locking import exclusive_lock
with exclusive_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["folder", "file"])
def lock(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What is locked: a folder that is there, and a lock file that is not."""
    path = tmp_path / "lock"
    if request.param == "folder":
        path.mkdir()
    return path


@pytest.fixture
def holder(lock: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    started = subprocess.Popen(
        [sys.executable, "-c", HOLD, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "held\n"
    return started


def test_nothing_is_lost_between_processes(lock: Path, tmp_path: Path) -> None:
    """What several processes read, change and write under the lock holds every change of each."""
    counter = tmp_path / "counter"
    counter.write_text("0")
    running = [subprocess.Popen([sys.executable, "-c", COUNT, lock, counter]) for _ in range(4)]
    assert [one.wait(60) for one in running] == [0] * 4
    assert counter.read_text() == "200"


def test_who_waits_too_long_is_told(holder: subprocess.Popen[str], lock: Path) -> None:
    """While another process holds the lock, a sentence says so; once that is done, it is free."""
    with (
        pytest.raises(
            LockTimeoutError, match="another process is using it: try again when that has ended"
        ),
        exclusive_lock(lock, seconds=0),
    ):
        pytest.fail("two held it")
    with (
        pytest.raises(LockTimeoutError, match=r"is using it and has for 0\.1 seconds"),
        exclusive_lock(lock, 0.1),
    ):
        pytest.fail("two held it")
    holder.communicate("")
    with exclusive_lock(lock, seconds=0):
        pass


def test_a_dead_process_holds_nothing(holder: subprocess.Popen[str], lock: Path) -> None:
    """A process that is killed releases its lock, whatever lies there still."""
    holder.kill()
    holder.communicate()
    with exclusive_lock(lock, seconds=0):
        pass


def test_a_thread_has_no_lock_of_another(lock: Path) -> None:
    """Taking a lock a second time within a process is no way around it."""
    with exclusive_lock(lock), pytest.raises(LockTimeoutError), exclusive_lock(lock, seconds=0):
        pytest.fail("two held it")


def test_nothing_is_left(lock: Path, tmp_path: Path) -> None:
    """A lock leaves no file behind, also when what it was held for fails."""
    before = list(tmp_path.rglob("*"))
    with pytest.raises(KeyError), exclusive_lock(lock):
        raise KeyError
    assert list(tmp_path.rglob("*")) == before


def test_a_lock_needs_its_folder(tmp_path: Path) -> None:
    """Where a lock file cannot be, the system's reason is told."""
    with pytest.raises(FileNotFoundError), exclusive_lock(tmp_path / "missing" / "lock"):
        pytest.fail("nothing is there to be held")
