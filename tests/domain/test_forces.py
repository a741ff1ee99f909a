"""Forces of duties: what people write in place of one, and that no hint changes what they mean."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from policysite.domain.model import (
    FORCES,
    ChecklistItem,
    Duty,
    Force,
)
from policysite.domain.model.forces import FORCES_BY_KEY, reject_force_in_action
from policysite.domain.problems import similar_names_hint

DUTY = {"id": "a", "role": "ranger"}
AMBIGUOUS = "'may not' can be read in two ways: "
ALL = "the allowed keys are: id, role, when, within, basis, must, must_not, should, should_not, may"

KEYS_WRITTEN = {
    "must not": "must_not",
    "must-not": "must_not",
    "Must Not": "must_not",
    "mustnot": "must_not",
    "mustn't": "must_not",
    "mustn\u2019t": "must_not",
    "must_nto": "must_not",
    "should not": "should_not",
    "shouldn't": "should_not",
    "shoud": "should",
    "Must": "must",
    "mayy": "may",
}
MEANING_THE_SAME = {
    "shall": "must",
    "has to": "must",
    "shall not": "must_not",
    "shan't": "must_not",
    "must never": "must_not",
    "cannot": "must_not",
    "can't": "must_not",
    "ought to": "should",
    "ought not to": "should_not",
    "can": "may",
}
UNCLEAR = (
    "will",
    "will not",
    "won't",
    "must_now",
    "must_note",
    "not_must",
    "most",
    "day",
    "my",
    "when_not",
)


@pytest.mark.parametrize(("written", "key"), KEYS_WRITTEN.items())
def test_a_key_in_another_spelling_is_named(written: str, key: str) -> None:
    """Spaces, hyphens, capitals, short forms and slips lead to the key with the same meaning."""
    assert Duty.unknown_key_hint(written, "answer") == f"did you mean {key!r}?"


@pytest.mark.parametrize(("written", "key"), MEANING_THE_SAME.items())
def test_a_word_with_the_same_meaning_leads_to_the_key(written: str, key: str) -> None:
    """Shall is must, shall not is must not: the hint says which key says the same."""
    assert Duty.unknown_key_hint(written, "answer") == f"write {key}: instead, which says the same"


OTHER_KEYS = {
    "legal_basis": "did you mean 'basis'?",
    "Statute": "write basis: with the law or clause that the duty rests on",
    "withing": "did you mean 'within'?",
    "time limit": "write within:, as in within: 5 working days, or within: every month",
    "how-often": "write within:, as in within: 5 working days, or within: every month",
    "unless": "say it in the words of the duty, as in must: answer in writing unless asked to phone",
}


@pytest.mark.parametrize(("written", "hint"), OTHER_KEYS.items())
def test_other_keys_lead_to_what_says_the_same(written: str, hint: str) -> None:
    """A deadline is a time limit, and a statute a basis."""
    assert Duty.unknown_key_hint(written, "answer") == hint


@pytest.mark.parametrize("written", UNCLEAR)
def test_where_the_meaning_is_unclear_no_force_is_preferred(written: str) -> None:
    """Will is a promise, a plan or a duty: only the owner knows, who is shown every key."""
    assert Duty.unknown_key_hint(written, "answer") == ALL


def test_may_not_is_said_to_be_ambiguous() -> None:
    """Who writes may not is told both readings, with the prohibition first."""
    for written in ("may not", "may_not", "MayNot", "mayn't"):
        assert Duty.unknown_key_hint(written, "smoke").startswith(f"{AMBIGUOUS}where it is forbidden")


def test_the_denial_in_an_action_goes_into_the_key() -> None:
    """Shall: not climb is a prohibition, and so is the hint."""
    assert Duty.unknown_key_hint("shall", "not climb") == "write must_not: climb"
    assert Duty.unknown_key_hint("Should", "never climb") == "write should_not: climb"


def test_a_checklist_has_no_key_for_what_not_to_do() -> None:
    """The item's own key holds the prohibition in words; the hint never takes the not away."""
    for written in ("dont", "do_not", "don't", "never"):
        assert ChecklistItem.unknown_key_hint(written, "climb") == 'write do: "Do not climb"'


PIECES = [
    "must",
    "shall",
    "should",
    "may",
    "can",
    "will",
    "ought",
    "to",
    "not",
    "never",
    "n't",
    "nt",
    "no",
]
keys = st.lists(st.sampled_from([*PIECES, "_", " ", "-", "s", "e"]), min_size=1, max_size=5).map("".join)


@given(written=keys)
@example(written="must no")
@example(written="mustn")
@example(written="may_no")
@example(written="mustno_")
def test_no_hint_for_a_key_turns_a_prohibition_into_a_duty(written: str) -> None:
    """A key with a denial in it is never answered with a force without one, nor the other way round."""
    hint = Duty.unknown_key_hint(written, "answer")
    named = re.search(r"did you mean '(\w+)'|write (\w+): instead", hint)
    if named:
        key = named[1] or named[2]
        assert FORCES_BY_KEY[key].is_prohibition == bool(
            re.search(r"n[o'\u2019]?t|never|no[_ -]*$", written)
        )


OPPOSITES = [
    ("not in force", "in force"),
    ("incomplete", "complete"),
    ("unofficial", "official"),
    ("unoffical", "official"),
    ("changed", "unchanged"),
    ("checked", "not checked"),
    ("non-police-staff", "police-staff"),
    ("when_not", "when"),
]


@pytest.mark.parametrize(("written", "known"), OPPOSITES)
def test_no_hint_names_the_opposite(written: str, known: str) -> None:
    """However alike they are spelt, a word that denies another is not offered in its place."""
    assert similar_names_hint(written, [known], what="values") == f"the values are: {known}"


# --- what is to be done --------------------------------------------------------------------------

WITHOUT_DENIAL = [
    "record what was decided",
    "note the time",
    "notify the officer",
    "not only record it but report it",
    "not later than 5 days after that, answer",
    "Northern rangers tell",
    "refrain from smoking",
    "ensure that no wood is burned",
    "neutralise it",
]
DENIALS = [
    "not",
    "Not",
    "never",
    "do not",
    "don't",
    "don\u2019t",
    "also not",
    "no longer",
    "under no circumstances",
    "at no time,",
    "must not",
    "shall not",
]


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("action", WITHOUT_DENIAL)
def test_what_is_to_be_done_is_left_alone(force: Force, action: str) -> None:
    """An action that only looks or sounds like a denial is taken."""
    assert Duty.model_validate(DUTY | {force.key: action}).action == action


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("denial", DENIALS)
def test_a_denial_is_refused_with_the_prohibition(force: Force, denial: str) -> None:
    """A not in an action is refused, whatever the force; the mend says not once."""
    with pytest.raises(PydanticCustomError) as caught:
        reject_force_in_action(force, f"{denial} burn\n wood")
    assert caught.value.type == "duty-negated"
    hint = (caught.value.context or {})["hint"]
    named = re.findall(r"(\w+): burn wood$|(\w+): burn wood;", hint)
    ((last, inside),) = named
    assert FORCES_BY_KEY[last or inside].is_prohibition
    is_plain = denial.lower() in {"not", "do not", "don't", "don\u2019t", "also not"}
    assert ("two ways" in hint) is (force is Force.MAY and is_plain)


@given(
    force=st.sampled_from(FORCES),
    words=st.lists(
        st.sampled_from(["burn", "the", "wood", "not", "always", "only", "must", "no"]), min_size=1
    ),
)
def test_following_the_hint_of_an_action_ends_the_fault(force: Force, words: list[str]) -> None:
    """What a hint says to write is taken, or leads on to a text without any denial at its beginning."""
    action = " ".join(words)
    for _ in words:
        try:
            reject_force_in_action(force, action)
        except PydanticCustomError as error:
            hint = (error.context or {})["hint"]
            named = re.search(r"write (\w+): ([a-z ]+)", hint)
            assert named, hint
            force, action = FORCES_BY_KEY[named[1]], named[2].removesuffix(" or")
        else:
            break
    reject_force_in_action(force, action)


# --- what is said of a duty ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("force", "action", "instruction"),
    [
        (Force.MUST, "answer in writing", "Answer in writing"),
        (Force.MUST_NOT, "fell a veteran\n tree", "Do not fell a veteran tree"),
        (Force.SHOULD_NOT, "Hurry", "Do not hurry"),
        (Force.MUST_NOT, "CC anybody", "Do not CC anybody"),
        (Force.MAY, "ask", "Ask"),
    ],
)
def test_an_instruction_says_what_the_duty_says(force: Force, action: str, instruction: str) -> None:
    """A made item of a prohibition begins with Do not, and holds all that the duty says."""
    duty = Duty.model_validate(DUTY | {force.key: action})
    assert duty.instruction == instruction
    assert not duty.is_contradicted_by(instruction)


@given(force=st.sampled_from(FORCES), action=st.sampled_from(WITHOUT_DENIAL))
def test_the_opposite_of_an_instruction_is_known(force: Force, action: str) -> None:
    """The words of a duty with a not too many, or one too few, are its opposite; other words are not."""
    duty = Duty.model_validate(DUTY | {force.key: action})
    denied, plain = f"Never {action}.", f"{action.upper()}!"
    assert duty.is_contradicted_by(plain) is force.is_prohibition
    assert duty.is_contradicted_by(denied) is not force.is_prohibition
    assert not duty.is_contradicted_by(f"{action} in the park")


def test_forces_are_in_the_order_of_what_binds() -> None:
    """One table says the words, the keys, the order and what binds, for pages and made checklists."""
    assert [(str(one), one.key, one.is_binding, one.is_prohibition) for one in FORCES] == [
        ("must", "must", True, False),
        ("must not", "must_not", True, True),
        ("should", "should", False, False),
        ("should not", "should_not", False, True),
        ("may", "may", False, False),
    ]
