"""Backups of a real server: whole, proven, encrypted, one onto another, and nothing left of one that was killed."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from ops.backup import figures, wal
from ops.backup.keys import ensure_key
from ops.backup.lock import locked
from ops.backup.manifest import chain_of, leftovers, path_of
from ops.backup.proving import prove
from ops.backup.server import new_folder, workplace
from ops.backup.store import Store
from ops.backup.taking import forget, open_store
from ops.site import SiteError
from tests.ops.backup.houses import PAPER, House

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def first(house: House) -> str:
    """The name of a first backup, taken from the command line."""
    status, said = house.run("backup")
    assert status == 0, said
    assert "proven: " in said
    assert "Keep a copy of that file" in said
    return house.backups[0].name


def folder(house: House) -> Path:
    return Path(house.policy.url.removeprefix("file://"))


def test_a_backup_is_whole_and_proven_and_the_list_says_so(house: House, first: str) -> None:
    [manifest] = house.backups
    assert manifest.kind == "full"
    assert manifest.proof is not None
    assert manifest.proof.tables > 20
    assert manifest.files == 1
    assert manifest.revisions["guanxi_customer"]
    status, said = house.run("backup", "list")
    assert status == 0
    assert first in said
    assert "The newest proven one is 0.0 hours old." in said


def test_nothing_in_the_store_can_be_read_without_the_key(house: House, first: str) -> None:
    secret = house.site.secrets.get("postgres").encode()
    for path in folder(house).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert secret not in content
            assert PAPER not in content
            assert path.name == "manifest.json" or content.startswith(b"age-encryption.org/v1")


def test_the_next_one_holds_only_what_has_changed_though_somebody_writes_meanwhile(house: House, first: str) -> None:
    over = threading.Event()
    written: list[int] = []

    def write() -> None:
        with psycopg.connect(house.owner, autocommit=True) as connection:
            connection.execute("CREATE TABLE busy (n int)")
            while not over.is_set():
                connection.execute("INSERT INTO busy VALUES (1)")
                written.append(1)
                time.sleep(0.002)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        second = house.back_up()
    finally:
        over.set()
        writer.join()
    assert second.proven, second.proof
    assert (second.kind, second.parent) == ("incremental", first)
    assert second.size < house.backups[0].size / 2
    assert len(written) > 100


def test_one_at_a_time(house: House, first: str) -> None:
    with locked(house.site), pytest.raises(SiteError, match="under way"):
        house.back_up()


def test_a_kill_in_the_middle_leaves_nothing_that_is_seen_and_the_next_run_clears_the_rest(
    house: House, first: str
) -> None:
    known = {each.name for each in house.backups}
    process = house.command("backup", "--full")
    begun = time.monotonic()
    backups = folder(house) / "backups"
    while not (begun_ones := {path.name for path in backups.iterdir()} - known) and time.monotonic() < begun + 60:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert begun_ones
    assert {each.name for each in house.backups} == known
    third = house.back_up()
    assert third.proven
    left = [path for name in begun_ones for path in (backups / name).rglob("*") if path.is_file()]
    assert not left
    assert not leftovers(house.store)
    with psycopg.connect(house.site.admin_url) as admin:
        assert admin.execute("SELECT count(*) FROM pg_replication_slots").fetchone() == (0,)


def test_one_byte_that_is_not_what_it_was_is_found(house: House, first: str, tmp_path: Path) -> None:
    shutil.copytree(folder(house), tmp_path / "store")
    bent = tmp_path / "store" / path_of(first, "data.tar.gz.age")
    content = bytearray(bent.read_bytes())
    content[len(content) // 2] ^= 1
    bent.write_bytes(content)
    there = replace(house.policy, url=f"file://{tmp_path / 'store'}")
    store = open_store(there)
    with workplace(house.site) as work:
        proof = prove(house.site, store, [house.backups[0]], new_folder(work / "proof"))
    assert not proof.ok
    assert "data.tar.gz.age cannot be opened" in proof.found[0]


def test_a_row_that_differs_a_paper_that_is_gone_and_a_seal_that_is_missing_are_found(
    house: House, first: str, tmp_path: Path
) -> None:
    shutil.copytree(folder(house), tmp_path / "store")
    store = open_store(replace(house.policy, url=f"file://{tmp_path / 'store'}"))
    manifest = house.backups[0]
    plain = store.open_bytes(manifest.figures.path).replace(b'"customer": [1, "', b'"customer": [1, "7')
    store.seal_bytes(
        manifest.figures.path, plain.replace(b'"heads": {"guanxi_customer": "', b'"heads": {"guanxi_customer": "9')
    )
    store.remove(store.names("files"))
    with workplace(house.site) as work:
        proof = prove(house.site, store, [manifest], new_folder(work / "proof"))
    assert "guanxi_customer.customer has other values than it had" in proof.found
    assert any("head_missing" in sentence for sentence in proof.found)
    assert any("is missing" in sentence and "files" not in sentence for sentence in proof.found)


def test_another_key_opens_nothing(house: House, first: str, tmp_path: Path) -> None:
    ensure_key(tmp_path / "key")
    stranger = open_store(replace(house.policy, key_file=tmp_path / "key"))
    with workplace(house.site) as work:
        proof = prove(house.site, stranger, [house.backups[0]], new_folder(work / "proof"))
    assert not proof.ok
    assert "cannot be opened" in proof.found[0]


def test_a_chain_of_which_a_part_is_gone_says_so(house: House, first: str) -> None:
    last = replace(house.backups[-1], parent="gone")
    with pytest.raises(KeyError, match="gone"):
        chain_of([last], last)


def test_what_the_policy_no_longer_keeps_goes_and_its_log_with_it(house: House, first: str) -> None:
    house.policy = replace(house.policy, keep=1)
    newest = house.back_up(full=True)
    assert [each.name for each in house.backups] == [newest.name]
    assert not [path for path in house.store.names("backups") if newest.name not in path]
    firsts = wal.first_piece(newest)
    assert all(path.split("/")[2][:24] >= firsts for path in house.store.names("wal"))


def test_differences_are_told_in_a_sentence_each() -> None:
    before = {"a": {"x": [1, "1"], "y": [1, "1"], "z": [1, "1"]}}
    after = {"a": {"x": [1, "2"], "y": [2, "1"], "new": [0, "0"]}}
    assert figures.differences(before, after) == [
        "a.new was not there",
        "a.x has other values than it had",
        "a.y has 2 rows and had 1",
        "a.z is missing",
    ]
    assert figures.differences(before, before) == []


def test_what_is_forgotten_is_gone_from_the_store(tmp_path: Path) -> None:
    store = Store(f"file://{tmp_path}")
    for name in ("manifest.json", "data.tar.gz.age"):
        store.put_plain(path_of("one", name), b"x")
    store.put_plain(path_of("two", "manifest.json"), b"x")
    forget(store, "one")
    assert list(store.names("backups")) == [path_of("two", "manifest.json")]
