"""The data of a site that its templates use, and the templates themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...domain import addresses
from ...domain.library import Document
from ...domain.model import REVIEWS_FILE, Correction, Edition
from ...domain.prose import capitalised
from ...domain.register import WITHDRAWN_LABEL, Register, ReviewStatus
from ...domain.reviews import due_day
from ...domain.translation import Translation
from ...traceability import Traceability
from ..formats.names import Format
from ..translations import translation_for
from . import checklists, review_page, synonyms
from .body import PageView
from .compiled import cache_compiled_templates
from .pages import BuildInfo, HtmlFragment, LinkOrigin, Page
from .prose_renderer import ProseRenderer, opened_terms
from .wording import other_language, spoken, translating_filters, wording

EDITIONS_ON_HOME = 5
"""How many of the newest editions the home page names."""
DOCUMENTS_PER_LIST = 100
"""How many documents one page of their list holds, and how many the home page lists at most."""
URGENT_DOCUMENTS_ON_HOME = 10
"""How many documents the home page names where it cannot list all: those that need attention most."""
MAX_ROLES_ON_HOME = 24
"""How many roles the home page lists at most."""
SHORTENED_ROLES_ON_HOME = 12
"""How many roles the home page names where it cannot list all: the first in roles.yml."""


class SiteContext:
    """The data and functions that templates use, for one build.

    register and traceability are of the same library. icons is a folder of SVG files, as Material for
    MkDocs bundles it. exports has the content of each file that is not a page by its path, or None for a
    file that is made after the pages.
    """

    def __init__(
        self,
        register: Register,
        traceability: Traceability,
        build: BuildInfo,
        icons: FilePath,
        exports: Mapping[str, bytes | None],
    ) -> None:
        self.register = register
        self.library = library = register.library
        self.exports = exports
        self.build = build
        self.translation = translation_for(library.settings.language)
        """The words of the software in the language of the site."""
        self.checklists = checklists.ChecklistIndex(traceability, self.translation)
        self.documents: Sequence[Document] = sorted(
            library.documents.values(), key=addresses.natural_sort_key
        )
        self._icons = icons
        self._icon_cache: dict[str, Markup] = {}
        self._prose: dict[tuple[str, bool], ProseRenderer] = {}
        self.prose = self.prose_in(library.settings.language, self.translation)
        self._environments: dict[str, Environment] = {}

    @property
    def mark(self) -> str:
        """The language of the library's texts, if it is another than that of the site's words."""
        return other_language(self.library.settings.language, self.translation)

    def translation_around(self, language: str) -> Translation:
        """The words around a text in a language: in it where they are translated, else as elsewhere."""
        translation = translation_for(language)
        is_translated = not translation.is_english or language.partition("-")[0] == "en"
        return translation if is_translated else self.translation

    def prose_in(self, language: str, translation: Translation) -> ProseRenderer:
        """The renderer of texts in a language, amid these words."""
        is_marked = bool(other_language(language, translation))
        if (language, is_marked) not in self._prose:
            self._prose[language, is_marked] = ProseRenderer(self.library, language, is_marked=is_marked)
        return self._prose[language, is_marked]

    def _templates(self, language: str) -> Environment:
        """The templates of a page with texts in a language."""
        if language not in self._environments:
            self._environments[language] = self._environment(language)
        return self._environments[language]

    def _environment(self, language: str) -> Environment:
        folder, library = FilePath(__file__).parent / "templates", self.library
        translation = self.translation_around(language)

        def spoken_here(text: str, edition: Edition | None = None) -> Markup:
            language = library.language_of(edition) if edition else library.settings.language
            return spoken(text, other_language(language, translation))

        environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "host": lambda link: urlsplit(link).hostname,
            **translating_filters(translation),
            "due_day": due_day,
            "spoken": spoken_here,
            "lower_first": lambda text: text[:1].lower() + text[1:],
            "upper_first": capitalised,
        }
        environment.globals |= {
            **wording(translation),
            "addresses": addresses,
            "build": self.build,
            "checklists": checklists,
            "names_of_kinds": lambda editions: library.names_of_kinds(editions, translation),
            "role_names": lambda roles: library.role_names(roles, translation),
            "synonyms": synonyms.Synonyms(library),
            "icon": self._icon,
            "library": library,
            "prose": self.prose_in(language, translation),
            "prose_of": lambda edition: self.prose_in(library.language_of(edition), translation),
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
        self,
        template: str,
        page: LinkOrigin,
        *,
        language: str = "",
        is_separate: bool = False,
        **values: Any,
    ) -> HtmlFragment:
        """A template rendered for a page. is_separate is that of the fragment.

        language is that of the texts that it shows, if not that of the library.
        """
        templates = self._templates(language or self.library.settings.language)
        html = templates.get_template(template).render(page=page, **values)
        return HtmlFragment(Markup(html), is_separate)  # noqa: S704  # Jinja2 has escaped it

    def view(self, page: Page) -> PageView:
        """A page as it is shown. Its body is rendered at each call.

        At its end stand the explanations that the abbreviations of its texts open, each once.
        """
        view = PageView.of_blocks(page.body, self._macros("_heading_macros.html").heading)
        keys = opened_terms(view.body)
        if not keys:
            return view
        explanations = self.render_fragment("term_explanations.html", page, keys=keys)
        return replace(view, body=view.body + explanations.html)

    @property
    def search_macros(self) -> Any:
        """The macros for the attributes of the search index, by their names."""
        return self._macros("_search_index_macros.html")

    def _macros(self, template: str) -> Any:  # Any: the macros of a template have no types
        return self._templates(self.library.settings.language).get_template(template).module

    def kind_label(self, name: str) -> str:
        """The name of a kind in the language of the site, where a line begins with it."""
        return capitalised(self.translation.form(name))

    def review_status_of(self, document: Document) -> ReviewStatus | None:
        """The review status of a document; None for a withdrawn one."""
        return self.register.status_by_reference.get(document.reference)

    def edition_corrections(self, edition: Edition) -> Sequence[Correction]:
        """The corrections of an edition after it was sealed, the oldest first."""
        return self.library.lock.corrections.get(edition.id, ())

    def review_corrections(self, document: Document) -> Sequence[Correction]:
        """The corrections of a document's review records after they were sealed, the oldest first."""
        return self.library.lock.corrections.get(f"{document.reference}/{REVIEWS_FILE}", ())

    @property
    def urgent_documents(self) -> Sequence[Document]:
        """The documents that need attention most; none if the home page can list all documents."""
        if len(self.documents) <= DOCUMENTS_PER_LIST:
            return ()
        return [status.document for status in self.register.statuses[:URGENT_DOCUMENTS_ON_HOME]]

    @property
    def has_many_roles(self) -> bool:
        """Whether there are too many roles for the home page to name them all."""
        return len(self.library.roles) > MAX_ROLES_ON_HOME

    @property
    def roles_on_home(self) -> Sequence[str]:
        """The ids of the roles with duties, or with missing duties, in the library's order."""
        duties, gaps = self.library.duties_by_role, self.library.gaps_by_role
        names = [name for name in self.library.roles if name in duties or name in gaps]
        return names[:SHORTENED_ROLES_ON_HOME] if self.has_many_roles else names

    @property
    def totals_sentence(self) -> str:
        """A sentence with the number of documents, in all and in each state."""
        return review_page.totals_sentence(self.register, self.translation)

    @property
    def newest_editions(self) -> Sequence[tuple[Document, Edition]]:
        """The newest editions, for the home page."""
        return review_page.newest_editions(self.library, EDITIONS_ON_HOME)

    @property
    def search_kinds(self) -> list[tuple[str, str]]:
        """The kinds of search results, each with its name in the plural."""
        gettext = self.translation.gettext
        present = {document.current.kind for document in self.documents}
        kinds = [
            (name, self.kind_label(kind.plural or kind.name))
            for name, kind in self.library.document_kinds.items()
            if name in present
        ]
        return [
            *kinds,
            ("role", gettext("Roles")),
            ("checklist", gettext("Checklists")),
            ("reference", gettext("References")),
            ("term", gettext("Abbreviations and terms")),
        ]

    def search_form(self, action: str) -> Markup:
        """The search form. action is the relative link to the search page."""
        html: Markup = self._macros("_search_macros.html").search_form(action)
        return html

    @property
    def library_counts(self) -> list[tuple[str, int]]:
        """The size of the library, each number with a label. Only the editions include old ones."""
        current = [document.current for document in self.documents]
        gettext = self.translation.gettext
        return [
            (gettext("Documents"), len(current)),
            (gettext("Editions"), sum(len(document.editions) for document in self.documents)),
            (gettext("Clauses"), sum(1 for edition in current for _ in edition.clauses)),
            (gettext("Duties"), sum(1 for edition in current for _ in edition.duties)),
            (gettext("Missing parts"), sum(1 for edition in current for _ in edition.missing_provisions)),
        ]
