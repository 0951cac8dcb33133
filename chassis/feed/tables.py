"""The tables of the feed: the log and its subscriptions on the producer's side, cursor and dead letters on the
consumer's.

Every service has all of them. ``feed_subscription.acked_seq`` is a hint for speed; the consumer's cursor is the
only truth.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    SmallInteger,
    Table,
    Text,
    Uuid,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis.db.base import chassis_metadata

_TIME = DateTime(timezone=True)
_NEW_UUID = func.gen_random_uuid()

feed_log = Table(
    "feed_log",
    chassis_metadata,
    Column("one", Boolean, CheckConstraint("one", name="one"), primary_key=True, server_default=true()),
    Column("log_id", Uuid, nullable=False, server_default=_NEW_UUID, comment="a repair gives a new one"),
    Column("head_seq", BigInteger, nullable=False, server_default=text("0"), comment="the last position given"),
    postgresql_with={"fillfactor": 10},
)

feed_event = Table(
    "feed_event",
    chassis_metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("seq", BigInteger, comment="dense position, given by the relay after the commit"),
    Column("event_id", Uuid, nullable=False, server_default=_NEW_UUID),
    Column("type", Text, nullable=False),
    Column("v", SmallInteger, nullable=False, server_default=text("1")),
    Column("key", Text, nullable=False, comment="what the event is about: order is kept for each key"),
    Column("data", JSONB, nullable=False),
    Column("actor", Text),
    Column("trace_id", Text),
    Column("created_at", _TIME, nullable=False, server_default=func.clock_timestamp()),
)
Index("feed_event_seq", feed_event.c.seq, unique=True, postgresql_where=feed_event.c.seq.isnot(None))
Index("feed_event_pending", feed_event.c.id, postgresql_where=feed_event.c.seq.is_(None))
Index("feed_event_key", feed_event.c.key, feed_event.c.seq)

feed_subscription = Table(
    "feed_subscription",
    chassis_metadata,
    Column("consumer", Text, primary_key=True),
    Column("queue", Text, nullable=False),
    Column("types", ARRAY(Text), comment="event names the consumer hears; null = all"),
    Column("acked_seq", BigInteger, nullable=False, server_default=text("0")),
    Column("rewind_gen", BigInteger, nullable=False, server_default=text("-1")),
    Column("status", Text, nullable=False, server_default="new", comment="new ok rewind retrying parked forked"),
    Column("status_detail", Text),
    Column("acked_at", _TIME),
    Column("paused", Boolean, nullable=False, server_default=false()),
    postgresql_with={"fillfactor": 20},
)

feed_cursor = Table(
    "feed_cursor",
    chassis_metadata,
    Column("producer", Text, primary_key=True),
    Column("log_id", Uuid, nullable=False),
    Column(
        "cursor",
        BigInteger,
        nullable=False,
        server_default=text("0"),
        comment="everything up to here is applied or parked",
    ),
    Column("cursor_event_id", Uuid, comment="the event at the cursor: tells a restored log from the one we read"),
    Column("head_seen", BigInteger, nullable=False, server_default=text("0")),
    Column("status", Text, nullable=False, server_default="ok", comment="ok retrying parked forked"),
    Column("status_detail", Text),
    Column(
        "skipped", BigInteger, nullable=False, server_default=text("0"), comment="events of a type nobody here knows"
    ),
    Column("heard_at", _TIME),
    Column("updated_at", _TIME, nullable=False, server_default=func.now()),
    postgresql_with={"fillfactor": 20},
)

feed_failure = Table(
    "feed_failure",
    chassis_metadata,
    Column("producer", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("attempts", BigInteger, nullable=False, server_default=text("1")),
    Column("error", Text),
    Column("at", _TIME, nullable=False, server_default=func.clock_timestamp()),
)

feed_parked = Table(
    "feed_parked",
    chassis_metadata,
    Column("producer", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("event", JSONB, nullable=False),
    Column("error", Text),
    Column("parked_at", _TIME, nullable=False, server_default=func.now()),
    Index("feed_parked_key", "producer", "key", "seq"),
)

feed_skipped = Table(
    "feed_skipped",
    chassis_metadata,
    Column("producer", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("event", JSONB, nullable=False),
    Column("error", Text),
    Column("reason", Text, nullable=False, comment="why an operator gave this event up"),
    Column("skipped_by", Text, nullable=False),
    Column("skipped_at", _TIME, nullable=False, server_default=func.now()),
)
