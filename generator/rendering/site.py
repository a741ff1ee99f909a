"""The pages of a library's site: which there are, and what each is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import addresses
from ..library import Document
from ..model import FORCES, Edition
from ..register import WITHDRAWN, Register, Standing
from ..reviews import due_day, in_words
from ..tracing import Sheet
from . import checklists, finding, parts, reviewing
from .changes import changes_for
from .markup import Prose
from .pages import (
    Anywhere,
    Block,
    Build,
    Cited,
    Findable,
    Fragment,
    Heading,
    Linking,
    Page,
    Promise,
    SiteFile,
)

_ANYWHERE = Anywhere()
_KINDS_OF_DOCUMENTS = (("policy", "Policies"), ("procedure", "Procedures"))
NEWEST = 5
"""How many editions the home page names as new."""
DOCUMENTS_A_LIST = 100
"""How many documents one part of their list holds, and how many the home page lists at most."""
PRESSING = 10
"""How many documents the home page of a larger library names: those that need attention most."""
DOCUMENTS_A_PART = 20
"""How many documents one part of the index of clauses lists: it keeps the page light on a phone."""


class Site:
    """Every page of a library's site, for one build.

    icons is a folder of SVG files, as Material for MkDocs bundles it; sources are the texts of the
    source files by their path in the project, exports what is no page by its address: its content, or
    None where that is made once the pages are finished.
    """

    def __init__(
        self,
        register: Register,
        build: Build,
        icons: FilePath,
        sources: Mapping[str, str],
        exports: Mapping[str, bytes | None],
    ) -> None:
        self.register = register
        self.library = library = register.library
        self.exports = exports
        self.build = build
        self.checklists = checklists.Checklists(library)
        self._prose = Prose(library)
        self._icons = icons
        self._sources = sources
        self._icon_cache: dict[str, Markup] = {}
        self._last_clauses: tuple[Edition | None, list[Block]] = (None, [])
        self.documents: Sequence[Document] = sorted(
            library.documents.values(), key=addresses.natural_order
        )
        self._templates = self._environment()

    @cached_property
    def pages(self) -> list[Page]:
        """All pages, the home page first."""
        return [
            *self._index_pages(),
            *self._document_pages(),
            *self._role_pages(),
            *self._checklist_pages(),
        ]

    @property
    def files(self) -> Iterator[SiteFile]:
        """What crawlers may do, and the sources of the pages; the settings are nobody else's business."""
        refused = "/" if self.library.settings.robots == "noindex" else ""
        yield SiteFile("robots.txt", f"User-agent: *\nDisallow: {refused}\n")
        yield SiteFile("_headers", parts.HEADERS)
        for file, text in self._sources.items():
            if file != "policy/library.yml":
                yield SiteFile(addresses.source(file), text)
        yield SiteFile(addresses.WORDS, finding.vocabulary(self.library))
        for path, content in self.exports.items():
            if content is not None:
                yield SiteFile(path, content)

    # --- templates ---------------------------------------------------------------------------

    def _environment(self) -> Environment:
        here, library = FilePath(__file__).parent / "templates", self.library
        environment = Environment(
            loader=FileSystemLoader(here),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "host": lambda link: urlsplit(link).hostname,
            "in_words": in_words,
            "last_day": due_day,
            "lower_first": lambda text: text[:1].lower() + text[1:],
            "upper_first": lambda text: text[:1].upper() + text[1:],
        }
        environment.globals |= {
            "at": addresses,
            "build": self.build,
            "checklists": checklists,
            "governing": lambda one: library.documents[one.document.current.governed_by].current,
            "other_names": finding.OtherNames(library),
            "icon": self._icon,
            "library": library,
            "prose": self._prose,
            "site": self,
            "standing_of": self.standing_of,
            "WITHDRAWN": WITHDRAWN,
        }
        return environment

    def _icon(self, name: str) -> Markup:
        if name not in self._icon_cache:
            svg = (self._icons / f"{name}.svg").read_text(encoding="utf-8")
            hidden = svg.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1)
            self._icon_cache[name] = Markup(hidden)  # noqa: S704  # a file of the icon set, not policy text
        return self._icon_cache[name]

    def _fragment(self, template: str, page: Linking, **values: Any) -> Fragment:
        html = self._templates.get_template(template).render(page=page, **values)
        stands_apart = template.endswith("_foot.html")
        return Fragment(Markup(html), stands_apart)  # noqa: S704  # Jinja2 has escaped it

    def standing_of(self, document: Document) -> Standing | None:
        """How a document stands; None when it is withdrawn."""
        return self.register.by_reference.get(document.reference)

    @property
    def for_readers(self) -> Mapping[str, object]:
        """What a reader's browser needs to see that a page has grown worse since it was made.

        Where devices keep a copy of the site, also which shared files the page is made for.
        """
        mark = {"offline": self.build.mark} if self.build.mark else {}
        return {**reviewing.for_readers(self.register), **mark}

    @property
    def pressing(self) -> Sequence[Document]:
        """Of a library too large for the home page, the documents that need attention most."""
        if len(self.documents) <= DOCUMENTS_A_LIST:
            return ()
        return [one.document for one in self.register.standings[:PRESSING]]

    @property
    def totals(self) -> str:
        """How many documents are in each state, of all there are."""
        return reviewing.totals(self.register)

    @property
    def newest_editions(self) -> Sequence[tuple[Document, Edition]]:
        """What changed lately, for the home page."""
        return reviewing.newest_editions(self.library, NEWEST)

    # --- index pages -------------------------------------------------------------------------

    def _index_pages(self) -> Iterator[Page]:
        title, library = self.library.settings.title, self.library
        yield self._simple(addresses.HOME, title, "home", library.settings.description)
        yield from self._document_indexes()
        yield self._simple(
            addresses.ROLES, "Roles", "roles", "Who has duties, and where they are laid down."
        )
        yield self._simple(
            addresses.CHECKLISTS, "Checklists", "checklists", "What each role does, to be ticked off."
        )
        yield from self._clause_indexes()
        yield self._simple(
            addresses.SEARCH,
            "Search",
            "search",
            "Find the clause, the role or the document that you need.",
        )
        yield self._page(
            addresses.REVIEW,
            "Review dates",
            "review",
            lambda page: self._titled(page, "review.html", shown=reviewing.Shown.of(self.register)),
            description="When each document was reviewed, by when it is due again, and how that stands.",
        )
        yield self._simple(
            addresses.REFERENCES,
            "References",
            "references",
            "Legislation and other documents that the documents refer to, with their state in law.",
        )
        yield self._simple(
            addresses.GLOSSARY,
            "Glossary",
            "glossary",
            "Abbreviations and words with a settled meaning.",
        )
        yield self._page(
            addresses.TRACE,
            "Traceability",
            "trace",
            lambda page: self._titled(page, "trace.html"),
            description="Which checklist carries out each duty, and what each item comes from.",
            crumbs=(("Checklists", addresses.CHECKLISTS),),
        )
        yield self._simple(
            addresses.ABOUT,
            "About this site",
            "about",
            "What this site is, and when and how it was made.",
        )

    @property
    def searched_kinds(self) -> list[tuple[str, str]]:
        """The kinds of what can be found, with the names of many."""
        present = {one.current.kind for one in self.documents}
        kinds = [(kind, name) for kind, name in _KINDS_OF_DOCUMENTS if kind in present]
        return [
            *kinds,
            ("role", "Roles"),
            ("checklist", "Checklists"),
            ("reference", "References"),
            ("term", "Abbreviations and terms"),
        ]

    def search_form(self, action: str) -> Markup:
        """The form that asks the search page, whose address from the reader's page is the action."""
        html = self._templates.get_template("search_form.html").render(action=action)
        return Markup(html)  # noqa: S704  # Jinja2 has escaped it

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What the library holds, in words and numbers; clauses, duties and gaps of current editions."""
        current = [one.current for one in self.documents]
        return [
            ("Documents", len(current)),
            ("Editions", sum(len(one.editions) for one in self.documents)),
            ("Clauses", sum(1 for one in current for _ in one.clauses)),
            ("Duties", sum(1 for one in current for _ in one.duties)),
            ("Missing parts", sum(1 for one in current for _ in one.missing_parts)),
        ]

    def _simple(self, path: str, title: str, kind: str, description: str) -> Page:
        source = {"roles": "roles.yml", "references": "references.yml", "glossary": "terms.yml"}
        findable = {"references": Findable("reference"), "glossary": Findable("term")}
        return self._page(
            path,
            title,
            kind,
            lambda page: self._titled(page, f"{kind}.html"),
            description=description,
            source=f"policy/{source[kind]}" if kind in source else "",
            findable=findable.get(kind),
        )

    def _titled(self, page: Page, template: str, **values: Any) -> Iterator[Block]:
        yield Heading(1, "", page.title)
        yield self._fragment(template, page, **values)

    def _page(
        self,
        path: str,
        title: str,
        kind: str,
        body: Callable[[Page], Iterator[Block]],
        **facts: Any,
    ) -> Page:
        page = Page(path, title, kind, make_body=lambda: body(page), **facts)
        return page

    def _document_indexes(self) -> Iterator[Page]:
        yield from self._in_parts(
            "Documents",
            "documents",
            "Every document with the state of its review.",
            addresses.documents_part,
            DOCUMENTS_A_LIST,
        )

    def _clause_indexes(self) -> Iterator[Page]:
        yield from self._in_parts(
            "All clauses",
            "clauses",
            "Every clause of every current edition, in order.",
            addresses.clauses_part,
            DOCUMENTS_A_PART,
        )

    def _in_parts(
        self, title: str, kind: str, description: str, address: Callable[[int], str], most: int
    ) -> Iterator[Page]:
        """An index of all documents, so many on a page."""
        groups = [self.documents[start : start + most] for start in range(0, len(self.documents), most)]
        names = [parts.span(group) for group in groups]
        for number, part in enumerate(groups, start=1):
            yield self._page(
                address(number),
                f"{title}: {names[number - 1]}" if number > 1 else title,
                kind,
                partial(
                    self._titled,
                    template=f"{kind}.html",
                    part=part,
                    names=names if len(groups) > 1 else [],
                    number=number,
                    address=address,
                ),
                description=description,
                crumbs=((title, address(1)),) if number > 1 else (),
            )

    # --- documents ---------------------------------------------------------------------------

    def _document_pages(self) -> Iterator[Page]:
        for document in self.documents:
            current = document.current
            yield self._edition_page(document, current, addresses.document(document.reference))
            for edition in document.editions:
                yield self._edition_page(document, edition, addresses.edition(edition), dated=True)

    def _edition_page(
        self, document: Document, edition: Edition, path: str, *, dated: bool = False
    ) -> Page:
        when = in_words(edition.edition)
        crumbs = [("Documents", addresses.DOCUMENTS)]
        if dated:
            crumbs.append((edition.reference, addresses.document(edition.reference)))
        return self._page(
            path,
            f"{edition.reference} {edition.title}" + (f", edition of {when}" if dated else ""),
            "edition" if dated else "document",
            partial(self._edition_body, document=document, edition=edition, dated=dated),
            description=f"{edition.title}: {edition.kind} {edition.reference}, edition of {when}, "
            f"{self.library.settings.organisation}.",
            source=edition.file,
            crumbs=tuple(crumbs),
            on_paper=parts.on_paper(document, edition, self.standing_of(document), self.build.today),
            cited=Cited(
                f"{edition.reference} {edition.title}, edition of {when}, "
                f"{self.library.settings.organisation}",
                addresses.edition(edition),
            ),
            data=parts.structured_data(edition, self.library.settings),
            stands_for=(
                addresses.document(document.reference) if dated and edition is document.current else None
            ),
            make_promises=partial(self._promises, edition),
            findable=None if dated and edition is document.current else parts.findable(document, edition),
        )

    def _edition_body(
        self, page: Page, document: Document, edition: Edition, *, dated: bool
    ) -> Iterator[Block]:
        yield Heading(1, "", edition.title)
        shared = {"document": document, "edition": edition, "dated": dated}
        yield self._fragment("edition_head.html", page, **shared, standing=self.standing_of(document))
        for block in self._clauses(document, edition):
            yield Anywhere.settle(block, page)
        yield self._fragment(
            "edition_foot.html",
            page,
            **shared,
            standing=self.standing_of(document),
            abbreviations=self._prose.abbreviations_in(parts.readable_texts(edition)),
        )

    def _clauses(self, document: Document, edition: Edition) -> list[Block]:
        """The sections of an edition. The last are kept: a current edition stands on two pages."""
        if self._last_clauses[0] is not edition:
            self._last_clauses = (edition, list(self._clause_blocks(document, edition)))
        return self._last_clauses[1]

    def _clause_blocks(self, document: Document, edition: Edition) -> Iterator[Block]:
        for section in edition.sections:
            yield parts.heading(2, section)
            levels = parts.Levels()
            if section.missing:
                yield self._fragment(
                    "section_missing.html", _ANYWHERE, document=document, edition=edition, section=section
                )
            for titled, clauses in groupby(section.clauses, key=lambda clause: clause.title is not None):
                if titled:
                    for clause in clauses:
                        yield parts.heading(levels.of(clause), clause)
                        if (
                            clause.text
                            or clause.items
                            or clause.duties
                            or clause.missing
                            or clause.question
                        ):
                            yield self._fragment(
                                "clauses_run.html",
                                _ANYWHERE,
                                document=document,
                                edition=edition,
                                clauses=[clause],
                                headed=True,
                            )
                else:
                    yield self._fragment(
                        "clauses_run.html",
                        _ANYWHERE,
                        document=document,
                        edition=edition,
                        clauses=list(clauses),
                        headed=False,
                    )

    def _promises(self, edition: Edition) -> Iterator[Promise]:
        for section in edition.sections:
            yield Promise(section.anchor, (section.title,))
            for clause in section.clauses:
                texts = [run for _, text in clause.texts for run in self._prose.visible_runs(text)]
                if clause.title:
                    yield Promise(clause.anchor, (clause.title,))
                if texts:
                    holder = f"clause:{clause.anchor}" if clause.title else clause.anchor
                    yield Promise(holder, tuple(texts))

    # --- roles -------------------------------------------------------------------------------

    def _role_pages(self) -> Iterator[Page]:
        for name, role in self.library.roles.items():
            yield self._page(
                addresses.role(name),
                role.name,
                "role",
                partial(self._role_body, name=name),
                description=f"What {role.name} must, should and may do, each with its clause.",
                source="policy/roles.yml",
                crumbs=(("Roles", addresses.ROLES),),
                findable=Findable("role", role=name),
            )

    def _role_body(self, page: Page, name: str) -> Iterator[Block]:
        library = self.library
        role, held = library.roles[name], library.duties_by_role.get(name, ())
        gaps = library.gaps_by_role.get(name, ())
        owned = [one for one in self.documents if one.current.owner == name]
        sources = {one.edition.reference for one in held} | {one.edition.reference for one in gaps}
        standings = [one for one in self.register.standings if one.reference in sources]
        yield Heading(1, "", role.name)
        yield self._fragment(
            "role_head.html", page, role=role, name=name, held=held, gaps=gaps, standings=standings
        )
        for force in FORCES:
            of_force = [one for one in held if one.duty.force == force]
            if of_force:
                yield Heading(2, force, f"You {force}")
                yield self._fragment("role_duties.html", page, groups=parts.by_condition(of_force))
        changes = list(changes_for(library, name))
        yield self._fragment("role_changes_foot.html", page, name=name, changes=changes)
        yield self._fragment("role_foot.html", page, owned=owned, name=name, standings=standings)

    # --- checklists --------------------------------------------------------------------------

    def _checklist_pages(self) -> Iterator[Page]:
        for name, sheet in self.checklists.by_name.items():
            role = self.library.roles[sheet.checklist.role].name
            yield self._page(
                addresses.checklist(name),
                sheet.checklist.title,
                "checklist",
                partial(self._checklist_body, sheet=sheet),
                description=f"A checklist for {role}, each item with the duty or clause behind it.",
                source="" if sheet.is_made else sheet.checklist.file,
                crumbs=(("Checklists", addresses.CHECKLISTS),),
                on_paper=checklists.on_paper(sheet, self.register, self.build.today),
                make_promises=partial(checklists.promises, sheet, self._prose),
                findable=Findable("checklist", role=sheet.checklist.role),
            )

    def _checklist_body(self, page: Page, sheet: Sheet) -> Iterator[Block]:
        references = {edition.reference for edition in sheet.editions}
        standings = [one for one in self.register.standings if one.reference in references]
        yield Heading(1, "", sheet.checklist.title)
        yield self._fragment("checklist.html", page, sheet=sheet, standings=standings)
