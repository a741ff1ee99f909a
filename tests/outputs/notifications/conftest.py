"""A project that reminds, and the authority that vouches for the servers of these tests."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from policysite.outputs import feeds
from policysite.outputs.notifications import (
    Clock,
    ReminderOutcome,
    RetryPolicy,
    send_reminders,
)
from policysite.project import Project
from tests.outputs.notifications.servers import Hook, Inbox, mail_server, web_server
from tests.small import EDITION, SmallProject

QUICK = RetryPolicy(timeout=20, pauses=(0, 0))
REAL = Clock(time.monotonic, time.sleep)
BASE = "https://policies.example.org/"


class FakeClock:
    """Time that passes only while somebody waits, or as a test has it."""

    def __init__(self, *, tick: float = 0) -> None:
        self.reading = 0.0
        self.tick = tick
        """The seconds that pass whenever somebody looks."""
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        """Let it pass at once."""
        self.waits.append(seconds)
        self.reading += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self._read, self.wait)

    def _read(self) -> float:
        self.reading += self.tick
        return self.reading


def instant(text: str) -> datetime:
    """Noon of a day in UTC."""
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=UTC)


class Reminding:
    """A small project that reminds, with its ledger."""

    def __init__(self, small: SmallProject, environment: Mapping[str, str]) -> None:
        self.small = small
        self.environment = dict(environment)
        self.ledger = small.folder / "reminders.json"

    def configure(self, reminders: str) -> None:
        """Write what stands below reminders:, indented by two."""
        library = self.small.folder / "policy/library.yml"
        before = library.read_text(encoding="utf-8").partition("reminders:\n")[0]
        self.small.write("policy/library.yml", f"{before}reminders:\n{reminders}")

    def document(self, reference: str, contact: str = "", **keys: str) -> None:
        """Add a document like HR12, with some of its keys otherwise, and perhaps a contact point."""
        text = self.small.read(EDITION)
        lines = text.replace("[[HR12/1.1]]", "nothing").replace("HR12", reference).splitlines()
        for key, value in keys.items():
            at = next(i for i, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
            indent = len(lines[at]) - len(lines[at].lstrip())
            lines[at] = f"{' ' * indent}{key}: {value}" if value else ""
        if contact:
            lines.insert(0, f"contact: {contact}")
        self.small.write(f"policy/{reference}/2025-11.yml", "\n".join(lines) + "\n")

    def project(self, day: str) -> Project:
        """The project on a day."""
        return Project.open(self.small.folder, instant(day))

    def run(
        self,
        day: str,
        *,
        retry_policy: RetryPolicy = QUICK,
        clock: Clock = REAL,
        base: str = BASE,
        dry: bool = False,
    ) -> ReminderOutcome:
        """Remind on a day, with no pause between tries."""
        project = self.project(day)
        return send_reminders(
            project.register,
            base=base,
            now=project.now,
            environment=self.environment,
            ledger=self.ledger,
            clock=clock,
            calendar=lambda some: feeds.review_calendar(
                project.register, some, name="Reviews", base=base, path="review.ics"
            ),
            retry_policy=retry_policy,
            dry_run=dry,
        )


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """An authority that only these tests trust."""
    return trustme.CA()


@pytest.fixture(scope="session")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """What a server of these tests shows for itself."""
    return server_context(authority.issue_cert("localhost"))


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Let a server show a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def environment(authority: trustme.CA, tmp_path: Path) -> dict[str, str]:
    """The environment of a run, in which the authority is trusted."""
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return {"SSL_CERT_FILE": str(file)}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")


@pytest.fixture
def reminding(small: SmallProject, environment: dict[str, str]) -> Reminding:
    """A project that reminds. HR12 is due by the end of November 2027."""
    return Reminding(small, environment)


@pytest.fixture
def serve(tls: ssl.SSLContext) -> Iterator[Callable[..., Any]]:
    """Start a server for an inbox (gives its port) or a hook (gives its address) until the test ends."""
    with ExitStack() as stack:

        def start(what: Inbox | Hook, **options: Any) -> Any:
            if isinstance(what, Hook):
                return stack.enter_context(web_server(what, **options))
            if "tls" not in options:
                options = {"tls_context": tls, "require_starttls": True, **options}
            return stack.enter_context(mail_server(what, **options))

        yield start


def mail_settings(port: int, security: str = "starttls") -> str:
    """What stands below reminders: for a server of these tests."""
    return (
        f"  mail:\n    host: localhost\n    port: {port}\n    security: {security}\n"
        "    sender: policysite@example.org\n"
    )
