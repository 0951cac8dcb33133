"""The steps that reports took before steps were kept are read from the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from chassis.db.migrate import upgrade
from chassis.testing.servers import DatabaseFactory, TestDatabase


@pytest.fixture
def before(make_database: DatabaseFactory) -> Iterator[TestDatabase]:
    """The database of a house that had reports before their steps were kept."""
    made = make_database("reporting", to_nine)
    yield made
    make_database.drop(made)


def to_nine(owner_url: str, _: str) -> None:
    """The last revision that kept no steps."""
    upgrade("reporting", owner_url, "0009")


REPORT = """
    INSERT INTO report (id, version, created_at, updated_at, code, period_from, period_to, status, snapshot, comment,
                        author_name)
    VALUES ('01a20000-0000-7000-8000-000000000001', 9, :day1, :day1, 'R20260000013', '2026-10-01', '2026-10-31',
            'approved', 2, '', '王芳')
"""
SNAPSHOT = """
    INSERT INTO report_snapshot (report_id, number, generated_at, figures)
    VALUES ('01a20000-0000-7000-8000-000000000001', :number, :at, '{}')
"""
CHANGE = """
    INSERT INTO change (id, at, actor_name, origin, request_id, kind, record_id, action, fields)
    VALUES (gen_random_uuid(), :at, :by, '', '', 'report', '01a20000-0000-7000-8000-000000000001', 'changed',
            CAST(:fields AS jsonb))
"""
DAYS = [f"2026-11-0{number}T02:00:00+00:00" for number in range(1, 8)]
CHANGES = (
    ("王芳", '{"status": ["draft", "submitted"], "submitted_by_name": ["", "王芳"]}'),
    ("赵敏", '{"status": ["submitted", "returned"], "comment": ["", "请补充"]}'),
    ("王芳", '{"drawing": [1, 2]}'),
    ("王芳", '{"status": ["returned", "submitted"]}'),
    ("赵敏", '{"comment": ["请补充", ""], "status": ["submitted", "approved"]}'),
)


def test_every_step_is_there_in_its_order_with_who_took_it_and_why(
    before: TestDatabase, make_engine: Callable[[str], Engine]
) -> None:
    engine = make_engine(before.owner)
    with engine.begin() as connection:
        connection.execute(text(REPORT), {"day1": DAYS[0]})
        for number, at in ((1, DAYS[0]), (2, DAYS[3])):
            connection.execute(text(SNAPSHOT), {"number": number, "at": at})
        for at, (by, fields) in zip(DAYS[1:], CHANGES, strict=False):
            connection.execute(text(CHANGE), {"at": at, "by": by, "fields": fields})
    upgrade("reporting", before.owner)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT number, kind, actor_name, comment, snapshot FROM report_event ORDER BY number")
        ).all()
        policy = connection.execute(text("SELECT frequency, to_leadership, staff_ids FROM report_policy")).all()
    assert [tuple(row) for row in rows] == [
        (1, "drawn_up", "王芳", "", 1),
        (2, "submitted", "王芳", "", 1),
        (3, "returned", "赵敏", "请补充", 1),
        (4, "redrawn", "王芳", "", 2),
        (5, "submitted", "王芳", "", 2),
        (6, "approved", "赵敏", "", 2),
    ]
    assert [tuple(row) for row in policy] == [("monthly", True, [])]
