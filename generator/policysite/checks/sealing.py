"""What was sealed is as it was: editions, records of reviews, and policy.lock itself."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.library import Document, Library
from ..domain.model import (
    LOCK_FILE,
    REVIEWS_FILE,
    Edition,
    PolicyLock,
)
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from ..traceability import differing_provisions, edition_digest
from .check import CheckContext, check

_FILE = f"policy/{LOCK_FILE}"
_MOST_NAMED = 8


EDITION_CHANGED = Rule.error("edition-changed", "An edition that was sealed says something else")
EDITION_REMOVED = Rule.error("edition-removed", "An edition that was sealed is gone")


@check(EDITION_CHANGED, EDITION_REMOVED)
def sealed_editions_unchanged(context: CheckContext) -> Iterator[Finding]:
    """An edition that was sealed says what it said, and is there as long as its document.

    Where an earlier state of the library has it as it was sealed, what differs is named.
    """
    library = context.library
    held = {f"{edition.reference}/{edition.edition}": edition for edition in library.editions}
    for name, digest in library.lock.editions.items():
        edition = held.get(name)
        if edition is None:
            reference = name.partition("/")[0]
            if reference in library.documents and not library.is_unreadable(reference):
                yield Finding(
                    EDITION_REMOVED,
                    f"the edition {name} was sealed, and is gone",
                    SourcePlace(_FILE, text=f'"{name}"'),
                    "bring its file back: what was published stays to be read",
                )
        elif edition.file not in library.unreadable and edition_digest(edition) != digest:
            yield _changed(edition, _as_sealed(context.earlier, edition, digest), name)


def _as_sealed(earlier: Library | None, edition: Edition, digest: str) -> Edition | None:
    document = earlier.documents.get(edition.reference) if earlier else None
    for before in document.editions if document else ():
        if before.file == edition.file and edition_digest(before) == digest:
            return before
    return None


def _changed(edition: Edition, before: Edition | None, name: str) -> Finding:
    names = differing_provisions(before, edition) if before else []
    return Finding(
        EDITION_CHANGED,
        f"this edition was sealed, and now says something else{_where(names)}",
        SourcePlace(edition.file, _path_of(edition, names[0]) if names else ("edition",)),
        "take back the change, and write what is new as an edition of its own; if only the copy"
        f" here was wrong, run: policysite seal --again {name} --reason TEXT",
    )


def _where(names: list[str]) -> str:
    """The places that differ, as the end of a sentence."""
    clauses = [name for name in names if name]
    shown = clauses[:_MOST_NAMED]
    rest = len(clauses) - len(shown)
    found = [f"at {', '.join(shown)}" + (f" and {rest} more" if rest else "")] if shown else []
    if "" in names:
        found.append("in what it says of itself")
    return f" {' and '.join(found)}" if found else ""


def _path_of(edition: Edition, anchor: str) -> ValuePath:
    """The way to a section or clause from the top of its file; to the edition where it is gone."""
    for outer, section in enumerate(edition.sections):
        if section.anchor == anchor:
            return ("sections", outer)
        for inner, clause in enumerate(section.clauses):
            if clause.anchor == anchor:
                return ("sections", outer, "clauses", inner)
    return ("edition",)


REVIEW_RECORD_CHANGED = Rule.error("review-record-changed", "A record of a review is changed or gone")


@check(REVIEW_RECORD_CHANGED)
def sealed_records_unchanged(context: CheckContext) -> Iterator[Finding]:
    """A record of a review that was sealed is there as it was."""
    library = context.library
    for reference, document in library.documents.items():
        file = f"policy/{reference}/{REVIEWS_FILE}"
        if file in library.unreadable or library.is_unreadable(reference):
            continue
        sealed = library.lock.reviews.get(reference, ())
        for text in missing_sealed_records(library.lock, document):
            at = sealed.index(text)
            is_changed = len(document.reviews) >= len(sealed)
            yield Finding(
                REVIEW_RECORD_CHANGED,
                f"a record of a review that was sealed is {'changed' if is_changed else 'gone'};"
                f" it said: {text}",
                SourcePlace(file, ("reviews", at)) if is_changed else SourcePlace(file),
                "bring it back, and add a record below that says what is so now; if the record itself was"
                f" wrong, run: policysite seal --again {reference} --reason TEXT",
            )


def missing_sealed_records(lock: PolicyLock, document: Document) -> list[str]:
    """The records of reviews that were sealed and that the document no longer has, in words."""
    has = {review.sealed_facts for review in document.reviews}
    return [text for text in lock.reviews.get(document.reference, ()) if text not in has]


LOCK_RECORD_CHANGED = Rule.error("lock-record-changed", "What policy.lock recorded is changed or gone")


@check(LOCK_RECORD_CHANGED, needs_earlier=True)
def lock_entries_kept(context: CheckContext) -> Iterator[Finding]:
    """What policy.lock recorded before it records still, but for what was corrected with a reason."""
    library, earlier = context.library, context.earlier
    assert earlier is not None
    if _FILE in library.unreadable or _FILE in earlier.unreadable:
        return
    for name, message in _lost(library.lock, earlier.lock):
        yield Finding(
            LOCK_RECORD_CHANGED,
            message,
            SourcePlace(_FILE, text=f'"{name}"'),
            "take policy.lock as it was before, then run policysite seal and policysite accept for what"
            " is new: only commands write it",
        )


def _lost(now: PolicyLock, before: PolicyLock) -> Iterator[tuple[str, str]]:
    """Whose record is lost, and what is lost."""
    for name, digest in before.editions.items():
        if name not in now.editions:
            yield name, f"the edition {name} was sealed before, and policy.lock no longer says so"
        elif now.editions[name] != digest and not _is_corrected(name, digest, now, before):
            yield name, f"the digest of {name} is another than before, and no correction says why"
    for name, corrections in before.corrections.items():
        if now.corrections.get(name, ())[: len(corrections)] != corrections:
            yield name, f"a correction of {name} that was recorded before is changed or gone"
    for reference, texts in before.reviews.items():
        corrected = {one.before for one in now.corrections.get(f"{reference}/{REVIEWS_FILE}", ())}
        for text in texts:
            if text not in now.reviews.get(reference, ()) and text not in corrected:
                lost = f"the record of a review of {reference} that was kept before is gone"
                yield reference, f"{lost}; it said: {text}"


def _is_corrected(name: str, digest: str, now: PolicyLock, before: PolicyLock) -> bool:
    """Whether corrections lead from the digest before to that of now."""
    new = now.corrections.get(name, ())[len(before.corrections.get(name, ())) :]
    return bool(new) and new[0].before == digest and new[-1].after == now.editions[name]
