"""What tests are made of, in memory: a function for each kind of thing, of an invented organisation.

Everything is made from what a source of it would say, by the models that read sources. What is given
takes the place of what is usual; None leaves it out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from policysite.domain.fields import Period, WrittenReference
from policysite.domain.library import Document, Library
from policysite.domain.model import (
    FORCES,
    Checklist,
    Edition,
    Event,
    ExternalReference,
    LibrarySettings,
    PolicyLock,
    ReviewRecord,
    Role,
    SourceContext,
)
from policysite.domain.register import Register
from policysite.domain.reviews import parse_month_or_day
from policysite.domain.stored_files import StoredFile
from policysite.project import Project
from policysite.traceability import edition_digest
from tests import VECTOR_FILES

Data = dict[str, Any]

BASE = "https://policies.example.org/"
TODAY = date(2026, 11, 21)
ODD = 'Leave, pay; "rest" & <b>time</b>: C:\\new\\; ünï 柔軟 🧑‍⚖️ ]]> \N{RIGHT-TO-LEFT OVERRIDE}'
"""Everything that has a meaning of its own in one of the formats that are published."""

VECTORS: list[Data] = json.loads((VECTOR_FILES / "reviews.json").read_text("utf-8"))["vectors"]
BY_DATE = [vector for vector in VECTORS if not vector.get("called_from")]
"""Those whose state follows from the due date alone."""

SOURCE = {"url": "https://www.example.org/hr12"}
ROLES = {"head-of-people": "Head of People", "line-manager": "Line manager"}


def _filled(usual: Mapping[str, Any], given: Mapping[str, Any]) -> Data:
    return {key: value for key, value in {**usual, **given}.items() if value is not None}


# --- what an edition says ------------------------------------------------------------------------


def duty(name: str = "answer-request", **given: Any) -> Data:
    """A duty of the line manager, which must be done where no other force is given."""
    usual = {"id": name, "role": "line-manager"}
    if not any(force.key in given for force in FORCES):
        usual |= {"must": "answer in writing"}
    return _filled(usual, given)


def clause(
    number: str = "1.1", text: str | None = "Anybody may ask under the [[old-act]].", **given: Any
) -> Data:
    """A clause."""
    return _filled({"number": number, "text": text}, given)


ANSWER = duty()
MEET = duty("meet-employee", should="meet the employee")
HELP = duty("ask-for-help", may="ask for help")
KEEP = duty("keep-register", role="head-of-people", must="keep a register")
CLAUSES = (
    clause(),
    clause("1.2", "The line manager answers.", duties=[ANSWER, MEET, HELP]),
    clause("1.3", "A register is kept.", duties=[KEEP]),
)
FORMS = clause("1.4", None, title="Forms", missing={"what": "The list.", "role": "line-manager"})


def edition(
    reference: str = "HR12",
    name: str = "2025-11",
    *,
    clauses: Iterable[Mapping[str, Any]] = CLAUSES,
    files: Iterable[StoredFile] = (),
    file: str = "",
    **given: Any,
) -> Edition:
    """An edition of one section with these clauses, read from its file beside these files."""
    usual = {
        "reference": reference,
        "title": "Flexible working",
        "kind": "policy",
        "edition": name,
        "wording": "official",
        "source": SOURCE,
        "owner": "head-of-people",
        "review": {"last": name, "next": "2027-11"},
        "sections": [{"number": "1", "title": "Requests", "clauses": list(clauses)}],
    }
    source = file or f"policy/{reference}/{name}.yml"
    context = SourceContext(source, {stored.name: stored for stored in files})
    return Edition.model_validate(_filled(usual, given), context=context)


def stored(name: str = "form.pdf", content: bytes = b"%PDF-") -> StoredFile:
    """A file of a document that holds this."""
    return StoredFile(name, len(content), sha256(content).hexdigest())


def attachment(name: str = "form.pdf", **given: Any) -> Data:
    """What an edition says of a file that is attached to it."""
    return _filled({"file": name, "title": "Request form"}, given)


# --- what is recorded and called for -------------------------------------------------------------


def review(date: str, outcome: str = "unchanged", **given: Any) -> Data:
    """What reviews.yml says of a review, with what its outcome asks for."""
    usual = {"date": date, "outcome": outcome, "edition": "2025-11"}
    if outcome == "extended":
        usual |= {"approved_by": "line-manager", "reason": "The law is about to change."}
    if outcome == "withdrawn":
        usual |= {"reason": "Nobody needs it."}
    return _filled(usual, given)


def event(*documents: str, **given: Any) -> Data:
    """What events.yml says of something that calls for a review of documents."""
    usual = {
        "id": "new-provider",
        "kind": "provider",
        "date": "2026-04-01",
        "what": "Another provider took over.",
        "documents": list(documents) or ["HR12"],
        "source": {"url": "https://news.example/"},
    }
    return _filled(usual, given)


def act(**given: Any) -> Data:
    """What references.yml says of an Act."""
    usual = {"title": "Old Act 1998", "kind": "legislation"}
    return _filled(usual | ({"source": SOURCE} if "state" in given else {}), given)


# --- checklists ----------------------------------------------------------------------------------


def item(cites: str = "HR12/answer-request", kind: str = "duty", **given: Any) -> Data:
    """An item of a checklist, which cites a duty or a clause or says what is missing."""
    return _filled({kind: cites} | ({} if kind == "missing" else {"do": "Do it."}), given)


def checklist(*items: Data, name: str = "requests", **given: Any) -> Checklist:
    """A checklist of one section with these items."""
    usual = {
        "title": "When a request comes in",
        "role": "line-manager",
        "trigger": "When somebody asks for other hours.",
        "sections": [{"items": list(items) or [item()]}],
    }
    return Checklist.model_validate(
        _filled(usual, given), context=SourceContext(f"checklists/{name}.yml")
    )


# --- documents together --------------------------------------------------------------------------


def document(*editions: Edition, reviews: Iterable[Mapping[str, Any]] = ()) -> Document:
    """A document of these editions, or of the usual one, with the record of its reviews."""
    all_editions = list(editions) or [edition()]
    listed = list(reviews)
    record = ReviewRecord.model_validate({"reviews": listed}) if listed else None
    return Document.from_editions(all_editions[0].reference, all_editions, record)


def many_documents(count: int) -> list[Document]:
    """So many documents of one clause, which differ in their references only."""
    usual = edition(clauses=[clause()])
    references = (f"D{place}" for place in range(count))
    return [
        Document(name, (usual.model_copy(update={"reference": WrittenReference(name)}),))
        for name in references
    ]


def library(
    *contents: Document | Edition | Checklist,
    due_soon: int = 6,
    roles: Mapping[str, str] = ROLES,
    references: Mapping[str, Data] | None = None,
    events: Iterable[Data] = (),
    lock: PolicyLock | None = None,
    **settings: Any,
) -> Library:
    """A library of documents, of editions that are documents by themselves, and of checklists.

    Due soon begins so many months before a review is due.
    """
    usual = {
        "organisation": "Example Council",
        "title": "Example policies",
        "description": "The policies of Example Council.",
        "time_zone": "Europe/London",
        "contact": {"name": "Policy team"},
    }
    read = LibrarySettings.model_validate(_filled(usual, settings))
    reviews = read.reviews.model_copy(update={"due_soon": Period(due_soon)})
    held = [document(each) if isinstance(each, Edition) else each for each in contents]
    return Library(
        settings=read.model_copy(update={"reviews": reviews}),
        roles={key: Role.model_validate({"name": name}) for key, name in roles.items()},
        terms={},
        external_references={
            key: ExternalReference.model_validate(reference)
            for key, reference in ({"old-act": act()} if references is None else references).items()
        },
        documents={each.reference: each for each in held if isinstance(each, Document)},
        events=tuple(Event.model_validate(each) for each in events),
        checklists={each.name: each for each in held if isinstance(each, Checklist)},
        lock=lock or PolicyLock(),
    )


def register(*contents: Document | Edition, today: date = TODAY, **given: Any) -> Register:
    """How the documents of a library stand on a day."""
    return Register.from_library(library(*contents, **given), today)


def register_of_vector(vector: Mapping[str, Any]) -> Register:
    """A register whose only document is due as a vector says, on the vector's day."""
    due = {"next": vector["due"]} if vector["due"] else {}
    today = parse_month_or_day(vector["today"])
    assert isinstance(today, date)
    since = vector.get("called_from")
    nobody_knows = since == str(date.min)
    return register(
        edition(name="1000-01", review=due),
        today=today,
        due_soon=vector["window"],
        time_zone=vector["zone"],
        events=[event(date=since)] if since and not nobody_knows else [],
        references={"old-act": act(state="repealed") if nobody_knows else act()},
    )


# --- records of use ------------------------------------------------------------------------------

DONE_AT = "2026-11-21T09:30:00.123Z"
SAVED_AT = "2026-11-21T10:00:00+00:00"


def usage_record(project: Project, name: str = "answering", **given: Any) -> Data:
    """What the page of a checklist saves: an item done, one not applicable, the others left.

    The check is made of what is given, too.
    """
    resolved, settings = project.traceability.resolved_checklists[name], project.library.settings
    states = [("done", DONE_AT), ("not applicable", None)]
    items: list[dict[str, str | None]] = [
        {"name": link.item.name, "digest": resolved.digests[link.item.name], "do": link.item.do or ""}
        for link in resolved.actionable_items
    ]
    for saved, (state, at) in zip(items, [*states, *[("left", None)] * len(items)], strict=False):
        saved |= {"state": state, "at": at}
    data = {
        "format": "policysite-record/1",
        "library": f"{settings.organisation}: {settings.title}",
        "checklist": name,
        "title": resolved.definition.title,
        "digest": resolved.digest,
        "editions": {
            f"{each.reference}/{each.edition}": edition_digest(each) for each in resolved.editions
        },
        "site": f"{BASE}checklists/{name}/",
        "reference": "Case 7",
        "saved": SAVED_AT,
        "items": items,
    }
    return with_check(data | given)


def with_check(data: Mapping[str, Any]) -> Data:
    """A record of use with its check, made as the format says and not as the code does."""
    rest = {key: value for key, value in data.items() if key != "check"}
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**rest, "check": f"v1:{sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()}"}


def record_bytes(data: Any) -> bytes:
    """The file of a record of use, as JSON.stringify(data, null, 2) makes it."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text).encode()
