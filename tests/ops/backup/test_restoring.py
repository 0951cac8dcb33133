"""Going back: to a backup, to a second, on another machine, and never by accident."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from ops import postgres_files
from ops.backup import wal
from ops.backup.policy import Policy
from ops.backup.restoring import Wish, choose, drill, restore
from ops.backup.server import folder_of
from ops.servers import temporary_home
from ops.site import Site, SiteError
from ops.trial import free_base
from tests.ops.backup.houses import PAPER, PAPER_NAME, House, furnish

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def backed_up() -> Iterator[House]:
    """A house with a backup, a customer who came after it, one who came a second later, and a server that stands."""
    with temporary_home() as folder:
        house = furnish(folder / "var")
        house.back_up()
        house.came = house.add("second")
        time.sleep(1.1)
        house.add("third")
        wal.end_piece(house.site.admin_url)
        yield house
        house.stop()


def test_a_drill_restores_the_newest_aside_and_reports(backed_up: House) -> None:
    status, said = backed_up.run("restore", "--drill")
    assert status == 0, said
    assert "Well: " in said
    assert " 1 files, " in said


def test_a_try_changes_nothing_and_needs_no_standstill(backed_up: House) -> None:
    status, said = backed_up.run("restore", "--dry-run")
    assert status == 0, said
    assert "this was a try" in said
    assert backed_up.names() == {"first", "second", "third"}


def test_every_second_since_the_backup_can_be_gone_back_to_and_nothing_newer_is_lost_by_accident(
    backed_up: House,
) -> None:
    house, came = backed_up, backed_up.came
    assert came is not None
    house.stop()
    wish = Wish(at=came + timedelta(seconds=0.5))
    with pytest.raises(SiteError, match="--over-newer"):
        restore(house.site, house.policy, wish, house.said.append)
    (house.site.home / "files" / "customer" / PAPER_NAME).unlink()
    assert restore(house.site, house.policy, replace(wish, over_newer=True), house.said.append), house.said
    house.start()
    assert house.names() == {"first", "second"}
    assert (house.site.home / "files" / "customer" / PAPER_NAME).read_bytes() == PAPER
    with psycopg.connect(house.owner) as connection:
        [[before]] = connection.execute("SELECT log_id FROM feed_log").fetchall()
    house.add("fourth")
    again = house.back_up()
    assert again.kind == "full", "what was gone back to is another past: nothing is put onto the old chain"
    assert again.proven, again.proof

    house.stop()
    assert restore(house.site, house.policy, Wish(name=house.backups[0].name, over_newer=True), house.said.append)
    house.start()
    assert house.names() == {"first"}
    with psycopg.connect(house.owner) as connection:
        assert connection.execute("SELECT log_id FROM feed_log").fetchone() != (before,)
    house.stop()


def test_another_machine_with_nothing_but_the_key_gets_everything_back(backed_up: House, tmp_path: Path) -> None:
    with temporary_home() as folder:
        home = folder / "elsewhere"
        home.mkdir()
        shutil.copy(backed_up.policy.key_file, home / "backup.key")
        site = Site(home, port=free_base(), environ={})
        there = House(site, replace(Policy.from_env({}, home), url=backed_up.policy.url))
        assert restore(site, there.policy, Wish(), there.said.append), there.said
        assert site.signing_keys.read_text() == backed_up.site.signing_keys.read_text()
        there.start()
        assert there.names() == {"first", "second", "fourth"}
        there.stop()


def test_a_time_that_the_log_does_not_reach_changes_nothing(backed_up: House) -> None:
    said: list[str] = []
    wish = Wish(at=datetime.now(UTC) + timedelta(days=1), over_newer=True)
    assert not restore(backed_up.site, backed_up.policy, wish, said.append)
    assert any("does not reach" in line for line in said)
    assert said[-1] == "Nothing was changed."


def test_a_drill_finds_a_backup_that_is_damaged_and_a_restore_refuses_it(backed_up: House, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(backed_up.policy.url.removeprefix("file://"), store)
    bent = store / "backups" / backed_up.backups[-1].name / "data.tar.gz.age"
    bent.write_bytes(bent.read_bytes()[:-100])
    policy, said = replace(backed_up.policy, url=f"file://{store}"), list[str]()
    assert not drill(backed_up.site, policy, said.append)
    assert said[-1].startswith("NOT WELL")
    assert not restore(backed_up.site, policy, Wish(over_newer=True), said.append)
    assert said[-1] == "Nothing was changed."


def test_a_restore_that_was_killed_between_its_last_steps_is_finished_by_the_next_start(backed_up: House) -> None:
    place = folder_of(backed_up.site)
    (place / "data").rename(place / postgres_files.RESTORED)
    backed_up.start()
    assert backed_up.names() == {"first"}
    backed_up.stop()


def test_only_what_is_proven_and_from_before_is_chosen(backed_up: House) -> None:
    first, last = backed_up.backups[0], backed_up.backups[-1]
    assert choose([first, last], Wish()) is last
    assert choose([first, last], Wish(name=first.name)) is first
    assert choose([first, last], Wish(at=last.taken_at)) is last
    assert choose([first, last], Wish(at=last.taken_at - timedelta(microseconds=1))) is first
    assert choose([first, replace(last, proof=None)], Wish()) is first
    with pytest.raises(SiteError, match="no proven backup"):
        choose([first], Wish(at=first.taken_at - timedelta(microseconds=1)))
    with pytest.raises(SiteError, match="no backup x"):
        choose([first], Wish(name="x"))
