"""Papers are printed beside other work, and no longer than they are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from policysite.outputs.pdf import PrintJob


def test_everything_is_printed() -> None:
    """Every paper is there in the end, by its address; asking twice prints nothing twice."""
    papers = [("a.pdf", b"A"), ("b.pdf", b"B")]
    printing = PrintJob(iter(papers))
    assert printing.results() == dict(papers)
    assert printing.results() == dict(papers)


def test_nothing_to_print() -> None:
    """No checklists, no papers."""
    assert PrintJob([]).results() == {}


def test_printing_begins_at_once() -> None:
    """It does not wait until somebody asks."""
    begun = Event()

    def papers() -> Iterator[tuple[str, bytes]]:
        begun.set()
        yield "a.pdf", b"A"

    printing = PrintJob(papers())
    assert begun.wait(30)
    assert printing.results() == {"a.pdf": b"A"}


def test_a_fault_reaches_who_asks() -> None:
    """What goes wrong while printing is raised where the papers are wanted."""

    def papers() -> Iterator[tuple[str, bytes]]:
        yield "a.pdf", b"A"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        PrintJob(papers()).results()


def test_unwanted_papers_are_not_printed() -> None:
    """After a stop, the paper in hand is the last."""
    begun, may_end, asked = Event(), Event(), []

    def papers() -> Iterator[tuple[str, bytes]]:
        for number in range(1000):
            asked.append(number)
            begun.set()
            assert may_end.wait(30)
            yield f"{number}.pdf", b""

    printing = PrintJob(papers())
    assert begun.wait(30)
    printing.stop()
    may_end.set()
    printing.results()
    assert asked == [0]
