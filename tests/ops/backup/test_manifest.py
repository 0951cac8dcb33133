"""What a store says of the backups in it: those that can be read, and those that cannot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from ops.backup.commands import backup, policy_of
from ops.backup.keys import ensure_key
from ops.backup.manifest import Manifest, path_of, read_all, unreadable, write
from ops.backup.store import Sealed, Store
from ops.backup.taking import open_store
from ops.site import Site

TAKEN = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A house that has a key and a place for its backups."""
    made = Site(tmp_path / "home", environ={"BACKUP_URL": f"file://{tmp_path / 'store'}"})
    made.home.mkdir()
    ensure_key(policy_of(made).key_file)
    return made


@pytest.fixture
def store(site: Site) -> Store:
    return open_store(policy_of(site))


def manifest(name: str, taken_at: datetime = TAKEN) -> Manifest:
    """A full backup with nothing in it."""
    return Manifest(
        name=name,
        kind="full",
        chain=name,
        parent="",
        reason="asked for",
        began_at=taken_at,
        taken_at=taken_at,
        ended_at=taken_at,
        system="1",
        timeline=1,
        point="1",
        lsn="0/0",
        server="18",
        data=[],
        figures=Sealed("figures", 0, ""),
    )


def test_backups_are_told_the_oldest_first(store: Store) -> None:
    write(store, manifest("b", TAKEN + timedelta(days=1)))
    write(store, manifest("a"))
    assert [each.name for each in read_all(store)] == ["a", "b"]
    assert unreadable(store) == []


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"[]", b'{"began_at": "yesterday"}'])
def test_one_whose_manifest_cannot_be_read_is_named_and_not_passed_over_in_silence(
    site: Site, store: Store, content: bytes
) -> None:
    write(store, manifest("a"))
    lost = path_of("b", "manifest.json")
    store.put_plain(lost, content)
    assert [each.name for each in read_all(store)] == ["a"]
    assert unreadable(store) == [lost]
    said = CliRunner().invoke(backup, ["list"], obj=site)
    assert said.exit_code == 0
    assert f"{lost} cannot be read: that backup is lost." in said.output
