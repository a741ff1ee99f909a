"""The sources as git holds them at an earlier commit, in real repositories."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policysite.cli import main
from policysite.sources import HistoryError, read_earlier
from tests.repository import commit, git
from tests.small import EDITION, LOCK, RECORD, SmallProject

COMMAND = Path(sys.executable).with_name("policysite")
PUT_OFF = (
    "reviews:\n"
    "  - date: 2026-10\n    outcome: extended\n    edition: 2025-11\n    next: 2029-11\n"
    "    approved_by: head-of-people\n    reason: The law is about to change.\n"
)
WITHDRAWN = "reviews: [{date: 2026-10, outcome: withdrawn, edition: 2025-11, reason: Nobody needs it.}]\n"


@pytest.fixture
def kept(small: SmallProject) -> SmallProject:
    """The small project with two documents, all of it committed."""
    write_document(small, "HR13")
    git(small.folder, "init", "--quiet")
    commit(small.folder)
    return small


def write_document(small: SmallProject, reference: str, folder: str | None = None) -> None:
    """Write a document like HR12 under another reference."""
    text = small.read(EDITION)
    small.write(
        f"policy/{folder or reference}/2025-11.yml",
        text.replace("reference: HR12", f"reference: {reference}"),
    )


def put_off(small: SmallProject, *, reason: bool = False) -> None:
    """Move the date of the next review, with a record or without."""
    small.change(EDITION, "  every: 2 years\n  next: 2027-11\n", "  next: 2029-11\n")
    if reason:
        small.change(EDITION, "  next: 2029-11\n", "  next: 2027-11\n")
        small.write(RECORD, PUT_OFF)


def codes(small: SmallProject, *words: str) -> list[str]:
    """The codes that `policysite check` prints."""
    ran = small.run("check", *words)
    found = [line.partition("[")[2].partition("]")[0] for line in ran.output.splitlines() if "[" in line]
    assert ran.exit_code == (1 if "error[" in ran.output else 0)
    return [code for code in found if code]


def references(project: Path, name: str = "HEAD") -> list[str] | None:
    """The documents that differ from a commit, as they were in it."""
    earlier = read_earlier(project, name)
    return None if earlier is None else sorted(earlier.documents)


# --- what has changed since the last commit ------------------------------------------------------


def test_nothing_changed(kept: SmallProject) -> None:
    """Where no document differs from the commit, nothing is read of it."""
    assert references(kept.folder) is None
    kept.change("policy/library.yml", "Example policies", "Our policies")
    assert references(kept.folder) is None


def test_only_what_differs_is_read(kept: SmallProject) -> None:
    """Of the commit, the documents that differ are read, as they were in it."""
    put_off(kept)
    earlier = read_earlier(kept.folder, "HEAD")
    assert earlier is not None
    assert [str(one.current.review.next) for one in earlier.documents.values()] == ["2027-11"]
    assert references(kept.folder) == ["HR12"]


@pytest.mark.parametrize("staged", [False, True])
def test_a_date_moved_since_the_last_commit(staged: bool, kept: SmallProject) -> None:
    """A date that is put off is an error until a record says why, staged or not."""
    put_off(kept)
    if staged:
        git(kept.folder, "add", "--all")
    assert codes(kept) == codes(kept, "--since", "HEAD") == ["review-unrecorded"]
    commit(kept.folder)
    assert codes(kept) == []
    assert codes(kept, "--since", "HEAD~1") == ["review-unrecorded"]


def test_a_date_moved_with_a_record(kept: SmallProject) -> None:
    """A date that is put off by a record is no error, before the commit and after it."""
    put_off(kept, reason=True)
    assert codes(kept) == []
    commit(kept.folder)
    assert codes(kept, "--since", "HEAD~1") == []


def test_records_are_only_added_to(kept: SmallProject) -> None:
    """A record that is changed or removed is an error; one that is added is not."""
    put_off(kept, reason=True)
    commit(kept.folder)
    more = PUT_OFF + "  - {date: 2026-11, outcome: unchanged, edition: 2025-11, next: 2030-11}\n"
    for text, expected in (
        (more, []),
        (PUT_OFF.replace("2029-11", "2030-11"), ["review-record-changed"]),
    ):
        kept.write(RECORD, text)
        assert codes(kept) == expected
    kept.remove(RECORD)
    assert codes(kept) == ["review-record-changed"]


def test_a_document_removed(kept: SmallProject) -> None:
    """A document that goes without having been withdrawn is an error."""
    shutil.rmtree(kept.folder / "policy" / "HR13")
    assert codes(kept) == ["document-removed"]


def test_a_document_withdrawn_and_then_removed(kept: SmallProject) -> None:
    """A document whose withdrawal was committed may go."""
    kept.write("policy/HR13/reviews.yml", WITHDRAWN)
    assert codes(kept) == []
    commit(kept.folder)
    shutil.rmtree(kept.folder / "policy" / "HR13")
    assert codes(kept) == []
    assert references(kept.folder) == ["HR13"]
    assert codes(kept, "--since", "HEAD~1") == ["document-removed"]


def test_a_new_document(kept: SmallProject) -> None:
    """A document that the commit does not hold differs from nothing, untracked or not."""
    write_document(kept, "HR14")
    assert (references(kept.folder), codes(kept)) == (None, [])
    git(kept.folder, "add", "--all")
    assert (references(kept.folder), codes(kept)) == (None, [])


def test_a_new_edition_that_git_does_not_know_yet(kept: SmallProject) -> None:
    """An edition that nobody has added yet is a change of its document."""
    text = kept.read(EDITION)
    kept.write("policy/HR12/2026-05.yml", text.replace("edition: 2025-11\n", "edition: 2026-05\n"))
    assert references(kept.folder) == ["HR12"]


# --- since another branch ------------------------------------------------------------------------


def test_since_a_branch_that_has_moved_on(kept: SmallProject) -> None:
    """What others changed on the branch since this one left it is not this one's change."""
    git(kept.folder, "checkout", "--quiet", "-b", "theirs")
    put_off(kept, reason=True)
    shutil.rmtree(kept.folder / "policy" / "HR13")
    write_document(kept, "HR15")
    commit(kept.folder)
    git(kept.folder, "checkout", "--quiet", "main")
    git(kept.folder, "checkout", "--quiet", "-b", "ours")
    kept.change(EDITION, "title: Flexible working\n", "title: Flexible work\n")
    commit(kept.folder)
    assert references(kept.folder, "theirs") == ["HR12"]
    assert codes(kept, "--since", "theirs") == []
    put_off(kept)
    commit(kept.folder)
    assert codes(kept) == []
    assert codes(kept, "--since", "theirs") == ["review-unrecorded"]


def test_since_a_branch_without_a_common_commit(kept: SmallProject) -> None:
    """Where two branches share no commit, as in a shallow copy, the commit itself is compared with."""
    git(kept.folder, "tag", "old")
    git(kept.folder, "checkout", "--quiet", "--orphan", "new")
    put_off(kept)
    commit(kept.folder)
    assert codes(kept, "--since", "old") == ["review-unrecorded"]


def test_any_name_of_a_commit(kept: SmallProject) -> None:
    """A commit is named as git names it: by its number, short or long, by a tag or from HEAD."""
    long = git(kept.folder, "rev-parse", "HEAD").strip()
    git(kept.folder, "tag", "--annotate", "--message", "x", "v1")
    put_off(kept)
    commit(kept.folder)
    for name in (long, long[:8], "v1", "HEAD^", "@~1"):
        assert references(kept.folder, name) == ["HR12"]


# --- where the project lies ----------------------------------------------------------------------


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    """The project may lie anywhere in its repository, and its neighbours don't matter."""
    small = SmallProject(tmp_path / "our docs" / "Grüße")
    other = SmallProject(tmp_path)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    put_off(other)
    assert references(small.folder) is None
    put_off(small)
    assert (references(small.folder), codes(small)) == (["HR12"], ["review-unrecorded"])
    assert references(tmp_path) == ["HR12"]


@pytest.mark.parametrize("name", ["HR 13", "Größe", "日本", "a'b\"c", "a\nb", "-x", "@", "x[1]"])
def test_folders_of_any_name(name: str, kept: SmallProject) -> None:
    """Whatever a folder is called, it is found again, and does not hide the others."""
    write_document(kept, "HR99", name)
    commit(kept.folder)
    put_off(kept)
    kept.change(f"policy/{name}/2025-11.yml", "title: Flexible working\n", "title: Flexible work\n")
    assert references(kept.folder) == sorted(["HR12", name])
    assert codes(kept).count("review-unrecorded") == 1


def test_names_that_are_not_text(kept: SmallProject) -> None:
    """A folder whose name is not even UTF-8 does not hide the others."""
    odd = os.fsencode(kept.folder / "policy") + b"/gr\xfc\xdfe"
    Path(os.fsdecode(odd)).mkdir()
    Path(os.fsdecode(odd + b"/2025-11.yml")).write_text("x", encoding="utf-8")
    commit(kept.folder)
    Path(os.fsdecode(odd + b"/2025-11.yml")).write_text("y", encoding="utf-8")
    put_off(kept)
    assert "HR12" in (references(kept.folder) or [])


def test_inside_a_hook_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook of git's runs with variables for its own folder; the project is found all the same."""
    small = SmallProject(tmp_path / "docs")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    put_off(small)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert references(small.folder) == ["HR12"]


def test_the_check_writes_nothing_into_the_repository(kept: SmallProject) -> None:
    """Comparing with a commit leaves git's own files as they are."""
    os.utime(kept.folder / EDITION, (1, 1))
    index = kept.folder / ".git" / "index"
    before = index.read_bytes()
    assert codes(kept) == []
    assert index.read_bytes() == before


# --- what cannot be compared ---------------------------------------------------------------------

BROKEN = {
    "an edition that is not YAML": (EDITION, "title: [x\n"),
    "an edition that is empty": (EDITION, ""),
    "an edition that is not text": (EDITION, b"\xff\xfe\0"),
    "an edition without what it needs": (EDITION, "reference: HR12\n"),
    "a record that is not one": (RECORD, "reviews: later\n"),
    "a settings file that is not YAML": ("policy/library.yml", "title: [x\n"),
    "a file that nothing reads": ("policy/HR12/notes.txt", "x"),
}


@pytest.mark.parametrize(("file", "content"), BROKEN.values(), ids=BROKEN)
def test_sources_that_were_broken(file: str, content: str | bytes, kept: SmallProject) -> None:
    """Whatever was wrong with the sources then is no problem of today's, and never a crash."""
    small = kept
    sound = (small.folder / file).read_bytes() if (small.folder / file).exists() else None
    small.write(file, content)
    commit(small.folder)
    if sound is None:
        small.remove(file)
    else:
        small.write(file, sound)
    assert codes(small) == []


@pytest.mark.parametrize(
    "name", ["nonsense", "HEAD~99", "origin/main", "-h", "--output=x", ":/nothing", " "]
)
def test_an_unknown_commit(name: str, kept: SmallProject) -> None:
    """A commit that git does not know is wrong use, told in one line."""
    with pytest.raises(HistoryError, match=r"^.+$"):
        read_earlier(kept.folder, name)
    words = ["check", "--project", str(kept.folder), f"--since={name}"]
    ran = CliRunner().invoke(main, words)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert len(ran.stderr.partition("\nError: ")[2].splitlines()) == 1
    assert not (kept.folder / "x").exists()


def test_no_commit_yet(small: SmallProject) -> None:
    """A repository without a commit has nothing to compare with: that is no fault, unless asked for."""
    git(small.folder, "init", "--quiet")
    assert codes(small) == []
    with pytest.raises(HistoryError):
        read_earlier(small.folder, "HEAD")


def test_no_repository(small: SmallProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project in no repository is checked all the same; a commit cannot be asked for."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.folder.parent))
    assert codes(small) == []
    with pytest.raises(HistoryError, match="not a git repository"):
        read_earlier(small.folder, "main")


def test_a_damaged_repository(kept: SmallProject) -> None:
    """Where git takes a damaged repository for none, the check says that it compared with nothing."""
    kept.write(".git/HEAD", "junk")
    ran = kept.run("check")
    assert ran.exit_code == 0
    assert "The sources were not compared with the last commit: fatal: not a git repository" in ran.stderr


def test_no_git(kept: SmallProject, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without git a project is checked all the same; a commit cannot be asked for."""
    put_off(kept)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert codes(kept) == []
    with pytest.raises(HistoryError, match="git does not answer"):
        read_earlier(kept.folder, "main")


def test_a_project_that_the_repository_ignores(kept: SmallProject) -> None:
    """A project inside a repository that does not hold it has nothing to compare with."""
    inner = SmallProject(kept.folder / "drafts")
    kept.write(".gitignore", "drafts/\n")
    commit(kept.folder)
    put_off(inner)
    assert (references(inner.folder), codes(inner)) == (None, [])


@pytest.mark.parametrize("target", ["/etc/hostname", "../../../elsewhere.yml"])
def test_links_in_the_commit(target: str, kept: SmallProject) -> None:
    """A link that the commit holds is not followed, wherever it leads, and never a crash."""
    link = kept.folder / "policy" / "HR12" / "2020-01.yml"
    link.symlink_to(target)
    commit(kept.folder)
    link.unlink()
    put_off(kept)
    assert codes(kept) == ["review-unrecorded"]


ATTRIBUTES = "policy/** export-ignore export-subst ident -text filter=nothing\n*.lock export-ignore\n"


def test_no_attribute_hides_what_was_committed(kept: SmallProject) -> None:
    """Whatever .gitattributes says, then or now, sources are compared with the bytes of the commit."""
    kept.run("seal")
    kept.write(".gitattributes", ATTRIBUTES)
    commit(kept.folder)
    put_off(kept)
    kept.remove(LOCK)
    assert codes(kept) == ["review-unrecorded", "lock-record-changed", "lock-record-changed"]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_no_flag_of_the_index_hides_a_change(flag: str, kept: SmallProject) -> None:
    """A file that git was told to take for unchanged is compared all the same."""
    git(kept.folder, "update-index", flag, EDITION)
    put_off(kept)
    assert codes(kept) == ["review-unrecorded"]


def test_no_replacement_hides_a_commit(sealed: SmallProject) -> None:
    """What git was told to show in place of an object is not what was committed."""
    committed = git(sealed.folder, "rev-parse", f"HEAD:{LOCK}").strip()
    sealed.remove(LOCK)
    sealed.write("empty", "{}")
    other = git(sealed.folder, "hash-object", "-w", "empty").strip()
    git(sealed.folder, "replace", committed, other)
    assert codes(sealed) == ["lock-record-changed"] * 2


def test_sources_that_were_moved(kept: SmallProject) -> None:
    """Where the commit has the sources in another folder, it is said that nothing was compared."""
    (kept.folder / "docs-of-ours").mkdir()
    shutil.move(kept.folder / "policy", kept.folder / "docs-of-ours" / "policy")
    folder = kept.folder / "docs-of-ours"
    ran = CliRunner().invoke(main, ["check", "--project", str(folder), "--since", "HEAD"])
    assert ran.exit_code == 2
    assert "'HEAD' has the sources at 'policy', and nothing where they are now" in ran.stderr
    ran = CliRunner().invoke(main, ["check", "--project", str(folder)])
    assert "The sources were not compared with the last commit: 'HEAD' has the sources at" in ran.stderr


def test_a_repository_of_the_longer_hashes(small: SmallProject) -> None:
    """A repository that names its objects by SHA-256 is read as well."""
    git(small.folder, "init", "--quiet", "--object-format=sha256")
    commit(small.folder)
    assert references(small.folder) is None
    put_off(small)
    assert (references(small.folder), codes(small)) == (["HR12"], ["review-unrecorded"])


def test_why_nothing_was_compared_is_said(kept: SmallProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git will not answer about a repository that has commits, the check says that, and why."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    said = "The sources were not compared with the last commit: fatal: detected dubious ownership"
    ran = kept.run("check")
    assert ran.exit_code == 0
    assert said in ran.stderr
    monkeypatch.undo()
    shutil.rmtree(kept.folder / ".git" / "objects")
    (kept.folder / ".git" / "objects").mkdir()
    ran = kept.run("check")
    assert "The sources were not compared with the last commit: git knows no commit 'HEAD'" in ran.stderr


# --- policy.lock ---------------------------------------------------------------------------------


@pytest.fixture
def sealed(kept: SmallProject) -> SmallProject:
    """The two documents, sealed and committed."""
    kept.run("seal")
    commit(kept.folder)
    return kept


def reworded(small: SmallProject) -> None:
    """Let a sealed edition say something else."""
    small.change(EDITION, "text: Anybody may", "text: Nobody may")


def without_seal(small: SmallProject, name: str) -> None:
    """Take the seal of an edition out of the lock."""
    text = small.read(LOCK)
    small.write(LOCK, re.sub(rf' *"{name}": "v1:[0-9a-f]+",?\n', "", text).replace('",\n }', '"\n }'))


def test_a_seal_that_goes_with_its_edition(sealed: SmallProject) -> None:
    """Whoever changes a sealed edition and takes out its seal, or all of the lock, is found out."""
    reworded(sealed)
    assert codes(sealed) == ["edition-changed"]
    without_seal(sealed, "HR12/2025-11")
    assert codes(sealed) == ["lock-record-changed"]
    sealed.remove(LOCK)
    assert codes(sealed) == ["lock-record-changed"] * 2
    commit(sealed.folder)
    assert codes(sealed) == []
    assert codes(sealed, "--since", "HEAD~1") == ["lock-record-changed"] * 2


def test_a_seal_that_goes_alone(sealed: SmallProject) -> None:
    """The lock is compared also where no document differs."""
    sealed.remove(LOCK)
    assert codes(sealed) == ["lock-record-changed"] * 2


def test_another_digest_needs_a_correction(sealed: SmallProject) -> None:
    """A digest that was written by hand is found; sealing again with a reason is how it changes."""
    digest = json.loads(sealed.read(LOCK))["editions"]["HR12/2025-11"]
    reworded(sealed)
    sealed.run("seal", "--again", "HR12", "--reason", "The copy was wrong.")
    assert codes(sealed) == []
    lock = json.loads(sealed.read(LOCK))
    sealed.write(LOCK, json.dumps(lock | {"corrections": {}}))
    assert codes(sealed) == ["lock-record-changed"]
    (correction,) = lock["corrections"]["HR12/2025-11"]
    assert correction["before"] == digest
    false = {"HR12/2025-11": [correction | {"before": "v1:0"}]}
    sealed.write(LOCK, json.dumps(lock | {"corrections": false}))
    assert codes(sealed) == ["lock-record-changed"]


def test_corrections_and_records_never_vanish(sealed: SmallProject) -> None:
    """A correction, and a record of a review that the lock keeps, stay as they were."""
    sealed.write(RECORD, PUT_OFF)
    reworded(sealed)
    sealed.run("seal", "--again", "HR12", "--reason", "The copy was wrong.")
    commit(sealed.folder)
    lock = json.loads(sealed.read(LOCK))
    (correction,) = lock["corrections"]["HR12/2025-11"]
    changes: tuple[dict[str, Any], ...] = (
        {"corrections": {}},
        {"corrections": {"HR12/2025-11": [correction | {"reason": "No reason."}]}},
        {"reviews": {}},
    )
    for change in changes:
        sealed.write(LOCK, json.dumps(lock | change))
        assert codes(sealed) == ["lock-record-changed"]


def test_a_corrected_record_of_a_review_is_no_fault(sealed: SmallProject) -> None:
    """Once the correction of a record is recorded, git's earlier state is no reason to complain."""
    sealed.write(RECORD, PUT_OFF)
    sealed.run("seal")
    commit(sealed.folder)
    sealed.write(RECORD, PUT_OFF.replace("2029-11", "2030-11"))
    assert codes(sealed) == ["review-record-changed"]
    sealed.run("seal", "--again", "HR12", "--reason", "It was typed wrongly.")
    assert codes(sealed) == []
    commit(sealed.folder)
    assert codes(sealed, "--since", "HEAD~1") == []


def test_the_clauses_that_differ_are_named(sealed: SmallProject) -> None:
    """Where git has a sealed edition as it was sealed, what differs is named, at the first place."""
    sealed.change(EDITION, "must: answer the request in writing", "may: answer the request")
    reworded(sealed)
    sealed.change(EDITION, "title: Flexible working\n", "title: Flexible work\n")
    (problem,) = (one for one in sealed.problems if one.code == "edition-changed")
    assert problem.message == (
        "this edition was sealed, and now says something else at 1.1, 1.2 and in what it says of itself"
    )
    sealed.run("seal", "--again", "HR12", "--reason", "The copy was wrong.")
    commit(sealed.folder)
    sealed.change(EDITION, "text: Nobody may", "text: Somebody may")
    (problem,) = (one for one in sealed.problems if one.code == "edition-changed")
    assert problem.message == "this edition was sealed, and now says something else at 1.1"
    assert problem.position.line == 17


def test_the_files_that_differ_are_named(sealed: SmallProject) -> None:
    """A file of a sealed edition that is replaced is named; one that is added for the next is not."""
    form = sealed.write("policy/HR12/files/form.txt", "One.\n")
    sealed.change(EDITION, "owner: ", "attachments:\n- file: form.txt\n  title: Form\nowner: ")
    sealed.run("seal", "--again", "HR12", "--reason", "The form was left out.")
    assert codes(sealed) == []
    commit(sealed.folder)
    assert references(sealed.folder) is None
    sealed.write("policy/HR12/files/next.txt", "Next.\n")
    assert codes(sealed) == ["unused-file"]
    assert references(sealed.folder) == ["HR12"]
    form.write_text("Two.\n")
    (problem,) = (one for one in sealed.problems if one.code == "edition-changed")
    assert problem.message == "this edition was sealed, and names a file that is another now: form.txt"
    form.unlink()
    assert sorted(codes(sealed)) == ["unknown-file"]
    form.write_text("One.\n")
    assert codes(sealed) == ["unused-file"]


def test_since_a_branch_in_a_shallow_copy(sealed: SmallProject, tmp_path: Path) -> None:
    """Where a shallow copy cannot tell where the branch was left, that is said, with the mend."""
    git(sealed.folder, "checkout", "--quiet", "-b", "ours")
    reworded(sealed)
    commit(sealed.folder)
    git(sealed.folder, "checkout", "--quiet", "main")
    write_document(sealed, "HR14")
    commit(sealed.folder)
    copy = tmp_path / "copy"
    git(
        tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{sealed.folder}", "copy"
    )
    git(copy, "checkout", "--quiet", "ours")
    with pytest.raises(HistoryError, match=r"where this branch left 'origin/main', because this copy"):
        read_earlier(copy, "origin/main")
    with pytest.raises(HistoryError, match=r"git knows no commit 'HEAD~1', because .* --unshallow"):
        read_earlier(copy, "HEAD~1")
    git(copy, "fetch", "--quiet", "--unshallow")
    earlier = read_earlier(copy, "origin/main")
    assert earlier is not None
    assert list(earlier.documents) == ["HR12"]


def test_a_branch_without_a_commit_is_compared_with_the_other(sealed: SmallProject) -> None:
    """A branch that has no commit of its own yet is held against all of the other."""
    git(sealed.folder, "checkout", "--quiet", "--orphan", "new")
    sealed.remove(LOCK)
    assert codes(sealed, "--since", "main") == ["lock-record-changed"] * 2


# --- what it stops -------------------------------------------------------------------------------


def test_a_date_moved_in_silence_stops_a_build(kept: SmallProject) -> None:
    """A date that is put off without a record stops the build, and the last site stays as it is."""
    kept.write("site/index.html", "the last good site")
    put_off(kept)
    ran = subprocess.run(
        [COMMAND, "build"], cwd=kept.folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 1
    assert f"{EDITION}:11:9: error[review-unrecorded] the date of the next review moves" in ran.stderr
    assert "Traceback" not in ran.stdout + ran.stderr
    assert kept.read("site/index.html") == "the last good site"
