"""Documents, their editions and the text of the current one, as data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ...domain import addresses
from ...domain.library import Document
from ...domain.model import (
    REVIEWS_FILE,
    Clause,
    Edition,
    MissingContent,
    ReplacementKind,
    Section,
    WithheldContent,
)
from ...domain.register import Register, ReviewStatus
from ...traceability import edition_digest
from ..formats.documents import (
    ApprovalData,
    AuthorityData,
    ClauseData,
    CorrectionData,
    DocumentFacts,
    DocumentFile,
    DocumentsFile,
    EditionData,
    ListedDocument,
    MissingData,
    OrganisationData,
    OtherDocumentData,
    PastReview,
    ReplacedDocumentData,
    ReviewSummary,
    SectionData,
    StatedField,
    TranslationData,
    WithdrawalData,
    WithheldData,
)
from .blocks import blocks_data, opening
from .duties import duty_data
from .serialiser import Serialiser
from .stored_files import attachments_data


def documents_file(
    serialiser: Serialiser, register: Register, documents: Iterable[Document]
) -> DocumentsFile:
    """The list of documents, in the order given."""
    return DocumentsFile(
        as_at=register.today,
        documents=tuple(
            ListedDocument(
                **dict(_facts(serialiser, register, document)),
                data=serialiser.location(addresses.document_api_path(document.reference)),
            )
            for document in documents
        ),
    )


def document_file(serialiser: Serialiser, register: Register, document: Document) -> DocumentFile:
    """All of a document."""
    current = document.current
    return DocumentFile(
        as_at=register.today,
        **dict(_facts(serialiser, register, document)),
        risk=current.risk,
        equality_impact=current.equality_impact,
        questions=tuple(map(serialiser.text_with_citations, current.questions or ())),
        editions=tuple(_edition(serialiser, edition, document) for edition in document.editions),
        corrections_of_reviews=_corrections(serialiser, f"{document.reference}/{REVIEWS_FILE}"),
        sections=tuple(_section(serialiser, section, current) for section in current.sections),
    )


def _facts(serialiser: Serialiser, register: Register, document: Document) -> DocumentFacts:
    current = document.current
    status = register.status_by_reference.get(document.reference)
    return DocumentFacts(
        reference=document.reference,
        published_reference=document.published_reference,
        title=current.title,
        kind=current.kind,
        kind_name=serialiser.library.kind_of(current).name,
        edition=current.edition,
        governed_by=next(iter(current.governing_documents), None),
        governing_documents=current.governing_documents,
        owner=serialiser.optional_role(next(iter(current.owners), None)),
        owners=tuple(map(serialiser.role, current.owners)),
        contact=serialiser.optional_role(next(iter(current.contacts), None)),
        contacts=tuple(map(serialiser.role, current.contacts)),
        withdrawn=_withdrawal(serialiser, document) if document.is_withdrawn else None,
        replaces=tuple(
            ReplacedDocumentData(
                **dict(_other(serialiser, one.old, one.old_title, one.how)),
                reviews=_past_reviews(serialiser, one.old),
            )
            for one in serialiser.library.replaces(document.reference)
        ),
        replaced_by=tuple(
            _other(serialiser, one.new, one.new_title, one.how)
            for one in serialiser.library.replaced_by(document.reference)
        ),
        review=_review(serialiser, status) if status else None,
        **serialiser.path_and_url(addresses.document_path(document.reference)),
    )


def _other(serialiser: Serialiser, reference: str, title: str, how: ReplacementKind) -> OtherDocumentData:
    document = serialiser.library.documents.get(reference)
    shown = document.current.title if document else title
    return OtherDocumentData(reference=reference or None, title=shown or None, how=how)


def _past_reviews(serialiser: Serialiser, reference: str) -> tuple[PastReview, ...]:
    document = serialiser.library.documents.get(reference)
    return tuple(
        PastReview(date=review.date, outcome=review.outcome, edition=review.edition)
        for review in (document.reviews if document else ())
    )


def _withdrawal(serialiser: Serialiser, document: Document) -> WithdrawalData:
    last = document.reviews[-1]
    return WithdrawalData(date=last.date, reason=serialiser.plain_line(last.reason or ""))


def _review(serialiser: Serialiser, status: ReviewStatus) -> ReviewSummary:
    return ReviewSummary(
        state=status.state,
        label=status.label,
        last=status.last_review_date,
        due=status.due_date,
        sentence=status.sentence,
        data=serialiser.location(addresses.REVIEW_STATE),
    )


def _edition(serialiser: Serialiser, edition: Edition, document: Document) -> EditionData:
    name, digest, source = edition.id, edition_digest(edition), edition.source
    schedule = edition.review
    return EditionData(
        id=name,
        edition=edition.edition,
        title=edition.title,
        language=serialiser.library.language_of(edition),
        translations=tuple(
            _translation(serialiser, other) for other in document.translations_of(edition)
        ),
        is_current=edition is document.current,
        extent=edition.extent,
        wording=edition.wording,
        last_review=schedule.last,
        review_every=str(schedule.every) if schedule.every else None,
        next_review=schedule.next,
        author=edition.author,
        version=edition.version,
        approved=ApprovalData(by=edition.approved.by or (), on=edition.approved.on)
        if edition.approved
        else None,
        marking=edition.marking,
        audience=serialiser.optional_text(edition.audience),
        organisations=tuple(
            OrganisationData(name=joint.name, reference=joint.reference)
            for joint in edition.joint_organisations
        ),
        fields=tuple(
            StatedField(id=field, title=declared.title, value=value)
            for field, declared, value in serialiser.library.fields_of(edition)
        ),
        changes=serialiser.optional_text(edition.changes),
        authority=AuthorityData(
            url=source.url, retrieved=source.retrieved, note=serialiser.optional_text(source.note)
        ),
        digest=digest,
        is_sealed=serialiser.library.lock.editions.get(name) == digest,
        corrections=_corrections(serialiser, name),
        source=serialiser.location(addresses.source_path(edition.file)) if edition.file else None,
        attachments=attachments_data(serialiser, edition),
        **serialiser.path_and_url(addresses.edition_path(edition)),
    )


def _translation(serialiser: Serialiser, translation: Edition) -> TranslationData:
    digest = edition_digest(translation)
    return TranslationData(
        language=serialiser.library.language_of(translation),
        title=translation.title,
        digest=digest,
        is_sealed=serialiser.library.lock.editions.get(translation.id) == digest,
        source=serialiser.location(addresses.source_path(translation.file)),
        **serialiser.path_and_url(addresses.edition_path(translation)),
    )


def _corrections(serialiser: Serialiser, name: str) -> tuple[CorrectionData, ...]:
    return tuple(
        CorrectionData(
            date=date.fromisoformat(correction.date),
            before=correction.before,
            after=correction.after,
            reason=correction.reason,
        )
        for correction in serialiser.library.lock.corrections.get(name, ())
    )


def _section(serialiser: Serialiser, section: Section, edition: Edition) -> SectionData:
    return SectionData(
        anchor=section.anchor,
        number=str(section.number) if section.number is not None else None,
        part=section.part,
        label=section.label,
        title=section.title,
        is_title_supplied=section.title_is == "supplied",
        missing=_missing(serialiser, section.missing),
        withheld=_withheld(serialiser, section.withheld),
        not_used=serialiser.optional_text(section.not_used),
        clauses=tuple(_clause(serialiser, clause, edition) for clause in section.clauses),
        **serialiser.path_and_url(addresses.document_path(edition.reference, section.anchor)),
    )


def _clause(serialiser: Serialiser, clause: Clause, edition: Edition) -> ClauseData:
    blocks = clause.blocks
    text, items = opening(blocks)
    return ClauseData(
        id=f"{edition.reference}/{clause.anchor}",
        anchor=clause.anchor,
        number=str(clause.number) if clause.number else None,
        label=clause.label,
        title=clause.title,
        is_title_supplied=clause.title is not None and clause.title_is == "supplied",
        text=serialiser.paragraphs(text),
        items=tuple(map(serialiser.plain_line, items)),
        content=blocks_data(serialiser, blocks, edition, clause.anchor),
        duties=tuple(duty_data(serialiser, duty, edition) for duty in clause.duties or ()),
        missing=_missing(serialiser, clause.missing),
        withheld=_withheld(serialiser, clause.withheld),
        not_used=serialiser.optional_text(clause.not_used),
        question=serialiser.optional_text(clause.question),
        cites=serialiser.citations(*(text for _, text in clause.texts)),
        links=serialiser.links(*(text for _, text in clause.texts)),
        **serialiser.path_and_url(addresses.document_path(edition.reference, clause.anchor)),
    )


def _withheld(serialiser: Serialiser, withheld: WithheldContent | None) -> WithheldData | None:
    if withheld is None:
        return None
    return WithheldData(exemption=withheld.exemption, what=serialiser.optional_text(withheld.what))


def _missing(serialiser: Serialiser, missing: MissingContent | None) -> MissingData | None:
    if missing is None:
        return None
    return MissingData(
        **dict(serialiser.text_with_citations(missing.what)), role=serialiser.optional_role(missing.role)
    )
