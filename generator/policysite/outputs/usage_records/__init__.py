"""Records of use: what somebody saved from a checklist, and whether it belongs to this library.

A record says which checklist was worked through, on the text of which editions, and what became of
each item. Whoever can read one can write one: it is compared with the library, and proves nothing about
people. Pure: knows no file, clock or page. exports/schemas/record.schema.json describes the format.
"""

from .reading import (
    FORMAT,
    MAX_BYTES,
    RejectedError,
    Saved,
    Ticked,
    check_of,
    read,
)
from .telling import as_data, in_text
from .verifying import (
    Belonging,
    Known,
    Rejected,
    Verdict,
    verify,
)

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "Belonging",
    "Known",
    "Rejected",
    "RejectedError",
    "Saved",
    "Ticked",
    "Verdict",
    "as_data",
    "check_of",
    "in_text",
    "read",
    "verify",
]
