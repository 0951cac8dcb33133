"""`guanxi audit`: what an operator is told of the seals."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from chassis.audit.sealing import seal_once
from chassis.auth import SYSTEM
from chassis.db import create_engine, new_id
from chassis.db.trail import record_change
from chassis.testing.emptying import DatabaseKeeper
from chassis.testing.servers import TestDatabase, prepare_chassis
from chassis.unit_of_work import unit_of_work
from contracts.services import SERVICES
from ops.audit import audit
from services.auth.store.models import SignIn

Run = Callable[..., Result]


def prepare_any_service(owner_url: str, app_role: str) -> None:
    """What any service could have: the chassis' tables, and the one that auth has sealed as well."""
    prepare_chassis(owner_url, app_role)
    as_owner = create_engine(owner_url)
    SignIn.metadata.create_all(as_owner, [SignIn.metadata.tables[SignIn.__tablename__]])
    as_owner.dispose()


@pytest.fixture
def database(keep_database: DatabaseKeeper) -> TestDatabase:
    """A database that any service could have."""
    return keep_database("chassis", prepare_any_service)


@pytest.fixture
def owner(database: TestDatabase, engine: Engine) -> Iterator[psycopg.Connection]:
    """Somebody with every right on a database whose one change is sealed."""
    with unit_of_work(engine, actor=SYSTEM, origin="") as ctx:
        record_change(ctx, "thing", new_id(), "changed", {})
    with psycopg.connect(database.owner, autocommit=True) as connection:
        seal_once(connection, datetime.now(UTC))
        yield connection


@pytest.fixture
def run(database: TestDatabase) -> Run:
    """``run("verify", ...)`` is the command, with the same database behind every service."""
    return lambda *arguments: CliRunner().invoke(audit, list(arguments), obj=lambda service: database.app)


def test_a_whole_chain_ends_well_and_says_what_is_not_sealed(run: Run, owner: psycopg.Connection) -> None:
    answer = run("verify", "customer")
    assert answer.exit_code == 0
    assert answer.output.startswith("customer: all well: 1 seals, 1 rows, 0 rows not yet sealed, head 1:")
    assert run("verify").output.count("all well") == len(SERVICES)


def test_a_bent_row_ends_with_one_and_names_seal_and_row(run: Run, owner: psycopg.Connection) -> None:
    owner.execute("UPDATE change SET actor_name = 'x'")
    answer = run("verify", "customer")
    assert answer.exit_code == 1
    assert "customer: BROKEN" in answer.output
    assert "seal 1: a row was changed after it was sealed (change " in answer.output


def test_a_chain_that_was_cut_off_is_shown_against_kept_heads(
    run: Run, owner: psycopg.Connection, tmp_path: Path
) -> None:
    kept = tmp_path / "heads"
    kept.write_text(run("heads").output)
    assert run("verify", "--heads", str(kept)).exit_code == 0
    owner.execute("TRUNCATE seal, change")
    assert run("verify").exit_code == 0
    answer = run("verify", "auth", "--heads", str(kept))
    assert answer.exit_code == 1
    assert "the chain does not hold the head that was kept (seal 1:" in answer.output
    assert run("verify", "auth", "--head", kept.read_text().split()[1]).exit_code == 1


def test_a_head_without_its_service_is_not_guessed(run: Run, owner: psycopg.Connection, tmp_path: Path) -> None:
    assert run("verify", "--head", "1:00").exit_code == 2
    (tmp_path / "heads").write_text("1:00\n")
    assert run("verify", "--heads", str(tmp_path / "heads")).exit_code == 2
