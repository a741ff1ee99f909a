"""policysite review: the register of the sources, and a published site seen from outside."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policysite.cli import main
from policysite.domain.register import Register
from policysite.domain.reviews import today_in_zone
from policysite.outputs.api.review_state import review_state_file
from policysite.outputs.notifications import published_site
from policysite.outputs.notifications.published_site import UnreadableSiteError, read_published_site
from tests.sites import POLICYSITE
from tests.small import EDITION, FILES, NOW, RECORD, SmallProject
from tests.web_server import Request, serve

WITHDRAWN = """\
reviews:
  - {date: 2025-11, outcome: amended, edition: 2025-11}
  - {date: 2026-02, outcome: withdrawn, edition: 2025-11, reason: Nobody needs it.}
"""


def run(*words: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["review", *map(str, words)])


def add(small: SmallProject, reference: str, due: str, owner: str = "head-of-people") -> None:
    """Add a document that is due at another time and has perhaps another owner."""
    text = FILES[EDITION].replace("reference: HR12", f"reference: {reference}")
    text = text.replace("  every: 2 years\n", "").replace("next: 2027-11", f"next: {due}")
    small.write(
        f"policy/{reference}/2025-11.yml", text.replace("owner: head-of-people", f"owner: {owner}")
    )


@pytest.fixture
def three(small: SmallProject) -> SmallProject:
    """HR12 is due in November 2027, HR1 in February 2026, and HR2 of another owner in June 2026."""
    add(small, "HR1", "2026-02")
    add(small, "HR2", "2026-06", "line-manager")
    return small


def shown(told: str) -> list[str]:
    """The references of the rows of a table."""
    return [line.split()[0] for line in told.splitlines()[1:] if line.startswith("HR")]


# --- which part is shown -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-02-28", "due this month"),
        ("2026-03-01", "overdue"),
        ("2025-12-31", "due soon"),
    ],
)
def test_as_of(three: SmallProject, day: str, state: str) -> None:
    """The register is that of the day that is asked for, and says so."""
    result = run("--project", three.folder, "--as-of", day)
    (line,) = [one for one in result.output.splitlines() if one.startswith("HR1 ")]
    assert f"  {state}  " in line
    words = datetime.fromisoformat(day).strftime("%-d %B %Y")
    assert f"3 documents as at {words}: " in result.output
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ([], ["HR1", "HR2", "HR12"]),
        (["--owner", "line-manager"], ["HR2"]),
        (["--state", "overdue"], ["HR1", "HR2"]),
        (["--state", "overdue", "--state", "current"], ["HR1", "HR2", "HR12"]),
        (["--state", "overdue", "--owner", "head-of-people"], ["HR1"]),
        (["--state", "called-for"], []),
    ],
)
def test_totals_are_always_of_everything(
    three: SmallProject, options: list[str], rows: list[str]
) -> None:
    """Whatever part is shown, the totals count every document, and a part is called one."""
    for form in ("table", "markdown"):
        result = run("--project", three.folder, "--as-of", "2026-11-21", "--format", form, *options)
        assert result.exit_code == 0, result.output
        lines = result.output.splitlines()
        assert lines[-1] == "3 documents as at 21 November 2026: 2 overdue, 1 current."
        assert (lines[-2] == f"Shown: {len(rows)} of 3.") == (len(rows) < 3)
    assert shown(run("--project", three.folder, "--as-of", "2026-11-21", *options).output) == rows
    told = json.loads(
        run("--project", three.folder, "--as-of", "2026-11-21", "--format", "json", *options).output
    )
    assert [one["reference"] for one in told["documents"]] == rows
    assert (told["totals"]["documents"], told["totals"]["overdue"]) == (3, 2)


def test_within(three: SmallProject) -> None:
    """What becomes due is shown month by month, from the month of the report on."""
    for form, expected in (("table", "2026-06 █ 1  HR2"), ("markdown", "| June 2026 | 1 | HR2 |")):
        result = run(
            "--project", three.folder, "--as-of", "2026-05-01", "--within", "2m", "--format", form
        )
        assert expected in result.output
    told = run("--project", three.folder, "--as-of", "2026-05-01", "--within", "2", "--format", "json")
    assert json.loads(told.output)["ahead"] == {"2026-05": [], "2026-06": ["HR2"]}


@pytest.mark.parametrize(
    ("options", "rows", "note"),
    [
        (["--contact", "line-manager"], ["HR1"], ""),
        (["--owner", "head-of-people", "--contact", "line-manager"], ["HR1"], ""),
        (["--owner", "line-manager", "--contact", "line-manager"], [], ""),
        (
            ["--owner", "line-manager"],
            [],
            "line-manager owns no document; it is the contact point for HR1: ask with --contact\n",
        ),
        (
            ["--contact", "head-of-people"],
            [],
            "head-of-people is no contact point; it owns HR1, HR12: ask with --owner\n",
        ),
    ],
)
def test_owner_and_contact_point_are_two_things(
    small: SmallProject, options: list[str], rows: list[str], note: str
) -> None:
    """--owner and --contact each find their own; where the role is only the other, a note says so."""
    add(small, "HR1", "2026-02", "head-of-people\ncontact: line-manager")
    result = run("--project", small.folder, "--as-of", "2026-11-21", *options)
    assert (shown(result.stdout), result.stderr, result.exit_code) == (rows, note, 0)
    assert re.search(r"  Owner  +Contact point  Last  ", result.stdout.splitlines()[0])


@pytest.mark.parametrize(
    "options",
    [
        ["--within", "0m"],
        ["--within", "1y"],
        ["--within", "121"],
        ["--as-of", "21.11.2026"],
        ["--owner", "nobody"],
        ["--contact", "nobody"],
        ["--site", "https://x.example/", "--contact", "line-manager"],
        ["--state", "late"],
        ["--fail-on", "anything"],
        ["--site", "https://x.example/", "--as-of", "2026-01-01"],
        ["--site", "https://x.example/", "--format", "json"],
    ],
)
def test_wrong_use(small: SmallProject, options: list[str]) -> None:
    """What cannot be asked is a mistake of use, and not an empty report."""
    result = run("--project", small.folder, *options)
    assert (result.exit_code, result.stdout) == (2, "")


def test_last_day_of_the_calendar(small: SmallProject) -> None:
    """A day beyond what sources may hold is a mistake of use, and no traceback; the last is none."""
    for day, code in (("9999-12-31", 2), ("0001-01-01", 2), ("8999-12-31", 0), ("1000-01-01", 0)):
        for form in ("table", "json"):
            options = ["--as-of", day, "--within", "120m", "--format", form]
            assert run("--project", small.folder, *options).exit_code == code, day


# --- what fails ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "day", "said"),
    [
        ("overdue", "2026-02-28", ""),
        ("overdue", "2026-03-01", "overdue: HR1"),
        ("due", "2025-07-31", ""),
        ("due", "2025-08-01", "due: HR1"),
        ("called-for", "2026-11-21", ""),
    ],
)
def test_fail_on(three: SmallProject, limit: str, day: str, said: str) -> None:
    """A limit fails the command from the first day on which a document has reached it, and names it."""
    options = ["--owner", "line-manager"] if said else []
    result = run("--project", three.folder, "--as-of", day, "--fail-on", limit, *options)
    assert (result.exit_code, result.stderr) == ((1, f"{said}\n") if said else (0, ""))


def test_fail_on_several(three: SmallProject) -> None:
    """Each limit that is reached has its line; programs still get the whole of the JSON."""
    limits = ["--fail-on", "overdue", "--fail-on", "due", "--fail-on", "called-for"]
    result = run("--project", three.folder, "--as-of", "2026-03-01", *limits, "--format", "json")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == ["overdue: HR1", "due: HR1, HR2"]
    assert len(json.loads(result.stdout)["documents"]) == 3


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "github"])
def test_no_document_is_not_nothing_overdue(small: SmallProject, form: str) -> None:
    """An empty set fails, in every format: it is never reported as nothing overdue."""
    small.write(RECORD, WITHDRAWN)
    result = run("--project", small.folder, "--format", form)
    assert result.exit_code == 1
    assert "there is no document to report on" in result.stderr


def break_edition(small: SmallProject) -> None:
    """Make a document unreadable beside one that can be read."""
    add(small, "HR1", "2026-02")
    small.write(EDITION, "reference: [")


def break_settings(small: SmallProject) -> None:
    """Make the settings unreadable."""
    small.write("policy/library.yml", b"\xff\xfe\x00")


def break_everything(small: SmallProject) -> None:
    """Leave no document that can be read."""
    small.write(EDITION, "reference: [")


def break_record(small: SmallProject) -> None:
    """Make the record of the reviews unreadable."""
    small.write(RECORD, "reviews: {")


def remove_documents(small: SmallProject) -> None:
    """Leave no document at all."""
    small.remove(EDITION)


@pytest.mark.parametrize(
    "broken", [break_edition, break_settings, break_everything, break_record, remove_documents]
)
def test_unreadable_sources_fail(small: SmallProject, broken: Callable[[SmallProject], None]) -> None:
    """What could not be read is never reported as nothing overdue: it fails with a sentence."""
    broken(small)
    result = run("--project", small.folder, "--fail-on", "overdue")
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert "there is no document" in result.stderr or "may hide documents" in result.stderr


def test_a_folder_without_sources_fails(tmp_path: Path) -> None:
    """Where there is nothing to read, the command fails."""
    result = run("--project", tmp_path)
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert "there is no document to report on" in result.stderr


def test_closed_pipe(three: SmallProject) -> None:
    """Whoever stops listening gets no traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(  # noqa: PLW1510  # what it exits with is not what is tested
        [*POLICYSITE, "review"], cwd=three.folder, stdout=writing, stderr=subprocess.PIPE, timeout=60
    )
    os.close(writing)
    assert done.returncode != 0
    assert done.stderr == b""


def test_narrow_encoding(small: SmallProject) -> None:
    """A terminal that lacks a character shows its number."""
    small.change(EDITION, "title: Flexible working", "title: 柔軟な働き方")
    done = subprocess.run(
        [*POLICYSITE, "review"],
        cwd=small.folder,
        env={"PYTHONIOENCODING": "ascii", "PATH": str(Path(sys.executable).parent)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert b"\\u67d4" in done.stdout


# --- a published site ----------------------------------------------------------------------------


def account(small: SmallProject, built: datetime | None = None) -> dict[str, Any]:
    """What a site that was built at an instant says of its reviews."""
    now = built or datetime.now(UTC)
    project = small.project
    register = Register.from_library(project.library, today_in_zone("Europe/London", now))
    return review_state_file(register, "", now).model_dump(mode="json")


@dataclass
class Server:
    """What a site answers: a status, headers and a body; slow sends it little by little until told."""

    body: bytes = b""
    status: int = 200
    location: str = ""
    length: int | None = None
    slow: str = ""
    asked: int = 0

    def __post_init__(self) -> None:
        self.released = Event()

    def answer(self, request: Request) -> None:
        """Answer a request."""
        self.asked += 1
        if self.slow == "silent":
            self.released.wait(30)
        if self.location and "moved" not in request.path:
            request.send(302, headers={"Location": self.location})
        elif self.slow == "drip":
            request.send(self.status, headers={"Content-Length": str(len(self.body))})
            for byte in self.body:
                request.wfile.write(bytes([byte]))
                if self.released.wait(0.02):
                    break
        else:
            length = {} if self.length is None else {"Content-Length": str(self.length)}
            request.send(self.status, self.body, length)


@contextmanager
def listening(server: Server) -> Iterator[str]:
    """Serve on this machine."""
    with serve(server.answer) as address:
        try:
            yield address
        finally:
            server.released.set()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def fresh(small: SmallProject) -> SmallProject:
    """A library in which nothing is overdue for a long time, rebuilt every day."""
    small.change(EDITION, "  every: 2 years\n  next: 2027-11", "  next: 2999-11")
    small.change("policy/library.yml", "time_zone", "builds: {every: 1 day}\ntime_zone")
    return small


def raw(told: Any) -> bytes:
    """What a file says."""
    return json.dumps(told).encode()


def test_good_site(fresh: SmallProject, tmp_path: Path) -> None:
    """A sound site is told of alike in a folder, by its file and over HTTP, with its totals."""
    body = raw(account(fresh))
    (tmp_path / "review.json").write_bytes(body)
    with listening(Server(body)) as address:
        for where in (
            tmp_path,
            tmp_path / "review.json",
            address,
            address.rstrip("/"),
            f"{address}x.json",
        ):
            result = run("--site", where)
            assert (result.exit_code, result.stderr) == (0, ""), where
            assert "HR12  current, due 2999-11, last 2025-11, owner Head of People\n" in result.output
            assert result.output.rstrip().endswith(": 1 current.")
            assert "1 document as at" in result.output


def test_redirect_is_followed(fresh: SmallProject) -> None:
    """A site that has moved is read where it is now; one that leads in a circle is not readable."""
    server = Server(raw(account(fresh)), location="/moved/review.json")
    with listening(server) as address:
        assert run("--site", address).exit_code == 0
        assert server.asked == 2
        server.location = "/circle"
        result = run("--site", address)
    assert result.exit_code == 1
    assert "review.json cannot be read: the server leads in a circle" in result.stderr


NO_FORMAT = "it does not say that its format is policysite-review/1"


@pytest.mark.parametrize(
    ("server", "said"),
    [
        (Server(b"gone", status=404), "cannot be read: the server answers 404"),
        (Server(b"oh", status=500), "cannot be read: the server answers 500"),
        (Server(b""), "is not JSON"),
        (Server(b"<!doctype html><title>Welcome</title>"), "is not JSON"),
        (Server(b"[]"), "is malformed: at $, expected an object, found a list"),
        (Server(b"{}"), f"is malformed: at $.format, {NO_FORMAT}"),
        (Server(b"[" * 100_000), "is not JSON"),
        (Server(b"\xff\xfe"), "is not JSON"),
        (Server(b'{"format": "policysite-review/2"}'), f"is malformed: at $.format, {NO_FORMAT}"),
        (
            Server(b'{"format": "policysite-review/1"}'),
            "is malformed: at $, the key 'organisation' is missing",
        ),
        (Server(b'{"format"', length=5000), "cannot be read: "),
    ],
)
def test_site_that_cannot_be_read(server: Server, said: str) -> None:
    """A site that is not there or not whole is a failure and never silence: nothing is called overdue."""
    with listening(server) as address:
        result = run("--site", address)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{address}: review.json {said}" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_nobody_listens() -> None:
    """An address at which nobody answers is a failure, said in a line."""
    with listening(Server()) as address:
        pass
    result = run("--site", address)
    assert result.exit_code == 1
    assert "review.json cannot be read: the server refuses connections there" in result.stderr


def test_folder_without_the_file(tmp_path: Path) -> None:
    """A folder that holds no account is a failure."""
    for where in (tmp_path, tmp_path / "gone"):
        result = run("--site", where)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "review.json cannot be read: No such file or directory" in result.stderr


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "totals of more": lambda told: told["totals"].update(documents=2),
    "totals of none": lambda told: told["totals"].update(documents=0),
    "no totals": lambda told: told.pop("totals"),
    "a list cut short": lambda told: told["documents"].clear(),
    "no list": lambda told: told.update(documents=None),
    "a state that is none": lambda told: told["documents"][0].update(state="fine"),
    "a date that is none": lambda told: told["documents"][0].update(due="soon"),
    "no date": lambda told: told["documents"][0].pop("due"),
    "a zone that is none": lambda told: told.update(time_zone="Mars/Olympus"),
    "a window in words": lambda told: told.update(due_soon_months="six"),
    "an instant without a zone": lambda told: told.update(built="2026-11-21T12:00:00"),
    "an owner in words": lambda told: told["documents"][0].update(owner="Somebody"),
    "a window beyond all time": lambda told: told.update(due_soon_months=10**30),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_malformed_site(fresh: SmallProject, tmp_path: Path, change: Callable[[Any], Any]) -> None:
    """What does not agree with itself is not believed: a cut list is not shown as the whole."""
    told = account(fresh)
    change(told)
    (tmp_path / "review.json").write_bytes(raw(told))
    result = run("--site", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "review.json is malformed: " in result.stderr


def test_empty_site_is_not_nothing_overdue(fresh: SmallProject, tmp_path: Path) -> None:
    """A site of no documents fails: an empty set is never reported as nothing overdue."""
    fresh.write(RECORD, WITHDRAWN)
    (tmp_path / "review.json").write_bytes(raw(account(fresh)))
    result = run("--site", tmp_path)
    assert result.exit_code == 1
    assert "it holds no document" in result.stderr
    assert "0 documents as at" in result.stdout


def test_stale_site(fresh: SmallProject, tmp_path: Path) -> None:
    """A site that nobody rebuilt fails, and says for how long; without builds: it may stay as it is."""
    built = datetime.now(UTC) - timedelta(days=40)
    told = account(fresh, built)
    (tmp_path / "review.json").write_bytes(raw(told))
    result = run("--site", tmp_path)
    assert result.exit_code == 1
    assert "it has not been rebuilt for 40 days: built on " in result.stderr
    (tmp_path / "review.json").write_bytes(raw(told | {"next_build_expected": None}))
    assert run("--site", tmp_path).exit_code == 0


def test_site_in_time_until_the_end_of_the_day(fresh: SmallProject, tmp_path: Path) -> None:
    """A site is in time on the last day by which it is to be rebuilt, and late from the next."""
    (tmp_path / "review.json").write_bytes(raw(account(fresh, NOW)))
    for now, late in (("2026-11-22T23:59:59", False), ("2026-11-23T00:00:00", True)):
        found = read_published_site(str(tmp_path), datetime.fromisoformat(now).replace(tzinfo=UTC), {})
        assert bool(found.site_problems) == late


def test_site_from_the_future(fresh: SmallProject, tmp_path: Path) -> None:
    """A site that says it was built on a day to come is not believed."""
    (tmp_path / "review.json").write_bytes(raw(account(fresh, datetime.now(UTC) + timedelta(days=3))))
    result = run("--site", tmp_path)
    assert result.exit_code == 1
    assert "which is still to come" in result.stderr


def test_grown_worse_since_the_build(three: SmallProject, tmp_path: Path) -> None:
    """An old site is worked out again for today: what it called fresh is reported as overdue."""
    (tmp_path / "review.json").write_bytes(raw(account(three, datetime(2025, 12, 1, 12, tzinfo=UTC))))
    found = read_published_site(str(tmp_path), datetime(2026, 3, 1, 0, 0, tzinfo=UTC), {})
    assert [(one.reference, str(one.state)) for one in found.documents] == [
        ("HR1", "overdue"),
        ("HR2", "due soon"),
        ("HR12", "current"),
    ]
    assert published_site.published_limits_reached(found, ["overdue", "due"]) == [
        "overdue: HR1",
        "due: HR1, HR2",
    ]
    result = run("--site", tmp_path, "--fail-on", "overdue")
    assert result.exit_code == 1
    assert "HR1   overdue, due 2026-02" in result.stdout
    assert "overdue: HR1, HR2" in result.stderr


def test_event_since_the_build(small: SmallProject, tmp_path: Path) -> None:
    """An event that lay ahead when the site was built calls for a review on its day."""
    source = "source: {url: https://www.example.org/}"
    small.write(
        "policy/events.yml",
        "events:\n  - {id: new, kind: funding, date: 2026-12-01, what: It ends., documents: [HR12], "
        f"{source}}}\n",
    )
    (tmp_path / "review.json").write_bytes(raw(account(small, NOW)))
    for now, reached in (("2026-11-30T23:59:59", []), ("2026-12-01T00:00:00", ["called-for: HR12"])):
        found = read_published_site(str(tmp_path), datetime.fromisoformat(now).replace(tzinfo=UTC), {})
        assert published_site.published_limits_reached(found, ["called-for"]) == reached


def test_never_better_than_it_says(fresh: SmallProject, tmp_path: Path) -> None:
    """What a site calls overdue stays so: only a new build knows of a review."""
    told = account(fresh)
    told["documents"][0]["state"] = "overdue"
    (tmp_path / "review.json").write_bytes(raw(told))
    assert "HR12  overdue" in run("--site", tmp_path).stdout


def test_texts_of_a_site_cannot_play_with_the_terminal(fresh: SmallProject, tmp_path: Path) -> None:
    """No escape sequence and no line break of a published text reaches the terminal."""
    told = account(fresh)
    told["documents"][0]["owner"]["name"] = "A\x1b[2J\nHR1  current"
    (tmp_path / "review.json").write_bytes(raw(told))
    result = run("--site", tmp_path)
    assert "\x1b" not in result.stdout
    assert not [line for line in result.stdout.splitlines() if line.startswith("HR1 ")]


def test_huge_body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than anybody would publish is not read to its end, in a folder or over HTTP."""
    monkeypatch.setattr(published_site, "MAX_REVIEW_FILE_BYTES", 1000)
    body = b" " * 100_000
    (tmp_path / "review.json").write_bytes(body)
    with listening(Server(body)) as address:
        for where in (str(tmp_path), address):
            with pytest.raises(UnreadableSiteError, match="is larger than 1000 bytes"):
                read_published_site(where, NOW, {})


@pytest.mark.parametrize("slow", ["silent", "drip"])
def test_slow_server(slow: str) -> None:
    """A server that says nothing, or a byte now and then, is given up on after a while."""
    with (
        listening(Server(b" " * 100_000, slow=slow)) as address,
        pytest.raises(UnreadableSiteError) as caught,
    ):
        read_published_site(address, NOW, {}, timeout=0.5)
    assert str(caught.value) == "review.json cannot be read: no answer within 0.5 s"


def test_the_password_of_an_address_is_never_printed(fresh: SmallProject) -> None:
    """An address is shown without its login, and a site that repeats the password is not quoted."""
    told = account(fresh)
    basic = b64encode(b"me:correct-horse").decode()
    told["documents"][0]["owner"]["name"] = f"correct-horse {basic}"
    with listening(Server(raw(told))) as address:
        mine = address.replace("://", "://me:correct-horse@")
        result = run("--site", mine)
        assert result.exit_code == 0
        assert result.stdout.startswith(address.replace("://", "://[…]@"))
        told["format"] = "another"
    failed = run("--site", mine)
    assert failed.exit_code == 1
    assert failed.stderr.startswith(address.replace("://", "://[…]@"))
    assert not re.search(f"horse|{basic[-12:]}", result.output + failed.output)


def test_something_that_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A file that would never come to its end is a failure."""
    os.mkfifo(tmp_path / "review.json")
    result = run("--site", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "review.json is no file" in result.stderr


def test_what_a_malformed_site_says_is_not_printed_whole(fresh: SmallProject, tmp_path: Path) -> None:
    """A site cannot fill the terminal with what is wrong with it."""
    told = account(fresh)
    told["documents"][0]["state"] = "x" * 1_000_000
    (tmp_path / "review.json").write_bytes(raw(told))
    result = run("--site", tmp_path)
    assert "is malformed: at $.documents[0].state, expected 'current'" in result.stderr
    assert len(result.stderr) < 1000
