"""The process that looks after the backups: what it does by the clock, and what the house hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from chassis.db.migrate import upgrade
from ops.backup import schedule, wal
from ops.backup.before import REASON, back_up_before_migrating, before_the_last
from ops.backup.policy import Policy, last_slot
from ops.backup.schedule import SETTLING, Watch
from ops.cli import guanxi
from ops.databases import create_database
from ops.site import SiteError
from tests.ops.backup.houses import House

NIGHT = last_slot(datetime.now(UTC), Policy.at or time(2))

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def watched(house: House) -> Watch:
    """A house with accounts whose process has been running for a while."""
    create_database(house.site.admin_url, "auth", house.site.secrets)
    upgrade("auth", house.site.database_url("auth", owner=True))
    made = Watch(house.site, house.policy, installed=NIGHT - timedelta(days=1))
    made.began = monotonic() - SETTLING
    return made


def reports(house: House) -> list[Any]:
    with psycopg.connect(house.site.database_url("auth")) as connection:
        return connection.execute("SELECT ok, detail FROM backup_report ORDER BY at").fetchall()


def notices(house: House) -> int:
    with psycopg.connect(house.site.database_url("auth")) as connection:
        query = "SELECT count(*) FROM feed_event WHERE data->>'kind' = 'backup_failed'"
        [[count]] = connection.execute(query).fetchall()
    return int(count)


def test_before_the_first_night_nothing_is_kept_and_nothing_is_made(house: House, watched: Watch) -> None:
    wal.end_piece(house.site.admin_url)
    watched.look(NIGHT - timedelta(seconds=1))
    assert not house.policy.key_file.exists()
    assert wal.waiting(house.site) == []


def test_the_nightly_backup_is_taken_once_and_told(house: House, watched: Watch) -> None:
    watched.look(NIGHT)
    watched.look(NIGHT)
    assert [each.reason for each in house.backups] == ["nightly"]
    assert reports(house) == [(True, "")]
    assert notices(house) == 0


def test_the_log_goes_to_the_store_between_the_backups(house: House, watched: Watch) -> None:
    house.add("later")
    before = len(house.store.names("wal"))
    wal.end_piece(house.site.admin_url)
    for _ in range(100):
        watched.look(NIGHT)
        if len(house.store.names("wal")) > before:
            break
        sleep(0.1)
    assert len(house.store.names("wal")) > before
    assert wal.waiting(house.site) == []


def test_a_store_that_cannot_be_reached_is_a_failed_backup_that_is_told_and_tried_again_later(
    house: House, watched: Watch, capsys: pytest.CaptureFixture[str]
) -> None:
    away = Watch(house.site, replace(house.policy, url="file:///proc/nowhere"), watched.installed, watched.began)
    away.look(NIGHT + timedelta(days=1))
    away.look(NIGHT + timedelta(days=1))
    [_, (ok, detail)] = reports(house)
    assert not ok
    assert detail
    assert notices(house) == 1
    assert capsys.readouterr().out.count("the store cannot be reached") == 1


def test_what_was_missed_waits_until_the_house_has_settled(house: House, watched: Watch) -> None:
    fresh = Watch(house.site, house.policy, watched.installed)
    assert not fresh._is_due(NIGHT + timedelta(days=1))
    fresh.began -= SETTLING
    assert fresh._is_due(NIGHT + timedelta(days=1))


def test_the_house_knows_since_when_it_is_there(house: House) -> None:
    since = schedule.installed_at(house.site.home)
    assert abs(since - datetime.now(UTC)) < timedelta(minutes=5)
    assert schedule.installed_at(house.site.home) == since


def test_a_backup_is_taken_before_a_migration_of_what_there_is_and_an_upgrade_can_be_undone(house: House) -> None:
    with pytest.raises(SiteError, match="No backup was taken before"):
        before_the_last(house.site, house.policy)
    said: list[str] = []
    back_up_before_migrating(house.site, ("customer", "auth"), said.append)
    assert said == [], "nothing is behind"
    with psycopg.connect(house.owner) as connection:
        [[newest]] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    back_up_before_migrating(replace(house.site, environ={"BACKUP_BEFORE_MIGRATING": "no"}), ("customer",), said.append)
    assert said == []
    back_up_before_migrating(house.site, ("customer", "auth"), said.append)
    taken = before_the_last(house.site, house.policy)
    assert taken.reason == f"{REASON} customer"
    assert taken.revisions["guanxi_customer"] == ["0001"]

    with psycopg.connect(house.owner) as connection:  # what a migration does
        connection.execute("UPDATE alembic_version SET version_num = %s", [newest])
        connection.execute("CREATE TABLE of_the_new_version (n int)")
    house.stop()
    answer = CliRunner(env=house.environ).invoke(guanxi, ["upgrade", "--undo"])
    assert answer.exit_code == 0, answer.output
    house.start()
    with psycopg.connect(house.owner) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert connection.execute("SELECT to_regclass('of_the_new_version')").fetchone() == (None,)
