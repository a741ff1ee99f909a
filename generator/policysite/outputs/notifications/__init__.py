"""Messages about reviews to those who answer for the documents. The only user of the network.

What is to be told is worked out by pure functions (`stages`, `planning`, `messages`, `mail`,
`payloads`); `ledger` keeps what was told; `smtp` and `webhooks` speak to the servers, as patiently as
`sending` has it and until the `deadline`; `running` joins them. `published` looks at a site from outside.
"""

from .deadline import Clock
from .delivery import RetryPolicy
from .outcome import ReminderOutcome, SentMessage, UndeliveredMessage
from .reminders import send_reminders

__all__ = [
    "Clock",
    "ReminderOutcome",
    "RetryPolicy",
    "SentMessage",
    "UndeliveredMessage",
    "send_reminders",
]
