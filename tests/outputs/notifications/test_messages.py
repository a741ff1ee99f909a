"""What messages say, in text, in HTML, as mail and to webhooks."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from lxml import html

from policysite.outputs import feeds
from policysite.outputs.notifications.ledger import Ledger
from policysite.outputs.notifications.mail import build_mail
from policysite.outputs.notifications.messages import Message
from policysite.outputs.notifications.payloads import json_payload, slack_payload, teams_payload
from policysite.outputs.notifications.planning import MAX_NOTICES_PER_WEBHOOK, plan_messages
from policysite.outputs.notifications.stages import review_notices
from tests.outputs.notifications.conftest import BASE, Reminding, instant, mail_settings
from tests.small import EDITION

GOLDEN = Path(__file__).parent / "golden"
DAY = "2026-11-21"
NASTY = '<b>*Pay*</b> & "leave" <!channel> [x](http://evil.example) Ærø'

EVENTS = """\
events:
  - id: provider-changed
    kind: provider
    date: 2026-10
    what: The provider <of> the service changed.
    documents: [HR14]
    source:
      url: https://www.example.org/news
"""


@pytest.fixture
def four(reminding: Reminding) -> Reminding:
    """Documents at four stages, with one address for all of them."""
    reminding.document("HR13", next="2025-12", last="2025-11", title=f"'{NASTY}'")
    reminding.document("HR14", next="2027-03-15", owner="")
    reminding.document("HR15", next="2027-02", owner="line-manager")
    reminding.small.write("policy/events.yml", EVENTS)
    reminding.configure(
        "  otherwise:\n    email: [desk@example.org, Ops@example.org]\n" + mail_settings(25)
    )
    return reminding


def message(reminding: Reminding, base: str = BASE, day: str = DAY) -> Message:
    """The one message of a day."""
    register = reminding.project(day).register
    reminders = register.library.settings.reminders
    assert reminders is not None
    (batch,) = plan_messages(review_notices(register), reminders, Ledger()).batches
    return Message(batch, register.library, register.today, base)


def one(reminding: Reminding, **keys: str) -> Message:
    """The message about one document."""
    for key, value in keys.items():
        text = reminding.small.read(EDITION)
        reminding.small.write(EDITION, re.sub(rf"(?m)^( *{key}:).*$", rf"\1 {value}", text))
    reminding.configure("  otherwise:\n    email: [desk@example.org]\n" + mail_settings(25))
    return message(reminding)


@pytest.mark.parametrize("form", ["txt", "html", "json", "slack.json", "teams.json"])
def test_golden(form: str, four: Reminding) -> None:
    """Each form of a message about four documents is, to the letter, the one that was looked at."""
    whole = message(four)
    made = {
        "txt": lambda: whole.text,
        "html": lambda: whole.html,
        "json": lambda: _json(json_payload(whole, instant(DAY))),
        "slack.json": lambda: _json(slack_payload(whole)),
        "teams.json": lambda: _json(teams_payload(whole)),
    }[form]()
    assert made == (GOLDEN / f"message.{form}").read_text(encoding="utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def test_subjects(reminding: Reminding, four: Reminding) -> None:
    """One document is named in the subject; of several it counts how they stand, the worst first."""
    assert message(four).subject == "4 reviews: 1 overdue, 1 called for, 1 due soon, 1 ahead"
    for reference in ("HR13", "HR14", "HR15"):
        reminding.small.remove(f"policy/{reference}/2025-11.yml")
    reminding.small.remove("policy/events.yml")
    assert one(reminding).subject == "Review ahead: HR12 Flexible working"


def test_only_what_was_measured(reminding: Reminding) -> None:
    """The register's own sentence, and nothing beside it, says how the review stands."""
    found = one(reminding, next="2026-10")
    assert found.notices[0].review_status.sentence in " ".join(found.text.split())
    assert found.notices[0].review_status.sentence in found.html


@pytest.mark.parametrize(
    ("owner", "contact", "said", "reason"),
    [
        ("head-of-people", "", "Its owner: Head of People.", "owned by Head of People."),
        (
            "",
            "line-manager",
            "The document names no owner. Its contact point: Line manager.",
            "whose contact point is Line manager.",
        ),
        (
            "head-of-people",
            "line-manager",
            "Its owner: Head of People. Its contact point: Line manager.",
            "owned by Head of People.",
        ),
        (
            "",
            "",
            "The document names no owner.",
            "that name neither an owner nor a contact point.",
        ),
    ],
)
def test_owner_and_contact_point(
    reminding: Reminding, owner: str, contact: str, said: str, reason: str
) -> None:
    """Every form of a message says who owns the document, who its contact point is, and why it came."""
    reminding.document("HR13", owner=owner, contact=contact)
    reminding.small.remove(EDITION)
    reminding.configure("  otherwise:\n    email: [desk@example.org]\n" + mail_settings(25))
    found = message(reminding)
    text = " ".join(found.text.split())
    assert f" {said} Review it," in text
    assert f" you are told of the reviews of documents {reason} A document is" in text
    assert f"<p>{said}<br>" in found.html
    assert said in slack_payload(found)["text"].splitlines()
    assert said in _json(teams_payload(found))
    (document,) = json_payload(found, instant(DAY))["documents"]
    assert [document[key] and document[key]["role"] for key in ("owner", "contact")] == [
        owner or None,
        contact or None,
    ]


def test_text_has_short_lines_and_whole_links(four: Reminding) -> None:
    """No line of text is longer than 72 characters but where a link or a word is."""
    long = [line for line in message(four).text.splitlines() if len(line) > 72]
    assert all(" " not in line.strip() for line in long)
    for reference in ("HR12", "HR13", "HR14", "HR15"):
        assert f"  {BASE}documents/{reference}/\n" in message(four).text


def test_html_shows_owners_words_as_they_are(four: Reminding) -> None:
    """Nothing that an owner wrote becomes markup, and the page has a language, a title and one h1."""
    page = html.document_fromstring(message(four).html)
    assert page.get("lang") == "en-GB"
    assert page.findtext("head/title") == page.findtext("body/h1") == message(four).subject
    titles = ["".join(map(str, heading.itertext())) for heading in page.iter("h2")]
    assert titles[0] == f"HR13 {NASTY}"
    assert not list(page.iter("b", "img", "script", "style"))
    assert [link.get("href") for link in page.iter("a")] == [
        f"{BASE}documents/{reference}/" for reference in ("HR13", "HR14", "HR15", "HR12")
    ]


def test_without_an_address_there_are_no_links(four: Reminding) -> None:
    """Where nobody knows the site's address, no form of a message makes one up."""
    whole = message(four, base="")
    made = [
        whole.text,
        whole.html,
        slack_payload(whole)["text"],
        json.dumps(json_payload(whole, instant(DAY))),
    ]
    assert not any("documents/" in form for form in made)
    assert "OpenUrl" not in json.dumps(teams_payload(whole))


def test_mail(four: Reminding) -> None:
    """A mail holds text and HTML as alternatives and the dates as a calendar, and says what it is."""
    whole = message(four)
    register = four.project(DAY).register
    dates = feeds.review_calendar(
        register, register.statuses, name="Reviews", base=BASE, path="review.ics"
    )
    written = build_mail(whole, "policysite@example.org", instant(DAY), dates)
    assert written["To"] == "desk@example.org, Ops@example.org"
    assert written["From"] == "Example policies <policysite@example.org>"
    assert written["Auto-Submitted"] == "auto-generated"
    assert written["Date"].datetime == instant(DAY)
    assert written["Message-ID"] == f"<{whole.message_id}.policysite@example.org>"
    assert [part.get_content_type() for part in written.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = list(written.walk())[-1]
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.get_filename() == "reviews.ics"
    assert calendar.get_payload(decode=True) == dates
    read = icalendar.Calendar.from_ical(dates)
    assert read["METHOD"] == "PUBLISH"
    assert len(read.events) == 4


def test_mail_is_plain_on_the_wire(four: Reminding) -> None:
    """A mail is seven bits wide with lines that every server passes on, whatever titles hold."""
    four.small.change(EDITION, "Flexible working", f"'{'Ænderung — 柔軟な働き方 ' * 20}'")
    wire = build_mail(message(four), "policysite@example.org", instant(DAY), b"").as_bytes()
    assert wire.isascii()
    assert max(map(len, wire.split(b"\r\n"))) <= 998
    assert b"\n" not in wire.replace(b"\r\n", b"")


def test_odd_addresses_are_kept(reminding: Reminding) -> None:
    """An address that the sources allow can be written to, dots and all."""
    reminding.configure("  otherwise:\n    email: [.a..b@example.org]\n" + mail_settings(25))
    written = build_mail(message(reminding), "o'hara+x@example.org", instant(DAY), b"")
    assert written["To"].addresses[0].domain == "example.org"
    assert written["From"].addresses[0].username == "o'hara+x"
    assert written.as_bytes()


def test_identity_is_that_of_the_news(four: Reminding) -> None:
    """The same news to the same people have one identity; another stage or recipient another."""
    first = message(four)
    next_day = (instant(DAY) + timedelta(days=1)).date().isoformat()
    assert message(four, day=next_day).message_id == first.message_id
    assert message(four, day="2026-12-21").message_id != first.message_id
    four.configure("  otherwise:\n    email: [Ops@example.org, desk@example.org]\n" + mail_settings(25))
    assert message(four).message_id == first.message_id
    four.configure("  otherwise:\n    email: [desk@example.org]\n" + mail_settings(25))
    assert message(four).message_id != first.message_id


def test_slack_reads_no_commands(four: Reminding) -> None:
    """What an owner wrote names nobody in Slack and links nowhere."""
    text = slack_payload(message(four))["text"]
    assert "<!channel>" not in text
    assert re.findall(r"<([^|>]*)\|", text) == [
        f"{BASE}documents/{reference}/" for reference in ("HR13", "HR14", "HR15", "HR12")
    ]


def test_teams_takes_cards_of_plain_runs(four: Reminding) -> None:
    """A workflow of Teams finds an adaptive card below attachments, and no Markdown of an owner in it."""
    body = teams_payload(message(four))
    assert body["type"] == "message"
    (attachment,) = body["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["content"]["type"] == "AdaptiveCard"
    blocks = [block for block in attachment["content"]["body"] if block["type"] == "TextBlock"]
    assert [block["text"] for block in blocks] == ["Reviews of documents"]


def test_a_full_message_fits_into_teams(reminding: Reminding) -> None:
    """As many documents as go into one message, with long titles and a call each, are below 28 kB."""
    references = [f"HR{number}" for number in range(101, 101 + MAX_NOTICES_PER_WEBHOOK)]
    for reference in references:
        reminding.document(reference, title="Flexible working " * 8, next="2026-01")
    reminding.small.remove(EDITION)
    whole = EVENTS.replace("HR14", ", ".join(references)).replace("service", "service " * 12)
    reminding.small.write("policy/events.yml", whole)
    reminding.configure("  otherwise:\n    webhooks: [{takes: teams, url_from: TEAMS}]\n")
    made = message(reminding)
    assert len(made.notices) == MAX_NOTICES_PER_WEBHOOK
    assert all(notice.review_status.triggers for notice in made.notices)
    assert len(json.dumps(teams_payload(made))) < 28_000
