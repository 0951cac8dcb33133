"""The store base: enums in columns, one record, the newest of what is told, sorted lists, decisions, the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, Text, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis.approval import Decided, decide
from chassis.auth import SYSTEM, Actor
from chassis.context import Context
from chassis.db import (
    TYPES,
    Listing,
    ListQuery,
    Tracked,
    Versioned,
    coded,
    count,
    create_engine,
    insert_rows,
    keep_newest,
    naming_metadata,
    narrowed,
    one,
)
from chassis.db.trail import Change
from chassis.errors import Invalid, NotFound, SamePerson, Stale, WrongStatus
from chassis.events import Event, event
from chassis.feed.projections import Projection, same
from chassis.testing.emptying import DatabaseKeeper
from chassis.testing.servers import prepare_chassis
from chassis.unit_of_work import unit_of_work
from chassis.workflow import Workflow, decisions


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


class Base(DeclarativeBase):
    metadata = naming_metadata()
    type_annotation_map = TYPES | coded(Colour)


class Brick(Decided, Tracked, Versioned, Base):
    __tablename__ = "brick"
    __untracked__ = frozenset({"pieces"})

    colour: Mapped[Colour]
    status: Mapped[Colour] = mapped_column(default=Colour.RED)
    size: Mapped[int] = mapped_column(default=1)
    words: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    pieces: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    author_id: Mapped[UUID | None]


class KnownBrick(Base):
    __tablename__ = "known_brick"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    colour: Mapped[Colour] = mapped_column(default=Colour.RED, server_default="red")
    words: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    weight: Mapped[int] = mapped_column(default=0, server_default="0")
    weight_version: Mapped[int] = mapped_column(default=0, server_default="0")


@event("test.brick_laid.v1", subject="brick_id")
class BrickLaid(Event):
    """A brick was laid."""

    brick_id: UUID
    version: int
    colour: Colour
    words: list[str] = field(default_factory=list)


@event("test.bricks_delivered.v1", subject="delivery_id")
class BricksDelivered(Event):
    """Many bricks came at once."""

    delivery_id: UUID
    bricks: list[BrickLaid]


@event("test.brick_weighed.v1", subject="brick_id")
class BrickWeighed(Event):
    """A brick was weighed."""

    brick_id: UUID
    version: int
    weight: int


LAID = Projection(BrickLaid, KnownBrick, {"id": "brick_id", **same("version", "colour", "words")})
WEIGHED = Projection(
    BrickWeighed,
    KnownBrick,
    {"id": "brick_id", "weight_version": "version", "weight": lambda said: said.weight * 1000},
    version="weight_version",
)
DELIVERED = Projection(
    BricksDelivered, KnownBrick, {"id": "brick_id", **same("version", "colour", "words")}, each="bricks"
)
BRICKS: Listing[Brick] = Listing({"size": (Brick.size, Brick.id), "made": (Brick.id,)}, default="-made")
JUDGED: Workflow[Colour] = Workflow(
    decisions(waiting=Colour.RED, leads_to={"approve": Colour.GREEN}, authors=("author_id",))
)

Work = Callable[..., Any]


def prepare_bricks(owner_url: str, app_role: str) -> None:
    """The chassis' tables, and those of this module."""
    prepare_chassis(owner_url, app_role)
    owner = create_engine(owner_url, pool=1)
    with owner.begin() as connection:
        Base.metadata.create_all(connection)
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {app_role}"))
    owner.dispose()


@pytest.fixture
def at_work(keep_database: DatabaseKeeper, make_engine: Callable[[str], Engine]) -> Work:
    """``at_work(actor)`` is one transaction on the tables of this module."""
    engine = make_engine(keep_database("chassis", prepare_bricks).app)

    def work(actor: Actor = SYSTEM) -> Any:
        return unit_of_work(engine, actor=actor, origin="test")

    return work


def bricks(ctx: Context, *sizes: int, **values: Any) -> list[Brick]:
    made = [Brick(**{"colour": Colour.BLUE, "size": size, **values}) for size in sizes]
    for brick in made:
        ctx.session.add(brick)
        ctx.session.flush()
    return made


def test_a_column_of_an_enum_gives_its_values_and_keeps_them_as_text(at_work: Work) -> None:
    with at_work() as ctx:
        [brick] = bricks(ctx, 1)
        ctx.session.expire(brick)
        assert brick.colour is Colour.BLUE
        assert ctx.session.scalar(text("SELECT colour FROM brick")) == "blue"
        assert one(ctx.session, select(Brick).where(Brick.colour == Colour.BLUE)) is brick
        assert one(ctx.session, select(Brick).where(Brick.colour.in_(["blue", "red"]))) is brick
        assert one(ctx.session, select(Brick).where(Brick.colour.startswith("bl"))) is brick


@pytest.mark.parametrize("nonsense", ["yellow", ""])
def test_what_is_no_value_of_the_enum_is_refused_before_it_is_written(at_work: Work, nonsense: str) -> None:
    with at_work() as ctx, pytest.raises(StatementError, match="not a valid Colour"):
        ctx.session.execute(select(Brick).where(Brick.colour == nonsense))


def test_one_record_or_not_found(at_work: Work) -> None:
    with at_work() as ctx:
        [brick] = bricks(ctx, 7)
        assert one(ctx.session, select(Brick).where(Brick.size == 7), lock=True) is brick
        with pytest.raises(NotFound):
            one(ctx.session, select(Brick).where(Brick.size == 8))


def test_the_newest_version_is_kept_whatever_the_order(at_work: Work) -> None:
    id, other = uuid4(), uuid4()
    with at_work() as ctx:
        told = [(2, Colour.GREEN), (1, Colour.BLUE)]
        keep_newest(
            ctx.session, KnownBrick, [{"id": id, "version": v, "colour": c, "words": ["一", "b"]} for v, c in told]
        )
        keep_newest(ctx.session, KnownBrick, [{"id": id, "version": 2, "colour": Colour.RED, "words": []}])
        keep_newest(ctx.session, KnownBrick, [{"id": other, "version": 1, "colour": Colour.RED, "words": []}])
        keep_newest(ctx.session, KnownBrick, [])
        kept = ctx.session.get_one(KnownBrick, id)
        assert (kept.version, kept.colour, kept.words) == (2, Colour.GREEN, ["一", "b"])


def test_two_events_each_keep_their_part_of_one_row(at_work: Work) -> None:
    id = uuid4()
    with at_work() as ctx:
        WEIGHED.learn(ctx, [BrickWeighed(brick_id=id, version=4, weight=3)])
        LAID.learn(ctx, [BrickLaid(brick_id=id, version=1, colour=Colour.BLUE, words=["x"])])
        WEIGHED.learn(ctx, [BrickWeighed(brick_id=id, version=3, weight=9)])
        kept = ctx.session.get_one(KnownBrick, id)
        assert (kept.colour, kept.words, kept.weight, kept.weight_version) == (Colour.BLUE, ["x"], 3000, 4)


def test_an_event_of_many_subjects_keeps_the_newest_of_each(at_work: Work) -> None:
    id, other = uuid4(), uuid4()

    def brick(brick_id: UUID, version: int, colour: Colour) -> BrickLaid:
        return BrickLaid(brick_id=brick_id, version=version, colour=colour)

    with at_work() as ctx:
        DELIVERED.learn(
            ctx,
            [
                BricksDelivered(delivery_id=uuid4(), bricks=[brick(id, 3, Colour.GREEN), brick(other, 1, Colour.BLUE)]),
                BricksDelivered(delivery_id=uuid4(), bricks=[]),
                BricksDelivered(delivery_id=uuid4(), bricks=[brick(id, 2, Colour.RED), brick(other, 2, Colour.GREEN)]),
            ],
        )
        kept = {row.id: (row.version, row.colour) for row in ctx.session.scalars(select(KnownBrick))}
        assert kept == {id: (3, Colour.GREEN), other: (2, Colour.GREEN)}


def test_many_rows_are_inserted_at_once(at_work: Work) -> None:
    with at_work() as ctx:
        insert_rows(ctx.session, KnownBrick, [{"id": uuid4(), "weight": n} for n in range(3)])
        insert_rows(ctx.session, KnownBrick, [])
        assert sorted(ctx.session.scalars(select(KnownBrick.weight))) == [0, 1, 2]


@pytest.mark.parametrize(
    ("sort", "sizes"), [("size", [1, 2, 2, 3]), ("-size", [3, 2, 2, 1]), ("", [2, 1, 3, 2]), ("made", [2, 3, 1, 2])]
)
def test_a_list_is_sorted_page_by_page(at_work: Work, sort: str, sizes: list[int]) -> None:
    with at_work() as ctx:
        bricks(ctx, 2, 3, 1, 2)
        met: list[int] = []
        after: str | None = None
        while True:
            page = BRICKS.page(ctx.session, select(Brick), ListQuery(after=after, limit=1, sort=sort))
            met += [brick.size for brick in page.items]
            after = page.next
            if after is None:
                break
        assert met == sizes


def test_a_cursor_fits_only_the_order_it_was_made_in(at_work: Work) -> None:
    with at_work() as ctx:
        bricks(ctx, 1, 2)
        page = BRICKS.page(ctx.session, select(Brick), ListQuery(limit=1, sort="size"))
        for other in ("-size", "made", ""):
            with pytest.raises(Invalid):
                BRICKS.page(ctx.session, select(Brick), ListQuery(after=page.next, sort=other))


def test_an_order_that_a_list_does_not_have_is_refused(at_work: Work) -> None:
    with at_work() as ctx, pytest.raises(Invalid) as refused:
        BRICKS.page(ctx.session, select(Brick), ListQuery(sort="colour"))
    assert refused.value.fields == {"sort": ["unknown_choice"]}
    assert BRICKS.choices == ["size", "-size", "made", "-made"]


@dataclass(frozen=True)
class Wanted:
    colour: str = ""
    size: int | None = None


def test_a_list_is_narrowed_by_what_is_not_empty_and_counted_to_a_limit(at_work: Work) -> None:
    with at_work() as ctx:
        bricks(ctx, 1, 2, 2)

        def counted(wanted: Wanted, most: int = 10) -> tuple[int, bool]:
            found = count(ctx.session, narrowed(select(Brick.id), wanted, Brick.colour, Brick.size), most)
            return found.count, found.more

        assert counted(Wanted()) == (3, False)
        assert counted(Wanted(size=2)) == (2, False)
        assert counted(Wanted(colour="red")) == (0, False)
        assert counted(Wanted(), most=3) == (3, False)
        assert counted(Wanted(), most=2) == (2, True)


def test_a_decision_is_made_once_by_somebody_else_and_stamped(at_work: Work) -> None:
    author, other = Actor(id=uuid4(), name="one"), Actor(id=uuid4(), name="two")
    with at_work(author) as ctx:
        [brick] = bricks(ctx, 1, author_id=author.id)
        with pytest.raises(SamePerson):
            decide(ctx, brick, JUDGED, "approve", 1)
    with at_work(other) as ctx:
        brick = one(ctx.session, select(Brick), lock=True)
        with pytest.raises(Stale):
            decide(ctx, brick, JUDGED, "approve", 2)
        assert (brick.status, brick.decided_by, brick.decided_at) == (Colour.RED, None, None)
        decide(ctx, brick, JUDGED, "approve", 1)
        assert (brick.status, brick.decided_by, brick.decided_by_name) == (Colour.GREEN, other.id, "two")
        assert brick.decided_at == ctx.now <= datetime.now(UTC)
        with pytest.raises(WrongStatus):
            decide(ctx, brick, JUDGED, "approve", None)


def test_the_trail_keeps_lists_as_lists_and_leaves_out_what_only_repeats(at_work: Work) -> None:
    with at_work() as ctx:
        [brick] = bricks(ctx, 1, words=["a", "b"], pieces=["ab"])
        brick.words, brick.pieces, brick.colour = ["c"], ["cc"], Colour.GREEN
        ctx.session.flush()
        changed = one(ctx.session, select(Change).where(Change.action == "changed"))
        assert changed.fields == {"words": [["a", "b"], ["c"]], "colour": ["blue", "green"]}
