"""How long the states of so many documents take, in memory.

Run as a script with a number of documents; prints the seconds of working out the register.
"""

from __future__ import annotations

import sys
from datetime import date
from time import perf_counter

from policysite.domain.library import Document, Library
from policysite.domain.model import Contact, Edition, LibrarySettings
from policysite.domain.register import Register

_EDITION = {
    "reference": "D",
    "title": "Flexible working",
    "kind": "policy",
    "edition": "2025-11",
    "wording": "official",
    "source": {"url": "https://www.example.org/d"},
    "sections": [
        {"number": "1", "title": "All", "clauses": [{"number": "1.1", "text": "Anybody may ask."}]}
    ],
}


def _library(count: int) -> Library:
    documents = {}
    for place in range(count):
        due = f"{2024 + place % 5}-{1 + place % 12:02}"
        edition = Edition.model_validate(_EDITION | {"reference": f"D{place}", "review": {"next": due}})
        documents[f"D{place}"] = Document(f"D{place}", (edition,))
    settings = LibrarySettings(organisation="-", title="-", description="-", contact=Contact(name="-"))
    return Library(settings, {}, {}, {}, documents)


made = _library(int(sys.argv[1]))
start = perf_counter()
register = Register.from_library(made, date(2026, 11, 21))
taken = perf_counter() - start
assert sum(register.totals.values()) == len(made.documents)
print(taken)
