"""Completing a site after its pages are written: search index, PDFs, offline copy and verification."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..outputs.pdf import PrintJob, UnprintableError
from ..outputs.site import Site
from . import offline, search
from .manifest import incomplete_files, write_manifest
from .replacement import SiteReplacement
from .verification import broken_links, parse_pages


def complete_site(
    site: Site, print_job: PrintJob, replacement: SiteReplacement, base: str = "/"
) -> list[str]:
    """Add the search index, the PDFs, the service worker and the manifest; put the site in place.

    The pages are in the staging folder. `base` is the path below which the site is served, with a slash
    at its end. Returns what is wrong, a line each; if anything is, the last site stays. Raises OSError.
    """
    staging = replacement.staging
    expected = {f"{page.path}index.html": page.content_checks for page in site.pages}
    with ThreadPoolExecutor(1) as executor:
        indexing = executor.submit(search.index_site, staging, site.build.assets)
        pages = parse_pages(staging, expected, base)
        unprinted = _write_pdfs(print_job, staging)
        problems = indexing.result() + unprinted or broken_links(staging, pages)
    problems += incomplete_files(staging, {file.path: file.digest for file in site.copied_files})
    if not problems:
        offline.write_service_worker(staging, site, base)
        write_manifest(staging)
        unknown = replacement.target.unknown_file_problems()
        problems = [f"{problem.position.file}: {problem.message}" for problem in unknown]
    if not problems:
        replacement.swap_in()
    return problems


def _write_pdfs(print_job: PrintJob, staging: Path) -> list[str]:
    """Write the finished PDFs into the site; return what could not be made, a line each."""
    try:
        files = print_job.results()
    except UnprintableError as error:
        return [str(error)]
    for path, content in files.items():
        (staging / path).write_bytes(content)
    return []
