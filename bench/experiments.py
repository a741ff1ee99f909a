"""What is measured, and what each figure is meant to be at most.

Each experiment makes libraries in a folder, measures, and gives a Report. Prints nothing but its
progress, and writes nothing outside that folder.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from policysite.mkdocs.assets import assets_path

from .content import duty_count
from .library import make_checklists, make_library, make_markdown, seal
from .measure import Command, Run, exponent, progress, rounds, run, table, tool
from .report import Goal, Report
from .ticks import ticking
from .visits import page_weight, search

ROOT = Path(__file__).parents[1]

FIVE_THOUSAND_CLAUSES = 152
"""The documents whose editions hold 5,000 clauses together."""

FIVE_THOUSAND_DUTIES = 178
"""The documents whose current editions hold 5,000 duties together."""

MANY = 10_000
"""The documents whose states are worked out in memory."""

MADE = 100
"""The documents of the library whose checklists, made from duties, are printed."""

_PAPER_RUNS = 3
"""How many times more often than the others papers are printed; the fastest counts."""

_TRACE_RUNS = 3
"""How many times more often than the others the trace is measured: the two times differ little."""

_START_RUNS = 7
"""How many times more often than the others the start is measured: it is over so soon."""


def check(folder: Path, sizes: Sequence[int], repeat: int) -> Report:
    """`policysite check` against composing the same YAML."""
    composer = Path(__file__).with_name("compose.py")
    sizes = sorted({*sizes, FIVE_THOUSAND_CLAUSES})
    clauses, commands = [], []
    for size in sizes:
        project = folder / f"{size}"
        clauses.append(make_library(project, size).clause_count)
        ours = Command((tool("policysite"), "check"), project)
        commands.append((ours, Command((sys.executable, composer, "policy"), project)))
    pairs = _measured("check", commands, repeat)
    alone = [[float(each.printed) for each in pair.other] for pair in pairs]
    rows = [
        (
            f"{size:,}",
            f"{count:,}",
            f"{pair.seconds:.2f}",
            f"{pair.other_seconds:.2f}",
            f"{pair.ratio:.1f}",
            f"{median(inside):.2f}",
            f"{_ratio([each.seconds for each in pair.ours], inside):.1f}",
            f"{pair.mib:.0f}",
            f"{pair.other_mib:.0f}",
        )
        for size, count, pair, inside in zip(sizes, clauses, pairs, alone, strict=True)
    ]
    heads = (
        "Documents", "Clauses", "check, s", "Composing, s", "Ratio",
        "Composing without the start of Python, s", "Ratio to that", "check, MiB", "Composing, MiB",
    )  # fmt: skip
    middle = sizes.index(FIVE_THOUSAND_CLAUSES)
    five_thousand = pairs[middle].seconds * 5000 / clauses[middle]
    return Report(
        table(heads, rows),
        (
            *_at_each_size("check ÷ composing, whole processes", sizes, pairs, 6),
            Goal("check of 5,000 clauses", five_thousand, 1.5, " s"),
            *_growth("check", sizes, [pair.seconds for pair in pairs]),
        ),
    )


def build(folder: Path, sizes: Sequence[int], repeat: int) -> Report:
    """`policysite build` against `mkdocs build --strict` of the same text as Markdown by hand."""
    commands = []
    for size in sizes:
        project, by_hand = folder / f"{size}", folder / f"{size}-by-hand"
        make_library(project, size)
        make_markdown(by_hand, size)
        ours = Command((tool("policysite"), "build"), project, "site")
        commands.append((ours, Command((tool("mkdocs"), "build", "--strict"), by_hand, "site")))
    pairs = _measured("build", commands, repeat)
    counts = [(_pages(ours), _pages(by_hand)) for ours, by_hand in commands]
    rows = [
        (
            f"{size:,}",
            f"{pair.seconds:.2f}",
            f"{pair.other_seconds:.2f}",
            f"{pair.ratio:.2f}",
            f"{pair.mib:.0f}",
            f"{pair.other_mib:.0f}",
            f"{pair.mib / pair.other_mib:.2f}",
            f"{pages:,}",
            f"{other_pages:,}",
            f"{pair.ratio * other_pages / pages:.2f}",
        )
        for size, pair, (pages, other_pages) in zip(sizes, pairs, counts, strict=True)
    ]
    heads = (
        "Documents", "policysite build, s", "mkdocs build by hand, s", "Ratio",
        "policysite build, MiB", "mkdocs build, MiB", "Ratio", "policysite, pages", "By hand, pages",
        "Ratio for a page",
    )  # fmt: skip
    return Report(
        table(heads, rows) + _for_comparison(sizes, [pair.other_seconds for pair in pairs]),
        (
            *_at_each_size("policysite build ÷ mkdocs build", sizes, pairs, 0.8),
            *_growth("policysite build", sizes, [pair.seconds for pair in pairs]),
        ),
    )


def start(folder: Path, _sizes: Sequence[int], repeat: int) -> Report:
    """`policysite --version` against `mkdocs --version`."""
    commands = [Command((tool(name), "--version"), folder) for name in ("policysite", "mkdocs")]
    (pair,) = _measured("start", [(commands[0], commands[1])], repeat * _START_RUNS)
    rows = [
        ("`policysite --version`", f"{pair.seconds:.3f}", f"{pair.mib:.0f}"),
        ("`mkdocs --version`", f"{pair.other_seconds:.3f}", f"{pair.other_mib:.0f}"),
    ]
    return Report(
        table(("Command", "s", "MiB"), rows),
        (Goal("policysite --version ÷ mkdocs --version", pair.ratio, 1),),
    )


def index(folder: Path, sizes: Sequence[int], repeat: int) -> Report:
    """Making the search index of a finished site against the whole build, which makes it, too."""
    again = Path(__file__).with_name("reindex.py")
    assets = assets_path(None)
    commands = []
    for size in sizes:
        project = folder / f"{size}"
        make_library(project, size)
        whole = Command((tool("policysite"), "build"), project, "site")
        alone = Command((sys.executable, again, "site", assets), project, f"site/{assets}/pagefind")
        commands.append((whole, alone))
    pairs = _measured("index", commands, repeat)
    rows = [
        (
            f"{size:,}",
            f"{pair.seconds:.2f}",
            f"{pair.other_seconds:.2f}",
            f"{_ratio([each.seconds for each in pair.other], [each.seconds for each in pair.ours]):.2f}",
            f"{pair.mib:.0f}",
            f"{pair.other_mib:.0f}",
            f"{_mib_on_disk(both[1].folder / both[1].output):.1f}",
        )
        for size, pair, both in zip(sizes, pairs, commands, strict=True)
    ]
    heads = (
        "Documents", "policysite build, s", "The index alone, s", "Its share",
        "policysite build, MiB", "The index alone, MiB", "The index on disk, MiB",
    )  # fmt: skip
    return Report(table(heads, rows))


def review(folder: Path, sizes: Sequence[int], repeat: int) -> Report:
    """`policysite review` against `policysite check`, and the states of 10,000 documents in memory."""
    commands = []
    for size in sizes:
        project = folder / f"{size}"
        make_library(project, size)
        both = [Command((tool("policysite"), name), project) for name in ("review", "check")]
        commands.append((both[0], both[1]))
    states = Command((sys.executable, Path(__file__).with_name("states.py"), str(MANY)), folder)
    pairs = _measured("review", commands, repeat)
    alone = median(float(run(states).printed) for _ in range(repeat))
    rows = [
        (f"{size:,}", f"{pair.seconds:.2f}", f"{pair.other_seconds:.2f}", f"{pair.ratio:.2f}")
        for size, pair in zip(sizes, pairs, strict=True)
    ]
    heads = ("Documents", "policysite review, s", "policysite check, s", "Ratio")
    return Report(
        table(heads, rows),
        (
            *_at_each_size("policysite review ÷ policysite check", sizes, pairs, 1.3),
            Goal(f"States of {MANY:,} documents in memory", alone, 1, " s"),
        ),
    )


def trace(folder: Path, _sizes: Sequence[int], repeat: int) -> Report:
    """`policysite check` of a library whose every duty is in a checklist, against it without these.

    All editions of both are sealed.
    """
    plain, traced = folder / "plain", folder / "traced"
    duties = duty_count(make_library(plain, FIVE_THOUSAND_DUTIES))
    make_checklists(traced, make_library(traced, FIVE_THOUSAND_DUTIES))
    seal(plain)
    seal(traced)
    ours, other = (Command((tool("policysite"), "check", "--strict"), each) for each in (traced, plain))
    (pair,) = _measured("trace", [(ours, other)], repeat * _TRACE_RUNS)
    heads = ("Library", "Duties", "Items", "check, s", "check, MiB")
    rows = [
        (
            "With checklists",
            f"{duties:,}",
            f"{duties:,}",
            f"{pair.seconds:.2f}",
            f"{pair.mib:.0f}",
        ),
        ("Without", f"{duties:,}", "0", f"{pair.other_seconds:.2f}", f"{pair.other_mib:.0f}"),
    ]
    return Report(
        table(heads, rows),
        (Goal("check with traceability ÷ check without, 5,000 duties", pair.ratio, 1.25),),
    )


def content(folder: Path, _sizes: Sequence[int], repeat: int) -> Report:
    """`policysite check` of clauses that say everything in blocks, against the same as text and list."""
    short = folder / "short"
    count = make_library(short, FIVE_THOUSAND_CLAUSES).clause_count
    commands = []
    for every in (5, 1):
        project = folder / f"{every}"
        make_library(project, FIVE_THOUSAND_CLAUSES, in_blocks_every=every)
        commands.append(
            (
                Command((tool("policysite"), "check"), project),
                Command((tool("policysite"), "check"), short),
            )
        )
    pairs = _measured("content", commands, repeat * _TRACE_RUNS)
    names = ("One clause in five in blocks", "Every clause in blocks")
    rows = [
        (
            name,
            f"{count:,}",
            f"{pair.seconds:.2f}",
            f"{pair.other_seconds:.2f}",
            f"{pair.ratio:.2f}",
            f"{pair.mib:.0f}",
        )
        for name, pair in zip(names, pairs, strict=True)
    ]
    return Report(
        table(("Library", "Clauses", "check, s", "As text and list, s", "Ratio", "check, MiB"), rows),
        (Goal("check of a library with one clause in five in blocks ÷ without", pairs[0].ratio, 1.2),),
    )


def papers(folder: Path, _sizes: Sequence[int], repeat: int) -> Report:
    """What each of this repository's checklists takes on paper, and each long one of a made library."""
    script = Path(__file__).with_name("prints.py")
    rows, dearest = [], 0.0
    make_library(folder / "made", MADE)
    for name, project in (("this repository", ROOT), (f"{MADE} made documents", folder / "made")):
        command = Command((sys.executable, script, project), folder)
        done = [run(command).printed.split()[1::2] for _ in range(repeat * _PAPER_RUNS)]
        first, *rest = (min(map(float, taken)) for taken in zip(*done, strict=True))
        dearest = dearest or max(rest)
        rows.append(
            (
                f"Checklists of {name}",
                f"{1 + len(rest)}",
                f"{first:.0f}",
                f"{median(rest):.0f}",
                f"{max(rest):.0f}",
            )
        )
        progress(f"papers: {rows[-1]}")
    heads = ("", "Papers", "The first, ms", "Median of the others, ms", "The dearest of the others, ms")
    return Report(
        table(heads, rows),
        (Goal("A paper of this repository after the first, the dearest", dearest, 60, " ms"),),
    )


def faults(_folder: Path, _sizes: Sequence[int], repeat: int) -> Report:
    """The check of the largest file of nothing but mistakes against that of a sound one of its size."""
    command = Command((sys.executable, "-m", "bench.faults"), ROOT)
    progress("faults")
    runs = [[json.loads(line) for line in run(command).printed.splitlines()] for _ in range(repeat)]
    rows = []
    for of_kind in zip(*runs, strict=True):
        seconds, sound, printed = (
            median(one[key] for one in of_kind) for key in ("seconds", "sound", "printed")
        )
        ratio = median(one["seconds"] / one["sound"] for one in of_kind)
        rows.append((of_kind[0]["kind"], seconds, sound, ratio, printed / 1000))
    rows.sort(key=lambda row: row[3], reverse=True)
    shown = [
        (kind, f"{seconds:.2f}", f"{sound:.2f}", f"{ratio:.1f}", f"{kb:,.0f}")
        for kind, seconds, sound, ratio, kb in rows
    ]
    heads = ("1 MiB of", "Check, s", "Check of a sound file, s", "Ratio", "Printed, kB")
    return Report(
        table(heads, shown),
        (
            Goal("The dearest ÷ a sound file", max(row[3] for row in rows), 10),
            Goal("The dearest", max(row[1] for row in rows), 2, " s"),
            Goal("The most that is printed", max(row[4] for row in rows), 1000, " kB"),
        ),
    )


EXPERIMENTS: dict[str, Callable[[Path, Sequence[int], int], Report]] = {
    "check": check,
    "build": build,
    "start": start,
    "weight": page_weight,
    "search": search,
    "index": index,
    "review": review,
    "trace": trace,
    "content": content,
    "papers": papers,
    "ticking": ticking,
    "faults": faults,
}


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two commands that were run round by round: ours, and the one it is measured against."""

    ours: Sequence[Run]
    other: Sequence[Run]
    mib: float
    other_mib: float

    @property
    def seconds(self) -> float:
        return median(each.seconds for each in self.ours)

    @property
    def other_seconds(self) -> float:
        return median(each.seconds for each in self.other)

    @property
    def ratio(self) -> float:
        return _ratio([one.seconds for one in self.ours], [one.seconds for one in self.other])


def _ratio(ours: Sequence[float], other: Sequence[float]) -> float:
    """The median of the rounds' ratios: the runs of one round met the same machine."""
    return median(one / another for one, another in zip(ours, other, strict=True))


def _measured(what: str, commands: Sequence[tuple[Command, Command]], repeat: int) -> list[_Pair]:
    """All pairs, every one in each round. The runs for memory come first and warm the caches."""
    everything = [command for pair in commands for command in pair]
    peaks = []
    for command in everything:
        peaks.append(run(command, watch_memory=True).peak_mib)
        name = " ".join([Path(command.line[0]).name, *map(str, command.line[1:])])
        progress(f"{what}: {name} in {command.folder.name}: {peaks[-1]:.0f} MiB")
    done = []
    for runs in rounds(everything, repeat):
        done.append(runs)
        taken = " ".join(f"{each.seconds:.2f}" for each in runs)
        progress(f"{what}: round {len(done)} of {repeat}, seconds: {taken}")
    turns = iter(zip(zip(*done, strict=True), peaks, strict=True))
    return [
        _Pair(ours, other, mib, other_mib)
        for (ours, mib), (other, other_mib) in zip(turns, turns, strict=True)
    ]


def _at_each_size(
    what: str, sizes: Sequence[int], pairs: Sequence[_Pair], at_most: float
) -> Iterator[Goal]:
    for size, pair in zip(sizes, pairs, strict=True):
        yield Goal(f"{what}, {size:,} documents", pair.ratio, at_most)


def _growth(what: str, sizes: Sequence[int], times: Sequence[float]) -> tuple[Goal, ...]:
    """The exponent over all sizes, and from the last but one to the last.

    What a command takes whatever the size flattens the first; the second shows where it is going.
    """
    if len(sizes) == 1:
        return ()
    last = f"{sizes[-2]:,} to {sizes[-1]:,} documents"
    return (
        Goal(f"Growth of {what}, exponent over all sizes", exponent(sizes, times), 1.1),
        Goal(f"Growth of {what}, exponent from {last}", exponent(sizes[-2:], times[-2:]), 1.1),
    )


def _pages(build: Command) -> int:
    """How many pages the last run made: what each command thinks the same text needs."""
    return sum(1 for _ in (build.folder / build.output).rglob("*.html"))


def _mib_on_disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / (1 << 20)


def _for_comparison(sizes: Sequence[int], times: Sequence[float]) -> str:
    if len(sizes) == 1:
        return ""
    every, last = exponent(sizes, times), exponent(sizes[-2:], times[-2:])
    return (
        f"\n\nFor comparison, mkdocs build by hand grows with an exponent of {every:.2f} over all"
        f" sizes and of {last:.2f} in the last step."
    )
