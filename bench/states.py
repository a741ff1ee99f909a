"""How long the states of so many documents take, in memory.

Run as a script with a number of documents; prints the seconds of working out the register.
"""

from __future__ import annotations

import sys
from datetime import date
from time import perf_counter

from policysite.domain.register import Register
from tests.factories import clause, edition, library

made = library(
    *(
        edition(
            f"D{place}",
            review={"next": f"{2024 + place % 5}-{1 + place % 12:02}"},
            clauses=[clause(text="Anybody may ask.")],
        )
        for place in range(int(sys.argv[1]))
    )
)
start = perf_counter()
register = Register.from_library(made, date(2026, 11, 21))
taken = perf_counter() - start
assert sum(register.totals.values()) == len(made.documents)
print(taken)
