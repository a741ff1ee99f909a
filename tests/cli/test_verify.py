"""policysite verify: what it prints of records of use, and what it exits with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policysite.outputs.usage_records import MAX_RECORD_BYTES
from tests.factories import record_bytes, usage_record
from tests.small import CHECKLIST, EDITION, SmallProject


@pytest.fixture
def record(small: SmallProject) -> Path:
    """A record of a sealed edition of the small project."""
    return small.write("record.json", record_bytes(usage_record(small.add_checklist().seal().project)))


def test_what_belongs_exits_with_0(small: SmallProject, record: Path) -> None:
    """A record of a sealed edition is said to belong to it, and the command succeeds."""
    result = small.run("verify", record)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{record}: belongs to a sealed edition of this library\n")
    assert "does not prove who saved it" in result.stdout


def test_from_standard_input(small: SmallProject, record: Path) -> None:
    """A hyphen stands for standard input."""
    result = small.run("verify", "-", answers=record.read_bytes())
    assert result.exit_code == 0
    assert result.stdout.startswith("-: belongs to a sealed edition of this library\n")


def test_what_is_rejected_exits_with_1(small: SmallProject, record: Path) -> None:
    """A record that was altered fails the command, with the reason and its place."""
    record.write_bytes(record.read_bytes().replace(b"Case 7", b"Case 8"))
    result = small.run("verify", record)
    assert result.exit_code == 1
    assert "rejected (altered): at $.check, " in result.stdout


def test_what_is_not_sealed_exits_with_1(small: SmallProject) -> None:
    """A record of an edition that nobody sealed fails the command."""
    result = small.run("verify", "-", answers=record_bytes(usage_record(small.add_checklist().project)))
    assert result.exit_code == 1
    assert "HR12/2025-11: held here and says the same, but is not sealed" in result.stdout


def test_a_policy_that_changed_exits_with_0(small: SmallProject, record: Path) -> None:
    """That there is a later edition is said, and is no fault."""
    text = small.read(EDITION)
    later = text.replace("edition: 2025-11", "edition: 2026-05")
    small.write("policy/HR12/2026-05.yml", later)
    result = small.run("verify", record)
    assert result.exit_code == 0, result.output
    assert "HR12/2025-11 is no longer current: HR12/2026-05 is" in result.stdout


def test_words_that_nobody_knows_exit_with_1(small: SmallProject, record: Path) -> None:
    """Words that no version of the checklist held here had fail the command, and it says which."""
    small.change(CHECKLIST, "do: Know who may ask.", "do: Know who asks.")
    result = small.run("verify", record)
    assert result.exit_code == 1
    assert "does not belong: no version of the checklist that is held here has its words" in result.stdout
    assert "    could not be compared: hr12-1-1\n" in result.stdout


def test_an_edition_that_changed_exits_with_1(small: SmallProject, record: Path) -> None:
    """That a sealed edition was changed is a fault, of the sources and not of the record."""
    small.change(EDITION, "Anybody may make", "Everybody may make")
    result = small.run("verify", record)
    assert result.exit_code == 1
    assert "HR12/2025-11: says, or was sealed as, something else here" in result.stdout
    assert result.stderr == "the sources have errors: see policysite check\n"


def test_sources_with_errors_exit_with_1(small: SmallProject, record: Path) -> None:
    """What sources with errors say of a record is printed, and not relied upon."""
    small.change("policy/terms.yml", "stands_for:", "stand_for:")
    result = small.run("verify", record)
    assert (result.exit_code, result.stderr) == (1, "the sources have errors: see policysite check\n")
    assert "belongs to a sealed edition" in result.stdout


def test_several_records(small: SmallProject, record: Path) -> None:
    """Each record is told by itself, and one that is rejected fails the command."""
    other = small.write("other.json", "{}")
    result = small.run("verify", record, other)
    assert result.exit_code == 1
    assert f"\n\n{other}: rejected (malformed): at $.format, " in result.stdout
    assert small.run("verify", record, record).exit_code == 0


def test_for_programs(small: SmallProject, record: Path) -> None:
    """With --format json one document holds what was found of every record."""
    result = small.run("verify", "--format", "json", record, "-", answers=b"[]")
    told = json.loads(result.stdout)
    assert [one["record"] for one in told["records"]] == [str(record), "-"]
    assert [one["belongs"] for one in told["records"]] == [True, False]
    assert result.exit_code == 1


def test_no_more_is_read_than_a_record_may_hold(small: SmallProject) -> None:
    """However large a file is, one byte more than a record may have is enough to reject it."""
    large = small.write("large.json", b" " * (3 * MAX_RECORD_BYTES))
    result = small.run("verify", large)
    assert result.exit_code == 1
    assert "rejected (too-large)" in result.stdout


@pytest.mark.parametrize("words", [[], ["nowhere.json"], ["."], ["--format", "xml", "-"]])
def test_wrong_use_exits_with_2(words: list[str], small: SmallProject) -> None:
    """No record, one that is not there, a folder or an unknown format is a wrong use."""
    result = small.run("verify", *words)
    assert (result.exit_code, result.stdout) == (2, "")


def test_nothing_is_written(small: SmallProject, record: Path) -> None:
    """The command leaves every file as it was."""
    before = {path: path.read_bytes() for path in small.folder.rglob("*") if path.is_file()}
    small.run("verify", record)
    assert {path: path.read_bytes() for path in small.folder.rglob("*") if path.is_file()} == before
