"""Pagefind, which takes pages and gives the files of an index, all in memory.

Pagefind can read and write folders by itself. But then it numbers pages in the order in which a disk
lists them, which differs between file systems, and on a full disk it leaves half of its files and ends
with 0. So it is run as a service: each request and each answer is JSON in base64 with a comma after it.
Pagefind's own packages for Python and Node speak this protocol, but the one for Python takes no answer
above 2 MiB.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any

from ...errors import PolicySiteError

_SERVICE = (sys.executable, "-m", "pagefind", "--service")
_CHUNK = 1 << 16

SearchPage = tuple[str, Callable[[], str]]
"""The path of a page below the site, and what gives its HTML when its turn comes."""
_Request = Callable[[], dict[str, Any]]


class PagefindError(PolicySiteError):
    """Pagefind has made no index, with what it says."""


def build_index(pages: Sequence[SearchPage]) -> dict[str, bytes]:
    """The files of the index of these pages, by their path below the index's folder.

    Pages are numbered in the order given. Raises PagefindError, and whatever reading a page raises.
    """
    *_, last = _ask(
        [
            lambda: {"type": "NewIndex", "config": {}},
            *map(_addition, pages),
            lambda: {"type": "GetFiles", "index_id": 0},
        ]
    )
    return {file["path"]: b64decode(file["content"]) for file in last["files"]}


def _addition(page: SearchPage) -> _Request:
    path, read = page
    return lambda: {"type": "AddFile", "index_id": 0, "file_path": path, "file_contents": read()}


def _ask(requests: Sequence[_Request]) -> list[dict[str, Any]]:
    """The answers to requests, in their order. A request is made when its turn comes."""
    process = subprocess.Popen(  # noqa: S603  # our own interpreter
        _SERVICE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdin is not None and process.stdout is not None
    received: list[bytes] = []
    with process, ThreadPoolExecutor(1) as beside:
        try:
            sending = beside.submit(_send, process.stdin, requests)
            missing = len(requests)
            while missing > 0 and (chunk := process.stdout.read1(_CHUNK)):  # type: ignore[attr-defined]
                received.append(chunk)
                missing -= chunk.count(b",")
            sending.result()
        finally:
            process.kill()  # it has answered everything, or never will
    return _read(b"".join(received), len(requests))


def _send(pipe: IO[bytes], requests: Sequence[_Request]) -> None:
    """Send requests. The pipe stays open: the service ends with it, whatever it has still to answer."""
    try:
        for number, request in enumerate(requests):
            message = {"message_id": number, "payload": request()}
            pipe.write(b64encode(json.dumps(message).encode()) + b",")
        pipe.flush()
    except BrokenPipeError:
        pass  # it has ended, and has said why
    except BaseException:
        with suppress(BrokenPipeError):
            pipe.close()
        raise


def _read(received: bytes, expected: int) -> list[dict[str, Any]]:
    answers = []
    for text in filter(None, received.split(b",")):
        try:
            answer = json.loads(b64decode(text, validate=True))["payload"]
        except ValueError:  # no message, but what the process has printed
            raise PagefindError(" ".join(text.decode(errors="replace").split())) from None
        if answer["type"] == "Error":
            raise PagefindError(answer["message"])
        answers.append(answer)
    if len(answers) != expected:
        raise PagefindError(f"it answered {len(answers)} of {expected} requests")
    return answers
