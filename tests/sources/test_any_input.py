"""Whatever stands in a source: it is read or reported at a place that is there, and never raises."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policysite.domain.problems import Severity
from policysite.domain.register import Register
from policysite.outputs.api.review_state import review_state_file
from policysite.outputs.formats.trace import trace_file
from policysite.sources import PolicySources, lock_file, read_sources
from policysite.traceability import Traceability
from tests.small import EDITION, FILES, NOW, ROLES, SmallProject

SOURCES = [name for name in FILES if name.startswith("policy/")]
KEYS = sorted(
    {
        "number", "id", "title", "title_is", "text", "items", "duties", "missing", "question",
        "clauses", "sections", "what", "role", "must", "should", "may", "when", "reference",
        "kind", "governed_by", "edition", "extent", "wording", "source", "url", "retrieved", "note",
        "owner", "review", "last", "every", "next", "also_when", "changes", "questions",
        "roles", "terms", "references", "name", "also", "part_of", "about", "state", "[key]", "<<",
    }
)  # fmt: skip
VALUES = [
    "", "1", "1.1", "2025-11", "2 years", "policy", "HR12", "line-manager", "[[HR12/1.1]]", "[[", "~",
    "no", "\0", "\ufeff", "must", "official", "https://www.example.org/",
]  # fmt: skip
TOKENS = [
    "\n", "\n  ", "\n    ", "\n  - ", " ", "- ", ": ", "? ", "{", "}", "[", "]", ", ", "&a ", "*a", "!t ",
    "!!str ", "%YAML 1.1\n", "---\n", "...\n", '"', "'", "|\n", ">\n", "#", " #", "\t", "\r", "\r\n",
    "\ufeff", "\x85", "\u2028", "\0", "\x1b", "\\", "\\u", "@", "`", "é", "\U0001f600", "<<: ",
    "x" * 1100, *KEYS, *VALUES,
]  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """One project for all examples: each writes its file anew."""
    return SmallProject(tmp_path_factory.mktemp("shared"))


def reads(small: SmallProject, file: str, content: bytes) -> PolicySources:
    """Read and check a project with this source, and hold what must always hold of it."""
    small.write(file, content)
    try:
        problems = small.problems
        sources = read_sources(small.folder)
    finally:
        small.write(file, FILES[file])
    whole = file not in sources.library.unreadable
    errors = [problem for problem in sources.problems if problem.severity is Severity.ERROR]
    assert whole != any(problem.position.file == file for problem in errors)
    for at in (problem.position for problem in problems):
        line = sources.source_line(at.file, at.line)
        assert at.file not in sources.texts or line is not None
        assert line is None or 1 <= at.column <= len(line) + 1
    # Commands print these in spite of errors.
    assert trace_file(Traceability(sources.library).trace).format
    assert review_state_file(Register.from_library(sources.library, NOW.date()), "", NOW).format
    return sources


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The bytes of a good source with some cut out, put in or put in the wrong place."""
    text = FILES[draw(st.sampled_from(SOURCES))].encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        put = draw(st.sampled_from(TOKENS).map(str.encode) | st.binary(max_size=4))
        text = text[:start] + put + text[end:]
    return text


pieces = st.lists(st.sampled_from(TOKENS), max_size=40).map(lambda found: "".join(found).encode())


@given(file=st.sampled_from(SOURCES), content=st.binary(max_size=200) | pieces | damaged())
@example(file=EDITION, content=b"a: &x 1\nb: &x 2\n[key]: 3\n")
@example(file=ROLES, content=b"roles: {'[key]': x}")
@example(file="policy/terms.yml", content=b"terms: {'[key]': {}}")
@example(file=ROLES, content="# é\x00".encode())
@settings(max_examples=400)
def test_any_bytes_are_read_or_reported(shared: SmallProject, file: str, content: bytes) -> None:
    """A source of any bytes gives its whole model or at least one problem, at a place in the file."""
    reads(shared, file, content)


scalars: st.SearchStrategy[Any] = (
    st.sampled_from(VALUES)
    | st.text(max_size=8)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.none()
    | st.dates()
)
keys = st.sampled_from(KEYS) | scalars
nested: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(keys, below, max_size=4),
    max_leaves=12,
)


@st.composite
def mangled(draw: st.DrawFn, value: Any) -> Any:
    """A value of which parts were replaced by anything, left out, repeated or given new keys."""
    fate = draw(st.integers(0, 11))
    if fate == 0:
        return draw(nested)
    if isinstance(value, list):
        kept = [draw(mangled(one)) for one in value if draw(st.integers(0, 9))]
        return kept + kept[:1] if fate == 1 else kept
    if isinstance(value, dict):
        left = {key: draw(mangled(one)) for key, one in value.items() if draw(st.integers(0, 9))}
        return left | {draw(keys): draw(nested)} if fate == 1 else left
    return value


GOOD = yaml.load(FILES[EDITION], yaml.BaseLoader)  # noqa: S506  # texts only, and our own
dumps: dict[str, Callable[[Any], str]] = {
    "block": lambda value: str(yaml.safe_dump(value, allow_unicode=True)),
    "flow": lambda value: str(yaml.safe_dump(value, default_flow_style=True, width=40)),
}


@given(value=mangled(GOOD) | nested, style=st.sampled_from(sorted(dumps)))
@settings(max_examples=400)
def test_any_data_is_read_or_reported(shared: SmallProject, value: Any, style: str) -> None:
    """An edition of any data that YAML can hold gives its whole model or at least one problem."""
    reads(shared, EDITION, dumps[style](value).encode("utf-8", "surrogatepass"))


LOCK = """\
{
 "format": "policysite-lock/2",
 "editions": {"HR12/2020-11": "v1:0"},
 "corrections": {"HR12/2020-11": [{"date": "2026-01-01", "before": "1", "after": "0", "reason": "é"}]},
 "reviews": {"HR12": ["2020-11: amended, edition 2020-11"]},
 "duties": {"HR12/answer": {"clause_digest": "v1:0", "clause_text": "é", "digest": "v1:0", "text": "é"}},
 "citations": {"line-manager": {"answer": {
  "cites": "HR12/1.1", "clause": "1.1", "digest": "v1:0", "text": "é"
 }}}
}
"""
LOCK_PIECES = [
    "{", "}", "[", "]", ",", ":", '"', "\\", "\\ud800", "\n", "\ufeff", "null", "1",
    "9" * 5000, "1e999", "NaN", "[" * 20000,
    '"editions"', '"citations"', '"text"', '"format": "policysite-lock/1"', "<<<<<<< HEAD\n",
    '"corrections"', '"reviews"', '"duties"',
]  # fmt: skip


@st.composite
def damaged_locks(draw: st.DrawFn) -> bytes:
    """The bytes of a good lock with some cut out or put in."""
    text = LOCK.encode()
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        put = draw(st.sampled_from(LOCK_PIECES).map(str.encode) | st.binary(max_size=4))
        text = text[:start] + put + text[end:]
    return text


locks: st.SearchStrategy[Any] = st.recursive(
    scalars.filter(lambda one: isinstance(one, str | int | float | bool | None)),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3),
    max_leaves=8,
)


@given(content=st.binary(max_size=200) | damaged_locks())
@example(content=b"")
@example(content=b"[" * 100_000)
@example(content=b'{"a": ' * 100_000)
@example(content=b"9" * 5000)
@example(content=LOCK.encode("utf-16"))
@example(content=LOCK.encode("utf-8-sig"))
@example(content=LOCK.replace("v1:0", "\\udfff").encode())
@settings(max_examples=300)
def test_a_lock_of_any_bytes_is_read_or_is_one_problem(shared: SmallProject, content: bytes) -> None:
    """A policy.lock of any bytes is read or is one problem at a place in it, and can be written again."""
    is_read_or_one_problem(shared, content)


PARTS = ("editions", "citations", "corrections", "reviews", "duties")


@given(parts=st.dictionaries(st.sampled_from(PARTS), locks, min_size=1))
@example(parts={"citations": {"line-manager": []}})
@example(parts={"editions": []})
@example(
    parts={"citations": {"line-manager": {"a": {"cites": "", "clause": "", "digest": "", "text": 0}}}}
)
@example(parts={"citations": {"line-manager": {"a": {}}}})
@example(parts={"reviews": {"HR12": "a"}})
@example(parts={"reviews": {"HR12": {"a": ""}}})
@example(parts={"corrections": {"HR12": {}}})
@example(parts={"corrections": {"HR12": [{}]}})
@example(parts={"duties": {"HR12/a": []}})
@example(parts={"duties": []})
def test_a_lock_of_any_data_is_read_or_is_one_problem(
    shared: SmallProject, parts: dict[str, Any]
) -> None:
    """A policy.lock whose parts are anything that JSON can hold is read or is one problem."""
    data = {"format": "policysite-lock/2", "editions": {}, "citations": {}} | parts
    is_read_or_one_problem(shared, json.dumps(data).encode())


def is_read_or_one_problem(small: SmallProject, content: bytes) -> None:
    """Read a project with a lock, and hold what must hold of it."""
    path = small.write(LOCK, content)
    try:
        problems = read_sources(small.folder).problems
        assert [one.code for one in problems] in ([], ["lock-damaged"])
        found = small.problems
        if problems:
            assert found == problems
            lines = content.split(b"\n")
            assert 1 <= found[0].position.line <= len(lines) + content.count(b"\r")
        else:
            known = {"edition-changed", "edition-removed", "review-record-changed"}
            assert {one.code for one in found} <= known | {"duty-new", "duty-suspect"}
            lock = small.project.library.lock
            assert lock_file.parse_lock(lock_file.lock_text(lock).encode()) == replace(
                lock, citations={name: items for name, items in lock.citations.items() if items}
            )
    finally:
        path.unlink()


def quoted(text: str) -> str:
    """A text as a double-quoted scalar; only what YAML would break a line at, or not take, is escaped."""
    escapes = {char: f"\\u{ord(char):04x}" for char in "\u2028\u2029\ufeff"}
    escapes |= {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(char, char) for char in text) + '"'


shown = st.characters(exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from("\n\t\ufeff\u2028")
texts = st.text(shown, min_size=1).filter(lambda text: bool(text.strip()))


@given(text=texts)
@example(text=" no ")
@example(text="3.10")
@example(text="\t<b>&amp;</b> {{ x }} *y* [[HR12/1.1]] # 'it''s' \\u0041 %s ${HOME}\n\n")
@example(text="e\u0301 \u00e9 \u202eabc\u202c \U0001f469\U0001f3fd\u200d\u2695\ufe0f")
def test_texts_come_back_as_they_were_written(shared: SmallProject, text: str) -> None:
    """A text in double quotes is in the model character for character."""
    old = "Anybody may make an FWR under the [[employment-rights-act-1996]]."
    content = FILES[EDITION].replace(old, quoted(text)).encode()
    clauses = reads(shared, EDITION, content).library.documents["HR12"].current.clauses
    assert next(clauses).text == text


SCALARS = [
    "3.10", "no", "Yes", "off", "2025-12", "2025-12-31", "1e3", "0x10", "0o7", "010", "~", "null",
    "1_000", "12:30:45", ".inf", ".NaN", "=", "<<", "+1", "1.", "2001-12-14t21:59:43.10-05:00",
]  # fmt: skip


@pytest.mark.parametrize("scalar", SCALARS)
def test_what_looks_like_a_number_or_a_date_is_text(scalar: str, small: SmallProject) -> None:
    """A scalar without quotes stays the text that was typed."""
    small.change(EDITION, "title: Requests", f"title: {scalar} ")
    (section,) = small.project.library.documents["HR12"].current.sections
    assert section.title == scalar
