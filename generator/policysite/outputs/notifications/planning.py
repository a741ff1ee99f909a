"""Planning which notices go to whom, from notices, addresses and the ledger. Pure.

The ledger tracks each mail address and webhook separately. Addresses that need the same notices share one
mail, so that the owners of a document see each other. A new address, or one whose mail failed before, is
notified without notifying the others twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...domain.model import RecipientAddresses, ReminderSettings, Webhook
from .ledger import Ledger
from .stages import ReviewNotice

MAX_NOTICES_PER_WEBHOOK = 20
"""Most documents in a message to a webhook: Teams takes 28 kB, Slack 40,000 characters."""


@dataclass(frozen=True)
class MessageBatch:
    """Notices that go to some recipients in one message."""

    recipients: tuple[str, ...]
    """Their names in the ledger: mail addresses, or the label of one webhook."""
    notices: tuple[ReviewNotice, ...]
    """The worst first."""
    webhook: Webhook | None = None
    """Where it goes; None for mail."""

    @property
    def stage_keys(self) -> tuple[str, ...]:
        """The keys of the stages in it."""
        return tuple(key for notice in self.notices for key in notice.stage_keys)


@dataclass(frozen=True)
class SendingPlan:
    """The messages to send, and the notices for which nobody has an address."""

    batches: tuple[MessageBatch, ...]
    unaddressed: tuple[ReviewNotice, ...]


def webhook_label(webhook: Webhook) -> str:
    """The name of a webhook in the ledger and for people, which never contains a secret address."""
    return f"{webhook.takes} webhook {webhook.url or webhook.url_from}"


def plan_messages(
    notices: Sequence[ReviewNotice], reminders: ReminderSettings, ledger: Ledger
) -> SendingPlan:
    """Plan messages with the notices that were not sent yet, in the order of the notices."""
    mail: dict[str, list[ReviewNotice]] = {}
    hooks: dict[str, tuple[Webhook, list[ReviewNotice]]] = {}
    unaddressed = []
    for notice in notices:
        addresses = _addresses(notice, reminders)
        if addresses is None:
            unaddressed.append(notice)
            continue
        for address in dict.fromkeys(addresses.email or ()):
            if ledger.lacks_any(address, notice.stage_keys):
                mail.setdefault(address, []).append(notice)
        for label, webhook in {webhook_label(hook): hook for hook in addresses.webhooks or ()}.items():
            if ledger.lacks_any(label, notice.stage_keys):
                hooks.setdefault(label, (webhook, []))[1].append(notice)
    return SendingPlan((*_mail_batches(mail), *_webhook_batches(hooks)), tuple(unaddressed))


def _addresses(notice: ReviewNotice, reminders: ReminderSettings) -> RecipientAddresses | None:
    """The addresses of all owners, else of all contact points, else those under `otherwise`.

    Of several owners, those without an address are left out.
    """
    status = notice.review_status
    for roles in (status.owners, status.contacts):
        known = [reminders.owners[role] for role in roles if role in reminders.owners]
        if known:
            return RecipientAddresses.model_construct(
                email=tuple(email for addresses in known for email in addresses.email or ()),
                webhooks=tuple(hook for addresses in known for hook in addresses.webhooks or ()),
            )
    return reminders.otherwise


def _mail_batches(notices_by_address: dict[str, list[ReviewNotice]]) -> Iterator[MessageBatch]:
    batches: dict[tuple[str, ...], MessageBatch] = {}
    for address, notices in notices_by_address.items():
        batch = MessageBatch((address,), tuple(notices))
        same_stages = batches.get(batch.stage_keys)
        batches[batch.stage_keys] = (
            MessageBatch((*same_stages.recipients, address), same_stages.notices)
            if same_stages
            else batch
        )
    return iter(batches.values())


def _webhook_batches(
    notices_by_webhook: dict[str, tuple[Webhook, list[ReviewNotice]]],
) -> Iterator[MessageBatch]:
    for name, (webhook, notices) in notices_by_webhook.items():
        for chunk in _chunks(notices):
            yield MessageBatch((name,), chunk, webhook)


def _chunks(notices: list[ReviewNotice]) -> Iterator[tuple[ReviewNotice, ...]]:
    for start in range(0, len(notices), MAX_NOTICES_PER_WEBHOOK):
        yield tuple(notices[start : start + MAX_NOTICES_PER_WEBHOOK])
