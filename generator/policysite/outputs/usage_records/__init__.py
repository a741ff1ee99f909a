"""Records of use: what somebody saved from a checklist, and whether it belongs to this library.

A record says which checklist was worked through, on the text of which editions, and what became of
each item. Whoever can read one can write one: it is compared with the library, and proves nothing about
people. Pure: knows no file, clock or page. `formats.usage_record` describes the format.
"""

from .reading import MAX_RECORD_BYTES, RejectedRecordError, read_record, record_checksum
from .verification import (
    EditionMatch,
    RecordVerification,
    Rejection,
    WordingMatch,
    verify_record,
)
from .verification_data import verification_data
from .verification_report import verification_text

__all__ = [
    "MAX_RECORD_BYTES",
    "EditionMatch",
    "RecordVerification",
    "RejectedRecordError",
    "Rejection",
    "WordingMatch",
    "read_record",
    "record_checksum",
    "verification_data",
    "verification_text",
    "verify_record",
]
