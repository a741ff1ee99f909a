"""The pages of a site in MkDocs' own list: those made from the policies, and those written by hand."""

from __future__ import annotations

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as EnginePage

from ..outputs.site import Page, PageView, Site


class PolicyPage(EnginePage):
    """A page of a policy site in MkDocs' list of pages. Its body is made while the theme writes it."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(page.title), file, config)  # the theme takes a title for HTML
        self.policy = page

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002
        self.markdown = ""
        self.meta = {"title": self.policy.title, "description": self.policy.description}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Nothing is parsed: the theme asks for the finished body when it writes the page."""
        self.content = ""


def view_of(page: EnginePage, site: Site) -> PageView:
    """A page for the theme, whether made from the policies or written by hand."""
    if isinstance(page, PolicyPage):
        return site.view(page.policy)
    headings = ((link.id, link.title) for top in page.toc for link in top.children)
    return PageView.of_html(page.content or "", headings)


def include_well_known(files: Files) -> None:
    """Publish what lies in .well-known/ (RFC 8615), though MkDocs leaves out what begins with a dot."""
    for file in files:
        if file.src_uri.startswith(".well-known/") and not file.is_documentation_page():
            file.inclusion = InclusionLevel.NOT_IN_NAV


def add_site(files: Files, site: Site, config: MkDocsConfig) -> None:
    """Add the pages of a site, and what is published with them.

    Raises PluginError where a page written by hand has the address of one of them.
    """
    taken = {file.dest_uri: file.src_uri for file in files}
    for page in site.pages:
        file = File.generated(
            config, f"{page.path}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV
        )
        if file.dest_uri in taken:
            raise PluginError(
                f"{taken[file.dest_uri]}: the address {page.path!r} belongs to a page that is "
                "made from the policies. Rename the file."
            )
        file.edit_uri = f"../{page.source}" if page.source else None
        PolicyPage(page, file, config)
        files.append(file)
    for published in site.files:
        files.append(File.generated(config, published.path, content=published.content))
