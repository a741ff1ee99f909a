"""HTTP on this machine: a server that sends the files of a site, or answers as a function does."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

NO_HEADERS: Mapping[str, str] = {}


class Request(SimpleHTTPRequestHandler):
    """A request, as the function that answers it is given it."""

    def __init__(self, answer: Answer, protocol: str, *arguments: Any) -> None:
        self._answer = answer
        self.protocol_version = protocol
        self._headers_of_site: Mapping[str, str] = NO_HEADERS
        self._sent = b""
        super().__init__(*arguments)

    def send(self, status: int, body: bytes = b"", headers: Mapping[str, str] = NO_HEADERS) -> None:
        """Answer with a status, these headers and no other, and a body."""
        self.send_response_only(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_site(self, site: Path, headers: Mapping[str, str] = NO_HEADERS) -> bytes:
        """Answer with the file of a site that is asked for, as hosts do; gives its bytes, or none.

        The headers are these and those that the site's file _headers names for every page.
        """
        file = site / "_headers"
        lines = file.read_text("utf-8").splitlines()[1:] if file.exists() else []
        pairs = (line.partition(":") for line in lines)
        self._headers_of_site = {name.strip(): value.strip() for name, _, value in pairs} | dict(headers)
        self._sent = b""
        self.directory = str(site)
        super().do_GET()
        return self._sent

    def do_GET(self) -> None:
        self._answer(self)

    do_POST = do_GET  # noqa: N815  # the server asks for these names

    def handle(self) -> None:
        """Answer until the reader has gone."""
        with suppress(ConnectionError):
            super().handle()

    def end_headers(self) -> None:
        """Add what the site asks its host for."""
        for name, value in self._headers_of_site.items():
            self.send_header(name, value)
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file, and keep what was sent."""
        self._sent = source.read()
        outputfile.write(self._sent)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's page for it where a file is missing."""
        page = Path(self.directory) / "404.html"
        if code == 404 and page.exists():
            self.send(code, page.read_bytes(), {"Content-Type": "text/html; charset=utf-8"})
        else:
            super().send_error(code, message, explain)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Answer = Callable[[Request], object]


@contextmanager
def serve(
    answer: Path | Answer, *, port: int = 0, tls: ssl.SSLContext | None = None, keep_alive: bool = False
) -> Iterator[str]:
    """Serve the folder of a site, or what a function answers, on this machine: gives the address.

    It ends with a slash. Without a port any free one is taken; keep_alive lets a connection serve for
    several requests, as hosts do, so that it outlives the server.
    """
    respond = (lambda request: request.send_site(answer)) if isinstance(answer, Path) else answer
    handler = partial(Request, respond, "HTTP/1.1" if keep_alive else "HTTP/1.0")
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
