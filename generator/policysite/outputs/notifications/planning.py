"""Who is to be told of what: notices, addresses and the ledger put together. Pure.

The ledger knows each mail address and each webhook by itself. Whoever lacks the same notices gets them
in one message, so that the owners of a document see each other, and somebody who was refused yesterday
or who is new among the addresses is told without the others being told twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...domain.model import RecipientAddresses, ReminderSettings, Webhook
from .ledger import Ledger
from .stages import ReviewNotice

MAX_NOTICES_PER_WEBHOOK = 20
"""The most documents in one message to a webhook: Teams takes 28 kB, Slack 40 000 characters."""


@dataclass(frozen=True)
class MessageBatch:
    """Notices on their way to those who get them in one message."""

    recipients: tuple[str, ...]
    """How the ledger knows them: mail addresses, or one webhook."""
    notices: tuple[ReviewNotice, ...]
    """The worst first."""
    webhook: Webhook | None = None
    """Where it goes; None for mail."""

    @property
    def stage_keys(self) -> tuple[str, ...]:
        """The stages that are told with it."""
        return tuple(key for notice in self.notices for key in notice.stage_keys)


@dataclass(frozen=True)
class SendingPlan:
    """What is to be sent, and what cannot be, for want of an address."""

    batches: tuple[MessageBatch, ...]
    unaddressed: tuple[ReviewNotice, ...]


def webhook_label(webhook: Webhook) -> str:
    """How the ledger and people know a webhook: never by an address that is kept in the environment."""
    return f"{webhook.takes} webhook {webhook.url or webhook.url_from}"


def plan_messages(
    notices: Sequence[ReviewNotice], reminders: ReminderSettings, ledger: Ledger
) -> SendingPlan:
    """Put together what nobody was told of yet. The order is that of the notices."""
    mail: dict[str, list[ReviewNotice]] = {}
    hooks: dict[str, tuple[Webhook, list[ReviewNotice]]] = {}
    unaddressed = []
    for notice in notices:
        addresses = _addresses(notice, reminders)
        if addresses is None:
            unaddressed.append(notice)
            continue
        for one in dict.fromkeys(addresses.email or ()):
            if ledger.lacks_any(one, notice.stage_keys):
                mail.setdefault(one, []).append(notice)
        for name, webhook in {webhook_label(hook): hook for hook in addresses.webhooks or ()}.items():
            if ledger.lacks_any(name, notice.stage_keys):
                hooks.setdefault(name, (webhook, []))[1].append(notice)
    return SendingPlan((*_mails(mail), *_posts(hooks)), tuple(unaddressed))


def _addresses(notice: ReviewNotice, reminders: ReminderSettings) -> RecipientAddresses | None:
    """Those of the owner, else of the contact point, else of `otherwise`: the first that has any."""
    status = notice.review_status
    for role in (status.owner, status.contact):
        if role in reminders.owners:
            return reminders.owners[role]
    return reminders.otherwise


def _mails(lacking: dict[str, list[ReviewNotice]]) -> Iterator[MessageBatch]:
    together: dict[tuple[str, ...], MessageBatch] = {}
    for address, notices in lacking.items():
        batch = MessageBatch((address,), tuple(notices))
        known = together.get(batch.stage_keys)
        together[batch.stage_keys] = (
            MessageBatch((*known.recipients, address), known.notices) if known else batch
        )
    return iter(together.values())


def _posts(lacking: dict[str, tuple[Webhook, list[ReviewNotice]]]) -> Iterator[MessageBatch]:
    for name, (webhook, notices) in lacking.items():
        for some in _parts(notices):
            yield MessageBatch((name,), some, webhook)


def _parts(notices: list[ReviewNotice]) -> Iterator[tuple[ReviewNotice, ...]]:
    for start in range(0, len(notices), MAX_NOTICES_PER_WEBHOOK):
        yield tuple(notices[start : start + MAX_NOTICES_PER_WEBHOOK])
