"""What the pages of a site are made from: a register, what follows from it, and the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...domain import addresses
from ...domain.library import Document
from ...domain.model import REVIEWS_FILE, Correction, Edition
from ...domain.register import WITHDRAWN_LABEL, Register, ReviewStatus
from ...domain.reviews import due_day, format_date, format_on
from ...traceability import Traceability
from ..formats.names import Format
from . import checklists, review_page, synonyms
from .body import PageView
from .compiled import cache_compiled_templates
from .pages import BuildInfo, HtmlFragment, LinkOrigin, Page
from .prose_renderer import ProseRenderer

_KINDS_OF_DOCUMENTS = (("policy", "Policies"), ("procedure", "Procedures"))
EDITIONS_ON_HOME = 5
"""How many editions the home page names as new."""
DOCUMENTS_PER_LIST = 100
"""How many documents one part of their list holds, and how many the home page lists at most."""
URGENT_DOCUMENTS_ON_HOME = 10
"""How many documents the home page of a larger library names: those that need attention most."""
MAX_ROLES_ON_HOME = 24
"""How many roles the home page lists at most."""
ROLES_SHOWN_OF_MANY = 12
"""How many roles the home page of a larger library names: the first of its roles.yml."""


class SiteContext:
    """All that templates ask for, for one build.

    register and tracing are of one library. icons is a folder of SVG files, as Material for MkDocs
    bundles it; exports is what is no page by its address: its content, or None where that is made once
    the pages are finished.
    """

    def __init__(
        self,
        register: Register,
        tracing: Traceability,
        build: BuildInfo,
        icons: FilePath,
        exports: Mapping[str, bytes | None],
    ) -> None:
        self.register = register
        self.library = library = register.library
        self.exports = exports
        self.build = build
        self.checklists = checklists.ChecklistIndex(tracing)
        self.prose = ProseRenderer(library)
        self.documents: Sequence[Document] = sorted(
            library.documents.values(), key=addresses.natural_sort_key
        )
        self._icons = icons
        self._icon_cache: dict[str, Markup] = {}
        self._templates = self._environment()

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
            "format_day": lambda day: format_date(date.fromisoformat(day)),
            "format_date": format_date,
            "due_day": due_day,
            "format_on": format_on,
            "lower_first": lambda text: text[:1].lower() + text[1:],
            "upper_first": lambda text: text[:1].upper() + text[1:],
        }
        environment.globals |= {
            "addresses": addresses,
            "build": self.build,
            "checklists": checklists,
            "governing_edition": lambda one: library.documents[one.document.current.governed_by].current,
            "synonyms": synonyms.Synonyms(library),
            "icon": self._icon,
            "library": library,
            "prose": self.prose,
            "site": self,
            "review_status_of": self.review_status_of,
            "RECORD_FORMAT": Format.RECORD,
            "WITHDRAWN_LABEL": WITHDRAWN_LABEL,
        }
        cache_compiled_templates(environment)
        return environment

    def _icon(self, name: str) -> Markup:
        if name not in self._icon_cache:
            svg = (self._icons / f"{name}.svg").read_text(encoding="utf-8")
            hidden = svg.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1)
            self._icon_cache[name] = Markup(hidden)  # noqa: S704  # a file of the icon set, not policy text
        return self._icon_cache[name]

    def render_fragment(
        self, template: str, page: LinkOrigin, *, stands_apart: bool = False, **values: Any
    ) -> HtmlFragment:
        """A template filled in for a page. stands_apart is that of the fragment."""
        html = self._templates.get_template(template).render(page=page, **values)
        return HtmlFragment(Markup(html), stands_apart)  # noqa: S704  # Jinja2 has escaped it

    def view(self, page: Page) -> PageView:
        """A page as it is shown. Its body is made anew each time."""
        return PageView.of_blocks(page.body, self._macros("_heading_macros.html").heading)

    @property
    def search_macros(self) -> Any:
        """The macros for the attributes of the search index, by their names."""
        return self._macros("_search_index_macros.html")

    def _macros(self, template: str) -> Any:  # Any: what a template defines, the types do not know
        return self._templates.get_template(template).module

    def review_status_of(self, document: Document) -> ReviewStatus | None:
        """How a document stands; None when it is withdrawn."""
        return self.register.status_by_reference.get(document.reference)

    def edition_corrections(self, edition: Edition) -> Sequence[Correction]:
        """How the copy of an edition was corrected after it was sealed, the oldest first."""
        return self.library.lock.corrections.get(f"{edition.reference}/{edition.edition}", ())

    def review_corrections(self, document: Document) -> Sequence[Correction]:
        """How the records of a document's reviews were corrected after they were sealed."""
        return self.library.lock.corrections.get(f"{document.reference}/{REVIEWS_FILE}", ())

    @property
    def urgent_documents(self) -> Sequence[Document]:
        """Of a library too large for the home page, the documents that need attention most."""
        if len(self.documents) <= DOCUMENTS_PER_LIST:
            return ()
        return [one.document for one in self.register.statuses[:URGENT_DOCUMENTS_ON_HOME]]

    @property
    def has_many_roles(self) -> bool:
        """Whether there are too many roles for the home page to name them all."""
        return len(self.library.roles) > MAX_ROLES_ON_HOME

    @property
    def roles_on_home(self) -> Sequence[str]:
        """The roles that have duties, or that a missing part may give some, in the library's order."""
        duties, gaps = self.library.duties_by_role, self.library.gaps_by_role
        found = [name for name in self.library.roles if name in duties or name in gaps]
        return found[:ROLES_SHOWN_OF_MANY] if self.has_many_roles else found

    @property
    def totals_sentence(self) -> str:
        """How many documents are in each state, of all there are."""
        return review_page.totals_sentence(self.register)

    @property
    def newest_editions(self) -> Sequence[tuple[Document, Edition]]:
        """What changed lately, for the home page."""
        return review_page.newest_editions(self.library, EDITIONS_ON_HOME)

    @property
    def search_kinds(self) -> list[tuple[str, str]]:
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
    def library_counts(self) -> list[tuple[str, int]]:
        """What the library holds, in words and numbers; clauses, duties and gaps of current editions."""
        current = [one.current for one in self.documents]
        return [
            ("Documents", len(current)),
            ("Editions", sum(len(one.editions) for one in self.documents)),
            ("Clauses", sum(1 for one in current for _ in one.clauses)),
            ("Duties", sum(1 for one in current for _ in one.duties)),
            ("Missing parts", sum(1 for one in current for _ in one.missing_provisions)),
        ]
