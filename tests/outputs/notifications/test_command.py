"""The command that reminds: what it prints and exits with, and what a kill at any point costs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policysite.cli import main
from policysite.outputs.notifications import ledger
from tests.outputs.notifications.conftest import QUICK, Reminding
from tests.outputs.notifications.servers import PATIENCE, Inbox
from tests.outputs.notifications.test_reminding import HEAD, LINE, owners
from tests.small import EDITION

Start = Callable[..., Any]
COMMAND = Path(sys.executable).with_name("policysite")


@pytest.fixture
def two(reminding: Reminding) -> Reminding:
    """Two documents of two owners, overdue whenever this runs."""
    reminding.small.change(EDITION, "last: 2025-11", "last: 2023-12")
    reminding.small.change(EDITION, "next: 2027-11", "next: 2025-12")
    reminding.document("HR13", owner="line-manager")
    return reminding


def run(two: Reminding, *words: str) -> Result:
    """Run the command in this process."""
    arguments = ["remind", "--project", str(two.small.folder), *words]
    return CliRunner().invoke(main, arguments, env={"SITE_URL": None, **two.environment})


def process(two: Reminding, *command: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start a process that reminds."""
    return subprocess.Popen(
        [*(command or (COMMAND, "remind"))],
        cwd=two.small.folder,
        env=os.environ | two.environment,
        text=True,
        **options,
    )


def recipients(inbox: Inbox) -> list[str]:
    """Whom each mail went to, in order."""
    return [address for addresses, _ in inbox.taken for address in addresses]


def test_all_are_told(two: Reminding, serve: Start) -> None:
    """It says who was told of what, keeps the ledger in the project, and then has nothing to tell."""
    two.configure(owners(serve(Inbox())))
    result = run(two)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"Told {HEAD}: Review overdue: HR12 Flexible working\n"
        f"Told {LINE}: Review overdue: HR13 Flexible working\n"
    )
    assert set(ledger.read_ledger(two.small.folder / "reminders.json").sent_stages) == {HEAD, LINE}
    again = run(two)
    assert (again.exit_code, again.stdout) == (0, "There is nothing to tell anybody.\n")


def test_a_failure(two: Reminding, serve: Start) -> None:
    """Whoever was not told is named with the cause, beside those who were."""
    two.configure(owners(serve(Inbox(refusals={HEAD: deque(["550 gone"])}))))
    result = run(two)
    assert result.exit_code == 1
    assert result.stdout == f"Told {LINE}: Review overdue: HR13 Flexible working\n"
    assert result.stderr == f"policysite: {HEAD} was not told: the server answered 550 gone\n"


def test_a_ledger_elsewhere(two: Reminding, serve: Start, tmp_path: Path) -> None:
    """The ledger is kept where it is asked to be."""
    two.configure(owners(serve(Inbox())))
    kept = tmp_path / "kept.json"
    assert run(two, "--ledger", str(kept)).exit_code == 0
    assert kept.exists()
    assert not (two.small.folder / "reminders.json").exists()


def test_a_dry_run(two: Reminding) -> None:
    """It prints the mails whole, with links where the site's address is given, and leaves no file."""
    two.configure(owners(9))
    before = sorted(two.small.folder.rglob("*"))
    result = run(two, "--dry-run", "--site-address", "https://policies.example.org")
    assert result.exit_code == 0
    assert result.stdout.count("\nSubject: ") == 2
    assert "\n  https://policies.example.org/documents/HR12/\n" in result.stdout
    assert "https://" not in run(two, "--dry-run").stdout
    two.environment["SITE_URL"] = "https://other.example.org/"
    assert "https://other.example.org/documents/HR12/" in run(two, "--dry-run").stdout
    assert sorted(two.small.folder.rglob("*")) == before


def test_nothing_is_configured(two: Reminding) -> None:
    """A library that reminds nobody fails with what to write."""
    result = run(two)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("policysite: policy/library.yml has no reminders: add them with")
    assert result.stderr.count("\n") == 1


def test_sources_with_errors(two: Reminding, serve: Start) -> None:
    """What was read is told; that something is wrong is said, and fails the command."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)))
    two.small.change(EDITION, "role: line-manager", "role: line-managr")
    result = run(two)
    assert result.exit_code == 1
    assert recipients(inbox) == [HEAD, LINE]
    assert result.stderr == (
        "policysite: the sources have errors, so something may be missing; see policysite check\n"
    )


def test_killed_before_the_server_answers(two: Reminding, serve: Start) -> None:
    """A kill while a mail is on its way costs one mail twice, with one Message-ID, and none lost."""
    inbox = Inbox(blocked=Event(), blocks=HEAD)
    two.configure(owners(serve(inbox)))
    with process(two) as running:
        assert inbox.arrivals.get(timeout=PATIENCE) == HEAD
        running.kill()
    assert ledger.read_ledger(two.ledger).sent_stages == {}
    assert inbox.blocked is not None
    inbox.blocked.set()
    assert run(two).exit_code == 0
    assert recipients(inbox) == [HEAD, HEAD, LINE]
    assert inbox.taken[0][1]["Message-ID"] == inbox.taken[1][1]["Message-ID"]


def test_killed_after_a_delivery(two: Reminding, serve: Start) -> None:
    """Whoever was told before the kill is in the ledger, and not told again."""
    inbox = Inbox(blocked=Event(), blocks=LINE)
    two.configure(owners(serve(inbox)))
    with process(two) as running:
        assert inbox.arrivals.get(timeout=PATIENCE) == HEAD
        assert inbox.arrivals.get(timeout=PATIENCE) == LINE
        running.kill()
    assert set(ledger.read_ledger(two.ledger).sent_stages) == {HEAD}
    assert inbox.blocked is not None
    inbox.blocked.set()
    assert run(two).exit_code == 0
    assert recipients(inbox) == [HEAD, LINE, LINE]


STOPPING = """\
import pathlib, sys
from policysite import cli
from policysite.outputs.notifications import ledger

holder, name = {place}
real, calls = getattr(holder, name), []

def stopping(*arguments):
    calls.append(arguments)
    if len(calls) == 2:  # the first writes the ledger as it was
        print("delivered", flush=True)
        sys.stdin.read()
    return real(*arguments)

setattr(holder, name, stopping)
cli.main(["remind"])
"""


@pytest.mark.parametrize("place", ['ledger, "write_ledger"', 'pathlib.Path, "replace"'])
def test_killed_between_delivery_and_ledger(place: str, two: Reminding, serve: Start) -> None:
    """Between delivery and the new ledger a kill costs one mail twice; the ledger stays whole."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)))
    code = STOPPING.format(place=place)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with process(two, sys.executable, "-c", code, **pipes) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "delivered\n"
        running.kill()
    assert recipients(inbox) == [HEAD]
    assert ledger.read_ledger(two.ledger).sent_stages == {}
    assert run(two).exit_code == 0
    assert recipients(inbox) == [HEAD, HEAD, LINE]
    assert run(two).stdout == "There is nothing to tell anybody.\n"
    rests = {path.name for path in two.small.folder.iterdir() if "reminders" in path.name}
    assert rests == {"reminders.json"}


def test_two_processes_at_once(two: Reminding, serve: Start) -> None:
    """Two runs that overlap send every mail once between them, both end well, and all is written down."""
    inbox = Inbox(blocked=Event(), blocks=HEAD)
    two.configure(owners(serve(inbox)))
    with process(two) as first:
        assert inbox.arrivals.get(timeout=PATIENCE) == HEAD
        with process(two) as second:
            assert inbox.blocked is not None
            inbox.blocked.set()
            codes = (first.wait(PATIENCE), second.wait(PATIENCE))
    assert codes == (0, 0)
    assert recipients(inbox) == [HEAD, LINE]
    assert set(ledger.read_ledger(two.ledger).sent_stages) == {HEAD, LINE}


def test_a_run_that_hangs_holds_nobody_up(two: Reminding, serve: Start) -> None:
    """A run that stands still is waited for only so long, and told of; a dead one is not waited for."""
    inbox = Inbox(blocked=Event(), blocks=HEAD)
    two.configure(owners(serve(inbox)))
    with process(two) as hanging:
        assert inbox.arrivals.get(timeout=PATIENCE) == HEAD
        hanging.send_signal(signal.SIGSTOP)
        stopped = two.run(
            f"{datetime.now(UTC):%F}", retry_policy=replace(QUICK, lock_seconds=0.1)
        ).stopped
        assert "another run holds the ledger" in stopped
        assert stopped.endswith("; nothing was sent")
        hanging.kill()
    assert inbox.blocked is not None
    inbox.blocked.set()
    assert run(two).exit_code == 0
    assert recipients(inbox) == [HEAD, HEAD, LINE]


def test_a_run_that_is_stopped(two: Reminding, serve: Start) -> None:
    """Whoever presses Ctrl-C is told what was sent; what the server has is written down, no more goes."""
    inbox = Inbox(blocked=Event(), blocks=LINE)
    two.configure(owners(serve(inbox)))
    with process(two, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert inbox.arrivals.get(timeout=PATIENCE) == HEAD
        assert inbox.arrivals.get(timeout=PATIENCE) == LINE
        running.send_signal(signal.SIGINT)
        assert inbox.blocked is not None
        inbox.blocked.set()
        said, wrong = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    assert [line.split(":")[0] for line in said.splitlines()] == [f"Told {HEAD}", f"Told {LINE}"]
    assert (
        wrong
        == "policysite: the run was stopped; what was on its way may be sent again by the next run\n"
    )
    assert set(ledger.read_ledger(two.ledger).sent_stages) == {HEAD, LINE}
