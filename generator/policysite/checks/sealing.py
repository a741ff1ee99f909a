"""Sealed editions, sealed records of reviews, and policy.lock itself are unchanged."""

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
from ..traceability import differing_files, differing_provisions, edition_digest
from .check import CheckContext, check_for

_LOCK_PATH = f"policy/{LOCK_FILE}"
_MAX_CLAUSES = 8


EDITION_CHANGED = Rule.error("edition-changed", "An edition that was sealed says something else")
EDITION_REMOVED = Rule.error("edition-removed", "An edition that was sealed is gone")


@check_for(EDITION_CHANGED, EDITION_REMOVED)
def sealed_editions_unchanged(context: CheckContext) -> Iterator[Finding]:
    """A sealed edition is unchanged, and stays as long as its document.

    The differences are named if the earlier library has the edition as it was sealed.
    """
    library = context.library
    editions = {edition.id: edition for edition in library.editions_in_all_languages}
    for name, digest in library.lock.editions.items():
        edition = editions.get(name)
        if edition is None:
            reference = name.partition("/")[0]
            if reference in library.documents and not library.is_unreadable(reference):
                yield Finding(
                    EDITION_REMOVED,
                    f"the edition {name} was sealed, and is gone",
                    SourcePlace(_LOCK_PATH, text=f'"{name}"'),
                    "bring its file back: what was published stays to be read",
                )
        elif (
            edition.file not in library.unreadable
            and edition_digest(edition) != digest
            and all(named.stored for _, named in edition.named_files)
        ):
            yield _changed_edition(edition, _sealed_edition(context.earlier, edition, digest), name)


def _sealed_edition(earlier: Library | None, edition: Edition, digest: str) -> Edition | None:
    document = earlier.documents.get(edition.reference) if earlier else None
    for previous in document.editions_in_all_languages if document else ():
        if previous.file == edition.file and edition_digest(previous) == digest:
            return previous
    return None


def _changed_edition(edition: Edition, before: Edition | None, name: str) -> Finding:
    files = differing_files(before, edition) if before else []
    if files:
        return Finding(
            EDITION_CHANGED,
            "this edition was sealed, and names a file that is another now:"
            f" {', '.join(files[:_MAX_CLAUSES])}",
            SourcePlace(edition.file, ("edition",)),
            "bring the file back as it was, and give the new one a name of its own for the next edition;"
            f" if only the copy here was wrong, run: policysite seal --again {name} --reason TEXT",
        )
    names = differing_provisions(before, edition) if before else []
    return Finding(
        EDITION_CHANGED,
        f"this edition was sealed, and now says something else{_difference_note(names)}",
        SourcePlace(edition.file, _provision_path(edition, names[0]) if names else ("edition",)),
        "take back the change, and write what is new as an edition of its own; if only the copy"
        f" here was wrong, run: policysite seal --again {name} --reason TEXT",
    )


def _difference_note(anchors: list[str]) -> str:
    """The provisions that differ, as the end of a sentence. An empty anchor stands for its own keys."""
    clauses = [anchor for anchor in anchors if anchor]
    listed = clauses[:_MAX_CLAUSES]
    rest = len(clauses) - len(listed)
    places = [f"at {', '.join(listed)}" + (f" and {rest} more" if rest else "")] if listed else []
    if "" in anchors:
        places.append("in what it says of itself")
    return f" {' and '.join(places)}" if places else ""


def _provision_path(edition: Edition, anchor: str) -> ValuePath:
    """The path to a section or clause in its file; the path to `edition` where the edition lacks it."""
    for path, provision in edition.located_provisions:
        if provision.anchor == anchor:
            return path
    return ("edition",)


REVIEW_RECORD_CHANGED = Rule.error("review-record-changed", "A record of a review is changed or gone")


@check_for(REVIEW_RECORD_CHANGED)
def sealed_records_unchanged(context: CheckContext) -> Iterator[Finding]:
    """Every sealed record of a review is there, unchanged."""
    library = context.library
    for reference, document in library.documents.items():
        file = f"policy/{reference}/{REVIEWS_FILE}"
        if file in library.unreadable or library.is_unreadable(reference):
            continue
        sealed = library.lock.reviews.get(reference, ())
        for text in missing_sealed_records(library.lock, document):
            index = sealed.index(text)
            is_changed = len(document.reviews) >= len(sealed)
            yield Finding(
                REVIEW_RECORD_CHANGED,
                f"a record of a review that was sealed is {'changed' if is_changed else 'gone'};"
                f" it said: {text}",
                SourcePlace(file, ("reviews", index)) if is_changed else SourcePlace(file),
                "bring it back, and add a record below that says what is so now; if the record itself was"
                f" wrong, run: policysite seal --again {reference} --reason TEXT",
            )


def missing_sealed_records(lock: PolicyLock, document: Document) -> list[str]:
    """The facts of the sealed records of reviews that the document no longer has."""
    recorded = {review.sealed_facts for review in document.reviews}
    return [text for text in lock.reviews.get(document.reference, ()) if text not in recorded]


LOCK_RECORD_CHANGED = Rule.error("lock-record-changed", "What policy.lock recorded is changed or gone")


@check_for(LOCK_RECORD_CHANGED, needs_earlier=True)
def lock_entries_kept(context: CheckContext) -> Iterator[Finding]:
    """policy.lock keeps its earlier entries, except those corrected with a reason."""
    library, earlier = context.library, context.earlier
    assert earlier is not None
    if _LOCK_PATH in library.unreadable or _LOCK_PATH in earlier.unreadable:
        return
    for name, message in _lost_entries(library.lock, earlier.lock):
        yield Finding(
            LOCK_RECORD_CHANGED,
            message,
            SourcePlace(_LOCK_PATH, text=f'"{name}"'),
            "take policy.lock as it was before, then run policysite seal and policysite accept for what"
            " is new: only commands write it",
        )


def _lost_entries(now: PolicyLock, before: PolicyLock) -> Iterator[tuple[str, str]]:
    """The name of each entry that is lost or changed, with a message."""
    for name, digest in before.editions.items():
        if name not in now.editions:
            yield name, f"the edition {name} was sealed before, and policy.lock no longer says so"
        elif now.editions[name] != digest and not _is_corrected(name, digest, now, before):
            yield name, f"the digest of {name} is another than before, and no correction says why"
    for name, corrections in before.corrections.items():
        if now.corrections.get(name, ())[: len(corrections)] != corrections:
            yield name, f"a correction of {name} that was recorded before is changed or gone"
    for reference, texts in before.reviews.items():
        corrected = {
            correction.before for correction in now.corrections.get(f"{reference}/{REVIEWS_FILE}", ())
        }
        for text in texts:
            if text not in now.reviews.get(reference, ()) and text not in corrected:
                lost = f"the record of a review of {reference} that was kept before is gone"
                yield reference, f"{lost}; it said: {text}"


def _is_corrected(name: str, digest: str, now: PolicyLock, before: PolicyLock) -> bool:
    """Whether new corrections lead from the earlier digest to the present one."""
    new = now.corrections.get(name, ())[len(before.corrections.get(name, ())) :]
    return bool(new) and new[0].before == digest and new[-1].after == now.editions[name]
