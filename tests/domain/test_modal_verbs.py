"""Which words of a text say how binding something is, and whose obligation that is."""

from __future__ import annotations

import pytest

from policysite.domain.modal_verbs import RoleReader, StatedActions, modal_verbs

READER = RoleReader(
    [
        ("Line manager", "manager"),
        ("Head of People", "head"),
        ("Clerk", "clerk"),
        ("Registrar", "clerk"),
        ("IT", "it"),
    ]
)

WORDS = {
    "The clerk must file it.": ["must"],
    "The clerk must not burn it, and should not fold it.": ["must", "should"],
    "Nobody mustn’t. He shouldn't.": ["must", "should"],
    "It is required to be kept; they are expected to keep it.": ["is required to", "are expected to"],
    "The clerk has\nto file it.": ["has to"],
    "The clerk may file it.": ["may"],
    "The clerk will file it.": ["will"],
    "[[!must not]] and [[HR12/1.1|must]]": ["must"],
    "Forms, which must be signed, go to the clerk.": ["must"],
    # what says nothing
    "A hat is a must.": [],
    "It is a must-have; mustard, goodwill and a maypole.": [],
    "The “clerk must file it”, 'they must', and \"she should\".": [],
    "Should a report be made, tell the clerk.": [],
    "Tell the clerk, should it be needed.": [],
    "If a clerk should fall, when he must travel, tell us.": [],
    "Say whether it must be filed.": [],
    "The clerk is not required to file it, and does not have to keep it.": [],
    "She made a will; by May, in May 2025.": [],
    "They may not file it. Nobody may. Only the clerk may.": [],
    "The clerk need not, and cannot.": [],
    "": [],
}


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_modal_verbs(text: str, words: list[str]) -> None:
    """Nouns, quotations, conditions, questions and what is left free are none."""
    found = list(modal_verbs(text))
    assert [verb.word for verb in found] == words
    assert all(text[verb.start :].startswith(verb.word.split()[0]) for verb in found)


SUBJECTS = {
    "The Clerk must file it.": [("clerk",)],
    "the registrar shall file it": [("clerk",)],
    "All line managers are required to file it.": [("manager",)],
    "The [[clerk]] must file it, and the [[head|Head]] should sign it.": [("clerk",), ("head",)],
    "The line manager and the Head of\nPeople must agree.": [("manager", "head")],
    "The line manager, the clerk and the head of people will agree.": [("manager", "clerk", "head")],
    "Line managers who receive a request must answer it.": [("manager",)],
    "The clerk (in the office) must always file it.": [("clerk",)],
    "When it comes, the clerk then must file it.": [("clerk",)],
    "Should it come, the clerk must file it.": [("clerk",)],
    "The clerk must be aware of it.": [("clerk",)],
    "The clerk must:": [("clerk",)],
    "IT must mend it.": [("it",)],
    # whose obligation is not told
    "it must be mended": [],
    "A request to the clerk must be made.": [],
    "The decision of the line manager must be kept.": [],
    "The clerk's decision must be kept. The clerks’ decisions must, too.": [],
    "Forms sent by busy clerks must be signed.": [],
    "The clerk must be told. The clerk should have been informed.": [],
    "The clerk will be told. The clerk will have access.": [],
    "When the clerk must travel, they take a train.": [],
    "The clerk may file it.": [],
    "“The clerk must file it.”": [],
    "The clerk signs. It must be filed.": [],
    "The clerk files forms that must be signed.": [],
    "Unclerk must; the clerk-typist must.": [],
}


@pytest.mark.parametrize(("text", "roles"), SUBJECTS.items())
def test_whose_obligation_it_is(text: str, roles: list[tuple[str, ...]]) -> None:
    """The roles that are the subject of a must, should or will, by a name or a cross-reference."""
    assert [found for _, found in READER.obligations(text)] == roles


ACTIONS = [
    (["The clerk must file the form, and should sign the letter."], "file the form", "must"),
    (["The clerk must file the form, and should sign the letter."], "sign the letter", "should"),
    (["The clerk lays the carpet, and may close the door."], "lay the carpet", None),
    (["The clerk lays the carpet, and may close the door."], "close the door", "may"),
    (["The clerk must:", "file the form", "and may sign the letter"], "file the form", "must"),
    (["The clerk must:", "file the form", "and may sign the letter"], "sign the letter", "may"),
    (["File the form. Letters should be signed."], "file the form", None),
    (["The clerk must file forms. The clerk should file forms."], "file forms", None),
    (["The clerk must file forms. The head must file forms."], "file forms", "must"),
    (["The clerk may not burn the letter."], "burn the letter", None),
    (["The clerk must act."], "do it", None),
    ([], "file the form", None),
]


@pytest.mark.parametrize(("texts", "action", "kind"), ACTIONS)
def test_the_verb_of_an_action(texts: list[str], action: str, kind: str | None) -> None:
    """The words after a modal verb show what it is about; where two may be meant, there is none."""
    verb = StatedActions(texts).verb_of(action)
    assert (verb and verb.kind) == kind


def test_without_roles_nobody_has_to() -> None:
    """A library without roles has no obligation of any."""
    assert list(RoleReader([]).obligations("The clerk must file it. [[clerk]] must.")) == []
