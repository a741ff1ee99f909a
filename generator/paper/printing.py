"""Printing beside other work: typst leaves Python free while it sets a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event


class Printing:
    """Papers in the making: printed one by one from now on, until all are there or nobody wants them."""

    def __init__(self, papers: Iterable[tuple[str, bytes]]) -> None:
        self._is_unwanted = Event()
        executor = ThreadPoolExecutor(1, "printing")
        self._printed = executor.submit(self._print, papers)
        executor.shutdown(wait=False)

    def _print(self, papers: Iterable[tuple[str, bytes]]) -> Mapping[str, bytes]:
        printed = {}
        for address, content in papers:
            if self._is_unwanted.is_set():
                break
            printed[address] = content
        return printed

    def all(self) -> Mapping[str, bytes]:
        """Every paper by its address, once the last is printed. Raises what printing raised."""
        return self._printed.result()

    def stop(self) -> None:
        """Print no other paper than the one that is being printed."""
        self._is_unwanted.set()
