"""Messages about reviews to those who answer for the documents. The only user of the network.

What is to be told is worked out by pure functions (`stages`, `planning`, `messages`, `mail`,
`payloads`); `ledger` keeps what was told; `smtp` and `webhooks` speak to the servers, as patiently as
`sending` has it and until the `deadline`; `running` joins them. `published` looks at a site from outside.
"""

from .deadline import Clock
from .outcome import Failure, Outcome, Told
from .reminding import remind
from .sending import Manner

__all__ = ["Clock", "Failure", "Manner", "Outcome", "Told", "remind"]
