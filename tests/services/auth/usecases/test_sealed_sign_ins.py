"""Tries to sign in are in the chain of seals, from the first one on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from chassis.audit.content import sources_of
from chassis.audit.sealing import seal_once
from chassis.auth import SYSTEM
from chassis.db.migrate import upgrade
from chassis.testing.servers import DatabaseFactory, TestDatabase
from chassis.unit_of_work import unit_of_work
from ops.audit import audit
from services.auth.store.models import Base
from services.auth.usecases.attempts import Attempt, record


@pytest.fixture
def before(make_database: DatabaseFactory) -> Iterator[TestDatabase]:
    """The database of a house that worked before its sign-ins were sealed."""
    made = make_database("auth", to_eight)
    yield made
    make_database.drop(made)


def to_eight(owner_url: str, _: str) -> None:
    """The last revision that knew no seals over sign-ins."""
    upgrade("auth", owner_url, "0008")


OLD = """
    INSERT INTO sign_in (id, at, username, ok, reason, address, user_agent, request_id)
    VALUES (gen_random_uuid(), now() - interval '30 days', 'wang', false, 'unknown', '10.0.0.7', 'x', '')
"""
"""A try as it was written down then."""


def sign_in(engine: Engine) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="10.0.0.7", now=datetime.now(UTC)) as ctx:
        record(ctx, Attempt(username="wang", address="10.0.0.7", user_agent="x"), None, reason="unknown")


def test_a_sign_in_that_was_changed_or_is_missing_is_shown(
    before: TestDatabase, make_engine: Callable[[str], Engine]
) -> None:
    engine = make_engine(before.app)
    with psycopg.connect(before.owner, autocommit=True) as owner:
        seal_once(owner, datetime.now(UTC) - timedelta(days=1))
        owner.execute(OLD)
        upgrade("auth", before.owner)
        sign_in(engine)
        seal_once(owner, datetime.now(UTC), sources=sources_of(Base.metadata))
        assert verified(before) == (0, "auth: all well: 2 seals, 2 rows, 0 rows not yet sealed")
        owner.execute("UPDATE sign_in SET address = '10.0.0.8' WHERE at < now() - interval '1 day'")
        code, said = verified(before)
        assert (code, "seal 2: a row was changed after it was sealed (sign_in " in said) == (1, True)
        owner.execute("DELETE FROM sign_in WHERE at < now() - interval '1 day'")
        code, said = verified(before)
        assert (code, "seal 2: a row is missing (sign_in " in said) == (1, True)


def verified(database: TestDatabase) -> tuple[int, str]:
    """What `guanxi audit verify auth` ends with and says, up to the head."""
    answer = CliRunner().invoke(audit, ["verify", "auth"], obj=lambda _: database.app)
    return answer.exit_code, answer.output.partition(", head")[0] if not answer.exit_code else answer.output
