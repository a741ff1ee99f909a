"""Sentences as policies have them, made from a grammar: realistic in length and vocabulary.

Everything here is invented. Knows nothing of documents, clauses or files.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

SUBJECTS = {
    "CU": "Custody", "PR": "Property", "RE": "Records", "VE": "Vehicles", "TR": "Training",
    "ES": "Estates", "CO": "Complaints", "SA": "Safeguarding", "VO": "Volunteers",
    "LI": "Licensing", "EV": "Events", "FI": "Finance", "HS": "Health and safety",
    "IN": "Information", "VI": "Victims", "PU": "Purchasing", "RO": "Road safety",
    "SU": "Supervision", "TE": "Telephony", "YO": "Youth",
}  # fmt: skip
"""The subject areas of a library by the letters that their documents' references begin with."""

POSTS = (
    "manager", "officer", "coordinator", "adviser", "supervisor", "clerk", "inspector", "auditor",
)  # fmt: skip

TERM_WORDS = (
    ("Annual", "Border", "Central", "District", "Emergency", "Family", "General", "Housing"),
    ("Assessment", "Briefing", "Care", "Disclosure", "Evidence", "Handover", "Referral", "Welfare"),
    ("Board", "Group", "Meeting", "Notice", "Plan", "Register", "Scheme", "Team", "Unit"),
)
"""A term is one word of each group; its abbreviation is their first letters."""

SECTION_TITLES = (
    "Purpose", "Scope", "Principles", "Responsibilities", "Procedure", "Exceptions",
    "Records and retention", "Monitoring and review",
)  # fmt: skip

GRAMMAR: dict[str, tuple[str, ...]] = {
    "document title": (
        "{Handling} of {things} {setting}",
        "{Handling} and {handling} of {things}",
        "{Handling} of {things} by {people}",
    ),
    "clause title": (
        "{Handling} of {things}", "{Handling} and {handling}", "Before {event}", "After {event}",
        "{Things} {setting}", "Information for {people}", "Out of hours", "When {case}",
    ),
    "sentence": (
        "{paper} is {kept} {place} {until}, so that {purpose}",
        "where {case}, {party} {decides} {matter} and notes {detail} in {paper}",
        "this applies to {people} {setting}, whether or not {case}",
        "{paper} shows {detail}, {detail} and {detail}",
        "in reaching a decision {party} takes account of {factor}, {factor} and {factor}",
        "{party} gives {people} {information} {deadline}, {manner}",
        "{paper} that {fault} is returned to {party} {deadline} with an explanation of {detail}",
        "{things} are {handled} {setting} only if {condition}, and never because {case}",
        "the decision stays with {party} until {condition}; it is not handed on because {case}",
        "if {people} {object}, {party} {decides} {matter} again {deadline} and explains {detail}",
        "no more than {number} {things} are {handled} at one time {setting} unless {condition}",
        "{people} are told {deadline} {manner} that {condition}, and what follows if {case}",
        "the aim is that {purpose}, that {purpose} and that decisions can be explained afterwards",
        "{handling} of {things} begins {deadline} and ends when {condition}",
    ),
    "citing sentence": (
        "this clause is read together with {a clause}, which covers {things} {setting}",
        "{a clause} sets out what happens when {case}",
        "where {case}, the steps in {a clause} are taken before {party} {decides} {matter}",
        "the powers used here come from the {a work}, and {paper} names the section relied on",
        "under the {a work}, {people} may ask for {detail} {deadline}",
        "the {a term} considers {matter} {deadline} and receives {paper} beforehand",
        "the {a role} is told {deadline} when {case}, {manner}",
        "anything that {a document} says about {things} applies here as well, unless {condition}",
    ),
    "list opening": (
        "{paper} shows at least the following:",
        "before {event}, each of these is known and noted:",
        "{party} considers the following in turn:",
    ),
    "item": (
        "{detail}", "{detail} and {detail}", "whether {case}", "{factor}",
        "{paper}, where {condition}", "{information}, {manner}",
    ),
    "action": (
        "{record} {detail} in {paper} {deadline}",
        "{tell} {party} {manner} {deadline}",
        "{tell} {people} of {detail}, and {record} that this was done",
        "check that {condition} before {event}",
        "arrange {event} {deadline} and {record} {detail}",
        "keep {paper} {place} {until}",
        "review {matter} {deadline} and {record} {detail} in {paper}",
        "refuse {event} unless {condition}, and give {people} the reasons {manner}",
        "ask {party} for {information} before {event}",
        "make sure that {things} are {handled} {setting} {manner}",
    ),
    "case": (
        "a child is present", "the request came by telephone", "an interpreter is needed",
        "the equipment has failed", "two accounts differ", "nobody can be reached",
        "the person is unwell", "there is a risk to somebody else", "a deadline has already passed",
        "the address turns out to be wrong", "the matter began in another district",
        "the same thing has happened before", "a solicitor has written", "the building is closed",
        "the weather makes travel unsafe", "consent has been withdrawn",
        "costs exceed the estimate",
    ),
    "condition": (
        "the identity of the person is certain", "a second officer agrees",
        "the written record is complete", "the person has had time to take advice",
        "the risk assessment is less than {number} days old", "the original can be produced",
        "those affected were told", "the keys and seals have been counted",
        "the transfer was confirmed in writing", "the training certificate is current",
        "the supplier has accepted the terms", "the medical advice permits it",
    ),
    "purpose": (
        "nothing is lost when shifts change", "people are treated alike in like cases",
        "mistakes come to light early", "the person knows whom to ask",
        "an auditor can follow each step", "no one is kept waiting without a reason",
        "families hear of it from the service first", "public money is spent with care",
    ),
    "factor": (
        "the age and health of the person", "how urgent the matter is", "the views of the family",
        "earlier decisions in similar cases", "the cost of delay", "what the neighbours have seen",
        "the advice of the nurse", "the distance to the nearest station", "any language needs",
        "the wishes of the owner", "the experience of those on duty", "the likely length of stay",
    ),
    "detail": (
        "the date and time", "the reasons for the decision", "the name of everybody present",
        "the serial number", "the condition of each item", "the place where it was found",
        "the advice that was given", "what was refused and why", "the next date of review",
        "the total cost", "the route that was taken", "any injury that can be seen",
        "the contact details of the owner", "the outcome of the search",
    ),
    "matter": (
        "whether to continue", "how long the arrangement lasts", "who attends",
        "the level of supervision", "whether a refund is owed", "which vehicle is used",
        "what may be disclosed", "the order of the visits", "whether the licence stands",
    ),
    "paper": (
        "the daily log", "the property register", "the risk assessment", "the handover note",
        "the custody record", "the consent form", "the inspection report", "the visitor book",
        "the incident summary", "the application form", "the equipment ledger", "the case file",
    ),
    "information": (
        "a copy of the decision", "a plain explanation of their rights",
        "the telephone number to ring",
        "written reasons", "a receipt for each item", "a timetable of the next steps",
        "the leaflet on complaints", "notice of the hearing",
    ),
    "party": (
        "the officer on duty", "the senior officer present", "the person in charge of the building",
        "the shift leader", "whoever received the request", "the office that holds the file",
        "the control room", "the on-call manager", "the person who made the entry",
    ),
    "people": (
        "members of the public", "people in custody", "young people", "witnesses", "contractors",
        "volunteers", "parents and carers", "licence holders", "visitors", "tenants", "drivers",
        "new members of staff",
    ),
    "things": (
        "seized goods", "found documents", "radio sets", "cash deposits", "fleet vehicles",
        "medical supplies", "interview recordings", "access cards", "written complaints",
        "public meetings", "home visits", "firearms certificates", "archived files", "spare keys",
    ),
    "event": (
        "a transfer", "a release", "a home visit", "an interview", "a disposal", "a search",
        "a payment", "a court hearing", "a change of shift", "an inspection", "a public meeting",
    ),
    "handling": (
        "storage", "return", "inspection", "release", "transport", "registration", "disposal",
        "allocation", "supervision", "disclosure", "replacement", "authorisation",
    ),
    "handled": (
        "stored", "inspected", "released", "moved", "registered", "held", "copied", "replaced",
    ),
    "setting": (
        "at local stations", "in temporary buildings", "during large events",
        "outside office hours",
        "in shared accommodation", "on private land", "at the regional store",
        "in the public office",
        "between districts", "while the service is short of staff",
    ),
    "place": (
        "in a locked cabinet", "on the central system", "at the front desk",
        "with the original papers",
        "in the secure store", "apart from personal belongings",
        "where the shift leader can see it",
    ),
    "until": (
        "for {number} years", "until the case is closed", "for as long as an appeal is possible",
        "until the next inspection", "for {number} months after the last entry",
    ),
    "deadline": (
        "within {number} working days", "before the end of the shift", "within {number} hours",
        "as soon as it is safe", "at the next weekly meeting", "on the same day",
        "no later than the following morning", "at least every {number} months",
    ),
    "manner": (
        "in writing", "in plain language", "in person where possible",
        "by telephone and then by letter",
        "in private", "with an interpreter where one is needed", "using the standard form",
        "without giving the name of the informant",
    ),
    "fault": (
        "lacks a signature", "arrived late", "names the wrong district", "cannot be read",
        "gives no reasons", "has been altered",
    ),
    "decides": ("decides", "reviews", "settles", "considers", "agrees with the control room"),
    "object": ("object", "ask for a second opinion", "do not reply", "change their minds"),
    "kept": ("kept", "stored", "filed", "retained", "held"),
    "record": ("record", "note", "enter", "write down"),
    "tell": ("tell", "inform", "notify", "brief"),
    "number": ("two", "three", "five", "seven", "ten", "fourteen", "twenty", "thirty"),
}  # fmt: skip

_SLOT = re.compile(r"\{([^}]+)\}")


def phrase(rng: Random, symbol: str, **cite: Callable[[], str]) -> str:
    """A phrase of the grammar. A slot "{a role}" takes what `cite["role"]()` returns."""

    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        if name.startswith("a "):
            return cite[name[2:]]()
        filled = phrase(rng, name.lower(), **cite)
        return filled if name.islower() else capitalised(filled)

    return _SLOT.sub(fill, rng.choice(GRAMMAR[symbol]))


def sentence(rng: Random, symbol: str = "sentence", **cite: Callable[[], str]) -> str:
    """A phrase as a sentence of its own."""
    text = capitalised(phrase(rng, symbol, **cite))
    return text if text.endswith(":") else text + "."


def capitalised(text: str) -> str:
    """Text as a sentence begins; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """Text as an id: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
