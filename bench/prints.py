"""How much of a processor each checklist on paper takes.

Run as a script with the folder of a project; prints the name and the milliseconds of each, the first
of which loads the fonts.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from policysite.outputs.pdf import printed_files
from policysite.project import Project

_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

project = Project.open(Path(sys.argv[1]), _NOW)
printing = printed_files(
    project.register,
    project.traceability.resolved_checklists.values(),
    base="https://policies.example/",
    built=_NOW,
)
while True:
    start = process_time()
    address, content = next(printing, ("", b""))
    if not address:
        break
    if content.startswith(b"%PDF"):
        print(Path(address).stem, 1000 * (process_time() - start))
