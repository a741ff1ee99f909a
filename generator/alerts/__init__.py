"""Messages about reviews to those who answer for the documents. The only user of the network.

What is to be told is worked out by pure functions (`stages`, `planning`, `messages`, `mail`,
`payloads`); `ledger` keeps what was told; `sending` speaks to the servers; `reminding` joins them.
"""

from .reminding import Failure, Outcome, Told, remind
from .sending import Manner

__all__ = ["Failure", "Manner", "Outcome", "Told", "remind"]
