"""Checklists for paper: what stands on them, and in what order, as another library reads it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image

from policysite.domain import addresses
from policysite.domain.model import AcceptedCitation
from policysite.domain.register import Register
from policysite.outputs.pdf import checklist_pdf, printed_files
from policysite.project import Project
from policysite.traceability import Traceability
from tests import LIBRARY, ROOT
from tests.factories import BASE, TODAY, checklist, document, edition, event, review
from tests.small import NOW

from .papers import (
    ANSWER,
    BUILT,
    CLAUSES,
    MISSING,
    WELCOME,
    hr12,
    in_order,
    metadata,
    of_items,
    pages,
    paper,
    read,
    resolve,
    saying,
    text,
)

OVERDUE = {"last": "2023-11", "next": "2025-11"}


def printed(content: bytes) -> list[Image.Image]:
    """The pages as a printer has them, in grey, at 200 dots an inch."""
    with pdfium.PdfDocument(content) as document:
        return [page.render(scale=200 / 72, grayscale=True).to_pil().convert("L") for page in document]


# --- the items -----------------------------------------------------------------------------------


def test_a_duty_is_shown_with_all_that_belongs_to_it() -> None:
    """What to do, when, what to record, how binding it is and where that stands."""
    content = paper(use=of_items(ANSWER | {"record": "the answer, in the file"}))
    assert in_order(
        content,
        ["Answer it.", "When: a request was made", "Record: the answer, in the file", "Must", "HR12 1.1"],
    )


def test_an_item_s_own_condition_comes_before_the_duty_s() -> None:
    """Where an item says when, that is shown, and not the words of the duty."""
    shown = text(paper(use=of_items(ANSWER | {"when": "the post has come"})))
    assert "When: the post has come" in shown
    assert "a request was made" not in shown


def test_a_clause_has_no_force() -> None:
    """What only reminds of a clause is called neither a duty nor a choice."""
    shown = text(paper(use=of_items(WELCOME)))
    assert "HR12 1.2" in shown
    assert not {"Must", "Should", "May"} & set(shown.split())


def test_everything_stands_there_in_its_order() -> None:
    """The head, the parts with their items, and then where it comes from."""
    parts = [
        {"title": f"Part {name}", "items": [WELCOME | {"id": f"item-{place}", "do": name}]}
        for place, name in enumerate("XYZ")
    ]
    content = paper(use=checklist(sections=parts))
    assert in_order(
        content,
        [
            "Example Council",
            "When a request comes in",
            "For: Line manager",
            "When to use it: When somebody asks for other hours.",
            "Date",
            "Reference number (no names)",
            *(word for name in "XYZ" for word in (f"Part {name}", name, "HR12 1.2")),
            "Where this comes from",
            "HR12 Flexible working",
        ],
    )


def test_steps_in_a_fixed_order_have_numbers() -> None:
    """They count on where a list is missing between them; steps in any order have none."""
    steps = [{"id": f"s{one}", "do": f"Step {one}.", "clause": "HR12/1.2"} for one in "abc"]
    items = [steps[0], steps[1], MISSING, steps[2]]
    fixed = paper(use=of_items(*items, order="fixed"))
    assert in_order(fixed, ["1.", "Step a.", "2.", "Step b.", "Not in this copy.", "3.", "Step c."])
    assert "3. " not in text(paper(use=of_items(*items)))


def test_what_is_missing_is_said_with_where_to_read_it() -> None:
    """A list that the copy lacks is named, with the address of the published text, and has no box."""
    content = paper(use=of_items(MISSING))
    assert in_order(
        content,
        [
            "Not in this copy. The list of forms.",
            "Read it in the published policy:",
            "www.example.org/hr12",
        ],
    )


def test_cross_references_are_shown_by_their_names() -> None:
    """On paper, as on the page, nobody sees brackets or ids."""
    shown = text(paper(use=saying("Ask the [[head-of-people]], as [[HR12/1.1]] says.")))
    assert "Ask the Head of People, as HR12 1.1 says." in shown


def test_paragraphs_stay_apart() -> None:
    """A blank line in a text begins a new line on paper."""
    lines = read(paper(use=saying("One.\n\nTwo."))).pages[0].extract_text().splitlines()
    assert lines.index("Two.") == lines.index("One.") + 1


# --- what it says of itself ----------------------------------------------------------------------


def test_each_page_says_what_it_is() -> None:
    """The checklist, editions with their states, the day, the version, the address and the page."""
    resolved, _ = resolve()
    found = pages(paper(use=saying(*(f"Step {place}." for place in range(200)))))
    assert len(found) > 3
    for number, page in enumerate(found, start=1):
        assert page.count("When a request comes in · Example Council") == 1
        assert "From HR12, edition of November 2025: In date. State as at 21 November 2026." in page
        assert f"{BASE}{addresses.checklist_path(resolved.name)}" in page
        assert f"Page {number} of {len(found)} · made on 21 November 2026 · version v1:" in page


def test_the_version_is_the_digest() -> None:
    """What is shown of it tells one text of a checklist from another."""
    resolved, _ = resolve()
    assert f"version {resolved.digest[:11]}" in text(paper())
    assert resolved.digest[:11] not in text(paper(use=saying("Something else.")))


def test_the_day_is_that_of_the_library_s_zone() -> None:
    """Late in London it is tomorrow in Tokyo."""
    assert "made on 22 November 2026" in text(paper(time_zone="Asia/Tokyo"))


def test_an_overdue_review_is_said_before_the_items() -> None:
    """A reader is told before the text, in words, as at which day, and on each page."""
    content = paper(hr12(review=OVERDUE))
    assert in_order(
        content,
        [
            "HR12: Review overdue; state as at 21 November 2026.",
            "has been overdue since 1 December 2025.",
            "HR12 stays in force until it is replaced or withdrawn.",
            "Answer it.",
            "HR12 Flexible working. Policy, edition of November 2025.",
            "Review overdue; state as at 21 November 2026.",
        ],
    )
    assert "HR12, edition of November 2025: Review overdue." in text(content)
    assert text(content).count("has been overdue since") == 1


def test_a_review_in_date_is_said_at_the_end() -> None:
    """What needs no attention does not stand before the items."""
    shown = text(paper())
    assert shown.index("Answer it.") < shown.index("In date; state as at 21 November 2026.")
    assert "Its review is due by the end of November 2027." in shown


def test_what_calls_for_a_review_is_said() -> None:
    """A change that nobody has answered by a review stands there, too."""
    resolved, register = resolve(events=[event(what="Funding changed.")])
    (path, content), _ = printed_files(register, [resolved], base=BASE, built=BUILT)
    assert path.endswith(".pdf")
    assert in_order(
        content, ["HR12: Review called for", "Answer it.", "A review is called for: Funding changed."]
    )


def test_a_review_above_that_is_overdue_is_said() -> None:
    """A document in date says so, and that the policy above it is overdue."""
    above = document(edition("HR1", review=OVERDUE))
    shown = text(paper(hr12(kind="procedure", governed_by="HR1"), above))
    assert "The review of the policy above it, HR1, is overdue." in shown


def test_a_restated_text_names_its_authority() -> None:
    """Where the words are not the publisher's own, the paper says whose words count."""
    assert in_order(
        paper(hr12(wording="restated")),
        ["Restated in other words; the authority is the published policy:", "www.example.org/hr12"],
    )
    assert "Restated" not in text(paper())


def test_many_documents_leave_room_for_the_items() -> None:
    """The foot of a page counts documents where it can't name them; the end names them all."""
    names = [f"HR{number}" for number in range(20, 40)]
    held = [hr12(reference=name, review=OVERDUE) for name in names]
    items = [{"id": name.lower(), "do": name, "clause": f"{name}/1.2"} for name in names]
    shown = pages(paper(*held, use=of_items(*items)))
    assert all(
        "From 20 documents, named at the end; needing attention: HR20, HR21" in one for one in shown
    )
    assert all(f"{name} Flexible working" in " ".join(shown) for name in names)


def test_without_an_address_it_leads_nowhere() -> None:
    """A site that does not know its address gives papers without a link and without a QR code."""
    resolved, register = resolve()
    ((path, content),) = printed_files(register, [resolved], base="", built=BUILT)
    assert path == "checklists/requests/requests.pdf"
    page = read(content).pages[0]
    assert "/Annots" not in page
    assert "checklists/requests" not in page.extract_text()
    assert zxingcpp.read_barcodes(printed(content)[0]) == []


def test_the_link_leads_to_the_live_page() -> None:
    """On a screen it can be followed, and says what it is to who can't see it."""
    annotations: Any = read(paper()).pages[0]["/Annots"]
    (link,) = (annotation.get_object() for annotation in annotations)
    assert link["/A"]["/URI"] == f"{BASE}checklists/requests/"
    assert link["/Contents"]


def test_each_page_s_code_leads_to_the_live_page() -> None:
    """A phone that looks at any page finds its way."""
    found = printed(paper(use=saying(*(f"Step {place}." for place in range(60)))))
    assert len(found) > 1
    for page in found:
        (code,) = zxingcpp.read_barcodes(page)
        assert code.text == f"{BASE}checklists/requests/"


# --- the sheet of paper --------------------------------------------------------------------------


def sizes(content: bytes) -> set[float]:
    """The sizes of type on the first page, in points."""
    found = set()

    def visit(said: str, _: object, matrix: list[float], __: object, size: float) -> None:
        if said.strip():
            found.add(round(abs(size * matrix[3]), 1))

    read(content).pages[0].extract_text(visitor_text=visit)
    return found


def test_usual_checklists_fit_on_one_side() -> None:
    """A checklist with up to eight items of usual length is one side of A4; the longest is two."""
    project = Project.open(LIBRARY, NOW)
    held = Traceability(project.library).resolved_checklists
    register = Register.from_library(project.library, TODAY)
    made_here = dict(printed_files(register, held.values(), base=BASE, built=BUILT))
    sides = {name: len(read(made_here[addresses.checklist_pdf_path(name)]).pages) for name in held}
    short = {name for name, resolved in held.items() if len(list(resolved.definition.items)) <= 8}
    assert short and {name for name, count in sides.items() if count > 1}.isdisjoint(short)
    assert sides["owner-questions"] == max(sides.values()) == 2


def test_the_type_gets_smaller_before_there_is_a_second_page() -> None:
    """What fits at 11 points has them; what nearly fits is smaller; what can't fit is at its largest."""
    few, more, many = (
        paper(use=saying(*(f"Step {place} of them all." for place in range(count))))
        for count in (5, 22, 60)
    )
    assert [len(pages(one)) for one in (few, more, many)][:2] == [1, 1]
    assert len(pages(many)) > 1
    assert 11 in sizes(few)
    assert 11 not in sizes(more)
    assert 11 in sizes(many)
    assert min(sizes(few) | sizes(more) | sizes(many)) >= 9.5


def test_it_is_a4() -> None:
    """Every page is 210 by 297 mm."""
    box = read(paper()).pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)


def test_boxes_are_five_millimetres() -> None:
    """A box to tick is drawn, dark, and large enough for a pen."""
    (page,) = printed(paper(use=of_items(WELCOME), base=""))
    dot = 200 / 25.4
    column = page.crop((int(18 * dot) - 4, 0, int(18 * dot) + 4, int(240 * dot)))
    dark = [y for y in range(column.height) if min(column.crop((0, y, 8, y + 1)).tobytes()) < 100]
    runs: list[list[int]] = []
    for y in dark:
        if runs and y == runs[-1][-1] + 1:
            runs[-1].append(y)
        else:
            runs.append([y])
    assert any(4.8 <= len(run) / dot <= 5.6 for run in runs)


# --- the same bytes ------------------------------------------------------------------------------


def test_the_same_sources_give_the_same_bytes() -> None:
    """Twice, and whether made alone or one after the other."""
    resolved, register = resolve()
    other, _ = resolve(use=saying("Something else.", "ünï 柔"))
    alone = paper()
    assert paper() == alone
    run = list(printed_files(register, [other, resolved], base=BASE, built=BUILT))
    assert run[2] == ("checklists/requests/requests.pdf", alone)
    assert run[3][0] == "checklists/requests/qr.svg"


def test_other_processes_give_the_same_bytes() -> None:
    """Nothing depends on the seed of hashes, the zone of the machine or what was made before."""
    code = (
        "from hashlib import sha256; from tests.outputs.pdf.papers import paper;"
        "print(sha256(paper()).hexdigest())"
    )
    expected = sha256(paper()).hexdigest()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected


def test_an_instant_is_the_same_in_every_zone() -> None:
    """It does not matter in which zone the build's instant is given."""
    assert paper(built=BUILT.astimezone(ZoneInfo("Asia/Tokyo"))) == paper()


def test_the_file_says_when_it_was_made() -> None:
    """Its date of creation is the build's instant, and nothing of the machine's clock."""
    created = metadata(paper()).creation_date
    assert isinstance(created, datetime)
    assert created == BUILT


def test_a_source_that_has_changed_is_named() -> None:
    """An item whose source has changed since somebody compared them sends its reader there."""
    resolved, register = resolve()
    ((section, links),) = resolved.sections
    then = AcceptedCitation("HR12/answer", "1.1", "v1:0", "line-manager must answer at once")
    links = tuple(replace(one, accepted=then) if one.item.duty else one for one in links)
    content = checklist_pdf(
        replace(resolved, sections=((section, links),)), register, base=BASE, built=BUILT
    )
    assert text(content).count("Read the clause, too.") == 1
    assert "Read the clause, too." not in text(paper())


def test_recorded_reviews_count() -> None:
    """The state is the register's: a review that is recorded moves it."""
    kept = document(
        edition(clauses=CLAUSES, review=OVERDUE),
        reviews=[review("2026-10-01", "unchanged", next="2028-10")],
    )
    assert "In date; state as at 21 November 2026." in text(paper(kept))


def test_addresses_are_readable_on_paper() -> None:
    """The address of a link stands behind its words on paper, unless they are the address."""
    marked = (
        "Use [[https://www.example.org/form|the form]], ring [[tel:+441632960001|01632 960001]]"
        " and [[!never]] see [[HR12/1.1|the clause]]."
    )
    shown = text(paper(use=saying(marked)))
    assert (
        "Use the form (https://www.example.org/form), ring 01632 960001 and never see the clause."
        in shown
    )
