"""The guide to reminders: its examples are ones that the software takes and makes."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from policysite.outputs.notifications import ledger
from policysite.outputs.notifications.connection_errors import CERTIFICATES_VARIABLE
from policysite.outputs.notifications.delivery import RetryPolicy
from policysite.outputs.notifications.messages import Message
from policysite.outputs.notifications.payloads import json_payload
from policysite.outputs.notifications.planning import (
    MAX_NOTICES_PER_WEBHOOK,
    plan_messages,
    webhook_label,
)
from policysite.outputs.notifications.smtp import (
    DEFAULT_PORTS,
    SMTP_PASSWORD_VARIABLE,
    SMTP_USER_VARIABLE,
)
from policysite.outputs.notifications.stages import review_notices
from tests import ROOT
from tests.outputs.notifications.conftest import BASE, Reminding, instant

GUIDE = (ROOT / "docs/reminders.md").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github/workflows/review.yml").read_text(encoding="utf-8")

EVENT = """\
events:
  - id: provider-changed
    kind: provider
    date: 2027-02
    what: The provider of the service changed.
    documents: [HR12]
    source:
      url: https://www.example.org/news
"""


def examples(language: str) -> list[str]:
    """The examples of the guide in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def configured(reminding: Reminding) -> None:
    """Put the guide's settings into the project."""
    (text,) = examples("yaml")
    library = reminding.small.folder / "policy/library.yml"
    reminding.small.write("policy/library.yml", library.read_text(encoding="utf-8") + text)


def test_the_settings_are_complete(reminding: Reminding) -> None:
    """The example is valid, names every key that there is, and the defaults that it gives are those."""
    configured(reminding)
    project = reminding.project("2027-12-01")
    assert project.problems == []
    reminders = project.library.settings.reminders
    assert reminders is not None
    assert reminders.otherwise is not None
    assert [webhook_label(hook) for hook in reminders.otherwise.webhooks or ()] == [
        "slack webhook POLICY_WEBHOOK",
        "json webhook https://intranet.example.org/reminders",
    ]
    (text,) = examples("yaml")
    written = yaml.safe_load(text)["reminders"]
    assert set(written) == set(type(reminders).model_fields)
    assert reminders.mail is not None
    assert set(written["mail"]) == set(type(reminders.mail).model_fields)
    assert f"{DEFAULT_PORTS['starttls']} with starttls and {DEFAULT_PORTS['tls']} with tls" in text


def test_the_ledger_is_one(reminding: Reminding) -> None:
    """The ledger that is shown is read as one, and its lines are as the software writes them."""
    shown = next(text for text in examples("json") if ledger.LEDGER_FORMAT in text)
    reminding.ledger.write_text(shown, encoding="utf-8")
    told = ledger.read_ledger(reminding.ledger)
    assert told.file_text == shown
    reminding.small.write("policy/events.yml", EVENT)
    (notice,) = review_notices(reminding.project("2027-12-01").register)
    assert {key for keys in told.sent_stages.values() for key in keys} <= set(notice.stage_keys)


def test_the_json_is_what_is_posted(reminding: Reminding) -> None:
    """The body that is shown is, to the letter, the one that a webhook gets."""
    configured(reminding)
    reminding.small.change("policy/library.yml", "    head-of-people:\n", "    another-role:\n")
    reminding.small.write("policy/events.yml", EVENT)
    register = reminding.project("2027-12-01").register
    reminders = register.library.settings.reminders
    assert reminders is not None
    batches = plan_messages(review_notices(register), reminders, ledger.Ledger()).batches
    batch = next(one for one in batches if one.webhook is not None and one.webhook.takes == "json")
    made: Any = json_payload(
        Message(batch, register.library, register.today, BASE), instant("2027-12-01")
    )
    shown = next(text for text in examples("json") if "policysite-reminder/1" in text)
    assert json.dumps(made, indent=2) + "\n" == shown
    keys = set(
        re.findall(r"`(?:documents\[\]\.)?([a-z_]+)`(?:, `([a-z_]+)`)?", GUIDE.partition("| Key |")[2])
    )
    assert {*made} <= {key for pair in keys for key in pair}


def test_what_it_says_of_numbers_and_names() -> None:
    """The variables, the number of tries and the limits are those of the software."""
    assert all(
        f"`{name}`" in GUIDE
        for name in (SMTP_USER_VARIABLE, SMTP_PASSWORD_VARIABLE, CERTIFICATES_VARIABLE, "SITE_URL")
    )
    assert RetryPolicy().tries == 3
    assert "is tried three\n  times in a run, with pauses of 2 and 8 seconds" in GUIDE
    assert RetryPolicy().pauses == (2, 8)
    assert f"at most {MAX_NOTICES_PER_WEBHOOK};" in GUIDE


def test_what_it_says_of_time() -> None:
    """The bounds that the guide and the workflow give follow from those of the software."""
    retry_policy = RetryPolicy()
    assert f"A try ends after {retry_policy.timeout:g} seconds" in GUIDE
    assert f"A run ends {retry_policy.run_seconds / 60:g} minutes after it began to send." in GUIDE
    assert "After two failures in a row" in GUIDE
    assert retry_policy.failures_per_server == 2
    refused = sum(retry_policy.pauses)
    tries = retry_policy.failures_per_server + len(retry_policy.pauses)
    assert f"| {refused:g} seconds ({tries} tries) |" in GUIDE
    minutes, seconds = divmod(tries * retry_policy.timeout + refused, 60)
    assert f"| {minutes:g} minutes {seconds:g} seconds ({tries} tries); webhooks" in GUIDE
    assert "waits a minute for the first" in GUIDE
    longest = (retry_policy.lock_seconds + retry_policy.run_seconds) / 60
    assert f"another run that holds the ledger included | {longest:g} minutes |" in GUIDE
    (given,) = re.findall(r"timeout --signal=INT --kill-after=30s (\d+)m", WORKFLOW)
    assert longest < int(given)
    assert f"after {given} minutes and its job after 20" in GUIDE
    job = WORKFLOW.partition("name: Remind")[2]
    assert job.partition("timeout-minutes: ")[2].startswith("20\n")
