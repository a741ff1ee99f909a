"""The library as data: the files below api/v1/ of the site, which docs/api.md describes.

Ids and addresses stay: what a later version changes, it puts below api/v2/. Keys may be added, and none
is ever left out; what is not known is null. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ...domain import addresses
from ...domain.addresses import API, API_INDEX
from ...domain.register import Register
from ...traceability import Traceability
from ..formats.base import ApiFile
from ..formats.library_index import (
    IndexedFile,
    IndexFile,
    LibraryContact,
    LibraryCounts,
    OtherFiles,
)
from ..formats.schemas import json_schemas
from ..formats.trace import trace_file
from .checklists import checklist_file, checklists_file
from .documents import document_file, documents_file
from .duties import duties_file, roles_file
from .serialiser import Serialiser

SCHEMAS_PATH = f"{API}schemas/"

_CONTENTS = {
    "documents": "Every document, with its state of review and the address of the file that holds it.",
    "duties": "Every duty in force, with its role, its clause and the checklists that it stands in.",
    "roles": "Every role, with its duties and the documents that it answers for.",
    "checklists": "Every checklist, with its digest and the address of the file that holds it.",
    "traceability": (
        "From every duty to the items that carry it out, and from every item to what it cites."
    ),
}
"""What each of the files holds of which there is one."""


def api_files(
    register: Register, traceability: Traceability, base: str, built: datetime
) -> Iterator[tuple[str, ApiFile]]:
    """Every file of the interface with its address on the site, the index first.

    base is the absolute address of the site with a slash at its end, or empty where it has none. built
    is the instant of the build and knows its zone; only the index holds it, so that the others stay the
    same while the library does.
    """
    library, checklists = register.library, traceability.resolved_checklists
    serialiser = Serialiser(library, base)
    documents = sorted(library.documents.values(), key=addresses.natural_sort_key)
    single: dict[str, ApiFile] = {
        "documents": documents_file(serialiser, register, documents),
        "duties": duties_file(serialiser, checklists),
        "roles": roles_file(serialiser, checklists),
        "checklists": checklists_file(serialiser, checklists.values()),
        "traceability": trace_file(traceability.trace),
    }
    yield API_INDEX, _index(serialiser, register, traceability, single, built)
    for name, file in single.items():
        yield f"{API}{name}.json", file
    for document in documents:
        yield (
            addresses.document_api_path(document.reference),
            document_file(serialiser, register, document),
        )
    for name, resolved in checklists.items():
        yield addresses.checklist_api_path(name), checklist_file(serialiser, resolved)


def api_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON Schema of each kind of file that is published, with its address on the site."""
    for name, schema in json_schemas():
        yield f"{SCHEMAS_PATH}{name}", schema


def _index(
    serialiser: Serialiser,
    register: Register,
    traceability: Traceability,
    single: dict[str, ApiFile],
    built: datetime,
) -> IndexFile:
    library = register.library
    settings, in_force = library.settings, list(library.documents_in_force)
    return IndexFile(
        organisation=settings.organisation,
        title=settings.title,
        description=serialiser.plain_line(settings.description),
        language=settings.language,
        time_zone=settings.time_zone,
        contact=LibraryContact(
            name=settings.contact.name, email=settings.contact.email, url=settings.contact.url
        ),
        **serialiser.path_and_url(addresses.HOME),
        as_at=register.today,
        built=built.astimezone(ZoneInfo(settings.time_zone)),
        counts=LibraryCounts(
            documents=len(in_force),
            withdrawn=len(library.documents) - len(in_force),
            editions=sum(1 for _ in library.editions),
            clauses=sum(1 for document in in_force for _ in document.current.clauses),
            duties=sum(1 for document in in_force for _ in document.current.duties),
            missing=sum(1 for document in in_force for _ in document.current.missing_provisions),
            roles=len(library.roles),
            checklists=len(traceability.resolved_checklists),
        ),
        files=tuple(
            IndexedFile(
                name=name,
                **serialiser.path_and_url(f"{API}{name}.json"),
                schema_path=file.schema_path,
                holds=_CONTENTS[name],
            )
            for name, file in single.items()
        ),
        beside=OtherFiles(
            review=serialiser.location(addresses.REVIEW_STATE),
            feed=serialiser.location(addresses.FEED),
            calendar=serialiser.location(addresses.CALENDAR),
        ),
    )
