"""What is measured, and what each figure is meant to be at most.

Each experiment makes libraries in a folder, measures, and gives a Report. Prints nothing but its
progress, and writes nothing outside that folder.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .library import make_library, make_markdown
from .measure import Command, Run, exponent, median_seconds, run, table, take_turns

FIVE_THOUSAND_CLAUSES = 152
"""The documents whose editions hold 5,000 clauses together."""

_START_RUNS = 7
"""How many times more often than the others the start is measured: it is over so soon."""


class ToolMissingError(Exception):
    """A command that is to be measured is not installed."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure and the most that it may be."""

    what: str
    measured: float
    at_most: float
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.measured <= self.at_most


@dataclass(frozen=True, slots=True)
class Report:
    """What an experiment measured."""

    measurements: str
    goals: tuple[Goal, ...]

    @property
    def markdown(self) -> str:
        rows = [
            (
                goal.what,
                f"{goal.measured:.2f}{goal.unit}",
                f"{goal.at_most:g}{goal.unit}",
                "met" if goal.met else "**missed**",
            )
            for goal in self.goals
        ]
        return f"{self.measurements}\n\n{table(('Goal', 'Measured', 'At most', ''), rows)}\n"


@dataclass(frozen=True, slots=True)
class _Measured:
    """A command at one size."""

    seconds: float
    mib: float
    runs: list[Run]


def check(folder: Path, sizes: Sequence[int], repeat: int) -> Report:
    """`policysite check` against composing the same YAML."""
    policysite = _tool("policysite")
    composer = Path(__file__).with_name("compose.py")
    sizes = sorted({*sizes, FIVE_THOUSAND_CLAUSES})
    rows, ratios, times = [], [], []
    five_thousand = 0.0
    for size in sizes:
        project = folder / f"check-{size}"
        library = make_library(project, size)
        ours, least = _compared(
            Command((policysite, "check"), project),
            Command((sys.executable, composer, "policy"), project),
            repeat,
        )
        alone = median(float(each.printed) for each in least.runs)
        ratios.append(ours.seconds / least.seconds)
        times.append(ours.seconds)
        if size == FIVE_THOUSAND_CLAUSES:
            five_thousand = ours.seconds * 5000 / library.clause_count
        rows.append(
            (
                f"{size:,}",
                f"{library.clause_count:,}",
                f"{ours.seconds:.2f}",
                f"{least.seconds:.2f}",
                f"{ratios[-1]:.1f}",
                f"{alone:.2f}",
                f"{ours.seconds / alone:.1f}",
                f"{ours.mib:.0f}",
                f"{least.mib:.0f}",
            )
        )
        _progress("check", rows[-1])
        shutil.rmtree(project)
    heads = (
        "Documents", "Clauses", "check, s", "Composing, s", "Ratio",
        "Composing without the start of Python, s", "Ratio to that", "check, MiB", "Composing, MiB",
    )  # fmt: skip
    return Report(
        table(heads, rows),
        (
            *_at_each_size("check ÷ composing, whole processes", sizes, ratios, 6),
            Goal("check of 5,000 clauses", five_thousand, 1.5, " s"),
            *_growth("check", sizes, times),
        ),
    )


def build(folder: Path, sizes: Sequence[int], repeat: int) -> Report:
    """`policysite build` against `mkdocs build --strict` of the same text as Markdown by hand."""
    policysite, mkdocs = _tool("policysite"), _tool("mkdocs")
    rows, ratios, times, by_hand_times = [], [], [], []
    for size in sizes:
        project, by_hand = folder / f"build-{size}", folder / f"by-hand-{size}"
        make_library(project, size)
        make_markdown(by_hand, size)
        ours, theirs = _compared(
            Command((policysite, "build"), project, "site"),
            Command((mkdocs, "build", "--strict"), by_hand, "site"),
            repeat,
        )
        ratios.append(ours.seconds / theirs.seconds)
        times.append(ours.seconds)
        by_hand_times.append(theirs.seconds)
        rows.append(
            (
                f"{size:,}",
                f"{ours.seconds:.2f}",
                f"{theirs.seconds:.2f}",
                f"{ratios[-1]:.2f}",
                f"{ours.mib:.0f}",
                f"{theirs.mib:.0f}",
                f"{ours.mib / theirs.mib:.2f}",
            )
        )
        _progress("build", rows[-1])
        shutil.rmtree(project)
        shutil.rmtree(by_hand)
    heads = (
        "Documents", "policysite build, s", "mkdocs build by hand, s", "Ratio",
        "policysite build, MiB", "mkdocs build, MiB", "Ratio",
    )  # fmt: skip
    return Report(
        table(heads, rows) + _for_comparison(sizes, by_hand_times),
        (
            *_at_each_size("policysite build ÷ mkdocs build", sizes, ratios, 0.8),
            *_growth("policysite build", sizes, times),
        ),
    )


def start(folder: Path, _sizes: Sequence[int], repeat: int) -> Report:
    """`policysite --version` against `mkdocs --version`."""
    ours, theirs = _compared(
        Command((_tool("policysite"), "--version"), folder),
        Command((_tool("mkdocs"), "--version"), folder),
        repeat * _START_RUNS,
    )
    rows = [
        ("`policysite --version`", f"{ours.seconds:.3f}", f"{ours.mib:.0f}"),
        ("`mkdocs --version`", f"{theirs.seconds:.3f}", f"{theirs.mib:.0f}"),
    ]
    ratio = ours.seconds / theirs.seconds
    return Report(
        table(("Command", "s", "MiB"), rows),
        (Goal("policysite --version ÷ mkdocs --version", ratio, 1),),
    )


EXPERIMENTS: dict[str, Callable[[Path, Sequence[int], int], Report]] = {
    "check": check,
    "build": build,
    "start": start,
}


def _compared(ours: Command, other: Command, repeat: int) -> tuple[_Measured, _Measured]:
    """Both commands measured side by side. The runs for memory come first and warm the caches."""
    mib = [run(command, watch_memory=True).peak_mib for command in (ours, other)]
    runs = take_turns((ours, other), repeat)
    first, second = (
        _Measured(median_seconds(each), peak, each) for each, peak in zip(runs, mib, strict=True)
    )
    return first, second


def _at_each_size(
    what: str, sizes: Sequence[int], ratios: Sequence[float], at_most: float
) -> Iterator[Goal]:
    for size, ratio in zip(sizes, ratios, strict=True):
        yield Goal(f"{what}, {size:,} documents", ratio, at_most)


def _growth(what: str, sizes: Sequence[int], times: Sequence[float]) -> tuple[Goal, ...]:
    """The exponent over all sizes, and from the last but one to the last.

    What a command takes whatever the size flattens the first; the second shows where it is going.
    """
    if len(sizes) < 2:
        return ()
    last = f"{sizes[-2]:,} to {sizes[-1]:,} documents"
    return (
        Goal(f"Growth of {what}, exponent over all sizes", exponent(sizes, times), 1.1),
        Goal(f"Growth of {what}, exponent from {last}", exponent(sizes[-2:], times[-2:]), 1.1),
    )


def _for_comparison(sizes: Sequence[int], times: Sequence[float]) -> str:
    if len(sizes) < 2:
        return ""
    every, last = exponent(sizes, times), exponent(sizes[-2:], times[-2:])
    return (
        f"\n\nFor comparison, mkdocs build by hand grows with an exponent of {every:.2f} over all"
        f" sizes and of {last:.2f} in the last step."
    )


def _tool(name: str) -> Path:
    """The command beside the Python that runs this. Raises ToolMissingError."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise ToolMissingError(f"{path} is not there: pip install -e . with this Python")
    return path


def _progress(what: str, row: Sequence[str]) -> None:
    print(f"{what}: {' '.join(row)}", file=sys.stderr, flush=True)
