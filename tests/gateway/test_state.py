"""The state of the system, as who looks after it sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from services.auth.backups.usecases.backups import NoteBackup
from services.auth.cli import note_backup
from services.auth.settings import Settings
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario
from tests.support.fleet import Fleet


def test_the_backups_say_when_the_last_proven_one_was_and_a_failure_is_an_alarm(
    fleet: Fleet, scenario: Scenario, enter: Callable[..., Browser]
) -> None:
    browser = enter(scenario.administrator)
    assert 'id="state-backups"' in browser.get("/state").text
    settings = Settings.from_env(fleet.site.environment("auth"))
    now = datetime.now(UTC)
    of = {"size": 20_400_000, "seconds": 9.0, "proven_at": now, "alarm_at": now + timedelta(hours=36)}
    note_backup(settings, NoteBackup(name="20261129T023000Z-full", ok=True, **of))
    shown = browser.get("/state/backups", headers=HTMX).text
    assert "20261129T023000Z-full" in shown
    assert "alert-danger" not in shown
    note_backup(settings, NoteBackup(name="", ok=False, detail="the store is away", **of))
    shown = browser.get("/state/backups", headers=HTMX).text
    assert "the store is away" in shown
    assert "alert-danger" in shown
    note_backup(settings, NoteBackup(name="20261129T033000Z-full", ok=True, **of))


def test_who_does_not_look_after_the_system_does_not_see_its_backups(
    scenario: Scenario, enter: Callable[..., Browser]
) -> None:
    assert enter(scenario.hire("sales")).get("/state/backups", headers=HTMX).status_code == 403
