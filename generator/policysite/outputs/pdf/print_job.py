"""Making PDFs in a thread of their own: typst releases Python's lock while it works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from threading import Event, Thread, main_thread


class PrintJob:
    """A thread that makes files one after the other, until all are made or it is stopped."""

    def __init__(self, papers: Iterable[tuple[str, bytes]]) -> None:
        self._is_unwanted = Event()
        self._printed: Future[Mapping[str, bytes]] = Future()
        Thread(target=self._print, args=[papers], name="printing").start()

    def _print(self, papers: Iterable[tuple[str, bytes]]) -> None:
        printed = {}
        try:
            for address, content in papers:
                printed[address] = content
                if self._is_unwanted.is_set() or not main_thread().is_alive():
                    break
        except BaseException as error:  # noqa: BLE001  # it is raised by `results`
            self._printed.set_exception(error)
        else:
            self._printed.set_result(printed)

    def results(self) -> Mapping[str, bytes]:
        """All files by their paths; waits for the last one. Raises what making them raised."""
        return self._printed.result()

    def stop(self) -> None:
        """Make no more files after the current one."""
        self._is_unwanted.set()
