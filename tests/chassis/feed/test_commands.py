"""The operators' commands, on a real service's worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from chassis.feed.commands import feed
from chassis.testing.servers import TestDatabase

SEED = """
    INSERT INTO feed_subscription (consumer, queue, acked_seq) VALUES ('feedback', 'feedback.feed', 0);
    INSERT INTO feed_event (seq, type, key, data) VALUES (1, 'customer.customer_changed.v1', 'k', '{}');
    UPDATE feed_log SET head_seq = 1;
    INSERT INTO feed_cursor (producer, log_id, cursor, head_seen, status, status_detail)
      VALUES ('reporting', gen_random_uuid(), 7, 9, 'parked', '2 events of 1 keys are parked');
    INSERT INTO feed_parked (producer, seq, key, event, error) VALUES
      ('reporting', 6, 'k1', '{"seq": 6, "id": "i", "type": "reporting.unheard_of.v1", "v": 1, "key": "k1",
        "data": {}, "trace_id": "r", "at": "t"}', 'ValueError: bad'),
      ('reporting', 7, 'k1', '{"type": "reporting.unheard_of.v1", "key": "k1"}', 'it waits');
"""


@pytest.fixture(autouse=True)
def customer(engine: Engine, database: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The customer service on a database of its own, as the environment says."""
    with engine.begin() as connection:
        connection.execute(text(SEED))
    monkeypatch.setenv("SERVICE_NAME", "customer")
    monkeypatch.setenv("DATABASE_URL", database.app)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("AUTH_JWKS_FILE", str(tmp_path / "none"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(feed, ["customer", *arguments])


def test_the_status_tells_both_sides() -> None:
    lines = run("status").output.splitlines()
    assert lines[0] == "customer: head 1, 0 without a position"
    assert lines[1].startswith("  tells feedback: 0 acknowledged, 1 behind")
    assert lines[2] == (
        "  hears reporting: at 7 of 9, heard never, 2 parked, 0 skipped, parked 2 events of 1 keys are parked"
    )


def test_parked_events_are_listed_and_shown() -> None:
    assert run("parked").output.splitlines()[0] == "reporting 6 reporting.unheard_of.v1 k1: ValueError: bad"
    assert '"key": "k1"' in run("show", "reporting", "6").output
    assert run("show", "reporting", "99").exit_code == 1


def test_giving_an_event_up_needs_a_reason(engine: Engine) -> None:
    assert run("skip", "reporting", "6").exit_code == 2
    assert run("skip", "reporting", "6", "--reason", "a test").exit_code == 0
    assert run("skip", "reporting", "6", "--reason", "a test").exit_code == 1
    with engine.connect() as connection:
        assert connection.execute(text("SELECT seq, reason FROM feed_skipped")).all() == [(6, "a test")]


def test_a_retry_that_fails_leaves_everything_parked(engine: Engine) -> None:
    assert run("retry", "reporting", "k1").exit_code == 1
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM feed_parked")) == 2


def test_a_subscriber_is_paused_and_resumed(engine: Engine) -> None:
    assert run("pause", "feedback").exit_code == 0
    assert "paused" in run("status").output
    assert run("resume", "feedback").exit_code == 0
    assert run("pause", "nobody").exit_code == 1


def test_a_fork_is_repaired_on_either_side_after_a_question(engine: Engine) -> None:
    assert run("unfork").exit_code == 1
    with engine.connect() as connection:
        before = connection.scalar(text("SELECT log_id FROM feed_log"))
    assert run("unfork", "--yes").exit_code == 0
    assert run("unfork", "--yes", "--producer", "reporting").exit_code == 0
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT log_id FROM feed_log")) != before
        assert connection.scalar(text("SELECT count(*) FROM feed_cursor")) == 0
