"""When a backup is due, what it is put onto, how long it stays, when it is an alarm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from ops.backup.policy import Policy, expendable, goes_on, is_alarm, is_due
from ops.site import SiteError

NIGHT = time(2, 30)
NOW = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=100)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Taken:
    name: str
    chain: str
    taken_at: datetime
    proven: bool = True


def chain(first_day: int, length: int, *, proven: bool = True) -> list[Taken]:
    days = range(first_day, first_day + length)
    return [Taken(f"{day}", f"{first_day}", LONG_AGO + timedelta(days=day), proven) for day in days]


def test_the_nightly_backup_is_due_from_its_hour_on_until_it_is_taken() -> None:
    yesterday = NOW - timedelta(days=1)
    assert is_due(NOW, NIGHT, LONG_AGO, yesterday)
    assert not is_due(NOW - SECOND, NIGHT, LONG_AGO, yesterday)
    assert not is_due(NOW, NIGHT, LONG_AGO, NOW)
    assert is_due(NOW + timedelta(hours=20), NIGHT, LONG_AGO, NOW - SECOND), "one that was missed is made up for"
    assert is_due(NOW, NIGHT, LONG_AGO, None)
    assert not is_due(NOW, None, LONG_AGO, None), "off"


def test_a_house_that_was_just_set_up_waits_for_the_next_night() -> None:
    assert not is_due(NOW, NIGHT, NOW - timedelta(hours=6) + SECOND, None)
    assert is_due(NOW, NIGHT, NOW - timedelta(hours=6), None)


def test_a_chain_goes_on_for_a_week_and_only_where_all_of_it_is_proven() -> None:
    week = chain(0, 3)
    begun = week[0].taken_at
    assert goes_on(week, begun + timedelta(days=6, hours=12) - SECOND, 7)
    assert not goes_on(week, begun + timedelta(days=6, hours=12), 7)
    assert not goes_on([*week, *chain(3, 1, proven=False)], begun + timedelta(days=4), 7)
    assert not goes_on([], begun, 7)


def test_the_newest_chains_stay_and_of_an_older_one_the_newest_part_goes_first() -> None:
    backups = [*chain(0, 3), *chain(7, 2), *chain(14, 2)]
    assert expendable(backups, 3) == []
    assert [each.name for each in expendable(backups, 2)] == ["2", "1", "0"]
    assert [each.name for each in expendable(backups, 1)] == ["2", "1", "0", "8", "7"]


def test_a_chain_that_was_never_proven_pushes_none_out() -> None:
    backups = [*chain(0, 2), *chain(7, 2), *chain(14, 1, proven=False)]
    assert expendable(backups, 2) == []
    assert [each.name for each in expendable(backups, 1)] == ["1", "0"]


def test_it_is_an_alarm_when_the_newest_proven_one_is_older_than_allowed() -> None:
    old = NOW - timedelta(hours=36)
    assert not is_alarm(NOW, old, LONG_AGO, 36)
    assert is_alarm(NOW, old - SECOND, LONG_AGO, 36)
    assert is_alarm(NOW, None, LONG_AGO, 36)
    assert not is_alarm(NOW, None, NOW - timedelta(hours=35), 36), "a new house has time for its first"


def test_the_policy_is_read_from_the_environment(tmp_path: Path) -> None:
    plain = Policy.from_env({}, tmp_path / "var")
    assert plain.url == f"file://{tmp_path}/backups/var"
    assert (plain.at, plain.keep, plain.full_days, plain.alarm_hours) == (NIGHT, 4, 7, 36)
    given = {"BACKUP_URL": "s3://b/p", "BACKUP_AT": "23:05", "BACKUP_KEEP": "9", "BACKUP_RECIPIENTS": "age1x age1y"}
    chosen = Policy.from_env(given, tmp_path)
    assert (chosen.url, chosen.at, chosen.keep) == ("s3://b/p", time(23, 5), 9)
    assert chosen.recipients == ("age1x", "age1y")
    assert Policy.from_env({"BACKUP_AT": "off"}, tmp_path).at is None


@pytest.mark.parametrize("wrong", [{"BACKUP_AT": "24:00"}, {"BACKUP_AT": "2:30"}, {"BACKUP_KEEP": "0"}])
def test_what_cannot_be_understood_is_said(wrong: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=next(iter(wrong))):
        Policy.from_env(wrong, tmp_path)
