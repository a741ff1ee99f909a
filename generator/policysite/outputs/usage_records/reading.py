"""From the bytes of a record to what it says; whatever is wrong with it, one reason and its place."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal, cast, get_args

from ...domain.problems import ValuePath
from ...errors import PolicySiteError

RECORD_FORMAT = "policysite-record/1"
MAX_RECORD_BYTES = 1_000_000
"""How large a record may be: a hundred times what the longest checklist needs."""

MAX_CLOCK_SKEW = timedelta(minutes=5)
"""How far the clock of the device that saved a record may be ahead of ours (RFC 4120, 3.1.3)."""

TIME_RESOLUTION = timedelta(seconds=1)
"""How much later than the record an item may seem: the two instants may be given with other precision."""

ItemState = Literal["done", "not applicable", "left"]
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

_KEYS = (
    "format", "library", "checklist", "title", "digest", "editions",
    "site", "reference", "saved", "items", "check",
)  # fmt: skip
_ITEM_KEYS = ("name", "digest", "do", "state", "at")
_DIGEST = re.compile(r"v1:[0-9a-f]{64}")
_EDITION = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*/[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class RejectedRecordError(PolicySiteError):
    """A record is not one, or is not whole: why, and where in it."""

    def __init__(self, code: RejectionCode, reason: str, path: ValuePath = ()) -> None:
        super().__init__(reason)
        self.code: RejectionCode = code
        self.reason = reason
        self.where = json_path(path)


@dataclass(frozen=True, slots=True)
class RecordedItem:
    """An item as somebody left it."""

    name: str
    digest: str
    do: str
    """What it said to do."""
    state: ItemState
    ticked_at: datetime | None
    """When it was ticked or set aside; None where it was left."""


@dataclass(frozen=True, slots=True)
class UsageRecord:
    """A record of use that is whole in itself."""

    library: str
    checklist: str
    title: str
    digest: str
    """The digest of the checklist at that time."""
    editions: Mapping[str, str]
    """The digests of the editions that its items came from, by REFERENCE/EDITION."""
    site: str
    reference: str
    """What the person wrote to find it again by."""
    saved_at: datetime
    items: tuple[RecordedItem, ...]

    def items_in_state(self, state: ItemState) -> list[RecordedItem]:
        """The items in a state, in order."""
        return [item for item in self.items if item.state == state]


def read_record(raw: bytes, now: datetime) -> UsageRecord:
    """Read a record. now is the instant of reading, and knows its zone.

    Raises RejectedRecordError when it is malformed, altered, contradicts itself or was saved after now.
    """
    top = _Value(_parsed(raw)).object()
    if top.found.get("format") != RECORD_FORMAT:
        raise RejectedRecordError(
            "malformed", f"it does not say that its format is {RECORD_FORMAT}", ("format",)
        )
    if "check" not in top.found:
        raise RejectedRecordError("malformed", "it has no check, so nothing tells whether it was altered")
    top.has(_KEYS)
    record = UsageRecord(
        library=top["library"].text(),
        checklist=top["checklist"].text(),
        title=top["title"].text(),
        digest=top["digest"].digest(),
        editions=dict(_editions(top["editions"])),
        site=top["site"].address(),
        reference=top["reference"].text(may_be_empty=True),
        saved_at=top["saved"].time(),
        items=tuple(_items(top["items"])),
    )
    if top["check"].digest() != record_checksum(top.found):
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


def json_path(path: ValuePath) -> str:
    """A place in a record, as in $.items[3].at (RFC 9535)."""
    return "$" + "".join(map(_step, path))


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if _PLAIN_KEY.fullmatch(key):
        return f".{key}"
    # Escapes as JSON's, but for the quotes, which are single.
    quoted = json.dumps(key)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"['{quoted}']"


def _editions(value: _Value) -> Iterator[tuple[str, str]]:
    held = value.object()
    if not held.found:
        raise RejectedRecordError("malformed", "it names no edition", held.path)
    for name in held.found:
        if not _EDITION.fullmatch(name):
            raise RejectedRecordError("malformed", f"{_quoted(name)} does not name an edition", held.path)
        yield name, held[name].digest()


def _items(value: _Value) -> Iterator[RecordedItem]:
    yield from map(_item, value.list())
    if not value.found:
        raise value.reject("it holds no item, so it says nothing")


def _item(value: _Value) -> RecordedItem:
    one = value.object()
    one.has(_ITEM_KEYS)
    return RecordedItem(
        name=one["name"].text(),
        digest=one["digest"].digest(),
        do=one["do"].text(),
        state=one["state"].state(),
        ticked_at=one["at"].time() if one["at"].found is not None else None,
    )


def _agrees_with_itself(record: UsageRecord) -> None:
    seen: set[str] = set()
    for place, item in enumerate(record.items):
        path: ValuePath = ("items", place)
        if item.name in seen:
            raise RejectedRecordError("inconsistent", f"the item {_quoted(item.name)} stands twice", path)
        seen.add(item.name)
        if item.state == "done" and item.ticked_at is None:
            raise RejectedRecordError("inconsistent", "it is done, but there is no time", (*path, "at"))
        if item.state == "left" and item.ticked_at is not None:
            raise RejectedRecordError("inconsistent", "it was left, but there is a time", (*path, "at"))
        if item.ticked_at is not None and item.ticked_at - record.saved_at >= TIME_RESOLUTION:
            reason = "its time is later than that at which the record was saved"
            raise RejectedRecordError("inconsistent", reason, (*path, "at"))


# --- the values ----------------------------------------------------------------------------------


class _Object(dict[str, Any]):
    """An object of JSON that knows whether a key stood twice."""

    twice: str | None = None

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> _Object:
        made = cls()
        for key, value in pairs:
            if key in made:
                made.twice = key
            made[key] = value
        return made


class _Number:
    """A number of any size: a record holds none."""

    def __init__(self, _digits: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class _Value:
    """A value with the way to it; what it is not, it says."""

    found: Any
    path: ValuePath = ()

    def __getitem__(self, key: str) -> _Value:
        return _Value(self.found[key], (*self.path, key))

    def reject(self, reason: str, *below: str) -> RejectedRecordError:
        return RejectedRecordError("malformed", reason, (*self.path, *below))

    def object(self) -> _Value:
        if not isinstance(self.found, _Object):
            raise self.reject(f"expected an object, found {_kind(self.found)}")
        if self.found.twice is not None:
            raise self.reject(f"the key {_quoted(self.found.twice)} stands twice")
        return self

    def has(self, keys: Collection[str]) -> None:
        for key in keys:
            if key not in self.found:
                raise self.reject(f"{key} is missing")
        for key in self.found:
            if key not in keys:
                raise self.reject(f"a record holds no {_quoted(key)} here")

    def list(self) -> Iterator[_Value]:
        if not isinstance(self.found, list):
            raise self.reject(f"expected a list, found {_kind(self.found)}")
        return (_Value(one, (*self.path, place)) for place, one in enumerate(self.found))

    def text(self, *, may_be_empty: bool = False) -> str:
        if not isinstance(self.found, str):
            raise self.reject(f"expected text, found {_kind(self.found)}")
        if any("\ud800" <= char <= "\udfff" for char in self.found):
            raise self.reject("it holds half a character")
        if not may_be_empty and not self.found.strip():
            raise self.reject("there is no text here")
        return self.found

    def digest(self) -> str:
        if not _DIGEST.fullmatch(self.text()):
            raise self.reject("expected a digest: v1: and 64 digits of base 16 in small letters")
        return self.text()

    def address(self) -> str:
        found = self.text(may_be_empty=True)
        if found and not found.startswith(("https://", "http://", "file://")):
            raise self.reject("expected the address of a page, or nothing")
        return found

    def state(self) -> ItemState:
        found = self.text()
        if found not in get_args(ItemState):
            raise self.reject(f"expected {', '.join(get_args(ItemState))}; found {_quoted(found)}")
        return cast("ItemState", found)

    def time(self) -> datetime:
        found = self.text()
        try:
            if _TIME.fullmatch(found):
                return datetime.fromisoformat(found)
        except ValueError:
            pass
        raise self.reject("expected an instant with its offset, as 2026-11-21T09:30:00+00:00")


def _parsed(raw: bytes) -> Any:
    if len(raw) > MAX_RECORD_BYTES:
        raise RejectedRecordError(
            "too-large", f"it is larger than a record may be, {MAX_RECORD_BYTES} bytes"
        )
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_Object.of,
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


def _kind(found: Any) -> str:
    if found is None:
        return "null"
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, str):
        return "text"
    return "a list" if isinstance(found, list) else "an object" if isinstance(found, dict) else "a number"


def _quoted(text: str) -> str:
    return ascii(text[:60])
