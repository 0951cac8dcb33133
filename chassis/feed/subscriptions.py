"""Who hears what of a service's events: the catalog, as rows the relay works by."""

from __future__ import annotations

import psycopg
from psycopg.rows import TupleRow

from chassis.events import Catalog
from chassis.feed.messages import feed_queue

_SYNC = """
    INSERT INTO feed_subscription (consumer, queue, types) VALUES (%s, %s, %s)
    ON CONFLICT (consumer) DO UPDATE SET queue = excluded.queue, types = excluded.types
    WHERE (feed_subscription.queue, feed_subscription.types) IS DISTINCT FROM (excluded.queue, excluded.types)
"""


def heard_from(catalog: Catalog, producer: str) -> dict[str, list[str]]:
    """The subscribers of a service, each with the names of the events it hears."""
    heard: dict[str, list[str]] = {}
    for event, flow in catalog.items():
        if producer in flow.speakers:
            for consumer in flow.to:
                heard.setdefault(consumer, []).append(event.event_name)
    return {consumer: sorted(names) for consumer, names in sorted(heard.items())}


def heard_by(catalog: Catalog, consumer: str) -> set[str]:
    """The names of all events that a service is said to hear."""
    return {event.event_name for event, flow in catalog.items() if consumer in flow.to}


def sync_subscriptions(connection: psycopg.Connection[TupleRow], producer: str, catalog: Catalog) -> None:
    """Make the subscriptions what the catalog says. A new subscriber starts at the beginning of the log."""
    heard = heard_from(catalog, producer)
    with connection.transaction():
        for consumer, names in heard.items():
            connection.execute(_SYNC, [consumer, feed_queue(consumer), names])
        connection.execute("DELETE FROM feed_subscription WHERE consumer <> ALL (%s)", [list(heard)])
