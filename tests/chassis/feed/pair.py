"""A producer and a consumer of the ledger's news, with databases of their own and a wire that can be held."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from chassis.feed import Consumers
from chassis.feed.acks import take_ack
from chassis.feed.delivery import deliver
from chassis.feed.messages import Batch
from chassis.feed.relay import Relay
from chassis.feed.status import FeedStatus, feed_status
from tests.support.ledger import Mirror


@dataclass
class Pair:
    """A producer and a consumer, and a wire between them that carries everything."""

    ledger: Engine
    mirror: Engine
    relay: Relay
    sent: list[Batch]
    follower: Mirror
    consumers: Consumers
    now: list[float]

    def pass_on(self, rounds: int = 8) -> None:
        """Let everything arrive that is on its way, and what it causes."""
        for _ in range(rounds):
            self.relay.tick()
            while self.sent:
                take_ack(self.ledger, deliver(self.mirror, self.consumers, self.sent.pop(0)))
            self.now[0] += 6.0

    def status(self) -> FeedStatus:
        with Session(self.mirror) as session:
            return feed_status(session)

    def told(self) -> FeedStatus:
        with Session(self.ledger) as session:
            return feed_status(session)

    def followed(self) -> dict[str, int]:
        with self.mirror.connect() as connection:
            return {row.key: row.version for row in connection.execute(text("SELECT key, version FROM mirror"))}
