"""The preview while editing: what is saved appears, and what is wrong is said and survived."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.attached import CONTENTS, FOLDER, PLAN, attach
from tests.sites import POLICYSITE, environment, until
from tests.small import EDITION, SmallProject


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


class Server:
    """A running `policysite serve` with what it serves and what it says."""

    def __init__(self, folder: Path, log: Path) -> None:
        address = f"127.0.0.1:{free_port()}"
        self.url = f"http://{address}/"
        self._log = log
        command = (*POLICYSITE, "serve", "--address", address)
        own = environment(TMPDIR=str(log.parent))  # a server that is stopped leaves its site there
        with log.open("wb") as opened:
            self.process = subprocess.Popen(command, cwd=folder, env=own, stdout=opened, stderr=opened)

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    def shows(self, path: str, text: str) -> bool:
        """Whether a page is served that holds a text. Fails when the server is gone.

        While the sources are wrong, MkDocs lets a request wait until they are right again.
        """
        assert self.process.poll() is None, self.said
        try:
            with urlopen(self.url + path, timeout=60) as page:  # noqa: S310  # it is our own
                return text.encode() in page.read()
        except URLError:
            return False


@contextmanager
def running(folder: Path, log: Path) -> Iterator[Server]:
    """The preview of a copy of the small project, once it shows its document."""
    started = Server(folder, log)
    try:
        until(lambda: started.shows("documents/HR12/", "Flexible working"))
        yield started
    finally:
        started.process.terminate()
        started.process.wait()


@pytest.fixture
def server(small: SmallProject, tmp_path: Path) -> Iterator[Server]:
    """The preview of the small project."""
    with running(small.folder, tmp_path / "log") as started:
        yield started


def test_no_pages_are_needed(small: SmallProject, tmp_path: Path) -> None:
    """A project that has no pages of its own and names none is shown, too."""
    small.change("mkdocs.yml", "docs_dir: pages\n", "")
    small.remove("pages/privacy.md")
    (small.folder / "pages").rmdir()
    with running(small.folder, tmp_path / "log"):
        pass


def test_what_is_saved_appears(small: SmallProject, server: Server) -> None:
    """A change of a source appears in the page, an error is shown with its line, and mending it helps."""
    small.change(EDITION, "title: Flexible working", "title: Working flexibly")
    until(lambda: server.shows("documents/HR12/", "Working flexibly"))

    small.change(EDITION, "role: line-manager", "role: nobody")
    until(lambda: f"{EDITION}:23:19: error[unknown-role]" in server.said)
    assert "Traceback" not in server.said

    small.change(EDITION, "role: nobody", "role: head-of-people")
    until(lambda: server.shows("roles/head-of-people/", "answer the request in writing"))

    small.write("policy/HR2/2026-01.yml", small.read(EDITION))
    small.change("policy/HR2/2026-01.yml", "reference: HR12", "reference: HR2")
    small.change("policy/HR2/2026-01.yml", "edition: 2025-11", "edition: 2026-01")
    until(lambda: server.shows("documents/", "HR2 "))
    assert not (small.folder / "site").exists()


def test_files_are_served_and_followed(small: SmallProject, tmp_path: Path) -> None:
    """Pictures and attachments are in the preview, and one that is replaced appears as it is now."""
    attach(small)
    with running(small.folder, tmp_path / "log") as server:
        assert server.shows("documents/HR12/", "Request form &amp; notes")
        assert server.shows(f"{FOLDER}/plan.svg", "teal")
        small.write(PLAN, CONTENTS[PLAN].replace(b"teal", b"maroon"))
        until(lambda: server.shows(f"{FOLDER}/plan.svg", "maroon"))
        small.write(PLAN, CONTENTS[PLAN].replace(b"<rect", b"<script/><rect"))
        until(lambda: f"{PLAN}:1:1: error[unfit-file]" in server.said)
        small.write(PLAN, CONTENTS[PLAN])
        until(lambda: server.shows(f"{FOLDER}/plan.svg", "teal"))
