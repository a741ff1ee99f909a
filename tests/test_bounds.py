"""Work and output have bounds: a file of nothing but mistakes is checked as soon as a sound one."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest

from policysite.domain.fields import (
    MAX_COMBINING_MARKS,
    MAX_LINE_LENGTH,
    MAX_NAME_LENGTH,
    MAX_TEXT_LENGTH,
    MAX_WORD_LENGTH,
)
from policysite.domain.problem_limits import MAX_PROBLEMS, MAX_PROBLEMS_PER_FILE, limit_problems
from policysite.domain.problems import MAX_MESSAGE_LENGTH, Problem, SourcePosition
from policysite.outputs import reports
from policysite.outputs.reports import PROBLEM_FORMATS
from policysite.project import Project
from policysite.rules import RULES
from policysite.sources.yaml_reader import MAX_VALUES
from tests.hostile import CHECKLIST, HOSTILE, repeated, sound
from tests.small import EDITION, FILES, ROLES, SmallProject

SMALL, LARGE = 15_000, 30_000
"""Characters of a file; even the smaller one holds more mistakes than are listed."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """One project for all files: each test puts back what it changed."""
    return SmallProject(tmp_path_factory.mktemp("shared"))


def reported(project: Project, form: reports.ProblemFormat = "text") -> str:
    """What the check prints."""
    return reports.render_problems(
        form,
        project.problems,
        project.counts,
        read_line=project.source_line,
        colour=False,
        version="0",
    )


def opened(small: SmallProject, files: dict[str, str]) -> Project:
    """The project with these files, which are then put back."""
    for file, text in files.items():
        small.write(file, text)
    try:
        project = small.project
        assert project.problems is not None
        return project
    finally:
        for file in files:
            if file in FILES:
                small.write(file, FILES[file])
            else:
                small.remove(file)


def calls(act: Callable[[], object]) -> int:
    """How many functions are called, of Python or of C: work that no busy machine changes."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("kind", HOSTILE)
def test_work_and_output_are_bounded(kind: str, shared: SmallProject) -> None:
    """Twice as many mistakes take at most about twice the work, and print no more in any format."""
    work = [calls(partial(opened, shared, HOSTILE[kind](size))) for size in (SMALL, LARGE)]
    assert work[1] < 2.2 * work[0]
    project = opened(shared, HOSTILE[kind](LARGE))
    assert project.errors or project.counts.warnings
    assert {form for form in PROBLEM_FORMATS if len(reported(project, form)) > 200_000} == set()
    assert max(len(one.message) for one in project.problems) <= MAX_MESSAGE_LENGTH


def test_mistakes_that_are_not_listed_are_counted(shared: SmallProject) -> None:
    """The report lists the first of a file, says how many more there are, and adds up all."""
    files = HOSTILE["roles that are not there"](LARGE)
    project = opened(shared, files)
    count = files[EDITION].count("role: r")
    *first, last = project.problems
    assert [one.code for one in first] == ["unknown-role"] * MAX_PROBLEMS_PER_FILE
    assert first == sorted(first, key=lambda one: one.sort_key)
    assert (last.code, last.count) == ("more-errors", count - MAX_PROBLEMS_PER_FILE)
    assert project.counts.errors == count
    at, margin = first[-1].position, " " * len(str(first[-1].position.line))
    *_, more, total = reported(project).split("\n\n")
    assert more.split("\n") == [
        f"{EDITION}:{at.line}:{at.column}: error[more-errors] {last.message}",
        f"{margin} = help: mend what is listed, then run the check again",
        f"{margin} = see: policysite explain more-errors",
    ]
    assert last.message == f"{count - MAX_PROBLEMS_PER_FILE:,} more errors in this file are not listed"
    assert total.endswith(f"{count} duties. {count} errors, no warnings.\n")


FOUND_WHERE = {
    "while the file is read": ("aliases", "*a"),
    "in its values": ("characters that cannot be shown", "x07"),
    "twice by the model": ("misspelt keys", "nam:"),
    "between files": ("one name that nothing has", "[[x]]"),
}


@pytest.mark.parametrize(("kind", "mark"), FOUND_WHERE.values(), ids=FOUND_WHERE)
def test_the_count_is_right_wherever_mistakes_are_found(
    kind: str, mark: str, shared: SmallProject
) -> None:
    """Each mistake counts once, whichever part of the check finds it."""
    files = HOSTILE[kind](LARGE)
    project = opened(shared, files)
    beside = sum("'a'" in one.message for one in project.problems if one.code == "unknown-key")
    assert project.counts.errors - beside == "".join(files.values()).count(mark)


def test_errors_come_before_warnings(shared: SmallProject) -> None:
    """However many warnings a file has, the error at its end is listed, and the check fails."""
    files = HOSTILE["items that nobody looked at"](SMALL)
    files[CHECKLIST] += "- items: [{id: last, do: x, duty: HR12/nothing}]\n"
    project = opened(shared, files)
    codes = Counter(one.code for one in project.problems)
    assert codes == {"unknown-duty": 1, "item-new": MAX_PROBLEMS_PER_FILE - 1, "more-warnings": 1}
    assert project.errors


def problem(code: str, file: str, line: int = 1) -> Problem:
    """A problem at a line."""
    return Problem(RULES[code], "said", SourcePosition(file, line))


def test_a_library_lists_so_many_in_all() -> None:
    """Of very many files the first errors are listed, then warnings, then how many more there are."""
    errors = [problem("unexpected-file", f"policy/{place:05}.txt") for place in range(MAX_PROBLEMS + 5)]
    warnings = [problem("item-new", f"policy/{place:05}.txt", 2) for place in range(3)]
    shown = limit_problems([*warnings, *errors])
    assert shown[:-2] == errors[:MAX_PROBLEMS]
    assert [(one.position.file, one.message) for one in shown[-2:]] == [
        ("policy", "5 more errors of the whole library are not listed"),
        ("policy", "3 more warnings of the whole library are not listed"),
    ]
    assert [one.count for one in shown[-2:]] == [5, 3]


def test_listing_again_changes_nothing() -> None:
    """What was counted stays counted."""
    many = [problem("item-new", "a", line) for line in range(1, 300)]
    shown = limit_problems(many)
    assert [one.count for one in shown] == [1] * MAX_PROBLEMS_PER_FILE + [199]
    assert limit_problems(shown) == shown


@pytest.mark.parametrize("more", [0, 1])
def test_the_limit_of_values_is_exact(more: int, small: SmallProject) -> None:
    """So many values are read, and one more is not."""
    outside = 3  # the mapping, its key and the list
    small.write(ROLES, f"roles: [{'a,' * (MAX_VALUES - outside + more)}]")
    assert small.codes == ["too-many-values" if more else "wrong-type"]


def test_a_sound_file_of_the_same_size_has_no_problem(shared: SmallProject) -> None:
    """Size alone is no mistake."""
    assert opened(shared, sound(LARGE)).problems == []


def test_what_is_printed_of_a_line_has_a_bound(shared: SmallProject) -> None:
    """However long the line is in which mistakes stand, printing them takes the same work."""
    projects = [opened(shared, HOSTILE["roles that are not there"](size)) for size in (SMALL, 4 * SMALL)]
    work = [calls(partial(reported, project)) for project in projects]
    assert work[1] < 1.1 * work[0]


def test_a_line_without_end_is_shown_near_its_mistake(shared: SmallProject) -> None:
    """A caret stands below its place, whether it lies thousands of characters into the line or not."""
    project = opened(shared, HOSTILE["roles that are not there"](LARGE))
    blocks = reported(project).split("\n\n")[:MAX_PROBLEMS_PER_FILE]
    for number, block in enumerate(blocks):
        _, _, line, caret, *_ = block.split("\n")
        assert line[caret.index("^") :].startswith(f"r{number}, ")


def test_repeated_counts_its_parts() -> None:
    """The files of these tests number what they repeat."""
    assert repeated("a{} ", 7) == "a0 a1 a2 "


CHANGES = "changes: {}\nsections:"
EXACT = {
    "a text": (
        lambda more: "ab " * (MAX_TEXT_LENGTH // 3) + "a" * (MAX_TEXT_LENGTH % 3 + more),
        "text-too-long",
    ),
    "a word": (lambda more: f"See {'w' * (MAX_WORD_LENGTH + more)} now.", "word-too-long"),
    "marks": (lambda more: "a" + "\u0301" * (MAX_COMBINING_MARKS + more) + " b", "too-many-marks"),
    "joiners": (lambda more: "a" + "\u200d" * (MAX_COMBINING_MARKS + more) + " b", "too-many-marks"),
}
"""Texts that are just taken, and not any more with one character more; and why not."""


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize(("text", "code"), EXACT.values(), ids=EXACT)
def test_the_limits_of_a_text_are_exact(
    text: Callable[[int], str], code: str, more: int, small: SmallProject
) -> None:
    """A text, a word in it and the marks on a character have a limit each, which is far beyond need."""
    small.change(EDITION, "sections:", CHANGES.format(text(more).strip()))
    assert [one.code for one in small.project.errors] == ([code] if more else [])


@pytest.mark.parametrize("more", [0, 1])
def test_a_title_has_a_limit_of_its_own(more: int, small: SmallProject) -> None:
    """A text on one line is shorter than a paragraph may be."""
    title = ("ab " * MAX_LINE_LENGTH)[: MAX_LINE_LENGTH - 1] + "a" + "b" * more
    small.change(EDITION, "title: Requests", f"title: {title}")
    assert small.codes == (["text-too-long"] if more else [])


@pytest.mark.parametrize("more", [0, 1])
def test_a_name_can_name_a_file(more: int, small: SmallProject) -> None:
    """An id and a reference are short enough for every file system, and for addresses."""
    reference, role = "H" * (MAX_NAME_LENGTH + more), "r" * (MAX_NAME_LENGTH + more)
    text = FILES[EDITION].replace("reference: HR12", f"reference: {reference}")
    small.remove(EDITION)
    (small.folder / "policy/HR12").rmdir()
    small.write(f"policy/{reference}/2025-11.yml", text.replace("[[HR12/1.1]]", "1.1"))
    small.change(ROLES, "roles:", f"roles:\n  {role}: {{name: Rota keeper}}")
    assert set(small.codes) == ({"malformed-id"} if more else set())


HONEST = {
    "an address": f"See https://example.org/?{'q=1&' * 400}x",
    "Thai": "ทุกคนอาจขอทำงานแบบยืดหยุ่นได้" * 300,
    "Khmer": "អ្នករាល់គ្នាអាចស្នើសុំ" * 300,
    "Japanese": "誰でも柔軟な働き方を求めることができる。" * 300,
    "Korean": "누구나신청할수있다" * 300,
    "Tibetan": "བོད་སྐད་" * 200,
    "emoji": "\U0001f469\U0001f3fd\u200d\u2695\ufe0f" * 300,
    "a flag": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "vowels": "שָׁלוֹם עֲלֵיכֶם " * 300,
    "accents": "Ệ̃ớ́ " * 300,
}


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST)
def test_no_honest_text_comes_near_the_limits(text: str, small: SmallProject) -> None:
    """Writing without spaces, long addresses, signs drawn from several and marked letters are taken."""
    small.change(EDITION, "sections:", CHANGES.format(text.strip()))
    assert small.project.errors == []
