"""What the auth service tells: what the roles permit, and accounts that wait for a password."""

from __future__ import annotations

import sqlalchemy
from alembic.script import ScriptDirectory

from chassis.db.migrate import config_of, upgrade
from chassis.testing.servers import DatabaseFactory
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.domain.roles import DELIVERED

SAID, RAISED = "auth.role_changed.v1", "activity.notice_raised.v1"
OLD_ROLE = """
    INSERT INTO role (id, version, created_at, updated_at, code, name_zh, name_en, permissions, system, active)
    VALUES (gen_random_uuid(), 3, now(), now(), 'old', '旧', 'Old', '{"case:lead": "all"}', false, false) RETURNING id
"""
OBSERVER = {"code": "observer", "name_zh": "观察员", "name_en": "Observer", "permissions": {"customer:read": "own"}}


def test_the_delivered_roles_are_told_when_the_house_is_new(service: ServiceUnderTest) -> None:
    told = {event["code"]: event for event in service.told(SAID)}
    assert set(told) == {role.code for role in DELIVERED}
    assert told["erp"]["permissions"] == {"transaction:write": "all"}
    assert told["erp"]["active"] is True


def test_a_role_is_told_when_it_is_new_changed_disabled_and_enabled(service: ServiceUnderTest, admin: Caller) -> None:
    made = admin.post("/roles", OBSERVER).json
    path, version = f"/roles/{made['id']}", made["version"]
    for change in ({"permissions": {"customer:read": "all"}}, {"active": False}, {"active": True}):
        answer = admin.patch(path, change, version=version)
        assert answer.status_code == 200, answer.json
        version = answer.json["version"]
    told = [event for event in service.told(SAID) if event["code"] == "observer"]
    assert [(event["version"], event["permissions"]["customer:read"], event["active"]) for event in told] == [
        (1, "own", True),
        (2, "all", True),
        (3, "all", False),
        (4, "all", True),
    ]
    assert {event["role_id"] for event in told} == {made["id"]}


def test_a_house_that_is_older_tells_its_roles_once(make_database: DatabaseFactory) -> None:
    revisions = ScriptDirectory.from_config(config_of("auth", "")).walk_revisions()
    [step] = [each for each in revisions if each.path.endswith("_roles_told.py")]
    database = make_database("auth", nothing_yet)
    upgrade("auth", database.owner, str(step.down_revision))
    engine = sqlalchemy.create_engine(sqlalchemy.make_url(database.owner).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        id = connection.exec_driver_sql(OLD_ROLE).scalar_one()
    upgrade("auth", database.owner)
    with engine.connect() as connection:
        said = sqlalchemy.text("SELECT data FROM feed_event WHERE type = :type")
        told = connection.scalars(said, {"type": SAID}).all()
    engine.dispose()
    make_database.drop(database)
    assert told == [
        {"role_id": str(id), "version": 3, "code": "old", "permissions": {"case:lead": "all"}, "active": False}
    ]


def nothing_yet(owner_url: str, app_role: str) -> None:
    """A database without any table."""
