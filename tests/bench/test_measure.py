"""How the benchmarks measure, and what they make of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.__main__ import with_results
from bench.measure import Command, CommandFailedError, exponent, rounds, run, table
from bench.report import Goal, Report

HOLDS_MEMORY = "import time; held = b'x' * (64 << 20); time.sleep(0.5)"


def python(script: str, folder: Path, *arguments: str) -> Command:
    """A command that runs a line of Python in a folder."""
    return Command((sys.executable, "-c", script, *arguments), folder)


def test_failed_command_has_no_time(tmp_path: Path) -> None:
    """A command that fails is an error that shows what it said."""
    with pytest.raises(CommandFailedError, match="ended with 1:\nno such library"):
        run(python("import sys; sys.exit('no such library')", tmp_path))


def test_each_run_begins_without_its_output(tmp_path: Path) -> None:
    """The folder that a command makes is removed before every run."""
    command = Command((sys.executable, "-c", "import os; os.mkdir('site')"), tmp_path, "site")
    run(command)
    run(command)
    assert (tmp_path / "site").is_dir()


def test_commands_take_turns(tmp_path: Path) -> None:
    """Every other round goes backwards, and its runs come in the order of the commands."""
    note = "import sys; print(sys.argv[1]); print(sys.argv[1], file=open('order', 'a'))"
    done = list(rounds([python(note, tmp_path, "a"), python(note, tmp_path, "b")], 3))
    assert (tmp_path / "order").read_text().split() == ["a", "b", "b", "a", "a", "b"]
    assert [[each.printed.strip() for each in runs] for runs in done] == [["a", "b"]] * 3


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_includes_descendants(tmp_path: Path) -> None:
    """Peak memory is the sum over a process and those it started."""
    both = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {HOLDS_MEMORY!r}]);"
    alone = run(python(HOLDS_MEMORY, tmp_path), watch_memory=True).peak_mib
    together = run(python(both + HOLDS_MEMORY, tmp_path), watch_memory=True).peak_mib
    assert alone > 64
    assert together > 128


@pytest.mark.parametrize("power", [0.5, 1, 2])
def test_exponent(power: float) -> None:
    """The exponent of a power law is found whatever its factor."""
    sizes = [10, 100, 300, 1000]
    assert exponent(sizes, [0.02 * size**power for size in sizes]) == pytest.approx(power)


def test_goals_are_met_up_to_their_limit() -> None:
    """A goal is met at its limit and missed above it."""
    report = Report(table(("A", "B"), [(1, 2)]), (Goal("Low", 6, 6), Goal("High", 2, 1.5, " s")))
    assert report.markdown == (
        "| A | B |\n| --- | ---: |\n| 1 | 2 |\n\n"
        "| Goal | Measured | At most |  |\n| --- | ---: | ---: | ---: |\n"
        "| Low | 6.00 | 6 | met |\n| High | 2.00 s | 1.5 s | **missed** |\n"
    )


def test_measurements_without_goals() -> None:
    """What has no goal is reported without a table of goals."""
    assert Report("measured").markdown == "measured\n"


def test_results_replace_their_own_part_only() -> None:
    """New results stand between the markers of their experiment and nothing else changes."""
    readme = "A\n<!-- check -->\nold\n<!-- /check -->\n<!-- build -->\nkept\n<!-- /build -->\n"
    once = with_results(readme, "check", "new \\1\n")
    assert once == readme.replace("old\n", "\nnew \\1\n\n")
    assert with_results(once, "check", "new \\1\n") == once
