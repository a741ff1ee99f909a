"""The ledger: what it keeps, how it is replaced, and what it never takes for empty."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from policysite.outputs.notifications import ledger as ledgers
from policysite.outputs.notifications.ledger import Ledger, LedgerError
from tests.outputs.notifications.conftest import instant

KEYS = ("HR12 | due 2027-11 | overdue", "HR12 | reviewed 2025-11 | called for 2027-12")
TOLD = Ledger().with_sent(["head@example.org"], KEYS, instant("2027-12-01"))

DAMAGED = {
    "empty": b"",
    "cut short": TOLD.file_text.encode()[:-20],
    "not JSON": b"head@example.org was told",
    "not UTF-8": b"\xff\xfe",
    "a list": b"[]",
    "another format": b'{"format": "policysite-ledger/2", "told": {}}',
    "no format": b'{"told": {}}',
    "an unknown key": b'{"format": "policysite-ledger/1", "told": {}, "more": 1}',
    "a list of recipients": b'{"format": "policysite-ledger/1", "told": ["a@example.org"]}',
    "a list of stages": b'{"format": "policysite-ledger/1", "told": {"a@example.org": []}}',
    "no instant": b'{"format": "policysite-ledger/1", "told": {"a@example.org": {"k": true}}}',
    "no zone": b'{"format": "policysite-ledger/1", "told": {"a@example.org": {"k": "2027-12-01"}}}',
    "too deep": b"[" * 100_000,
}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A ledger comes back as it was, and people can read it: in order, one stage a line."""
    path = tmp_path / "told.json"
    ledgers.write_ledger(path, TOLD)
    assert ledgers.read_ledger(path) == TOLD
    assert path.read_text(encoding="utf-8") == (
        "{\n"
        '  "format": "policysite-ledger/1",\n'
        '  "told": {\n'
        '    "head@example.org": {\n'
        '      "HR12 | due 2027-11 | overdue": "2027-12-01T12:00:00+00:00",\n'
        '      "HR12 | reviewed 2025-11 | called for 2027-12": "2027-12-01T12:00:00+00:00"\n'
        "    }\n"
        "  }\n"
        "}\n"
    )


def test_one_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """Before the first run nobody was told of anything."""
    assert ledgers.read_ledger(tmp_path / "told.json") == Ledger()


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_one_is_an_error(content: bytes, tmp_path: Path) -> None:
    """Whatever is not a ledger is never taken for an empty one, and stays as it is."""
    path = tmp_path / "told.json"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"told\.json is damaged"):
        ledgers.read_ledger(path)
    assert path.read_bytes() == content


def test_one_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """A ledger that is a folder, or lies below a file, is no missing one."""
    with pytest.raises(LedgerError, match="cannot be read: Is a directory"):
        ledgers.read_ledger(tmp_path)
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(LedgerError, match="cannot be read: Not a directory"):
        ledgers.read_ledger(file / "told.json")


def test_who_lacks_what() -> None:
    """Somebody lacks stages when one of them was not told to exactly them."""
    assert not TOLD.lacks_any("head@example.org", KEYS)
    assert TOLD.lacks_any("head@example.org", [*KEYS, "another"])
    assert TOLD.lacks_any("deputy@example.org", KEYS[:1])


def test_the_first_instant_stays() -> None:
    """A stage that is told again keeps when it was told first; the ledger before is unchanged."""
    later = TOLD.with_sent(["head@example.org"], [KEYS[0], "new"], instant("2027-12-09"))
    assert later.sent_stages["head@example.org"][KEYS[0]].startswith("2027-12-01")
    assert later.sent_stages["head@example.org"]["new"].startswith("2027-12-09")
    assert "new" not in TOLD.sent_stages["head@example.org"]


@pytest.mark.parametrize("failing", ["fsync", "fchmod", "replace"])
def test_a_full_disk_leaves_the_old_one(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new ledger cannot be written, that is said, the old one stays, and no rest is left."""
    path = tmp_path / "told.json"
    ledgers.write_ledger(path, TOLD)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path if failing == "replace" else os, failing, full)
    with pytest.raises(LedgerError, match=r"told\.json cannot be written: No space left on device"):
        ledgers.write_ledger(path, Ledger())
    monkeypatch.undo()
    assert ledgers.read_ledger(path) == TOLD
    assert list(tmp_path.iterdir()) == [path]


def test_only_its_owner_reads_a_new_one(tmp_path: Path) -> None:
    """It holds addresses: others may read it only when somebody allowed it."""
    path = tmp_path / "told.json"
    ledgers.write_ledger(path, TOLD)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    ledgers.write_ledger(path, Ledger())
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_it_stays_a_link(tmp_path: Path) -> None:
    """The file that a link leads to is replaced, and not the link."""
    kept = tmp_path / "kept"
    kept.mkdir()
    link = tmp_path / "told.json"
    link.symlink_to(kept / "told.json")
    ledgers.write_ledger(link, TOLD)
    assert link.is_symlink()
    assert json.loads((kept / "told.json").read_text(encoding="utf-8"))["told"] == TOLD.sent_stages


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    """While one run holds the ledger another waits, and no longer than it is to; then it may go on."""
    path = tmp_path / "told.json"
    with (
        ledgers.locked_ledger(path, 0),
        pytest.raises(LedgerError, match=r"another run holds the ledger .* and has for 0\.1 seconds"),
        ledgers.locked_ledger(path, 0.1),
    ):
        pytest.fail("two held it")
    with ledgers.locked_ledger(path, 0):
        pass


def test_what_was_written_since_is_kept(tmp_path: Path) -> None:
    """What stands in the ledger is added to, whatever was known of it before, and taken from never."""
    path = tmp_path / "told.json"
    now = instant("2027-12-01")
    ledgers.write_ledger(path, Ledger().with_sent(["somebody@example.org"], KEYS, now))
    after = ledgers.record_sent(path, Ledger(), ["head@example.org"], KEYS, now)
    assert set(after.sent_stages) == {"somebody@example.org", "head@example.org"}
    assert ledgers.read_ledger(path) == after


def test_one_that_has_gone_is_written_anew(tmp_path: Path) -> None:
    """A ledger that somebody removes during a run is there again with all that was known."""
    path = tmp_path / "told.json"
    ledgers.record_sent(path, TOLD, ["new@example.org"], KEYS, instant("2027-12-01"))
    assert set(ledgers.read_ledger(path).sent_stages) == {"head@example.org", "new@example.org"}


def test_something_that_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A ledger that would never come to its end is an error."""
    os.mkfifo(tmp_path / "told.json")
    with pytest.raises(LedgerError, match="cannot be read: it is no file"):
        ledgers.read_ledger(tmp_path / "told.json")


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A ledger has to be somewhere: its folder is not made up."""
    with (
        pytest.raises(LedgerError, match="cannot be locked: No such file"),
        ledgers.locked_ledger(tmp_path / "missing/told.json", 0),
    ):
        pytest.fail("nothing is there to be held")
