"""Records of use: what is read, what is rejected and why, and what is said of the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, get_args
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policysite.domain import addresses
from policysite.lock_recorder import LockRecorder
from policysite.outputs.formats.names import Format
from policysite.outputs.formats.schemas import json_schemas
from policysite.outputs.usage_records import (
    MAX_RECORD_BYTES,
    EditionMatch,
    RecordVerification,
    RejectedRecordError,
    Rejection,
    WordingMatch,
    read_record,
    record_checksum,
    verification_data,
    verification_text,
)
from policysite.outputs.usage_records.reading import RejectionCode
from policysite.project import Project
from policysite.traceability.digests import checklist_digest, item_digest
from tests import LIBRARY, ROOT, VECTOR_FILES
from tests.factories import DONE_AT, record_bytes, usage_record, with_check
from tests.outputs.formats.inlined import inlined
from tests.repository import commit, git
from tests.sites import Rendered, words
from tests.small import CHECKLIST, EDITION, LOCK, NOW, RECORD, ROLES, SmallProject

SCHEMA = dict(json_schemas())["record.schema.json"]
VALIDATOR = Draft202012Validator(SCHEMA)
BY_JAVASCRIPT = (VECTOR_FILES / "record.json").read_bytes()
"""Made by Node.js: JSON.stringify, and the check by its own canonical form and SHA-256."""
Fault = tuple[tuple[str | int, ...], Any, str, str]
"""The way to a value, what stands there, the place that is named, and a part of the reason."""
NAME = "HR12/2025-11"
OTHER_DIGEST = f"v1:{'0' * 64}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project with a checklist, its edition sealed. Nobody changes it."""
    return SmallProject(tmp_path_factory.mktemp("records")).add_checklist().seal().project


@pytest.fixture
def kept(small: SmallProject) -> SmallProject:
    """The small project with a checklist, its edition sealed, and all of it in git."""
    small.add_checklist().seal()
    git(small.folder, "init", "--quiet")
    commit(small.folder)
    return small


@pytest.fixture(scope="module")
def data(project: Project) -> dict[str, Any]:
    """A record of it. Nobody changes it."""
    return usage_record(project)


def verdict(project: Project, record: Any) -> RecordVerification:
    """What is found of a record that is not rejected."""
    found = project.verify_record(record_bytes(record))
    assert isinstance(found, RecordVerification), found
    return found


def rejected(project: Project, record: Any) -> tuple[str, str, str]:
    """Why a record is rejected: the code, the place and the reason."""
    found = project.verify_record(record if isinstance(record, bytes) else record_bytes(record))
    assert isinstance(found, Rejection), found
    return found.code, found.where, found.reason


def changed(data: dict[str, Any], *path: str | int, to: Any) -> dict[str, Any]:
    """A copy of a record with one value changed, and its check made anew."""
    copy = json.loads(json.dumps(data))
    *above, last = path
    held = copy
    for key in above:
        held = held[key]
    held[last] = to
    return with_check(copy)


# --- what is whole -------------------------------------------------------------------------------


def test_a_record_belongs_to_a_sealed_edition(project: Project, data: dict[str, Any]) -> None:
    """What was saved today of a sealed edition belongs to it, and nothing has changed since."""
    found = verdict(project, data)
    assert found.belongs and not found.has_changed_since
    assert found.editions == {NAME: EditionMatch.SEALED}
    assert (found.wording, found.unknown_items) == (WordingMatch.CURRENT, ())
    assert (found.changed_items, found.new_items, found.removed_items) == ((), (), ())


def test_what_became_of_each_item(project: Project, data: dict[str, Any]) -> None:
    """It says which items were done, set aside and left, and when."""
    saved = verdict(project, data).record
    at = datetime(2026, 11, 21, 9, 30, 0, 123000, UTC)
    assert [(one.name, one.ticked_at) for one in saved.items_in_state("done")] == [("answer-request", at)]
    assert [one.name for one in saved.items_in_state("not applicable")] == ["hr12-1-1"]
    assert [one.name for one in saved.items_in_state("left")] == ["written"]


def test_an_item_set_aside_may_say_when(project: Project, data: dict[str, Any]) -> None:
    """The time at which an item was said not to apply is kept."""
    (aside,) = verdict(project, changed(data, "items", 1, "at", to=DONE_AT)).record.items_in_state(
        "not applicable"
    )
    assert aside.ticked_at is not None


def test_words_as_the_page_shows_them(project: Project, data: dict[str, Any]) -> None:
    """An item may say what its source says or what the page shows for it, however it is wrapped."""
    assert "[[line-manager]]" in data["items"][0]["do"]
    shown = "Answer it in writing,\n as the Line manager."
    assert verdict(project, changed(data, "items", 0, "do", to=shown)).belongs


def test_what_pages_say_is_what_is_verified() -> None:
    """A record of any checklist of a whole library, put together from its page, fits that checklist."""
    site, project = Rendered.of(LIBRARY), Project.open(LIBRARY, NOW)
    for name in (
        name for name, resolved in project.traceability.resolved_checklists.items() if resolved.digests
    ):
        (form,) = site[addresses.checklist_path(name)].xpath("//form[@data-digest]")
        items = [
            {
                "name": item.get("data-name"),
                "digest": item.get("data-digest"),
                "do": words("".join(item.xpath(".//*[@class='action']")[0].itertext())),
                "state": "left",
                "at": None,
            }
            for item in form.xpath(".//*[@data-name]")
        ]
        editions = json.loads(form.get("data-editions"))
        facts = {key: form.get(f"data-{key}") for key in ("library", "title", "digest")}
        found = verdict(project, usage_record(project, name, **facts, items=items, editions=editions))
        assert found.wording is WordingMatch.CURRENT
        assert EditionMatch.CHANGED not in found.editions.values()


def test_made_by_javascript() -> None:
    """A record that JavaScript made is whole: keys in any order, its own escapes and its hash."""
    found = read_record(BY_JAVASCRIPT, NOW)
    assert record_checksum(json.loads(BY_JAVASCRIPT)) == json.loads(BY_JAVASCRIPT)["check"]
    assert list(found.editions) == ["HR9/2025-11", "HR12/2025-11"]
    assert "\u2028" in found.title and "\N{ADULT}" in found.title
    assert found.reference == "tab\t, \b\f\r\n \x01 \x1f \ufeff \uffff <b>&amp;</b>"
    assert found.items[0].ticked_at == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("indent", [None, 1, "\t"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_the_form_is_free(data: dict[str, Any], indent: Any, *, ascii_only: bool) -> None:
    """However it is indented, escaped and ordered, a record says the same."""
    odd = with_check(data | {"reference": '\u2028 é 柔軟 \N{ADULT} \\ " /'})
    backwards = dict(reversed(odd.items()))
    text = json.dumps(backwards, indent=indent, ensure_ascii=ascii_only)
    assert read_record(text.encode(), NOW) == read_record(record_bytes(odd), NOW)
    assert read_record(text.replace("/", "\\/").encode(), NOW) == read_record(record_bytes(odd), NOW)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_reference(text: str) -> None:
    """Whatever a person writes to find a record again by is kept as it is."""
    odd = with_check(json.loads(BY_JAVASCRIPT) | {"reference": text})
    assert read_record(record_bytes(odd), NOW).reference == text


# --- what is altered -----------------------------------------------------------------------------


def test_any_character_altered(data: dict[str, Any]) -> None:
    """Each character of a record counts: put another in its place, and the record is rejected."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    for index, char in enumerate(text):
        with pytest.raises(RejectedRecordError):
            read_record((text[:index] + ("x" if char != "x" else "y") + text[index + 1 :]).encode(), NOW)


DATA = json.loads(BY_JAVASCRIPT)
TEXT = BY_JAVASCRIPT.decode()


@given(
    st.integers(0, len(TEXT)),
    st.integers(0, 2),
    st.one_of(st.sampled_from('{}[]",:\\ \n0123456789abcdefnull'), st.text(max_size=2)),
)
@settings(max_examples=300)
def test_alterations(start: int, length: int, put: str) -> None:
    """Characters changed, removed or added are found, unless the file still holds the same data."""
    altered = TEXT[:start] + put + TEXT[start + length :]
    try:
        read_record(altered.encode("utf-8", "surrogatepass"), NOW)
    except RejectedRecordError:
        return
    pairs = json.loads(altered, object_pairs_hook=_sorted_pairs)
    assert pairs == json.loads(TEXT, object_pairs_hook=_sorted_pairs)


def _sorted_pairs(pairs: list[tuple[str, Any]]) -> Any:
    """An object with every pair that was written."""
    return sorted(pairs, key=lambda pair: pair[0])


def test_altered_is_said(project: Project, data: dict[str, Any]) -> None:
    """A record whose shape is right and whose check is not was altered."""
    assert rejected(project, data | {"reference": "Case 8"}) == (
        "altered",
        "$.check",
        "it was altered after it was saved: its check differs",
    )


# --- what is malformed ---------------------------------------------------------------------------

NOT_JSON: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "it is not JSON: expecting value, line 1, column 1"),
    "a page": (b"<!doctype html>", "it is not JSON: expecting value, line 1, column 1"),
    "a part": (BY_JAVASCRIPT[:40], "it is not JSON: "),
    "two": (BY_JAVASCRIPT * 2, "it is not JSON: extra data, "),
    "another encoding": ('{"é": 1}'.encode("latin-1"), "it is not UTF-8 text, from byte 2 on"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "it is not JSON: "),
    "no number": (b'{"at": NaN}', "it is not JSON, which knows no NaN"),
    "depths": (b"[" * 200_000, "it is nested deeper than any record"),
}


@pytest.mark.parametrize(("content", "said"), NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json(content: bytes, said: str, project: Project) -> None:
    """What is not JSON at all is rejected as that, and says where it ceases to be."""
    code, where, reason = rejected(project, content)
    assert (code, where) == ("not-json", "$")
    assert reason.startswith(said)


def test_its_size_is_bounded(project: Project, data: dict[str, Any]) -> None:
    """A record may be as large as the bound and not larger, however it is made so."""
    fits = record_bytes(data) + b" " * (MAX_RECORD_BYTES - len(record_bytes(data)))
    assert isinstance(project.verify_record(fits), RecordVerification)
    assert rejected(project, fits + b" ")[:2] == ("too-large", "$")


MALFORMED: dict[str, Fault] = {
    "another format": (("format",), "policysite-record/2", "$.format", f"its format is {Format.RECORD}"),
    "a list for text": (("title",), ["a"], "$.title", "expected text, found a list"),
    "a number": (("reference",), 10**50, "$.reference", "expected text, found a number"),
    "a fraction": (("reference",), 1e300, "$.reference", "expected text, found a number"),
    "null": (("library",), None, "$.library", "expected text, found null"),
    "a truth": (("site",), True, "$.site", "expected text, found true"),
    "empty text": (("title",), " ", "$.title", "text that is not only white space"),
    "half a character": (("reference",), "\ud800", "$.reference", "it holds a lone surrogate"),
    "no digest": (("digest",), "v1:ABC", "$.digest", "expected a digest"),
    "an address of no page": (("site",), "javascript:alert(1)", "$.site", "the address of a page"),
    "a list of editions": (("editions",), [], "$.editions", "expected an object, found a list"),
    "no editions": (("editions",), {}, "$.editions", "it is empty"),
    "no edition": (
        ("editions",),
        {"HR12": OTHER_DIGEST},
        "$.editions",
        "the month or day of an edition, found 'HR12'",
    ),
    "an edition without digest": (
        ("editions", NAME),
        "",
        f"$.editions['{NAME}']",
        "a digest, which is v1:",
    ),
    "a day without time": (("saved",), "2026-11-21", "$.saved", "expected an instant"),
    "a time without offset": (("saved",), "2026-11-21T10:00:00", "$.saved", "expected an instant"),
    "a day that is none": (("saved",), "2026-02-30T10:00:00Z", "$.saved", "expected an instant"),
    "other digits": (("saved",), "٢026-11-21T10:00:00Z", "$.saved", "expected an instant"),
    "an object of items": (("items",), {}, "$.items", "expected a list, found an object"),
    "no items": (("items",), [], "$.items", "it is empty"),
    "an item of text": (("items", 2), "a", "$.items[2]", "expected an object, found 'a'"),
    "an empty item": (("items", 1), {}, "$.items[1]", "the key 'name' is missing"),
    "an unknown state": (("items", 0, "state"), "half", "$.items[0].state", "found 'half'"),
    "a time of no kind": (("items", 0, "at"), False, "$.items[0].at", "09:30:00+00:00, found false"),
    "an unknown key": (("colour",), "red", "$", "the key 'colour' is not known here"),
    "an unknown key of an item": (
        ("items", 0, "a b'"),
        "",
        "$.items[0]",
        'the key "a b\'" is not known here',
    ),
}


@pytest.mark.parametrize("fault", MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed(fault: Fault, project: Project, data: dict[str, Any]) -> None:
    """What is not of its kind is rejected though its check is right, with its place and what it is."""
    path, value, where, said = fault
    code, found_at, reason = rejected(project, changed(data, *path, to=value))
    assert (code, found_at) == ("malformed", where)
    assert said in reason


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_what_is_missing(key: str, project: Project, data: dict[str, Any]) -> None:
    """Without any of its keys a record is none, and says which is missing."""
    rest = {name: one for name, one in data.items() if name != key}
    code, _, reason = rejected(project, rest)
    assert code == "malformed"
    assert reason == {
        "format": f"it does not say that its format is {Format.RECORD}",
    }.get(key, f"the key {key!r} is missing")


def test_a_key_twice(project: Project, data: dict[str, Any]) -> None:
    """No key stands twice, whatever a reader would take for its value."""
    twice = record_bytes(data).replace(b'"state": "done"', b'"state": "left", "state": "done"')
    assert rejected(project, twice) == ("malformed", "$.items[0]", "the key 'state' stands twice")
    top = record_bytes(data).replace(b'"site"', b'"title": "Other", "site"')
    assert rejected(project, top) == ("malformed", "$", "the key 'title' stands twice")


@pytest.mark.parametrize("content", [b"[]", b"null", b'"a"', b"1"])
def test_not_an_object(content: bytes, project: Project) -> None:
    """JSON that is no object at all is rejected at its root."""
    assert rejected(project, content)[:2] == ("malformed", "$")


@given(st.binary(max_size=60) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(DATA)), inner),
).map(lambda one: json.dumps(one).encode()))  # fmt: skip
def test_anything_at_all(content: bytes) -> None:
    """Whatever is given is read or rejected with a reason, and nothing else is raised."""
    with pytest.raises(RejectedRecordError) as raised:
        read_record(content, NOW)
    assert raised.value.reason and raised.value.where.startswith("$")


@given(
    st.sampled_from(list(DATA)), st.none() | st.booleans() | st.text() | st.lists(st.none() | st.text())
)
def test_any_value_of_a_key(key: str, value: Any) -> None:
    """Whatever stands at a key is read or rejected, also where the check is right."""
    try:
        read_record(record_bytes(with_check(DATA | {key: value})), NOW)
    except RejectedRecordError as error:
        assert error.reason  # noqa: PT017  # either is right


# --- what contradicts itself ---------------------------------------------------------------------

INCONSISTENT: dict[str, Fault] = {
    "done without a time": (("items", 0, "at"), None, "$.items[0].at", "done, but there is no time"),
    "left with a time": (("items", 2, "at"), DONE_AT, "$.items[2].at", "left, but there is a time"),
    "an item twice": (("items", 1, "name"), "answer-request", "$.items[1]", "stands twice"),
    "done after it was saved": (
        ("items", 0, "at"), "2026-11-21T12:00:00+01:00", "$.items[0].at", "later than that at which",
    ),
    "another title": (("title",), "Refusing", "$.title", "not the title of the checklist"),
    "other words": (("items", 0, "do"), "Do nothing.", "$.items[0].do", "says something else"),
    "another item": (("items", 1, "name"), "other", "$.items", "not the items of the checklist"),
    "another digest": (("items", 1, "digest"), OTHER_DIGEST, "$.items", "not the items of the"),
    "an item left out": (("items",), "LEFT OUT", "$.items", "not the items of the checklist"),
    "another page": (("site",), "https://x.example/checklists/other/", "$.site", "the checklist's page"),
    "no page of a checklist": (("site",), "https://x.example/", "$.site", "the checklist's page"),
    "an edition too many": (
        ("editions", "HR9/2025-11"), OTHER_DIGEST, "$.editions", "come from one edition each of HR12",
    ),
    "two editions of a document": (
        ("editions", "HR12/2020-11"), OTHER_DIGEST, "$.editions", "come from one edition each of HR12",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", INCONSISTENT.values(), ids=INCONSISTENT)
def test_what_is_inconsistent(fault: Fault, project: Project, data: dict[str, Any]) -> None:
    """What cannot be true together is rejected though its check is right."""
    path, value, where, said = fault
    value = data["items"][1:] if value == "LEFT OUT" else value
    code, found_at, reason = rejected(project, changed(data, *path, to=value))
    assert (code, found_at) == ("inconsistent", where)
    assert said in reason


def test_saved_at_the_moment_it_was_done(project: Project, data: dict[str, Any]) -> None:
    """An item may be done in the second of saving, whatever the offsets of the two."""
    assert verdict(project, changed(data, "items", 0, "at", to="2026-11-21T12:00:00+02:00")).belongs
    within = changed(data, "items", 0, "at", to="2026-11-21T10:00:00.999Z")
    assert verdict(project, within).belongs
    assert (
        rejected(project, changed(data, "items", 0, "at", to="2026-11-21T10:00:01Z"))[0] == "inconsistent"
    )


# --- whose it is ---------------------------------------------------------------------------------


def test_another_library(project: Project, data: dict[str, Any]) -> None:
    """A record of another library is rejected, and the reason names this one."""
    assert rejected(project, changed(data, "library", to="Other: Policies")) == (
        "another-library",
        "$.library",
        "it is of another library than 'Example Council: Example policies'",
    )


def test_an_unknown_checklist(project: Project, data: dict[str, Any]) -> None:
    """A record of a checklist that is not there is rejected, with the nearest that is."""
    code, where, reason = rejected(project, changed(data, "checklist", to="answerin"))
    assert (code, where) == ("unknown-checklist", "$.checklist")
    assert reason.endswith("did you mean 'answering'?")


def test_a_checklist_made_from_duties(small: SmallProject) -> None:
    """Checklists that were made from the duties of a role have records like all others."""
    project = small.seal().project
    assert project.traceability.resolved_checklists["line-manager"].is_generated
    assert verdict(small.project, usage_record(project, "line-manager")).belongs


# --- editions ------------------------------------------------------------------------------------


def test_an_edition_that_is_not_sealed(small: SmallProject, project: Project) -> None:
    """A record of an edition that nobody sealed is whole and does not belong to a sealed one."""
    small.add_checklist().seal().remove(LOCK)
    found = verdict(small.project, usage_record(project))
    assert found.editions == {NAME: EditionMatch.UNSEALED}
    assert not found.belongs


def test_an_edition_that_was_changed_after(small: SmallProject, data: dict[str, Any]) -> None:
    """A record of what was sealed does not belong to what somebody made of it later."""
    small.add_checklist().seal().change(EDITION, "Anybody may make", "Everybody may make")
    found = verdict(small.project, data)
    assert found.editions == {NAME: EditionMatch.CHANGED}
    assert (found.belongs, found.changed_items) == (False, ("hr12-1-1",))


def test_an_edition_that_was_corrected_after(small: SmallProject, data: dict[str, Any]) -> None:
    """A record of a copy that was corrected with a reason is one of what was sealed at that time."""
    small.add_checklist().seal().change(EDITION, "title: Flexible working", "title: Flexible work")
    LockRecorder(small.project).seal(small.project.library.editions, "The title had a wrong word.")
    found = verdict(small.project, data)
    assert (found.editions, found.is_sealed) == ({NAME: EditionMatch.CORRECTED}, True)


def test_an_edition_sealed_as_something_else(small: SmallProject, data: dict[str, Any]) -> None:
    """A record of a text that was changed before it was sealed does not belong to what is sealed."""
    small.add_checklist().seal().remove(LOCK)
    small.change(EDITION, "title: Flexible working", "title: Flexible work")
    small.seal()
    found = verdict(small.project, data)
    assert found.editions == {NAME: EditionMatch.CHANGED}
    assert found.is_same_checklist


def test_an_unknown_edition(project: Project, data: dict[str, Any]) -> None:
    """An edition that was never here is unknown, though its document is."""
    found = verdict(project, with_check(data | {"editions": {"HR12/2024-01": OTHER_DIGEST}}))
    assert list(found.editions.values()) == [EditionMatch.UNKNOWN]
    assert not found.belongs


def test_an_edition_that_was_removed(small: SmallProject, data: dict[str, Any]) -> None:
    """The lock remembers an edition that was sealed and is no longer held."""
    small.add_checklist().seal()
    text = small.read(EDITION)
    small.remove(EDITION)
    small.write("policy/HR12/2026-05.yml", text.replace("edition: 2025-11", "edition: 2026-05"))
    found = verdict(small.project, data)
    assert (found.editions, found.belongs) == ({NAME: EditionMatch.REMOVED}, True)
    other = with_check(data | {"editions": {NAME: OTHER_DIGEST}})
    assert verdict(small.project, other).editions == {NAME: EditionMatch.CHANGED}


def test_a_later_edition(small: SmallProject, data: dict[str, Any]) -> None:
    """A record belongs to its edition when there is a later one, too, and that is said."""
    small.add_checklist().seal()
    text = small.read(EDITION)
    later = text.replace("edition: 2025-11", "edition: 2026-05").replace("a request was", "one was")
    small.write("policy/HR12/2026-05.yml", later)
    found = verdict(small.project, data)
    assert found.belongs and found.has_changed_since
    assert found.newer_editions == {NAME: "HR12/2026-05"}
    assert found.changed_items == ("answer-request", "written")


def test_a_withdrawn_document(small: SmallProject, data: dict[str, Any]) -> None:
    """A record stays what it is when its document is withdrawn, and that is said."""
    small.add_checklist().seal().write(
        RECORD,
        "reviews:\n  - {date: 2026-06, outcome: withdrawn, edition: 2025-11, reason: Nobody needs it.}\n",
    )
    found = verdict(small.project, data)
    assert (found.belongs, found.withdrawn_documents) == (True, (NAME,))
    assert found.removed_items == ("answer-request", "hr12-1-1", "written")


# --- the checklist -------------------------------------------------------------------------------


def test_a_checklist_that_has_changed(kept: SmallProject, data: dict[str, Any]) -> None:
    """It says which items changed, which are new and which are gone, and still belongs: git knows it."""
    kept.change(CHECKLIST, "do: Know who may ask.", "do: Know who asks.")
    kept.change(CHECKLIST, "id: written", "id: kept")
    found = verdict(kept.project, data)
    assert found.belongs and not found.is_same_checklist
    assert (found.wording, found.unknown_items) == (WordingMatch.EARLIER, ())
    assert (found.changed_items, found.new_items, found.removed_items) == (
        ("hr12-1-1",),
        ("kept",),
        ("written",),
    )


def test_a_role_that_was_renamed(kept: SmallProject, data: dict[str, Any]) -> None:
    """The words of a page may name a role as it was called then."""
    shown = changed(data, "items", 0, "do", to="Answer it in writing, as the Line manager.")
    kept.change(ROLES, "name: Line manager", "name: Team leader")
    kept.change(CHECKLIST, "do: Keep the letter.", "do: Keep it.")
    assert verdict(kept.project, shown).wording is WordingMatch.EARLIER
    assert rejected(kept.project, changed(shown, "items", 0, "do", to="Answer, as the Team leader."))


def test_what_no_version_said(kept: SmallProject, data: dict[str, Any]) -> None:
    """Words that no version of the checklist had do not belong, whatever digests they come with."""
    kept.change(CHECKLIST, "do: Know who may ask.", "do: Know who asks.")
    assert rejected(kept.project, changed(data, "items", 1, "do", to="Something."))[1] == "$.items[1].do"
    forged = changed(data, "items", 1, "digest", to=OTHER_DIGEST)
    found = verdict(kept.project, changed(forged, "digest", to=OTHER_DIGEST))
    assert (found.belongs, found.wording, found.unknown_items) == (
        False,
        WordingMatch.UNKNOWN,
        ("hr12-1-1",),
    )


def test_a_version_that_nobody_kept(small: SmallProject, data: dict[str, Any]) -> None:
    """Without git, what an item said before it changed is not known, and the record does not belong."""
    small.add_checklist().seal().change(CHECKLIST, "do: Know who may ask.", "do: Know who asks.")
    found = verdict(small.project, data)
    assert (found.is_sealed, found.belongs, found.unknown_items) == (True, False, ("hr12-1-1",))
    code, where, _ = rejected(small.project, changed(data, "items", 0, "do", to="Something."))
    assert (code, where) == ("inconsistent", "$.items[0].do")


def test_a_document_that_is_not_named(small: SmallProject, data: dict[str, Any]) -> None:
    """A record that names another document than its items come from is rejected."""
    text = small.read(EDITION).replace("HR12", "HR9")
    small.write("policy/HR9/2025-11.yml", text)
    small.add_checklist().seal()
    other = with_check(data | {"editions": {"HR9/2025-11": OTHER_DIGEST}})
    assert rejected(small.project, other)[:2] == ("inconsistent", "$.editions")


# --- any word ------------------------------------------------------------------------------------


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every text of a record, but for those that only whoever saved it can know."""
    if isinstance(value, dict | list):
        keyed = value.items() if isinstance(value, dict) else enumerate(value)
        for key, below in keyed:
            yield from leaves(below, (*path, key))
    elif path[0] not in ("reference", "saved", "check") and path[-1] not in ("state", "at"):
        yield path


def refitted(project: Project, data: dict[str, Any]) -> dict[str, Any]:
    """A record whose digests are made to fit its words, as somebody does who knows the format."""
    resolved = project.traceability.resolved_checklists["answering"]
    links = {link.item.name: link for link in resolved.actionable_items}
    for item in data["items"]:
        link = links.get(item["name"], next(iter(links.values())))
        assert link.cited_provision
        item["digest"] = item_digest(
            link.item.model_copy(update={"do": item["do"]}), link.cited_provision.digest
        )
    titled = resolved.definition.model_copy(update={"title": data["title"]})
    digests = {item["name"]: item["digest"] for item in data["items"]}
    return data | {"digest": checklist_digest(titled, digests)}


@given(choice=st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_word_that_the_library_knows(project: Project, data: dict[str, Any], choice: Any) -> None:
    """Any change of any such word is found, also where all digests and the check were made to fit."""
    path = choice.draw(st.sampled_from(list(leaves(data))))
    old = data
    for key in path:
        old = old[key]
    words = st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1)
    new = choice.draw(st.one_of(words, words.map(lambda more: f"{old} {more}"), st.just(OTHER_DIGEST)))
    assume(" ".join(normalize("NFC", new).split()) != " ".join(normalize("NFC", str(old)).split()))
    forged = changed(data, *path, to=new)
    if choice.draw(st.booleans()):
        forged = with_check(refitted(project, forged))
        assume(forged != data)
    found = project.verify_record(record_bytes(forged))
    assert not found.belongs, (path, new)


@given(places=st.sets(st.integers(0, 2), max_size=2))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_item_left_out(project: Project, data: dict[str, Any], places: set[int]) -> None:
    """A record that lacks an item is found, also where its digests were made to fit what is left."""
    items = [json.loads(json.dumps(data["items"][place])) for place in sorted(places)]
    for forged in (data | {"items": items}, refitted(project, data | {"items": items})):
        assert not project.verify_record(record_bytes(with_check(forged))).belongs


# --- when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saved", "is_taken"),
    [
        ("2026-11-21T12:00:00+00:00", True),
        ("2026-11-21T12:05:00Z", True),
        ("2026-11-21T12:05:01Z", False),
        ("2026-11-21T14:04:00+02:00", True),
        ("2026-11-21T11:59:00-01:00", False),
        ("2999-01-01T00:00:00Z", False),
    ],
)
def test_a_record_from_the_future(
    project: Project, data: dict[str, Any], saved: str, *, is_taken: bool
) -> None:
    """What was saved later than it is now was not; a clock that is five minutes ahead is forgiven."""
    record = changed(data, "saved", to=saved)
    if is_taken:
        assert verdict(project, record).belongs
    else:
        code, where, reason = rejected(project, record)
        assert (code, where) == ("in-future", "$.saved")
        assert reason == "it was saved later than it is now, 2026-11-21T12:00:00+00:00"


# --- what is said --------------------------------------------------------------------------------


def test_in_text(project: Project, data: dict[str, Any]) -> None:
    """People read what was found in few lines, and what it does not prove."""
    assert verification_text("one.json", project.verify_record(record_bytes(data))) == (
        "one.json: belongs to a sealed edition of this library\n"
        "  Checklist: Answering a request (answering)\n"
        "  Saved:     2026-11-21T10:00:00+00:00, from "
        "https://policies.example.org/checklists/answering/\n"
        "  Reference: Case 7\n"
        "  Edition:   HR12/2025-11: sealed here, and says the same\n"
        "  Words:     every one is the checklist's, as it comes from these editions\n"
        "  Items:     1 done, 1 not applicable, 1 left\n"
        "    answer-request: done, 2026-11-21T09:30:00.123000+00:00\n"
        "      Answer it in writing, as the [[line-manager]].\n"
        "    hr12-1-1: not applicable\n"
        "      Know who may ask.\n"
        "    written: left\n"
        "      Keep the letter.\n"
        "  Since:     the checklist and the editions are those of today\n"
        "  This compares the words of the record with the library. It does not prove who saved it, that\n"
        "  anything was done, or that the times are right: nobody signed it; its ticks, times and "
        "reference\n"
        "  are the word of whoever saved it; and whoever can read a record can write one.\n"
    )


def test_what_changed_in_text(kept: SmallProject, data: dict[str, Any]) -> None:
    """What is no longer so is named, item by item and edition by edition."""
    small = kept
    small.change(CHECKLIST, "do: Know who may ask.", "do: Know who asks.")
    small.change(CHECKLIST, "id: written", "id: kept")
    text = small.read(EDITION)
    small.write("policy/HR12/2026-05.yml", text.replace("edition: 2025-11", "edition: 2026-05"))
    said = verification_text("-", small.project.verify_record(record_bytes(data)))
    assert said.startswith("-: belongs to a sealed edition of this library\n")
    assert (
        "  Since:     the checklist has changed\n"
        "    changed: hr12-1-1\n"
        "    new: kept\n"
        "    gone: written\n"
        "    HR12/2025-11 is no longer current: HR12/2026-05 is\n"
    ) in said


def test_what_is_not_sealed_in_text(small: SmallProject, project: Project) -> None:
    """That an edition is not sealed stands first, and again beside the edition."""
    small.add_checklist().seal().remove(LOCK)
    said = verification_text(
        "a", small.project.verify_record(record_bytes(usage_record(project)))
    ).splitlines()
    assert said[0] == "a: not everything that it names is a sealed edition of this library"
    assert "  Edition:   HR12/2025-11: held here and says the same, but is not sealed" in said


def test_rejection_in_text(project: Project, data: dict[str, Any]) -> None:
    """A rejection is one reason with its place, and nothing of what the record claims."""
    said = verification_text("a", project.verify_record(record_bytes(data | {"reference": "Case 8"})))
    assert said.splitlines()[0] == (
        "a: rejected (altered): at $.check, it was altered after it was saved: its check differs"
    )
    assert "Case 8" not in said


CONTROLS: list[Callable[[str], Any]] = [
    lambda odd: {"reference": odd},
    lambda odd: {"site": f"https://x/{odd}"},
    lambda odd: {odd: ""},
    lambda odd: {"editions": {odd: ""}},
]


@pytest.mark.parametrize("odd", CONTROLS)
def test_nothing_that_a_terminal_obeys(odd: Callable[[str], Any], project: Project) -> None:
    """A record cannot make a terminal do anything, wherever it holds the characters for that."""
    evil = "\x1b[2J\x07\r\nDone: all\u202e\u2028\x9b"
    said = verification_text(
        evil, project.verify_record(record_bytes(usage_record(project, **odd(evil))))
    )
    assert all(line.isprintable() for line in said.split("\n"))
    assert not any(line.startswith("Done") for line in said.splitlines())


def test_long_texts_are_cut(project: Project) -> None:
    """However much a record holds, people are shown a bearable part of each text."""
    said = verification_text(
        "a", project.verify_record(record_bytes(usage_record(project, reference="long" * 200_000)))
    )
    assert "longlong…\n" in said
    assert len(said) < 3000


def test_for_programs(project: Project, data: dict[str, Any]) -> None:
    """Programs are told the same of each record, and what it does not prove."""
    found = [("a", project.verify_record(record_bytes(data))), ("a", project.verify_record(b""))]
    told = json.loads(json.dumps(verification_data(found).model_dump(mode="json")))
    assert told["format"] == "policysite-verification/1"
    assert "does not prove who saved it" in told["limits"]
    whole, nothing = told["records"]
    assert nothing == {
        "record": "a",
        "belongs": False,
        "rejected": {
            "code": "not-json",
            "reason": "it is not JSON: expecting value, line 1, column 1",
            "where": "$",
        },
        "found": None,
    }
    assert (whole["belongs"], whole["rejected"]) == (True, None)
    assert whole["found"]["editions"] == {NAME: "sealed"}
    assert (whole["found"]["words"], whole["found"]["not_compared"]) == ("as today", [])
    assert [one["state"] for one in whole["found"]["items"]] == ["done", "not applicable", "left"]
    assert whole["found"]["since"]["checklist_is_the_same"] is True


# --- the guide ---------------------------------------------------------------------------------


def test_the_guide_is_whole(data: dict[str, Any]) -> None:
    """The guide names each reason and each way to belong, and its example has the keys of a record."""
    guide = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    for name in (*get_args(RejectionCode), *EditionMatch, *WordingMatch):
        assert guide.count(f"| `{name}` | ") == 1
    (example,) = re.findall(r"^```json\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)
    shown = json.loads(example)
    assert list(shown) == list(data)
    assert list(shown["items"][0]) == list(data["items"][0])


# --- the schema ----------------------------------------------------------------------------------


def test_the_schema_is_one(data: dict[str, Any]) -> None:
    """The schema is valid, takes records, and describes each of their fields."""
    Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(data)
    VALIDATOR.validate(DATA)
    schema = inlined(SCHEMA)
    item = schema["properties"]["items"]["items"]
    for described, one in ((schema, data), (item, data["items"][0])):
        assert set(described["properties"]) == set(described["required"]) == set(one)
        assert all(field["description"].endswith(".") for field in described["properties"].values())


@pytest.mark.parametrize("fault", MALFORMED.values(), ids=MALFORMED)
def test_the_schema_rejects_the_same(fault: Fault, data: dict[str, Any]) -> None:
    """What is malformed does not pass the schema, but for what no schema can say."""
    path, value, _, said = fault
    beyond = said == "it holds a lone surrogate" or "02-30" in str(value)
    assert VALIDATOR.is_valid(changed(data, *path, to=value)) == beyond
