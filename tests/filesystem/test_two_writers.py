"""policy.lock under many writers: real processes that accept and seal at the same time."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from policysite.sources.lock_file import parse_lock
from tests.small import LOCK, SmallProject

POLICYSITE = str(Path(sys.executable).with_name("policysite"))
REFERENCES = [f"HR{number}" for number in range(20, 40)]
ITEMS = [f"item-{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
DOCUMENT = """\
reference: {}
title: Appeals
kind: procedure
edition: 2026-01
wording: official
source: {{url: "https://www.example.org/appeals"}}
sections: [{{number: 1, title: Appeals, clauses: [{{number: 1.1, text: Appeals are heard.}}]}}]
"""


@pytest.fixture
def busy(small: SmallProject) -> SmallProject:
    """A project with some documents to seal and some items to accept."""
    for reference in REFERENCES:
        small.write(f"policy/{reference}/2026-01.yml", DOCUMENT.format(reference))
    items = "".join(f"      - {{id: {item}, do: Answer., duty: HR12/answer-request}}\n" for item in ITEMS)
    small.write(
        "checklists/line-manager.yml",
        f"title: A\nrole: line-manager\ntrigger: Always.\nsections:\n  - items:\n{items}",
    )
    return small


def started(small: SmallProject, *words: str) -> subprocess.Popen[str]:
    """A command that runs in the project by itself."""
    return subprocess.Popen(
        [POLICYSITE, *words],
        cwd=small.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def lock_of(small: SmallProject) -> dict[str, Any]:
    """What policy.lock holds."""
    lock: dict[str, Any] = json.loads(small.read(LOCK))
    return lock


def until_asked(running: subprocess.Popen[str]) -> None:
    """Read what a command prints up to its first question."""
    assert running.stdout is not None
    said = ""
    while not said.endswith("[y/N]:"):
        letter = running.stdout.read(1)
        assert letter, said
        said += letter


ONE_BY_ONE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from policysite.lock_recorder import LockRecorder
from policysite.project import Project
here, what, *names = Path.cwd(), *sys.argv[1:]
project = Project.open(here, datetime.now(UTC))
recorder = LockRecorder(project)
for name in names:
    if what == "seal":
        recorder.seal(one for one in project.library.editions if one.reference == name)
    else:
        links = project.traceability.trace.links
        recorder.accept(link for link in links if link.item.name == name)
"""


def test_none_of_many_is_lost(busy: SmallProject) -> None:
    """Of many seals and accepts at once each is in the lock, which can be read whole all the while."""
    work = [("seal", *REFERENCES[::2]), ("seal", *REFERENCES[1::2]), ("accept", *ITEMS)]
    running = [
        subprocess.Popen([sys.executable, "-c", ONE_BY_ONE, *words], cwd=busy.folder) for words in work
    ]
    while any(one.poll() is None for one in running):
        with suppress(FileNotFoundError):
            parse_lock((busy.folder / LOCK).read_bytes())
        with suppress(subprocess.TimeoutExpired):
            running[0].wait(0.005)
    assert [one.returncode for one in running] == [0] * 3
    lock = lock_of(busy)
    assert list(lock["editions"]) == [f"{reference}/2026-01" for reference in REFERENCES]
    assert list(lock["citations"]["line-manager"]) == ITEMS
    assert [path.name for path in (busy.folder / "policy").iterdir() if path.name.startswith(".")] == []


def test_what_others_record_while_accept_waits_stays(busy: SmallProject) -> None:
    """While somebody thinks, others seal and accept; the answer is added to what they recorded."""
    waiting = started(busy, "accept", "line-manager/item-a")
    until_asked(waiting)
    for words in (["seal"], ["accept", "line-manager/item-b", "HR12", "--yes"]):
        other = started(busy, *words)
        assert (other.communicate()[0].count("rror"), other.returncode) == (0, 0)
    before = lock_of(busy)
    assert waiting.communicate("y\n")[0].endswith("1 of 1 accepted.\n")
    after = lock_of(busy)
    accepted = after["citations"]["line-manager"].pop("item-a")
    assert after == before
    assert accepted["cites"] == "HR12/answer-request"
    assert len(before["editions"]) == len(REFERENCES) + 1
