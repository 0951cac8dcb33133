"""What is on its way to one subscriber."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

RESEND_AFTER = 1.0
"""Seconds without an answer after which everything unacknowledged is sent again; doubles as long as nobody answers."""


@dataclass
class Window:
    """What is on its way to one subscriber. Times are of the monotonic clock, in seconds."""

    sent: int
    acked: int
    waiting_since: float
    answered_at: float
    acked_at: str | None = None
    announced_at: float = float("-inf")
    pushed_at: float = float("-inf")
    cut: bool = False
    """The last batch was cut off at its number of bytes."""
    resend_after: float = RESEND_AFTER
    rests_until: float = float("-inf")
    # A generation is one run through the log: the subscriber may send us back once in each.
    gen: int = field(default_factory=lambda: random.getrandbits(40) << 20)

    def go_back(self, now: float) -> None:
        """Send again from what was acknowledged."""
        self.sent, self.gen, self.waiting_since = self.acked, self.gen + 1, now

    def is_worth_sending(self, head: int, now: float, enough: int, hold_back: float) -> bool:
        """Whether to send now, or to wait for an answer or for more: small batches do not follow each other closely."""
        nothing_on_its_way = self.sent == self.acked
        return nothing_on_its_way or self.cut or head - self.sent >= enough or now - self.pushed_at >= hold_back
