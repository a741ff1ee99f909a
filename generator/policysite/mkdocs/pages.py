"""The pages and files of a policy site as MkDocs' own pages and files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as EnginePage

from ..outputs.site import Page, PageView, Site


class PolicyPage(EnginePage):
    """A page of a policy site for MkDocs. Its body is made only when the theme renders the page."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(page.title), file, config)  # the theme expects titles as HTML
        self.policy_page = page

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002
        self.markdown = ""
        self.meta = {"title": self.policy_page.title, "description": self.policy_page.description}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Parse nothing, as the theme asks for the finished body."""
        self.content = ""


def view_of(page: EnginePage, site: Site) -> PageView:
    """The view of a page for the theme: of a policy page, or of a hand-written one."""
    if isinstance(page, PolicyPage):
        return site.view(page.policy_page)
    headings = (
        (subheading.id, subheading.title) for heading in page.toc for subheading in heading.children
    )
    return PageView.of_html(page.content or "", headings)


def include_well_known(files: Files) -> None:
    """Publish .well-known/ (RFC 8615), as MkDocs would leave out names that begin with a dot."""
    for file in files:
        if file.src_uri.startswith(".well-known/") and not file.is_documentation_page():
            file.inclusion = InclusionLevel.NOT_IN_NAV


def add_site(files: Files, site: Site, config: MkDocsConfig, project: Path) -> None:
    """Add the pages and files of a site, and those files of the project that are published with it.

    Raises PluginError if something in the folder of hand-written pages has the address of one of them.
    """
    taken = {file.dest_uri: file.src_uri for file in files}
    for page in site.pages:
        file = File.generated(
            config, f"{page.path}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV
        )
        _reject_taken(taken, file.dest_uri, f"{page.path!r} belongs to a page that is made from")
        file.edit_uri = f"../{page.source}" if page.source else None
        PolicyPage(page, file, config)
        files.append(file)
    for site_file in site.files:
        files.append(File.generated(config, site_file.path, content=site_file.content))
    for copied in site.copied_files:
        _reject_taken(taken, copied.path, f"{copied.path!r} belongs to a file of")
        source = str(project / copied.source)
        files.append(
            File.generated(config, copied.path, abs_src_path=source, inclusion=InclusionLevel.NOT_IN_NAV)
        )


def _reject_taken(taken: Mapping[str, str], path: str, reason: str) -> None:
    if path in taken:
        raise PluginError(f"{taken[path]}: the address {reason} the policies. Rename the file.")
