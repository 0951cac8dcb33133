"""The figures of feed and jobs."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import Engine, text

from chassis.auth import SYSTEM
from chassis.feed.metrics import StateCollector
from chassis.jobs import job
from chassis.unit_of_work import unit_of_work
from ops.servers import free_port
from tests.support.ledger import AccountViewed

PARKED = """INSERT INTO feed_parked (producer, seq, key, event)
    SELECT 'other', n, 'k', '{}' FROM generate_series(1, 2) n"""


@job("test.do_something.v1")
class DoSomething:
    """Anything."""


def figures(engine: Engine) -> dict[str, float]:
    registry = CollectorRegistry()
    registry.register(StateCollector(lambda: engine))
    lines = generate_latest(registry).decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def test_lag_parked_events_and_jobs_are_shown(engine: Engine) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        ctx.emit(AccountViewed(account="a"))
        ctx.enqueue(DoSomething())
        ctx.session.execute(text("INSERT INTO feed_subscription (consumer, queue) VALUES ('mirror', 'mirror.feed')"))
        ctx.session.execute(text("INSERT INTO feed_cursor (producer, log_id) VALUES ('other', gen_random_uuid())"))
        ctx.session.execute(text(PARKED))
    found = figures(engine)
    assert found["state_readable"] == 1
    assert found["feed_unsequenced"] == 1
    assert found['feed_lag_events{consumer="mirror"}'] == 0
    assert found['feed_subscription_state{consumer="mirror",state="new"}'] == 1
    assert found['feed_parked{producer="other"}'] == 2
    assert found['jobs{status="waiting"}'] == 1
    assert found["jobs_overdue_seconds"] >= 0


def test_a_database_that_is_away_does_not_break_the_page(make_engine: Callable[[str], Engine]) -> None:
    away = make_engine(f"postgresql://nobody:x@127.0.0.1:{free_port()}/none")
    assert figures(away) == {"state_readable": 0}
