"""Measures commands as whole processes: seconds, peak memory, and how they grow.

Knows nothing of what the commands do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import linear_regression

_SAMPLE_SECONDS = 0.02


class CommandFailedError(Exception):
    """A command that was to be measured failed: its time would mean nothing."""


class ToolMissingError(Exception):
    """A program that the measuring needs is not installed."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, the folder it runs in, and a folder there that each run begins without."""

    line: tuple[str | Path, ...]
    folder: Path
    output: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took and printed. peak_mib is 0 unless memory was watched."""

    seconds: float
    peak_mib: float
    printed: str


def run(command: Command, *, watch_memory: bool = False) -> Run:
    """Run a command to its end.

    Memory is the most that the process and its descendants hold at one moment, the sum of their
    resident set sizes. It is sampled from /proc, which takes time: a watched run is not to be
    timed. Raises CommandFailedError.
    """
    if command.output:
        shutil.rmtree(command.folder / command.output, ignore_errors=True)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.line,
            cwd=command.folder,
            env=environment,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        peak = max(_memory_samples(process), default=0.0) if watch_memory else 0.0
        status = process.wait()
        seconds = time.perf_counter() - start
        printed.seek(0)
        text = printed.read().decode(errors="replace")
    if status:
        line = " ".join(map(str, command.line))
        raise CommandFailedError(f"{line} in {command.folder} ended with {status}:\n{text[-2000:]}")
    return Run(seconds, peak, text)


def rounds(commands: Sequence[Command], repeat: int) -> Iterator[list[Run]]:
    """One run of each command a round, in the order of the commands.

    Every other round is run backwards. What disturbs the machine for a while so disturbs all
    commands alike, and runs that are to be compared stand side by side.
    """
    for number in range(repeat):
        backwards = bool(number % 2)
        runs = [run(command) for command in (reversed(commands) if backwards else commands)]
        yield runs[::-1] if backwards else runs


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The power of the size that a value grows with: the least-squares slope of the logarithms."""
    return linear_regression([log(size) for size in sizes], [log(value) for value in values]).slope


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table: first column words or sizes, the others figures."""
    rule = ("---", *("---:",) * (len(heads) - 1))
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (heads, rule, *rows))


def tool(name: str) -> Path:
    """The command beside the Python that runs this. Raises ToolMissingError."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise ToolMissingError(f"{path} is not there: pip install -e . with this Python")
    return path


def progress(line: str) -> None:
    """Say how far the measuring is."""
    print(line, file=sys.stderr, flush=True)


def _memory_samples(process: subprocess.Popen[bytes]) -> Iterator[float]:
    """The MiB that a process and its descendants hold, again and again until it ends."""
    while process.poll() is None:
        yield sum(map(_resident_mib, _with_descendants(process.pid)))
        time.sleep(_SAMPLE_SECONDS)


def _with_descendants(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _with_descendants(int(child))


def _resident_mib(pid: int) -> float:
    found = re.search(r"^VmRSS:\s+(\d+) kB", _read(Path(f"/proc/{pid}/status")), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0


def _read(path: Path) -> str:
    """A file of /proc; empty when its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""
