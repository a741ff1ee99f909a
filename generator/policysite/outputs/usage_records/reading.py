"""From the bytes of a record of use to what it says, or the one reason why it is none, and its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from ...domain.problems import ValuePath
from ...errors import PolicySiteError
from ..formats.reading import FormatError, json_path, read_format
from ..formats.usage_record import UsageRecord

MAX_RECORD_BYTES = 1_000_000
"""How large a record may be: a hundred times what the longest checklist needs."""

MAX_CLOCK_SKEW = timedelta(minutes=5)
"""How far the clock of the device that saved a record may be ahead of ours (RFC 4120, 3.1.3)."""

TIME_RESOLUTION = timedelta(seconds=1)
"""How much later than the record an item may seem: the two instants may be given with other precision."""

_MAX_REASON_LENGTH = 200
"""Characters of a reason: it quotes what the record says."""

RejectionCode = Literal[
    "too-large",
    "not-json",
    "malformed",
    "altered",
    "inconsistent",
    "in-future",
    "another-library",
    "unknown-checklist",
]
"""Why a record is rejected, for programs."""


class RejectedRecordError(PolicySiteError):
    """A record is not one, or is not whole: why, and where in it."""

    def __init__(self, code: RejectionCode, reason: str, path: ValuePath = ()) -> None:
        super().__init__(reason)
        self.code: RejectionCode = code
        self.reason = reason
        self.where = json_path(path)


def read_record(raw: bytes, now: datetime) -> UsageRecord:
    """Read a record. now is the instant of reading, and knows its zone.

    Raises RejectedRecordError when it is malformed, altered, contradicts itself or was saved after now.
    """
    data = _parsed(raw)
    try:
        record = read_format(UsageRecord, data)
    except FormatError as error:
        reason = str(error)[:_MAX_REASON_LENGTH]
        raise RejectedRecordError("malformed", reason, error.path) from None
    _refuse_repeated_keys(data)
    if record.check != record_checksum(data):
        raise RejectedRecordError(
            "altered", "it was altered after it was saved: its check differs", ("check",)
        )
    _agrees_with_itself(record)
    if record.saved_at - now > MAX_CLOCK_SKEW:
        reason = f"it was saved later than it is now, {now.isoformat(timespec='seconds')}"
        raise RejectedRecordError("in-future", reason, ("saved",))
    return record


def record_checksum(data: Mapping[str, Any]) -> str:
    """The check over all of a record but the check itself."""
    rest = {key: value for key, value in data.items() if key != "check"}
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"v1:{sha256(canonical.encode()).hexdigest()}"


def _agrees_with_itself(record: UsageRecord) -> None:
    seen: set[str] = set()
    for index, item in enumerate(record.items):
        path: ValuePath = ("items", index)
        if item.name in seen:
            raise RejectedRecordError("inconsistent", f"the item {item.name[:60]!r} stands twice", path)
        seen.add(item.name)
        if item.state == "done" and item.ticked_at is None:
            raise RejectedRecordError("inconsistent", "it is done, but there is no time", (*path, "at"))
        if item.state == "left" and item.ticked_at is not None:
            raise RejectedRecordError("inconsistent", "it was left, but there is a time", (*path, "at"))
        if item.ticked_at is not None and item.ticked_at - record.saved_at >= TIME_RESOLUTION:
            reason = "its time is later than that at which the record was saved"
            raise RejectedRecordError("inconsistent", reason, (*path, "at"))


class _Object(dict[str, Any]):
    """An object of JSON that knows whether a key stood twice."""

    repeated_key: str | None = None

    @classmethod
    def from_pairs(cls, pairs: list[tuple[str, Any]]) -> _Object:
        made = cls()
        for key, value in pairs:
            if key in made:
                made.repeated_key = key
            made[key] = value
        return made


class _Number:
    """A number of any size: a record holds none."""

    def __init__(self, _digits: str) -> None:
        pass


def _refuse_repeated_keys(value: Any, path: ValuePath = ()) -> None:
    if isinstance(value, _Object) and value.repeated_key is not None:
        raise RejectedRecordError("malformed", f"the key {value.repeated_key!r} stands twice", path)
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_repeated_keys(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_repeated_keys(inner, (*path, index))


def _parsed(raw: bytes) -> Any:
    if len(raw) > MAX_RECORD_BYTES:
        raise RejectedRecordError(
            "too-large", f"it is larger than a record may be, {MAX_RECORD_BYTES} bytes"
        )
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_Object.from_pairs,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError as error:
        raise RejectedRecordError(
            "not-json", f"it is not UTF-8 text, from byte {error.start} on"
        ) from None
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}"
        raise RejectedRecordError("not-json", f"it is not JSON: {error.msg[:80].lower()}, {at}") from None
    except RecursionError:
        raise RejectedRecordError("not-json", "it is nested deeper than any record") from None


def _no_constant(name: str) -> Any:
    raise RejectedRecordError("not-json", f"it is not JSON, which knows no {name}")
