"""What a tick costs in a long checklist, as a share of the time that a screen shows one picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import yaml
from playwright.sync_api import Page

from .browse import reader_of
from .library import make_library
from .measure import Command, progress, run, table, tool
from .report import Goal, Report

ITEMS = 200
FRAME = 1000 / 60
"""Milliseconds for which a screen shows one picture."""

_TICK = """async () => {
  const taken = [];
  for (const box of document.querySelectorAll("form.checklist input[type=checkbox]")) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    box.click();
    document.body.getBoundingClientRect();
    taken.push(performance.now() - start);
  }
  return taken;
}"""
"""Script, storage, style and layout of each tick; what is drawn is drawn by another process."""


def ticking(folder: Path, _sizes: Sequence[int], repeat: int) -> Report:
    """Each box of a checklist of 200 items is ticked, a frame a tick, as often as is asked for.

    The dearest item is the one whose fastest tick is the slowest: what else the machine does is left out.
    """
    write_checklist(folder)
    run(Command((tool("policysite"), "build"), folder, "site"))
    with reader_of(folder / "site") as reader:
        rounds = [reader.visit(_tick_all)[0] for _ in range(repeat)]
        browser = reader.browser
    taken = [one for each in rounds for one in each]
    middle, dearest = median(taken), max(map(min, zip(*rounds, strict=True)))
    progress(f"ticking: {middle:.2f} ms, the dearest item {dearest:.2f} ms")
    rows = [(f"{ITEMS}", f"{middle:.2f}", f"{dearest:.2f}", f"{max(taken):.2f}")]
    heads = ("Items", "A tick, ms", "The dearest item at its best, ms", "The slowest tick of all, ms")
    return Report(
        f"In {browser}.\n\n{table(heads, rows)}",
        (
            Goal("A tick ÷ a frame, median", middle / FRAME, 1),
            Goal("A tick ÷ a frame, the dearest item at its best", dearest / FRAME, 1),
        ),
    )


def write_checklist(folder: Path) -> None:
    """Write a project with a checklist of so many items, each from a clause of its own."""
    library = make_library(folder, 10)
    places = [
        f"{document.current['reference']}/{clause['number']}"
        for document in library.documents
        for section in document.current["sections"]
        for clause in section.get("clauses", ())
        if "number" in clause and "text" in clause
    ]
    items = [
        {"id": f"item-{number}", "do": f"Do what {place} says.", "clause": place}
        for number, place in enumerate(islice(cycle(places), ITEMS), start=1)
    ]
    role = next(iter(library.roles))
    checklist = {
        "title": "Long",
        "role": role,
        "trigger": "When time is short.",
        "sections": [{"items": items}],
    }
    file = folder / "checklists" / "long.yml"
    file.parent.mkdir()
    file.write_text(yaml.safe_dump(checklist, sort_keys=False), encoding="utf-8")


def _tick_all(page: Page) -> list[float]:
    page.goto("checklists/long/")
    page.locator(".tools").wait_for()
    taken: list[float] = page.evaluate(_TICK)
    return taken
