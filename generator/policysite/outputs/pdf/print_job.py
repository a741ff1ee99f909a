"""Printing beside other work: typst leaves Python free while it sets a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from threading import Event, Thread, main_thread


class PrintJob:
    """Papers in the making: printed one by one from now on, until all are there or nobody wants them."""

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
        except BaseException as error:  # noqa: BLE001  # it is raised where the papers are asked for
            self._printed.set_exception(error)
        else:
            self._printed.set_result(printed)

    def results(self) -> Mapping[str, bytes]:
        """Every paper by its address, once the last is printed. Raises what printing raised."""
        return self._printed.result()

    def stop(self) -> None:
        """Print no other paper than the one that is being printed."""
        self._is_unwanted.set()
