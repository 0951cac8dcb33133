"""Feed and jobs as figures: read from the database when somebody asks, so every process can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from chassis.feed.status import FeedStatus, feed_status
from chassis.jobs.status import JobsStatus, jobs_status


class StateCollector(Collector):
    """The state of a service's feed and jobs. ``engine()`` is asked for at each scrape."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    def describe(self) -> list[Metric]:
        """Nothing, so that to register us asks no database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures; ``state_readable`` is 0, and the only one, when the database does not answer."""
        try:
            with Session(self._engine()) as session:
                feed, jobs = feed_status(session), jobs_status(session)
        except SQLAlchemyError:
            yield GaugeMetricFamily("state_readable", "Whether the database answered", value=0)
            return
        yield GaugeMetricFamily("state_readable", "Whether the database answered", value=1)
        yield from _of_log(feed)
        yield from _of_cursors(feed)
        yield from _of_jobs(jobs)


def _of_log(feed: FeedStatus) -> Iterator[Metric]:
    yield GaugeMetricFamily("feed_head", "Last position of our log", value=feed.head)
    yield GaugeMetricFamily("feed_unsequenced", "Events without a position yet", value=feed.unsequenced)
    events = GaugeMetricFamily("feed_lag_events", "Events not acknowledged yet", labels=["consumer"])
    seconds = GaugeMetricFamily("feed_lag_seconds", "Age of the first event not acknowledged", labels=["consumer"])
    state = GaugeMetricFamily("feed_subscription_state", "1 for the state it is in", labels=["consumer", "state"])
    for subscription in feed.subscriptions:
        events.add_metric([subscription.consumer], subscription.lag_events)
        seconds.add_metric([subscription.consumer], subscription.lag_seconds)
        state.add_metric([subscription.consumer, "paused" if subscription.paused else subscription.status], 1)
    yield from (events, seconds, state)


def _of_cursors(feed: FeedStatus) -> Iterator[Metric]:
    behind = GaugeMetricFamily("feed_cursor_lag_events", "Events heard of, not applied yet", labels=["producer"])
    age = GaugeMetricFamily("feed_heard_age_seconds", "Since the producer was last heard", labels=["producer"])
    parked = GaugeMetricFamily("feed_parked", "Events put aside for an operator", labels=["producer"])
    skipped = GaugeMetricFamily("feed_skipped", "Events of a type nobody here knows", labels=["producer"])
    for cursor in feed.cursors:
        behind.add_metric([cursor.producer], cursor.lag_events)
        if cursor.heard_age_seconds is not None:
            age.add_metric([cursor.producer], cursor.heard_age_seconds)
        parked.add_metric([cursor.producer], cursor.parked)
        skipped.add_metric([cursor.producer], cursor.skipped)
    yield from (behind, age, parked, skipped)


def _of_jobs(jobs: JobsStatus) -> Iterator[Metric]:
    counts = GaugeMetricFamily("jobs", "Jobs by status", labels=["status"])
    for status, number in jobs.counts.items():
        counts.add_metric([status], number)
    yield counts
    waited = (datetime.now(UTC) - jobs.oldest_due_at).total_seconds() if jobs.oldest_due_at else 0
    yield GaugeMetricFamily("jobs_overdue_seconds", "How long the oldest due job has waited", value=waited)
