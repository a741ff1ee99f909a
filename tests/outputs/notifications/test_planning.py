"""Who is told of what: owners, those who are told otherwise, and what the ledger says already."""

from __future__ import annotations

from policysite.outputs.notifications.ledger import Ledger
from policysite.outputs.notifications.planning import MAX_NOTICES_PER_WEBHOOK, SendingPlan, plan_messages
from policysite.outputs.notifications.stages import review_notices
from tests.outputs.notifications.conftest import Reminding, instant, mail_settings

MAIL = mail_settings(2525)
DAY = "2027-12-01"


def planned(reminding: Reminding, told: Ledger | None = None) -> SendingPlan:
    """What would be sent on the day."""
    register = reminding.project(DAY).register
    reminders = register.library.settings.reminders
    assert reminders is not None
    return plan_messages(review_notices(register), reminders, told or Ledger())


def sent(found: SendingPlan) -> list[tuple[tuple[str, ...], list[str]]]:
    """The recipients of every message, and the documents that it is about."""
    return [
        (batch.recipients, [notice.review_status.reference for notice in batch.notices])
        for batch in found.batches
    ]


def test_owners_and_otherwise(reminding: Reminding) -> None:
    """An owner with addresses is told; all other documents go to otherwise."""
    reminding.document("HR13", owner="line-manager")
    reminding.document("HR14", owner="")
    reminding.configure(
        "  owners:\n    head-of-people:\n      email: [head@example.org]\n"
        "  otherwise:\n    email: [desk@example.org]\n" + MAIL
    )
    assert sent(planned(reminding)) == [
        (("head@example.org",), ["HR12"]),
        (("desk@example.org",), ["HR13", "HR14"]),
    ]


def test_contact_points_stand_in(reminding: Reminding) -> None:
    """Where no owner has an address, or there is no owner, the contact point is told before otherwise."""
    reminding.document("HR13", owner="", contact="line-manager")
    reminding.document("HR14", owner="line-manager", contact="head-of-people")
    reminding.document("HR15", owner="head-of-people", contact="line-manager")
    reminding.document("HR16", owner="", contact="head-of-people")
    reminding.configure(
        "  owners:\n    line-manager:\n      email: [line@example.org]\n"
        "  otherwise:\n    email: [desk@example.org]\n" + MAIL
    )
    assert sent(planned(reminding)) == [
        (("desk@example.org",), ["HR12", "HR16"]),
        (("line@example.org",), ["HR13", "HR14", "HR15"]),
    ]


def test_every_owner_is_told(reminding: Reminding) -> None:
    """All owners who have an address are told, or all such contact points where no owner has one."""
    reminding.document("HR13", owner="[line-manager, head-of-people]")
    reminding.document("HR14", owner="[nobody-yet, line-manager]")
    reminding.document("HR15", owner="nobody-yet", contact="[head-of-people, line-manager]")
    reminding.configure(
        "  owners:\n    line-manager:\n      email: [line@example.org]\n"
        "    head-of-people:\n      email: [head@example.org]\n" + MAIL
    )
    reminding.small.change("policy/roles.yml", "roles:\n", "roles:\n  nobody-yet: {name: Vacant post}\n")
    assert sent(planned(reminding)) == [
        (("head@example.org",), ["HR12", "HR13", "HR15"]),
        (("line@example.org",), ["HR13", "HR14", "HR15"]),
    ]


def test_documents_that_nobody_is_told_of(reminding: Reminding) -> None:
    """Where neither the owner nor otherwise has an address, the document is named."""
    reminding.document("HR13", owner="line-manager")
    reminding.configure("  owners:\n    head-of-people:\n      email: [head@example.org]\n" + MAIL)
    found = planned(reminding)
    assert [notice.review_status.reference for notice in found.unaddressed] == ["HR13"]
    assert sent(found) == [(("head@example.org",), ["HR12"])]


def test_whoever_lacks_the_same_is_told_together(reminding: Reminding) -> None:
    """One address gets one message for all its roles; those with the same news see each other."""
    reminding.document("HR13", owner="line-manager")
    reminding.configure(
        "  owners:\n"
        "    head-of-people:\n      email: [head@example.org, both@example.org, head@example.org]\n"
        "    line-manager:\n      email: [both@example.org, line@example.org]\n" + MAIL
    )
    assert sent(planned(reminding)) == [
        (("head@example.org",), ["HR12"]),
        (("both@example.org",), ["HR12", "HR13"]),
        (("line@example.org",), ["HR13"]),
    ]


def test_somebody_new_is_told_alone(reminding: Reminding) -> None:
    """An address that was added is told of where things stand; the others, who know, are not."""
    reminding.configure("  owners:\n    head-of-people:\n      email: [head@example.org]\n" + MAIL)
    told = Ledger().with_sent(
        ["head@example.org"], planned(reminding).batches[0].stage_keys, instant(DAY)
    )
    assert sent(planned(reminding, told)) == []
    reminding.configure(
        "  owners:\n    head-of-people:\n      email: [head@example.org, new@example.org]\n" + MAIL
    )
    assert sent(planned(reminding, told)) == [(("new@example.org",), ["HR12"])]


def test_a_webhook_gets_messages_of_a_size_that_it_takes(reminding: Reminding) -> None:
    """Many documents go to a webhook in several messages; to a mail address in one."""
    for number in range(100, 100 + MAX_NOTICES_PER_WEBHOOK):
        reminding.document(f"HR{number}")
    reminding.configure(
        "  otherwise:\n    email: [desk@example.org]\n"
        "    webhooks:\n      - {takes: teams, url_from: TEAMS_WEBHOOK}\n" + MAIL
    )
    found = planned(reminding).batches
    assert [(one.recipients, len(one.notices)) for one in found] == [
        (("desk@example.org",), MAX_NOTICES_PER_WEBHOOK + 1),
        (("teams webhook TEAMS_WEBHOOK",), MAX_NOTICES_PER_WEBHOOK),
        (("teams webhook TEAMS_WEBHOOK",), 1),
    ]
