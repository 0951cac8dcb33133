"""Going back to a backup: restored aside, looked at, and only then put in the place of what is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from ops.backup import files, reunion, wal
from ops.backup.content import Restored, content_of
from ops.backup.foreign import fetch_dumps, put_back, scratch_house
from ops.backup.lock import locked
from ops.backup.manifest import Manifest, chain_of, read_all, unreadable
from ops.backup.policy import Policy
from ops.backup.proving import broken_seals, compare, prove
from ops.backup.replacing import own_server, save_one, swap, take_in
from ops.backup.restored import aim, fetch
from ops.backup.server import ToolFailed, folder_of, new_folder, scratch_server, system_of, workplace
from ops.backup.store import Damaged, Store
from ops.backup.taking import open_store
from ops.programs import StartFailed
from ops.site import Site, SiteError

Say = Callable[[str], None]


@dataclass(frozen=True)
class Wish:
    """What to go back to: the newest, the one of a ``name``, or the state at a moment (``at``); ``only`` one service's
    database. ``over_newer``: what was written since may be lost."""

    name: str | None = None
    at: datetime | None = None
    only: str | None = None
    over_newer: bool = False


def choose(backups: Sequence[Manifest], wish: Wish, *, dumps: bool = False) -> Manifest:
    """The backup to go back to, or to go on from to the moment that was asked for; ``dumps``: of a PostgreSQL of one's
    own. Raises SiteError."""
    found = [each for each in backups if (each.kind == "dump") is dumps]
    if dumps and wish.at is not None:
        raise SiteError("With a PostgreSQL of your own only the moments of the backups can be gone back to here.")
    if wish.name is not None:
        found = [each for each in found if each.name == wish.name]
        if not found:
            raise SiteError(f"There is no backup {wish.name}; `guanxi backup list` shows those there are.")
        return found[0]
    if wish.at is not None:
        found = [each for each in found if wish.at and each.taken_at <= wish.at]
    proven = [each for each in found if each.proven]
    if not proven:
        raise SiteError("There is no proven backup to go back to; `guanxi backup list` shows those there are.")
    return proven[-1]


def _readable(store: Store, say: Say) -> list[Manifest]:
    """The backups there are; of one whose manifest cannot be read it is said that it is passed over."""
    for path in unreadable(store):
        say(f"{path} cannot be read: that backup is passed over")
    return read_all(store)


def drill(site: Site, policy: Policy, say: Say) -> bool:
    """Restore the newest backup into a scratch place, with every file, and report; whether all was the same."""
    with locked(site), workplace(site) as work:
        store = open_store(policy)
        backups = _readable(store, say)
        manifest = choose(backups, Wish(), dumps=site.server_url is not None)
        say(f"Restoring {manifest.name} into a scratch place")
        proof = prove(site, store, chain_of(backups, manifest), work)
    for sentence in proof.found:
        say(f"  {sentence}")
    age = (datetime.now(UTC) - manifest.taken_at) / timedelta(hours=1)
    say(
        f"{'Well' if proof.ok else 'NOT WELL'}: {proof.tables} tables, {proof.rows} rows, {manifest.files} files, "
        f"{proof.seconds:.1f} s; it is {age:.1f} hours old"
    )
    return proof.ok


def restore(site: Site, policy: Policy, wish: Wish, say: Say, *, dry: bool = False) -> bool:
    """Go back as wished; the system must not run, but for a try (``dry``).

    False, and nothing is changed, where what came out of the backup is not what it should be. Raises SiteError where
    there is nothing to go back to, or newer data would be lost.
    """
    from ops.launcher import alone

    with ExitStack() as stack:
        if not dry:
            stack.enter_context(alone(site.home))
        stack.enter_context(locked(site))
        store = open_store(policy)
        backups = _readable(store, say)
        manifest = choose(backups, wish, dumps=site.server_url is not None)
        goal = f"{wish.at.astimezone():%Y-%m-%d %H:%M:%S}, from {manifest.name}" if wish.at else manifest.name
        say(f"Going back to {goal}{f' with {wish.only} only' if wish.only else ''}")
        if not dry:
            _refuse_over_newer(site, manifest, wish)
        work = stack.enter_context(workplace(site))
        found = _bring_up(site, store, chain_of(backups, manifest), wish, work)
        if isinstance(found, list):
            for sentence in found:
                say(f"  {sentence}")
            say("Nothing was changed.")
            return False
        say("What came out of the backup is whole.")
        if dry:
            say("Nothing was changed: this was a try.")
            return True
        try:
            _replace(site, found, wish, work, say)
        except (ToolFailed, psycopg.Error) as error:
            say(f"  {error}\nNothing was changed.")
            return False
        say(f"{files.put_back(site, store, _files(store, manifest, wish))} files came back")
        say("Start it, and take a backup then (`guanxi backup`): from the one before no second is kept until the next.")
    return True


def _replace(site: Site, restored: Restored, wish: Wish, work: Path, say: Say) -> None:
    if site.server_url is not None:
        put_back(site, restored, wish.only, say)
    elif wish.only:
        with own_server(site) as url:
            take_in(site, url, wish.only, work / "only.dump", say)
    else:
        swap(site, restored, say)


def _bring_up(site: Site, store: Store, chain: Sequence[Manifest], wish: Wish, work: Path) -> Restored | list[str]:
    """Recover what was restored, look at it, and make it ready to be taken in; or what is wrong, a sentence each."""
    manifest = chain[-1]
    try:
        content = content_of(store, manifest)
        if manifest.kind == "dump":
            restored = fetch_dumps(store, manifest, new_folder(work / "restore"))
            with scratch_house(site, restored) as url:
                return compare(url, site, restored, content)[1] or restored
        restored = fetch(store, chain, new_folder(work / "restore"))
        if wish.at:
            wal.fetch(store, manifest, restored.wal, wish.at)
            wal.fetch_local(site, system_of(folder_of(site) / "data"), manifest, restored.wal)
        with scratch_server(restored.data, restored.secrets, aim(restored, manifest, wish.at)) as url:
            if wish.at is None:
                _, found = compare(url, site, restored, content)
            else:
                found = broken_seals(url, content.heads)
            if wish.only:
                save_one(url, wish.only, work / "only.dump")
            else:
                reunion.rename_logs(url)
    except StartFailed as error:
        hint = "; the log does not reach until then" if "configured recovery target" in str(error) else ""
        return [f"{error}{hint}"]
    except (Damaged, ToolFailed, psycopg.Error, KeyError) as error:
        return [str(error)]
    return found or restored


def _refuse_over_newer(site: Site, manifest: Manifest, wish: Wish) -> None:
    """Raises SiteError when the databases that are there know of something later than what is gone back to."""
    if wish.over_newer or (site.server_url is None and not (folder_of(site) / "data" / "PG_VERSION").exists()):
        return
    with nullcontext(site.admin_url) if site.server_url is not None else own_server(site) as url:
        newest = reunion.last_written(url, wish.only)
    if newest is not None and newest > (wish.at or manifest.taken_at):
        raise SiteError(
            f"The last change that is there was made at {newest.astimezone():%Y-%m-%d %H:%M:%S}, after what you go "
            "back to. Say --over-newer to give up what came since."
        )


def _files(store: Store, manifest: Manifest, wish: Wish) -> dict[str, list[str]]:
    """The files to bring back: those that the backup names, or after it all there are."""
    listed = content_of(store, manifest).files if wish.at is None else files.all_in(store)
    return {wish.only: listed.get(wish.only, [])} if wish.only else listed
