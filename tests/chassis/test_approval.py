"""What a use case does with a record that one writes and another approves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import ColumnElement, Engine, select, text
from sqlalchemy.orm import DeclarativeBase

from chassis.approval import Comment, UnderApproval, approve, expect_in_work, give_back, open_actions, submit
from chassis.auth import Actor, Scope
from chassis.auth.directory import visible_to
from chassis.context import Context
from chassis.db import TYPES, create_engine, naming_metadata, one
from chassis.errors import SamePerson, Stale, WrongStatus
from chassis.testing.emptying import DatabaseKeeper
from chassis.testing.servers import prepare_chassis
from chassis.unit_of_work import unit_of_work
from chassis.workflow import ApprovalStatus, approval


class Base(DeclarativeBase):
    metadata = naming_metadata()
    type_annotation_map = TYPES


class Plan(UnderApproval, Base):
    __tablename__ = "plan"


PLAN = approval(write="plan:write", approve="plan:approve", authors=("author_id", "submitted_by"))
AUTHOR, JUDGE, STRANGER = (
    Actor(id=uuid4(), name=name, permissions=permissions)
    for name, permissions in (
        ("author", {"plan:write": Scope.OWN, "plan:approve": Scope.ALL}),
        ("judge", {"plan:approve": Scope.ALL}),
        ("stranger", {"plan:write": Scope.OWN}),
    )
)
Work = Callable[[Actor], Any]


def seen_by(actor: Actor, permission: str) -> ColumnElement[bool]:
    return visible_to(actor, permission, Plan.author_id)


def prepare_plans(owner_url: str, app_role: str) -> None:
    """The chassis' tables, and that of this module."""
    prepare_chassis(owner_url, app_role)
    owner = create_engine(owner_url, pool=1)
    with owner.begin() as connection:
        Base.metadata.create_all(connection)
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {app_role}"))
    owner.dispose()


@pytest.fixture
def at_work(keep_database: DatabaseKeeper, make_engine: Callable[[str], Engine]) -> Work:
    """``at_work(actor)`` is one transaction, in which there is a draft of the author's."""
    engine = make_engine(keep_database("approval", prepare_plans).app)
    with unit_of_work(engine, actor=AUTHOR, origin="test") as ctx:
        ctx.session.add(Plan(author_id=AUTHOR.id, author_name="author"))

    def work(actor: Actor) -> Any:
        return unit_of_work(engine, actor=actor, origin="test")

    return work


def held(ctx: Context) -> Plan:
    return one(ctx.session, select(Plan), lock=True)


def test_what_was_returned_says_why_until_it_is_handed_in_again(at_work: Work) -> None:
    with at_work(AUTHOR) as ctx:
        plan = submit(ctx, held(ctx), PLAN, 1)
        assert (plan.status, plan.submitted_by, plan.version) == (ApprovalStatus.SUBMITTED, AUTHOR.id, 2)
    with at_work(JUDGE) as ctx:
        plan = give_back(ctx, held(ctx), PLAN, Comment(comment="too dear"), 2)
        assert (plan.status, plan.comment, plan.decided_by_name) == (ApprovalStatus.RETURNED, "too dear", "judge")
    with at_work(AUTHOR) as ctx:
        assert submit(ctx, held(ctx), PLAN, 3).comment == ""
    with at_work(JUDGE) as ctx:
        assert approve(ctx, held(ctx), PLAN, 4).status is ApprovalStatus.APPROVED


def test_what_is_handed_in_is_out_of_its_authors_hands(at_work: Work) -> None:
    with at_work(AUTHOR) as ctx:
        plan = held(ctx)
        with pytest.raises(Stale):
            expect_in_work(ctx, plan, PLAN, 2)
        expect_in_work(ctx, plan, PLAN, 1)
        submit(ctx, plan, PLAN, 1)
        with pytest.raises(WrongStatus):
            expect_in_work(ctx, plan, PLAN, 2)
        with pytest.raises(WrongStatus):
            submit(ctx, plan, PLAN, 2)
        with pytest.raises(SamePerson):
            approve(ctx, plan, PLAN, 2)


def test_the_actions_are_those_whose_permission_reaches_the_record(at_work: Work) -> None:
    for actor, expected in ((AUTHOR, ["edit", "submit"]), (JUDGE, []), (STRANGER, [])):
        with at_work(actor) as ctx:
            assert open_actions(ctx, held(ctx), PLAN, seen_by) == expected
