"""Checks files of nothing but mistakes, of the largest size that a source may have: JSON, a line a kind.

For each kind: seconds of the processor, those of a sound file of the same size, and bytes printed.
"""

from __future__ import annotations

import gc
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from policysite.outputs import reports
from policysite.sources.yaml_reader import MAX_SOURCE_BYTES
from tests.hostile import HOSTILE, sound
from tests.small import SmallProject

SIZE = MAX_SOURCE_BYTES - 4096
"""Characters of what is repeated; the rest of a file goes round it."""


def main() -> None:
    """Measure each kind by turns with the sound file."""
    gc.disable()  # as commands that only read do
    for kind, make in HOSTILE.items():
        seconds, size = _checked(make(SIZE))
        beside, _ = _checked(sound(SIZE))
        print(
            json.dumps({"kind": kind, "seconds": seconds, "sound": beside, "printed": size}), flush=True
        )


def _checked(files: dict[str, str]) -> tuple[float, int]:
    with TemporaryDirectory() as folder:
        small = SmallProject(Path(folder))
        for file, text in files.items():
            small.write(file, text)
        began = process_time()
        project = small.project
        report = reports.render_problems(
            "text",
            project.problems,
            project.counts,
            read_line=project.source_line,
            colour=False,
            version="0",
        )
        return process_time() - began, len(report.encode(errors="replace"))


if __name__ == "__main__":
    main()
