"""Records of use as the page of a checklist saves them, for the checklists of the small project."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from policysite.lock_recorder import LockRecorder
from policysite.project import Project
from policysite.traceability import edition_digest
from tests.small import SmallProject

CHECKLIST = "answering"
FILE = f"checklists/{CHECKLIST}.yml"
EDITION = "policy/HR12/2025-11.yml"
NAME = "HR12/2025-11"
SOURCE = """\
title: Answering a request
role: line-manager
trigger: When a request comes.
sections:
  - items:
      - do: Answer it in writing, as the [[line-manager]].
        duty: HR12/answer-request
      - do: Know who may ask.
        clause: HR12/1.1
      - id: written
        do: Keep the letter.
        clause: HR12/1.2
"""
DONE_AT = "2026-11-21T09:30:00.123Z"
SAVED_AT = "2026-11-21T10:00:00+00:00"


def prepared(small: SmallProject) -> SmallProject:
    """The small project with a checklist."""
    small.write(FILE, SOURCE)
    return small


def sealed(small: SmallProject) -> SmallProject:
    """The small project with a checklist and its edition sealed."""
    project = prepared(small).project
    LockRecorder(project).seal(project.library.editions)
    return small


def made(project: Project, name: str = CHECKLIST, **given: Any) -> dict[str, Any]:
    """What a page saves: the first item done, the second not applicable, the others left.

    What is given stands in for what is usual, before the check is made.
    """
    resolved, settings = project.traceability.resolved_checklists[name], project.library.settings
    states = [("done", DONE_AT), ("not applicable", None)]
    items: list[dict[str, str | None]] = [
        {"name": link.item.name, "digest": resolved.digests[link.item.name], "do": link.item.do or ""}
        for link in resolved.actionable_items
    ]
    for item, (state, at) in zip(items, [*states, *[("left", None)] * len(items)], strict=False):
        item |= {"state": state, "at": at}
    data = {
        "format": "policysite-record/1",
        "library": f"{settings.organisation}: {settings.title}",
        "checklist": name,
        "title": resolved.checklist.title,
        "digest": resolved.digest,
        "editions": {f"{one.reference}/{one.edition}": edition_digest(one) for one in resolved.editions},
        "site": f"https://policies.example.org/checklists/{name}/",
        "reference": "Case 7",
        "saved": SAVED_AT,
        "items": items,
    }
    return checked(data | given)


def checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with the check that belongs to it, made as the format says and not as the code does."""
    rest = {key: value for key, value in data.items() if key != "check"}
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**rest, "check": f"v1:{sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()}"}


def raw(data: Any) -> bytes:
    """The bytes of a file as JSON.stringify(data, null, 2) makes them."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text).encode()
