"""What the environment refuses: each command says so in a line, and never with a traceback."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from tests.sites import POLICYSITE
from tests.small import SmallProject

COMMANDS = ("check", "review --format json", "trace", "schema", "--version", "review --help")
FULL = "policysite: what was to be printed could not be written: No space left on device\n"


def shell(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which $it is the command."""
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={"it": shlex.join(POLICYSITE), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk(command: str, small: SmallProject) -> None:
    """Where what is printed cannot be written the command fails, with that as its cause."""
    done = shell(small.folder, f"$it {command} >/dev/full")
    assert (done.returncode, done.stderr) == (1, FULL)


def test_nowhere_to_say_it(small: SmallProject) -> None:
    """Where not even the cause can be written it still fails, and not otherwise."""
    assert shell(small.folder, "$it check >/dev/full 2>/dev/full").returncode == 1


@pytest.mark.parametrize("command", ["check", "review", "trace --format json"])
def test_a_closed_output(command: str, small: SmallProject) -> None:
    """Whoever closes the output wants to know how it ends, and is told by the code alone."""
    done = shell(small.folder, f"$it {command} >&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_closed_input(small: SmallProject) -> None:
    """A command that asks, and gets no answer because nobody is there, ends without one."""
    done = shell(small.folder, "$it accept <&-")
    assert done.returncode == 1
    assert done.stderr == "Aborted!\n"
    assert "Traceback" not in shell(small.folder, "$it verify - <&-").stderr
