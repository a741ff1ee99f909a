"""The commands trace, accept and seal: what a person meets, what they write, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policysite.filesystem import locking
from tests import ROOT
from tests.repository import commit, git
from tests.sites import build, tree
from tests.small import EDITION, LOCK, RECORD, SmallProject

GOLDEN = ROOT / "tests/outputs/reports/golden"
CHECKLIST = "checklists/line-manager.yml"
CLEAN = "Checked 1 document, 1 edition, 2 clauses, 1 duty. No errors, no warnings.\n"


def codes(small: SmallProject) -> list[str]:
    """What `check` finds."""
    told = json.loads(small.run("check", "--format", "json").output)
    return [one["code"] for one in told["problems"]]


@pytest.fixture
def traced(small: SmallProject) -> SmallProject:
    """The small project with a checklist that nobody has accepted yet."""
    small.write(
        CHECKLIST,
        """\
title: Flexible working
role: line-manager
trigger: When somebody asks for flexible working.
sections:
  - items:
      - do: >
          Answer the request in writing, and put a copy of the answer and of the request into the
          personal file.
        duty: HR12/answer-request
      - {id: read, do: Read the request., clause: HR12/1.1}
""",
    )
    return small


@pytest.fixture
def accepted(traced: SmallProject) -> SmallProject:
    """The same with everything accepted."""
    assert traced.run("accept", "--yes").exit_code == 0
    return traced


# --- trace ---------------------------------------------------------------------------------------


def mixed(small: SmallProject) -> None:
    """Give an accepted project items of every status, and duties of every sort."""
    small.change(
        EDITION,
        "            when: a request was made\n",
        """\
            when: a request was made
          - {id: meet, role: line-manager, should: meet the employee}
          - {id: keep-register, role: head-of-people, must: keep a register}
      - number: 1.3
        title: Forms
        missing: {what: The list of the forms.}
""",
    )
    small.change(EDITION, "Anybody may make an FWR", "Anybody may make one FWR")
    small.write(
        CHECKLIST,
        small.read(CHECKLIST)
        + """\
      - {id: again, do: Answer again., duty: HR12/answer-request}
      - {id: lost, do: Do what is gone., duty: HR12/gone}
      - missing: HR12/1.3
""",
    )
    small.change(LOCK, '"clause": "1.2"', '"clause": "4.2"')


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_every_format_shows_every_status(form: str, accepted: SmallProject) -> None:
    """Each format shows the duties with their items, and the items with their status, word for word."""
    mixed(accepted)
    result = accepted.run("trace", "--format", form)
    assert result.exit_code == 1
    assert result.stderr == "the sources have errors: see policysite check\n"
    assert result.stdout_bytes == (GOLDEN / f"trace.{form}").read_bytes()


def test_all_formats_hold_the_same_items(accepted: SmallProject) -> None:
    """The formats differ in form alone: the same items with the same status."""
    mixed(accepted)
    told = json.loads(accepted.run("trace", "--format", "json").stdout)
    statuses = {one["item"]: one["status"] for one in told["items"]}
    assert statuses == {
        "line-manager/answer-request": "moved",
        "line-manager/read": "suspect",
        "line-manager/again": "not looked at",
        "line-manager/lost": "broken",
        "line-manager/hr12-1-3": "not looked at",
    }
    rows = list(csv.DictReader(io.StringIO(accepted.run("trace", "--format", "csv").stdout, newline="")))
    assert {row["item"]: row["status"].partition(" from ")[0] for row in rows if row["item"]} == statuses
    assert [row["cites"] for row in rows if row["status"] == "in none"] == told["uncovered"]
    for form in ("table", "markdown"):
        shown = accepted.run("trace", "--format", form).stdout
        assert all(name in shown for name in statuses)


def test_a_sound_trace_exits_with_0(accepted: SmallProject) -> None:
    """Without errors the trace succeeds, whatever was not looked at yet; it writes nothing."""
    accepted.change(EDITION, "answer the request in writing", "answer the request")
    before = tree(accepted.folder)
    result = accepted.run("trace")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == (
        "2 items: 1 accepted, 1 suspect. Duties in a checklist, or in one made for their role: 1 of 1."
        " Duties to compare with their clauses: 1."
    )
    assert tree(accepted.folder) == before


def test_every_format_names_suspect_duties(accepted: SmallProject) -> None:
    """A duty whose clause has changed is suspect in every format; JSON holds what both said."""
    accepted.change(EDITION, "The [[line-manager]] answers it.", "Nobody answers it.")
    (duty,) = json.loads(accepted.run("trace", "--format", "json").stdout)["duties"]
    assert duty["status"] == "suspect"
    assert duty["accepted"]["clause"] == "The [[line-manager]] answers it. See [[HR12/1.1]]."
    assert duty["now"]["clause"] == "Nobody answers it. See [[HR12/1.1]]."
    table = accepted.run("trace", "--format", "csv").stdout.replace("\r", "")
    assert ",HR12/answer-request,1.2,duty suspect,line-manager,must\n" in table
    for form in ("table", "markdown"):
        (line, *_) = (
            line
            for line in accepted.run("trace", "--format", form).stdout.splitlines()
            if "HR12/answer-request" in line
        )
        assert "suspect" in line


def test_a_project_without_checklists_has_a_trace(small: SmallProject) -> None:
    """Without a checklist the duties are shown alone."""
    result = small.run("trace")
    assert result.exit_code == 0
    assert (
        "HR12/answer-request  1.2     line-manager  must   not looked at  made from duties\n"
        in result.stdout
    )
    assert "\nNo items. Duties in a checklist" in result.stdout


# --- accept: what a person meets -----------------------------------------------------------------


def test_old_and_new_stand_side_by_side(accepted: SmallProject) -> None:
    """Somebody is shown the item, what it cited and what it cites now, and is asked."""
    accepted.change(
        EDITION,
        "must: answer the request in writing",
        "must: answer the request in writing, with reasons",
    )
    result = accepted.run("accept", "line-manager/answer-request", answers="y\n")
    assert result.exit_code == 0
    assert result.stdout == (
        """\
line-manager/answer-request: suspect
Answer the request in writing, and put a copy of the answer and of the request into the personal
file.
HR12/answer-request
Before                                           | Now
line-manager must answer the request in writing, | line-manager must answer the request in writing,
when a request was made                          | with reasons, when a request was made

Does the item still say what this says? [y/N]: y
1 of 1 accepted.
"""
    )
    assert codes(accepted) == ["duty-suspect"]


def test_a_duty_and_its_clause_stand_as_they_were_and_as_they_are(accepted: SmallProject) -> None:
    """Of a suspect duty both are shown, the clause and the duty, each before and now."""
    accepted.change(EDITION, "The [[line-manager]] answers it.", "Nobody answers it any more.")
    assert codes(accepted) == ["duty-suspect"]
    result = accepted.run("accept", answers="y\n")
    assert result.stdout == (
        """\
HR12/answer-request: suspect
Clause 1.2
Before                                           | Now
The [[line-manager]] answers it. See             | Nobody answers it any more. See [[HR12/1.1]].
[[HR12/1.1]].                                    |
Its duty
Before                                           | Now
line-manager must answer the request in writing, | line-manager must answer the request in writing,
when a request was made                          | when a request was made

Does the duty say what its clause says? [y/N]: y
1 of 1 accepted.
"""
    )
    assert codes(accepted) == []


def test_what_is_new_has_nothing_before(traced: SmallProject) -> None:
    """An item that nobody has accepted yet shows that there is nothing to compare with."""
    result = traced.run("accept", "line-manager/read", answers="y\n")
    assert result.stdout == (
        """\
line-manager/read: not looked at
Read the request.
HR12/1.1
Before                                           | Now
(nothing)                                        | Anybody may make an FWR under the [[employment-
                                                 | rights-act-1996]].

Does the item still say what this says? [y/N]: y
1 of 1 accepted.
"""
    )


def test_what_has_moved_says_from_where(accepted: SmallProject) -> None:
    """An item whose source has moved says from where to where."""
    accepted.change(LOCK, '"clause": "1.2"', '"clause": "4.2"')
    shown = accepted.run("accept", answers="n\n").stdout
    assert shown.startswith("line-manager/answer-request: moved from 4.2 to 1.2\n")


def test_an_item_that_cites_something_else_shows_both_names(accepted: SmallProject) -> None:
    """Where an item now cites something else, what it cited before is named."""
    accepted.change(CHECKLIST, "clause: HR12/1.1", "clause: HR12/1.2")
    shown = accepted.run("accept", answers="n\n").stdout
    assert "line-manager/read: not looked at\nRead the request.\nHR12/1.2\n" in shown
    assert "\nHR12/1.1: Anybody may make an FWR under the" in shown


def test_nothing_shown_can_move_the_cursor(accepted: SmallProject) -> None:
    """What a lock or an item holds is shown by its number where it does not print."""
    accepted.change(CHECKLIST, "Read the request.", "Read the \u200brequest.")
    accepted.change(LOCK, '"Anybody may', '"\\u001b[31mAnybody \\u202emay')
    accepted.change(LOCK, '"clause": "1.1"', '"clause": "\\u001b[2J"')
    accepted.change(EDITION, "Anybody may", "Everybody may")
    told = accepted.run("accept", answers="n\n").stdout + accepted.run("trace").stdout
    assert not set(told) & {"\x1b", "\u202e", "\u200b"}
    assert "<U+001B>[31mAnybody <U+202E>may" in told


# --- accept: what it writes ----------------------------------------------------------------------


def changed(small: SmallProject, *words: str, answers: str = "") -> set[str]:
    """The files that a command changes, makes or removes."""
    before = tree(small.folder)
    assert small.run(*words, answers=answers).exit_code == 0
    after = tree(small.folder)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def held(small: SmallProject) -> list[str]:
    """The items that the lock holds."""
    found = json.loads(small.read(LOCK))["citations"]
    return [f"{name}/{item}" for name, items in found.items() for item in items]


BOTH = ["line-manager/answer-request", "line-manager/read"]


def test_only_the_lock_is_written(traced: SmallProject) -> None:
    """Accepting and sealing write policy.lock and touch no other file."""
    assert changed(traced, "accept", "--yes") == {LOCK}
    assert changed(traced, "seal") == {LOCK}
    assert changed(traced, "accept", "--yes") == set()
    assert changed(traced, "seal") == set()


def test_yes_accepts_everything(traced: SmallProject) -> None:
    """--yes shows everything and asks nothing."""
    result = traced.run("accept", "--yes")
    assert result.stdout.endswith("\n3 of 3 accepted.\n")
    assert "[y/N]" not in result.stdout
    assert held(traced) == BOTH
    assert codes(traced) == []


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (["line-manager/read"], BOTH[1:]),
        (["line-manager"], BOTH),
        (["HR12"], []),
        (["HR12/answer-request"], []),
        (["line-manager/read", "line-manager"], BOTH),
        (["line-manager/read", "line-manager/read"], BOTH[1:]),
    ],
)
def test_names_choose(names: list[str], taken: list[str], traced: SmallProject) -> None:
    """An item or a whole checklist may be named, and is shown once; nothing else is accepted."""
    result = traced.run("accept", *names, "--yes")
    count = len(taken) or 1
    assert result.stdout.endswith(f"\n{count} of {count} accepted.\n")
    assert held(traced) == taken


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("line-manger", "line-manager"),
        ("line-manager/reed", "line-manager/read"),
        ("HR12/answer-requests", "HR12/answer-request"),
    ],
)
def test_unknown_names_are_told(name: str, meant: str, traced: SmallProject) -> None:
    """A name that is not there is wrong use, and the nearest is named."""
    result = traced.run("accept", name)
    assert result.exit_code == 2
    assert f"'{name}' is not there; did you mean '{meant}'?" in result.stderr
    assert not (traced.folder / LOCK).exists()


def test_where_nothing_changed_nothing_is_written(accepted: SmallProject, small: SmallProject) -> None:
    """When there is nothing to look at, that is said, and the lock is not even touched."""
    before = (accepted.folder / LOCK).stat()
    result = accepted.run("accept")
    assert (result.exit_code, result.output) == (0, "There is nothing to look at.\n")
    after = (accepted.folder / LOCK).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    small.remove(CHECKLIST)
    small.remove(LOCK)
    text = small.read(EDITION)
    small.write(EDITION, text.partition("        duties:\n")[0])
    assert small.run("accept").output == "There is nothing to look at.\n"
    assert not (small.folder / LOCK).exists()


def test_no_is_an_answer(traced: SmallProject) -> None:
    """What is answered with n, or with nothing, stays as it was; the rest is accepted."""
    result = traced.run("accept", answers="n\nn\ny\n")
    assert result.exit_code == 0
    assert result.stdout.endswith("\n1 of 3 accepted.\n")
    assert held(traced) == BOTH[1:]
    assert traced.run("accept", answers="\n\n").stdout.endswith("\n0 of 2 accepted.\n")
    assert codes(traced) == ["item-new", "duty-new"]


@pytest.mark.parametrize("answers", ["", "y\n", "perhaps\n"])
def test_an_end_of_the_answers_changes_nothing(answers: str, traced: SmallProject) -> None:
    """Whoever breaks off has changed nothing, even where something was answered before."""
    before = tree(traced.folder)
    result = traced.run("accept", answers=answers)
    assert result.exit_code == 1
    assert "Aborted!" in result.stderr
    assert tree(traced.folder) == before


@pytest.mark.parametrize("command", ["accept", "seal"])
def test_errors_come_first(command: str, traced: SmallProject) -> None:
    """While the sources have errors nothing is accepted or sealed."""
    traced.change(EDITION, "role: line-manager", "role: line-managr")
    before = tree(traced.folder)
    result = traced.run(command)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "Error: the sources have errors: mend them first, see policysite check\n"
    assert tree(traced.folder) == before


@pytest.mark.parametrize("command", [["accept", "--yes"], ["seal"]])
def test_a_lock_that_breaks_off_stays(
    command: list[str], accepted: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full in the middle of writing, a line says so, and the old lock is whole."""
    accepted.change(EDITION, "answer the request in writing", "answer the request")
    before = tree(accepted.folder)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = accepted.run(*command)
    assert result.exit_code == 1
    assert result.stderr == "Error: policy.lock could not be written: No space left on device\n"
    assert tree(accepted.folder) == before


@pytest.mark.parametrize("command", [["accept", "--yes"], ["seal"]])
def test_who_holds_the_lock_too_long_stops_nobody_for_ever(
    command: list[str], traced: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another process does not let go of the lock, a command ends after a while, and says why."""
    monkeypatch.setattr(locking, "LOCK_TIMEOUT", 0.1)
    before = tree(traced.folder)
    with locking.exclusive_lock(traced.folder / "policy"):
        result = traced.run(*command)
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: policy.lock could not be written: another process is using it and has for 0.1 seconds:"
        " try again when that has ended\n"
    )
    assert tree(traced.folder) == before


def test_what_a_kill_left_behind_is_taken_away(accepted: SmallProject) -> None:
    """Half a lock beside the whole one is read by nobody, and gone after the next writing."""
    accepted.change(EDITION, "answer the request in writing", "answer the request")
    left = accepted.write("policy/.policy.lock.new", '{"format"')
    assert codes(accepted) == ["item-suspect", "duty-suspect"]
    accepted.run("accept", "--yes")
    assert not left.exists()
    assert codes(accepted) == []


def test_entries_of_items_that_are_gone_go(accepted: SmallProject) -> None:
    """What the lock holds of an item that is gone is removed, and that is said."""
    accepted.change(CHECKLIST, "      - {id: read, do: Read the request., clause: HR12/1.1}\n", "")
    result = accepted.run("accept")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "There is nothing to look at.",
        "Removed from policy.lock, since these are gone: line-manager/read",
    ]
    assert held(accepted) == BOTH[:1]
    accepted.remove(CHECKLIST)
    assert "these are gone: line-manager/answer-request\n" in accepted.run("accept").output
    assert json.loads(accepted.read(LOCK))["citations"] == {}


# --- seal ----------------------------------------------------------------------------------------


def test_seal_takes_every_edition_once(small: SmallProject) -> None:
    """Every edition that is not sealed is, and those that are stay as they are."""
    assert small.run("seal").output == "Sealed: HR12/2025-11\n"
    assert small.run("seal").output == "Every one of them was sealed before.\n"
    assert small.run("check").output == CLEAN
    small.write("policy/HR13/2026-01.yml", NEW_DOCUMENT)
    assert small.run("seal").output == "Sealed: HR13/2026-01\n"
    sealed = json.loads(small.read(LOCK))["editions"]
    assert list(sealed) == ["HR12/2025-11", "HR13/2026-01"]


NEW_DOCUMENT = """\
reference: HR13
title: Appeals
kind: procedure
edition: 2026-01
wording: official
source: {url: "https://www.example.org/hr13"}
sections: [{number: 1, title: Appeals, clauses: [{number: 1.1, text: Appeals are heard.}]}]
"""


@pytest.mark.parametrize("name", ["HR13", "HR13/2026-01"])
def test_seal_takes_what_is_named(name: str, small: SmallProject) -> None:
    """A document or an edition may be named, and nothing else is sealed."""
    small.write("policy/HR13/2026-01.yml", NEW_DOCUMENT)
    assert small.run("seal", name).output == "Sealed: HR13/2026-01\n"


def test_seal_knows_no_other_names(small: SmallProject) -> None:
    """A name that is not there is wrong use; so is --again without a name."""
    result = small.run("seal", "HR12/2025-12")
    assert result.exit_code == 2
    assert "'HR12/2025-12' is not there; the names are: HR12, HR12/2025-11" in result.stderr
    result = small.run("seal", "--again")
    assert result.exit_code == 2
    assert "--again needs the names of the editions that were corrected" in result.stderr
    result = small.run("seal", "--reason", "A line was lost.")
    assert result.exit_code == 2
    assert "--reason says why an edition is sealed again, and needs --again" in result.stderr
    assert not (small.folder / LOCK).exists()


def test_a_sealed_edition_that_changes_stops_the_build(small: SmallProject) -> None:
    """A sealed edition cannot be changed by the way: the build stops until it is sealed again by name."""
    small.run("seal")
    small.change(EDITION, "text: Anybody may", "text: Everybody may")
    assert codes(small) == ["edition-changed"]
    built = build(small.folder)
    assert built.returncode == 1
    assert "policy/HR12/2025-11.yml:4:10: error[edition-changed]" in built.stderr
    assert "policysite seal --again HR12/2025-11 --reason TEXT" in built.stderr
    assert not (small.folder / "site").exists()
    for words in (["seal"], ["seal", "HR12"]):
        assert small.run(*words).exit_code == 1
    assert codes(small) == ["edition-changed"]
    result = small.run("seal", "--again", "HR12/2025-11", "--reason", "The copy had a wrong word.")
    assert result.output == (
        "Sealed: HR12/2025-11\nCorrected for good: HR12/2025-11 (The copy had a wrong word.)\n"
    )
    assert codes(small) == []


def lock_of(small: SmallProject) -> dict[str, Any]:
    """What policy.lock holds."""
    lock: dict[str, Any] = json.loads(small.read(LOCK))
    return lock


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--again needs --reason: a sentence for readers that says why"),
        (["--reason", " "], "there is no text here"),
        (["--reason", "a\x1bb"], "the text holds the character U+001B"),
        (["--reason", "a\nb"], "expected one line, found several"),
    ],
)
def test_sealing_again_needs_a_reason(words: list[str], said: str, small: SmallProject) -> None:
    """Nothing that was sealed is corrected without a line of text that says why."""
    small.run("seal")
    small.change(EDITION, "text: Anybody may", "text: Everybody may")
    before = tree(small.folder)
    result = small.run("seal", "--again", "HR12", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert tree(small.folder) == before


def test_at_a_terminal_the_reason_is_asked_for(small: SmallProject) -> None:
    """Whoever sits at a terminal is asked why, and told that readers are shown it."""
    small.run("seal")
    small.change(EDITION, "text: Anybody may", "text: Everybody may")
    ours, theirs = os.openpty()
    command = [str(Path(sys.executable).with_name("policysite")), "seal", "--again", "HR12"]
    started = subprocess.Popen(command, cwd=small.folder, stdin=theirs, stdout=subprocess.PIPE, text=True)
    os.write(ours, b"The copy had a wrong word.\n")
    said, _ = started.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert started.returncode == 0
    assert said.startswith("Why did the copy have to be corrected? Readers are shown this: ")
    assert lock_of(small)["corrections"]["HR12/2025-11"][0]["reason"] == "The copy had a wrong word."


def test_every_correction_stays(small: SmallProject) -> None:
    """Each correction is recorded with its day, what was sealed before and after, and why; none goes."""
    small.run("seal")
    first = lock_of(small)["editions"]["HR12/2025-11"]
    digests = [first]
    for old, new in (("Anybody may", "Everybody may"), ("Everybody may", "All may")):
        small.change(EDITION, f"text: {old}", f"text: {new}")
        small.run("seal", "--again", "HR12", "--reason", f"It says {new}.")
        digests.append(lock_of(small)["editions"]["HR12/2025-11"])
    small.run("seal", "--again", "HR12", "--reason", "Nothing was wrong.")
    found = lock_of(small)["corrections"]["HR12/2025-11"]
    assert [(one["before"], one["after"], one["reason"]) for one in found] == [
        (digests[0], digests[1], "It says Everybody may."),
        (digests[1], digests[2], "It says All may."),
    ]
    assert all(date.fromisoformat(one["date"]) for one in found)


REVIEWED = "reviews:\n  - {date: 2025-11, outcome: amended, edition: 2025-11}\n"
PUT_OFF = (
    "  - {date: 2026-05, outcome: extended, edition: 2025-11, next: 2028-05,"
    " approved_by: head-of-people, reason: The law changes.}\n"
)


@pytest.mark.parametrize("command", [["seal"], ["accept", "--yes"]])
def test_sealed_records_of_reviews_stay(command: list[str], small: SmallProject) -> None:
    """Also without git: a record that was kept cannot be changed or removed, and others may be added."""
    small.write(RECORD, REVIEWED)
    small.run(*command)
    small.write(RECORD, REVIEWED + PUT_OFF)
    assert codes(small) == []
    small.run(*command)
    more = PUT_OFF.replace("2026-05", "2026-06").replace("2028-05", "2028-11")
    small.write(RECORD, REVIEWED + PUT_OFF + more)
    assert codes(small) == []
    small.write(RECORD, REVIEWED + PUT_OFF.replace("2028-05", "2030-05"))
    assert codes(small) == ["review-record-changed"]
    small.write(RECORD, f"reviews:\n{PUT_OFF}")
    assert codes(small) == ["review-record-changed"]
    small.remove(RECORD)
    assert codes(small) == ["review-record-changed"] * 2
    assert small.run("seal").exit_code == 1


def test_a_record_of_a_review_is_corrected_with_a_reason(small: SmallProject) -> None:
    """A record that was wrong is corrected by sealing again; what it said, and why, stays."""
    small.write(RECORD, REVIEWED + PUT_OFF)
    small.run("seal")
    small.write(RECORD, REVIEWED + PUT_OFF.replace("2028-05", "2028-11"))
    assert "policysite seal --again HR12 --reason TEXT" in small.run("check").output
    result = small.run("seal", "--again", "HR12", "--reason", "Minutes were misread.")
    assert "Corrected for good: HR12/reviews.yml (Minutes were misread.)\n" in result.output
    assert codes(small) == []
    lock = lock_of(small)
    said = ["2025-11: amended, edition 2025-11", "2026-05: extended, edition 2025-11, next 2028-11"]
    assert lock["reviews"] == {"HR12": said}
    (correction,) = lock["corrections"]["HR12/reviews.yml"]
    assert correction["before"] == "2026-05: extended, edition 2025-11, next 2028-05"
    assert correction["after"] == said[1]


def test_sealing_records_duties_but_none_that_is_suspect(small: SmallProject) -> None:
    """What is published counts as right, unless somebody has to look: that only accepting can settle."""
    small.run("seal")
    sealed = lock_of(small)["duties"]
    assert list(sealed) == ["HR12/answer-request"]
    small.change(EDITION, "The [[line-manager]] answers it.", "Nobody answers it.")
    small.run("seal", "--again", "HR12", "--reason", "The copy was wrong.")
    assert codes(small) == ["duty-suspect"]
    assert lock_of(small)["duties"] == sealed


def test_a_lock_of_the_format_before_is_read_and_grows(accepted: SmallProject) -> None:
    """What was sealed and accepted before there were duties in the lock stays; sealing adds them."""
    accepted.run("seal")
    lock = lock_of(accepted)
    old = {"format": "policysite-lock/1", "editions": lock["editions"], "citations": lock["citations"]}
    accepted.write(LOCK, json.dumps(old))
    assert codes(accepted) == ["duty-new"]
    result = accepted.run("seal")
    assert result.output.splitlines()[1] == (
        "New in policy.lock: records of reviews, and duties of sealed editions."
    )
    assert lock_of(accepted) == lock
    assert codes(accepted) == []


def test_sealing_again_needs_sound_sources(small: SmallProject) -> None:
    """What has other faults is not sealed again."""
    small.run("seal")
    small.change(EDITION, "role: line-manager", "role: line-managr")
    before = tree(small.folder)
    assert small.run("seal", "--again", "HR12", "--reason", "x").exit_code == 1
    assert tree(small.folder) == before


def test_a_sealed_edition_that_goes_is_told(small: SmallProject) -> None:
    """An edition that was sealed cannot be renamed or removed while its document is there."""
    small.run("seal")
    text = small.read(EDITION)
    small.remove(EDITION)
    small.write("policy/HR12/2025-12.yml", text.replace("edition: 2025-11", "edition: 2025-12"))
    assert codes(small) == ["edition-removed"]
    assert small.run("seal", "--again", "HR12/2025-12", "--reason", "x").exit_code == 1


# --- the story -----------------------------------------------------------------------------------


def test_the_policy_changes_and_somebody_looks(accepted: SmallProject) -> None:
    """A changed word makes the items suspect until somebody looks; a new number is told, and no more."""
    assert accepted.run("check", "--strict").output == CLEAN

    accepted.change(EDITION, "answer the request in writing", "answer the request in words")
    assert codes(accepted) == ["item-suspect", "duty-suspect"]
    assert accepted.run("check").exit_code == 0
    assert accepted.run("check", "--strict").exit_code == 1
    assert accepted.run("accept", answers="y\ny\n").exit_code == 0
    assert accepted.run("check", "--strict").output == CLEAN

    accepted.change(EDITION, "number: 1.2", "number: 1.3")
    accepted.change(
        EDITION, "      - number: 1.3", "      - {number: 1.2, text: New.}\n      - number: 1.3"
    )
    assert codes(accepted) == ["item-moved"]
    assert accepted.run("accept", "--yes").stdout.startswith(
        "line-manager/answer-request: moved from 1.2 to 1.3\n"
    )
    assert codes(accepted) == []

    accepted.change(EDITION, "id: answer-request", "id: answer")
    assert codes(accepted) == ["unknown-duty", "duty-new", "duty-uncovered"]


def test_wrapping_a_source_anew_is_no_change(accepted: SmallProject) -> None:
    """Whoever only breaks the lines of a source elsewhere makes nobody look again."""
    accepted.run("seal")
    before = (accepted.folder / LOCK).read_bytes()
    accepted.change(
        EDITION, "text: Anybody may make an FWR", "text: >\n          Anybody\n          may make an FWR"
    )
    assert codes(accepted) == []
    assert accepted.run("accept").output == "There is nothing to look at.\n"
    assert (accepted.folder / LOCK).read_bytes() == before


def test_two_people_accept_at_the_same_time(small: SmallProject) -> None:
    """Two branches that accept different items, and seal different editions, join without a conflict."""
    names = [f"duty-{letter}" for letter in "abcdefgh"]
    duties = "".join(
        f"          - {{id: {name}, role: line-manager, must: do {name}}}\n" for name in names
    )
    small.change(
        EDITION,
        "            when: a request was made\n",
        f"            when: a request was made\n{duties}",
    )
    for role in ("line-manager", "head-of-people"):
        items = "".join(f"      - {{do: Do it., duty: HR12/{name}}}\n" for name in names)
        small.write(
            f"checklists/{role}.yml",
            f"title: A\nrole: {role}\ntrigger: Always.\nsections:\n  - items:\n{items}",
        )
    small.run("accept", "line-manager/duty-c", "line-manager/duty-f", "head-of-people/duty-d", "--yes")
    git(small.folder, "init", "--quiet")
    commit(small.folder)

    git(small.folder, "switch", "-qc", "one")
    small.run("accept", "line-manager/duty-a", "line-manager/duty-d", "head-of-people/duty-b", "--yes")
    git(small.folder, "commit", "-qam", "One")
    git(small.folder, "switch", "-q", "main")
    git(small.folder, "switch", "-qc", "two")
    small.run("accept", "line-manager/duty-g", "head-of-people/duty-f", "--yes")
    small.run("seal")
    git(small.folder, "commit", "-qam", "Two")
    git(small.folder, "merge", "-q", "one")

    assert codes(small).count("lock-damaged") == 0
    assert held(small) == [
        *(f"head-of-people/duty-{one}" for one in "bdf"),
        *(f"line-manager/duty-{one}" for one in "acdfg"),
    ]
    joined = (small.folder / LOCK).read_bytes()
    small.run("accept", "--yes")
    assert joined != (small.folder / LOCK).read_bytes()
    assert [code for code in codes(small) if code.startswith("item")] == []
