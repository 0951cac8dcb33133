"""What a migration makes of the rows of an installation that is older than it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from alembic.script import ScriptDirectory
from psycopg.types.json import Jsonb

from chassis.db import new_id
from chassis.db.migrate import config_of, upgrade
from chassis.events import decode
from chassis.testing.servers import DatabaseFactory
from contracts.customer import AccessOpened
from contracts.feedback import CaseChanged, CaseStatus
from services.customer.domain.finding import reached_by
from services.customer.domain.names import found_by, pairs, pinyin_keys

Migrating = Callable[[str, str], Any]
NUMBERS = ("+8613812345678", "01062345678", "075586001234")
NAMES = ("欧阳锋", "成都ABC物流 有限公司", "Anna Li", "李")
WHEN = "2026-11-20 08:30:00+08"


@pytest.fixture
def around(make_database: DatabaseFactory) -> Migrating:
    """``with around("customer", "access") as (connection, go)``: as it was before the migration of that name; ``go()``
    runs it."""

    @contextmanager
    def at(service: str, name: str) -> Iterator[tuple[psycopg.Connection[Any], Callable[[], None]]]:
        scripts = ScriptDirectory.from_config(config_of(service, "")).walk_revisions()
        [script] = [each for each in scripts if Path(each.path).stem.partition("_")[2] == name]
        database = make_database(service, nothing_yet)
        upgrade(service, database.owner, str(script.down_revision))
        with psycopg.connect(database.owner, autocommit=True) as connection:
            yield connection, lambda: upgrade(service, database.owner, script.revision)
        make_database.drop(database)

    return at


def nothing_yet(owner_url: str, app_role: str) -> None:
    """A database without any table."""


def insert(connection: psycopg.Connection[Any], table: str, **values: Any) -> UUID:
    """A row with what every record has."""
    row = {"id": new_id(), "version": 3, "created_at": WHEN, "updated_at": WHEN, **values}
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})".encode(), list(row.values()))
    return UUID(str(row["id"]))


def told(connection: psycopg.Connection[Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return connection.execute("SELECT type, key, data FROM feed_event ORDER BY id").fetchall()


def add_customer(connection: psycopg.Connection[Any], name: str) -> UUID:
    found = found_by(name)
    old = sorted(pairs(name) | pairs(found.initials))
    known = {"sort_key": found.sort_key, "initials": found.initials, "pairs": old}
    whose = {"owner_id": new_id(), "author_id": new_id(), "author_name": "王芳"}
    reached = dict(zip(("mobile", "phone", "employer_phone"), NUMBERS, strict=True)) | {"email": "Zhang@Example.com"}
    code = f"P2026{len(name):06}X"
    return insert(
        connection, "customer", name=name, code=code, kind="person", status="active", **known, **whose, **reached
    )


def test_customers_and_contacts_of_before_are_found_by_the_same_keys_as_new_ones(around: Migrating) -> None:
    with around("customer", "access") as (connection, go):
        ids = {add_customer(connection, name): name for name in NAMES}
        contact = {"relation": "", "phone": NUMBERS[1], "email": "", "notes": "", "active": True}
        insert(connection, "contact", customer_id=next(iter(ids)), name="赵 敏儿", **contact)
        go()
        for id, pieces, keys in connection.execute("SELECT id, pairs, reached_by FROM customer").fetchall():
            found = found_by(ids[id])
            assert sorted(pieces) == found.pairs
            assert set(pinyin_keys(found.sort_key)) <= set(pieces)
            assert sorted(keys) == reached_by(NUMBERS, "Zhang@Example.com")
        [(pieces, keys)] = connection.execute("SELECT pairs, reached_by FROM contact").fetchall()
        assert (set(pieces), sorted(keys)) == (pairs("赵 敏儿"), reached_by([NUMBERS[1]], ""))


def test_what_view_requests_have_opened_already_is_told_and_nothing_else(around: Migrating) -> None:
    with around("customer", "access") as (connection, go):
        asker, customer = new_id(), new_id()
        asked = {
            "customer_code": "P2026000001X",
            "asker_id": asker,
            "asker_name": "业务员",
            "purpose": "拜访",
            "hours": 2,
        }
        far, past = "2999-01-01 00:00:00+00", "2020-01-01 00:00:00+00"
        opened = insert(connection, "view_request", **asked, customer_id=customer, status="approved", until=far)
        for status, until in (("approved", past), ("ended", far), ("waiting", None)):
            insert(connection, "view_request", **asked, customer_id=customer, status=status, until=until)
        insert(connection, "view_request", **asked, customer_id=None, status="waiting", until=None)
        go()
        [(name, key, data)] = told(connection)
        event = decode(AccessOpened, data)
        assert (name, key, event.key) == (AccessOpened.event_name, str(opened), str(opened))
        assert (event.version, event.customer_id, event.staff_id, event.open) == (3, customer, asker, True)
        assert event.until.year == 2999
        extents = connection.execute("SELECT DISTINCT extent FROM view_request").fetchall()
        assert extents == [("look",)]


def test_a_case_that_is_in_hand_already_is_told_anew_with_its_assignee(around: Migrating) -> None:
    with around("feedback", "opened_customers") as (connection, go):
        assignee, customer = new_id(), new_id()
        known = "INSERT INTO known_customer (id, version, code, name) VALUES (%s, 1, 'P2026000001X', '张三')"
        connection.execute(known, [customer])
        cases = {}
        for number, (status, holder) in enumerate(
            [("open", None), ("taken", assignee), ("resolved", assignee), ("closed", assignee), ("answered", assignee)]
        ):
            cases[status] = insert(
                connection,
                "case_file",
                code=f"X2026{number:06}X",
                kind="complaint",
                status=status,
                channel="phone",
                customer_id=customer,
                tier="vip",
                desk="lead",
                content="太慢",
                pairs=[],
                custom=Jsonb({}),
                assignee_id=holder,
                filed_by_name="王芳",
                received_at=WHEN,
                due_at=WHEN,
            )
        go()
        events = {decode(CaseChanged, data).status: decode(CaseChanged, data) for _, _, data in told(connection)}
        assert events.keys() == {CaseStatus.TAKEN, CaseStatus.RESOLVED}
        event = events[CaseStatus.TAKEN]
        assert (event.case_id, event.version, event.assignee_id) == (cases["taken"], 4, assignee)
        assert (event.customer_code, event.received_at.isoformat()) == ("P2026000001X", "2026-11-20T00:30:00+00:00")
        versions = dict(connection.execute("SELECT status, version FROM case_file").fetchall())
        assert versions == {"open": 3, "taken": 4, "resolved": 4, "closed": 3, "answered": 3}
